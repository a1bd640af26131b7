"""Kinds of events about support taken over from a log."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.catalogue.models import in_reader_language


def _by_language(texts: object) -> str:
    return in_reader_language(texts) if isinstance(texts, dict) else str(texts)


_WORDS = {"intervention": _by_language, "log": _by_language}

# Translators: "help" is an intervention such as “Export credit insurance”.
SUPPORT_IMPORTED = kinds.register(
    "import.support",
    _("%(intervention)s was granted: deal %(deal)s in “%(log)s”."),
    group="help",
    icon="upload",
    words=_WORDS,
)
SUPPORT_DECLINED = kinds.register(
    "import.support_declined",
    _("%(intervention)s was declined: deal %(deal)s in “%(log)s”."),
    group="help",
    icon="upload",
    words=_WORDS,
)
SUPPORT_WITHDRAWN = kinds.register(
    "import.support_withdrawn",
    _("%(intervention)s, deal %(deal)s, was removed again: its import was undone."),
    group="help",
    icon="arrow-back-up",
    words=_WORDS,
)
