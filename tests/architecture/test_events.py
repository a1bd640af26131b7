"""Kinds of events: each has a sentence that its data can fill, an icon and a known group."""

import re

from django.utils.translation import override

from firms.audit import kinds
from firms.register.selectors import TIMELINE_GROUPS

OTHER_GROUPS = {"people", "methodology", "import"}


def test_groups_of_events_are_filters_of_the_timeline_or_not_about_firms():
    groups = {kind.group for kind in kinds.every_kind().values()}
    assert groups <= TIMELINE_GROUPS.keys() | OTHER_GROUPS


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def spoken(code: str, language: str) -> set[str]:
    with override(language):
        return placeholders(str(kinds.get(code).sentence))


def test_translated_sentences_hold_no_other_placeholders():
    extra = {code for code in kinds.every_kind() if spoken(code, "ru") - spoken(code, "en")}
    assert extra == set()
