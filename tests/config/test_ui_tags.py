"""Tags of the design system: figures, days, addresses, forms and small pictures."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from config.shared.templatetags import ui


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"), time_machine.travel(datetime(2026, 11, 19, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def render():
    def rendered(source, address="/", **words):
        words["request"] = RequestFactory().get(address)
        return Template("{% load ui %}" + source).render(Context(words))

    return rendered


class ContactForm(forms.Form):
    said = forms.CharField(label="What was said", help_text="One sentence.")
    agreed = forms.BooleanField(label="Agreed", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Akhmetova", "DA"),
        ("Madonna", "M"),
        ("Anna Maria Lind", "AL"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_initials(name, expected):
    assert ui.initials(name) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(1266, 0, "1,266"), (Decimal("7.45"), 1, "7.5"), (None, 0, "–"), (0, 0, "0")],
)
def test_number(value, decimals, expected):
    assert ui.number(value, decimals) == expected


def test_number_is_grouped_by_locale():
    with translation.override("ru"):
        assert ui.number(1266) == "1\u00a0266"


def test_percent():
    assert ui.percent(Decimal("0.074"), 1) == "7.4\u00a0%"
    assert ui.percent(None) == "–"


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (38000, "USD", "$38,000"),
        (38000, "KZT", "38,000\u00a0KZT"),
        (None, "USD", "–"),
        (5, "", "5"),
    ],
)
def test_money(amount, currency, expected):
    assert ui.money(amount, currency) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 2), '<time datetime="2026-11-02">2 Nov</time>'),
        (date(2025, 3, 14), '<time datetime="2025-03-14">14 Mar 2025</time>'),
        (None, "–"),
    ],
)
def test_day_leaves_out_the_current_year(value, expected):
    assert ui.day(value) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-02", "2026-11-02", "2 Nov"),
        ("2026-11-02", "2026-11-16", "2–16 Nov"),
        ("2026-10-30", "2026-11-02", "30 Oct – 2 Nov"),
        ("2027-02-12", "2027-02-16", "12–16 Feb 2027"),
        ("2027-01-10", "2027-09-07", "10 Jan – 7 Sep 2027"),
        ("2025-12-28", "2026-01-03", "28 Dec 2025 – 3 Jan"),
        ("2026-12-28", "2027-01-03", "28 Dec 2026 – 3 Jan 2027"),
        ("2026-11-02", None, "2 Nov"),
        (None, None, "–"),
    ],
)
def test_from_day_to_day_nothing_is_said_twice(first, last, expected):
    days = [day and date.fromisoformat(day) for day in (first, last)]
    said = ui.days_to(*days)
    assert re.sub(r"<[^>]+>", "", said) == expected
    assert [day for day in (first, last) if day and f'datetime="{day}"' not in said] == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2027-02-12", "2027-02-16", "12–16 февраля 2027"),
        ("2026-10-30", "2026-11-02", "30 октября – 2 ноября"),
    ],
)
def test_from_day_to_day_in_russian(first, last, expected):
    with translation.override("ru"):
        said = ui.days_to(date.fromisoformat(first), date.fromisoformat(last))
    assert re.sub(r"<[^>]+>", "", said) == expected


@pytest.mark.parametrize(
    ("value", "ago", "late"),
    [
        (date(2026, 11, 19), "today", ""),
        (date(2026, 11, 18), "1 day ago", "1 day late"),
        (date(2026, 11, 2), "17 days ago", "17 days late"),
        (date(2026, 11, 26), "in 7 days", ""),
    ],
)
def test_distance_of_days(value, ago, late):
    assert (ui.days_ago(value), ui.days_late(value)) == (ago, late)


def test_due_today_is_said_in_words():
    assert ui.due_day(date(2026, 11, 19)) == "Today"
    assert "2 Nov" in ui.due_day(date(2026, 11, 2))


@pytest.mark.parametrize(
    ("value", "css", "sign"), [(-8, "good", "▼"), (9, "bad", "▲"), (0, "m2", "=")]
)
def test_change_of_severity(value, css, sign):
    shown = ui.change(value)
    assert css in shown
    assert sign in shown


def test_query_replace_keeps_the_other_parameters(render):
    shown = render("{% query_replace page=3 q=None %}", "/?q=oats&stage=preparation&page=2")
    assert shown == "?stage=preparation&amp;page=3"


def test_sort_header_turns_round_and_says_its_state(render):
    source = '{% sort_header "Firm" "name" %}'
    assert 'href="?sort=name"' in render(source)
    again = render(source, "/?sort=name&page=4")
    assert 'aria-sort="ascending"' in again
    assert 'href="?sort=-name"' in again
    assert 'aria-sort="descending"' in render(source, "/?sort=-name")


def test_text_in_tags_is_escaped(render):
    shown = render("{% crumb name %}{% avatar name %}", name="<b>Firm</b> <i>")
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown


def test_bar_stays_within_its_frame(render):
    assert 'width="100.0%"' in render("{% bar 12 10 %}")
    assert 'class="fg"' not in render("{% bar 0 10 %}")
    assert 'x1="90.0%"' in render("{% bar 5 10 mark=9 %}")
    assert 'class="mk"' not in render("{% bar 5 10 mark=missing %}")


def test_bar_keeps_decimal_points_in_russian(render):
    with translation.override("ru"):
        assert 'width="47.7%"' in render("{% bar 477 1000 %}")


def test_spark_needs_two_values(render):
    assert "<path" in render("{% spark values %}", values=[1, 4, 2])
    assert "<path" not in render("{% spark values %}", values=[1])


def test_field_group_names_help_and_optional_fields():
    shown = str(ContactForm())
    assert 'aria-describedby="id_said_helptext"' in shown
    assert 'id="id_said_helptext"' in shown
    assert shown.count("(optional)") == 1
    assert 'class="form-check-input' in shown


def test_error_summary_links_to_the_field(render):
    form = ContactForm({"said": ""})
    shown = render("{% form_errors form %}{{ form }}", form=form)
    assert 'role="alert"' in shown
    assert 'href="#id_said"' in shown
    assert 'id="id_said_error"' in shown
    assert "pt-err" not in render("{% form_errors form %}", form=ContactForm())
