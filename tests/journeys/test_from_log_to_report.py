"""The whole story over HTTP: from an agency's log of past support to a cohort report."""

import csv
import io
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from programs.supportlog.actions import import_support_log
from tests.conftest import SHARED
from tests.journeys import desk
from tests.journeys.browser import Page
from tests.journeys.desk import Person, facts_of
from tests.journeys.logs import MAPPING, SupportLog, read_log, write_invented_log
from tests.journeys.product import Product, until, words_of
from tests.programs.supportlog.conftest import read_real_plan, real_log_in

OFFICE = "Washington office"
PASSWORD = "a-long-invented-passphrase"
DISPATCH = "programs.dispatch_reminders"
GROUP = 5  # fewer firms than this are withheld in reports


@pytest.fixture
def log(tmp_path) -> SupportLog:
    """The real log where it is at hand, elsewhere an invented one in its format."""
    real = real_log_in(SHARED / "data")
    return read_log(real) if real.exists() else write_invented_log(tmp_path / "log.csv")


@pytest.fixture
def wait_for_dispatch(product) -> Callable[[], None]:
    """The first look for reminders: beat's own, or one asked for where beat would take long."""
    return (lambda: product.send_job(DISPATCH, "send")) if product.services else (lambda: None)


@pytest.fixture
def administrator(product) -> Person:
    person = Person(product, "Agatha Example", "administrator@agency.example")
    product.manage(
        "createsuperuser",
        "--noinput",
        f"--email={person.email}",
        f"--name={person.name}",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    return person


@pytest.fixture
def adviser(product) -> Person:
    return Person(product, "Advik Example", "adviser@agency.example")


@pytest.fixture
def other_adviser(product) -> Person:
    return Person(product, "Oda Example", "other@agency.example")


@pytest.fixture
def manager(product) -> Person:
    return Person(product, "Mara Example", "manager@agency.example")


@pytest.fixture
def owner(product) -> Person:
    return Person(product, "Orson Example", "owner@firm.example")


@pytest.fixture
def marks() -> Callable[[str], None]:
    """Print how long each part of the story took; pytest shows it with -s."""
    last = [time.monotonic()]

    def mark(part: str) -> None:
        now = time.monotonic()
        print(f"{now - last[0]:6.1f} s  {part}")
        last[0] = now

    return mark


def bring_along(adviser: Person, name: str, intake: date) -> tuple[str, Page]:
    """Take another firm the same way up to its assigned help: its result and its firm page."""
    firm = desk.take(adviser, desk.find_firm(adviser, name, show="unassigned"))
    review = desk.fill_sections(adviser, desk.begin_assessment(adviser, firm))
    result = desk.finish_assessment(adviser, review)
    confirmed = desk.confirm_stage(adviser, result, intake)
    return confirmed.url, desk.assign_two(adviser, confirmed)


def follow_up_in_time(adviser: Person, result: str, firm: Page, *, today: date) -> None:
    """Another firm receives its help, is asked in time, and moves up."""
    help_ = desk.planned_help(adviser, firm)[0]
    done = desk.complete_so_that_first_is_due(adviser, help_, today=today)
    desk.answer(adviser, desk.follow_ups_of(adviser, done)[0])
    move_up(adviser, adviser.open(result), today=today)


def move_up(adviser: Person, result: Page, *, today: date) -> Page:
    """The firm sold abroad: its facts are corrected and its new stage is confirmed."""
    year = str(today.year - 1)
    corrected = desk.correct_facts(
        adviser,
        result,
        **{f"turnover_{year}": "900000", f"exports_{year}": "45000"},
        last_export_on=(today - timedelta(days=20)).isoformat(),
    )
    return desk.confirm_stage(adviser, corrected, today)


def sheet_of(csv_text: str) -> dict[tuple[str, ...], str]:
    """The rows of the sheet by their words."""
    rows = list(csv.reader(io.StringIO(csv_text.lstrip("\ufeff"))))
    return {tuple(row[:4]): row[4] for row in rows[1:]}


def cell(report, before: str, now: str):
    row = next(one for one in report["transitions"] if one["stage"] == before)
    return next(one for one in row["cells"] if one["state"] == now)["count"]


def reminders(product: Product, person: Person, firm: str):
    return product.mails(to=person.email, about=firm)


def test_the_invented_log_reads_as_the_real_one_does(tmp_path, db):
    log = write_invented_log(tmp_path / "log.csv")
    report = import_support_log(path=log.path, plan=read_real_plan(), by=None)
    assert report.rows["read"] == len(log.rows)
    assert [each["reason"] for each in report.rejects] == ["not_a_firm", "not_a_firm"]
    assert len(log.firms) >= GROUP


@pytest.mark.services
def test_from_the_log_of_an_agency_to_its_cohort_report(
    product, log, administrator, adviser, other_adviser, manager, owner, wait_for_dispatch, marks
):
    today = datetime.now(ZoneInfo("America/New_York")).date()  # of the office in the mapping
    name, *others = log.firms[:GROUP]
    first_day, last_day = log.window

    # An administrator brings the log in; its office is made by the import.
    report = product.manage_json(
        "import_support_log", str(log.path), "--mapping", MAPPING, "--json"
    )
    assert report["rows"]["read"] == len(log.rows)
    assert report["rows"]["read"] == report["rows"]["accepted"] + report["rows"]["rejected"]
    marks("the log is imported")
    assert administrator.sign_in_by_password(PASSWORD).path == "/imports/"
    desk.invite_colleague(administrator, adviser, role="adviser", office=OFFICE)
    desk.invite_colleague(administrator, other_adviser, role="adviser", office=OFFICE)
    invited = desk.invite_colleague(administrator, manager, role="manager")
    assert f"{manager.name} can sign in now." in invited.text

    # The adviser signs in by the mailed code, finds a firm and takes it.
    assert adviser.sign_in_by_code().path == "/my-day/"
    assert "Kept." in desk.be_reachable_at_any_hour(adviser).text
    marks("everybody is invited, the adviser is in")
    firm = desk.take(adviser, desk.find_firm(adviser, name, show="unassigned"))
    assert firm.heading == name
    assert "The firm is in your caseload now." in firm.text
    assert desk.find_firm(adviser, name, show="mine").path == firm.path

    # Assessment: one answer is saved by a click, the rest section by section.
    section = desk.begin_assessment(adviser, firm)
    question, saved = desk.autosave_first_answer(adviser, section)
    assert saved.root.find_all("input", id="revision")[0].attrs["value"] == "1"
    again = adviser.open(section.url).form(words="Continue")
    assert again.values_of("revision") == ["1"]
    assert again.values_of(question) == [desk.answers_to(again)[question]]
    review = desk.fill_sections(adviser, adviser.open(section.url))
    result = desk.finish_assessment(adviser, review)
    assert "Proposed stage" in result.text
    assert "first placement" in result.text
    intake = log.decided_on(name)
    confirmed = desk.confirm_stage(adviser, result, intake)
    assert "The stage is confirmed." in confirmed.text
    assert "Preparation" in facts_of(adviser.open(firm.url))["Stage"]
    marks("assessed, the stage is confirmed")

    # Two measures out of the bundle that the worker computed; one of them is received.
    assigned = desk.assign_two(adviser, confirmed)
    assert "2 measures assigned." in assigned.text
    help_ = desk.planned_help(adviser, assigned)
    assert len(help_) == 2
    done = desk.complete_so_that_first_is_due(adviser, help_[0], today=today)
    assert "Completed; its follow-ups are planned." in done.text

    # Follow-ups stand on working days of the office.
    schedule = desk.schedule_of(done.heading)
    follow_ups = desk.follow_ups_of(adviser, done)
    due = [desk.full_day(facts_of(page)["Due on"]) for page in follow_ups]
    promised = [desk.full_day(facts_of(page)["Promised for"]) for page in follow_ups]
    free = holidays.country_holidays("US", years=[day.year for day in due])
    completed = today - timedelta(days=schedule[0] + desk.LATE)
    assert promised == [completed + timedelta(days=each) for each in schedule]
    assert [day for day in due if day.weekday() > 4 or day in free] == []
    assert due[0] <= today < due[1]
    assert follow_ups[0].heading in adviser.open(firm.url).text
    marks("assigned, completed, follow-ups stand")

    # Meanwhile four more firms come along; then the worker reminds the adviser, once.
    along = [bring_along(adviser, each, log.decided_on(each)) for each in others]
    marks("four more firms")
    wait_for_dispatch()
    [mail] = until(lambda: reminders(product, adviser, name), seconds=90)
    marks("the reminder came")
    assert mail["To"] == adviser.email
    assert mail["Subject"] == f"Follow-up due: {name}, {follow_ups[0].heading}"
    assert "You look after this firm." in words_of(mail)
    assert follow_ups[0].url in words_of(mail)
    product.send_job(DISPATCH, "send")
    assert len(reminders(product, adviser, name)) == 1
    marks("the next look sends no second one")

    # The adviser logs the answer.
    answered = desk.answer(adviser, follow_ups[0])
    assert "The answers are kept." in answered.text
    closed = adviser.open(follow_ups[0].url)
    assert facts_of(closed)["State"] == "Done"
    assert "A first order of forty pumps from Almaty." in closed.text

    # The order moves the firm up; the four others go the same way.
    moved = move_up(adviser, adviser.open(confirmed.url), today=today)
    assert "The stage is confirmed." in moved.text
    assert "Active engagement" in facts_of(adviser.open(firm.url))["Stage"]
    [follow_up_in_time(adviser, *each, today=today) for each in along]
    marks("all moved up")

    # Strangers see nothing of it; the firm's owner sees the stage.
    other_adviser.sign_in_by_code()
    foreign = [firm.url, done.url, follow_ups[0].url, result.url]
    assert {other_adviser.open(each).status for each in foreign} == {404}
    invitation = adviser.open(adviser.open(f"{firm.url}people/").link("Invite to the portal"))
    invited = adviser.submit(
        invitation.form("/invite/"), name=owner.name, email=owner.email, role="firm_owner"
    )
    assert "can sign in now" in invited.text
    home = owner.sign_in_by_code()
    assert (home.path, home.heading) == ("/portal/", name)
    [here] = [step for step in home.root.find_all("li") if "aria-current" in step.attrs]
    assert "Active engagement" in here.text
    assert owner.open(firm.url).status == 403
    marks("others looked")

    # The manager freezes the intake; page, sheet and JSON say the same.
    manager.sign_in_by_code()
    page = desk.set_up_cohort(manager, first_day, last_day)
    figures = manager.open(page.link(href="report.json")).json()
    sheet = sheet_of(manager.open(page.link(href="report.csv")).body)
    assert figures["members"]["count"] == report["made"]["firms"]
    assert cell(figures, "preparation", "active_engagement") == GROUP
    assert sheet["transitions", "preparation", "active_engagement", "count"] == str(GROUP)
    assert figures["moves"]["up"]["count"] == GROUP
    assert sheet["moves", "", "up", "count"] == str(GROUP)
    assert "5 moved up and 0 moved down" in page.text
    on_time = next(one for one in figures["follow_ups"]["parts"] if one["kind"] == "on_time")
    assert (figures["follow_ups"]["due"], on_time["count"]) == (GROUP, GROUP)
    assert sheet["follow_ups", "", "on_time", "count"] == str(GROUP)
    assert "100 % of the follow-ups were done on time" in page.text
    marks("the report shows it")

    # No second reminder came, and Ctrl-C ends everything.
    assert len(reminders(product, adviser, name)) == 1
    assert product.stop() == (0, [])
    assert "Traceback" not in product.log
    marks("all stopped")
