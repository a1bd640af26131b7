"""What people do on the pages, step by step, as a browser sends it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assessments.methodology.loading import read_default_pack
from tests.journeys.browser import HTMX, Browser, Form, Page
from tests.journeys.product import Product, until, words_of

CODE = re.compile(r"^\s*(\d{6}|[A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)
#: How many days ago the first follow-up was promised: due by now, and still on time.
LATE = 7
REASON = "It answers what holds the firm back most at present."


@dataclass
class Person:
    """Somebody at a browser of the own."""

    product: Product
    name: str
    email: str

    def __post_init__(self) -> None:
        self.browser = Browser(self.product.site)

    def open(self, address: str = "/") -> Page:
        return self.browser.open(address)

    def submit(self, form: Form, **values: str | list[str]) -> Page:
        return self.browser.submit(form, **values)

    def press(self, form: Form, name: str, value: str, **values: str | list[str]) -> Page:
        return self.browser.submit(form, press=(name, value), **values)

    def sign_in_by_password(self, password: str) -> Page:
        form = self.open("/accounts/login/").form(words="Sign in with the password")
        return self.submit(form, login=self.email, password=password)

    def sign_in_by_code(self) -> Page:
        """Ask for a code, read it in the mail, and type it in."""
        form = self.open("/accounts/login/").form(words="Send me a code")
        before = len(self.product.mails(to=self.email))
        page = self.submit(form, email=self.email)
        mails = until(lambda: self.product.mails(to=self.email)[before:], seconds=20)
        found = CODE.search(words_of(mails[-1]))
        assert found, words_of(mails[-1])
        return self.submit(page.form(words="Sign in"), code=found[1])


def facts_of(page: Page) -> dict[str, str]:
    """What stands in the lists of terms on a page; the first of equal terms counts."""
    found: dict[str, str] = {}
    for node in page.root.find_all("dl"):
        terms, said = node.find_all("dt"), node.find_all("dd")
        for term, answer in zip(terms, said, strict=False):
            found.setdefault(term.text, answer.text)
    return found


def full_day(text: str) -> date:
    """A day as pages write it in full: 14 March 2025."""
    found = re.search(r"\d{1,2} \w+ \d{4}", text)
    assert found, text
    return datetime.strptime(found[0], "%d %B %Y").date()  # noqa: DTZ007  # a day has no zone


def schedule_of(intervention: str) -> list[int]:
    """Days after completion when the methodology asks about an intervention."""
    listed = read_default_pack()["interventions"]
    return next(sorted(one["follow_up_days"]) for one in listed if one["en"] == intervention)


def be_reachable_at_any_hour(person: Person) -> Page:
    """Ask for mail at any hour of any day, so that the journey does not wait for the morning."""
    form = person.open("/messages/").form("/messages/")
    return person.submit(form, digest_at="00:00", is_quiet=[], on_days_off="on")


def invite_colleague(
    administrator: Person, colleague: Person, *, role: str, office: str = ""
) -> Page:
    form = administrator.open("/people/").link("Invite a colleague")
    page = administrator.open(form)
    invitation = page.form(words="Invite")
    return administrator.submit(
        invitation,
        name=colleague.name,
        email=colleague.email,
        role=role,
        office=invitation.choices("office")[office or "All offices"],
    )


def find_firm(person: Person, name: str, *, show: str) -> Page:
    """Type a name into the search of the caseload, and open the firm."""
    listed = person.open(f"/caseload/?show={show}")
    found = person.submit(listed.form("/caseload/", words="Apply"), q=name)
    return person.open(found.link(name, href="/firms/"))


def take(person: Person, firm: Page) -> Page:
    return person.submit(person.open(firm.link("Take it")).form("/take/"))


def answers_to(section: Form) -> dict[str, str]:
    """The second answer of every question of a section."""
    scale = section.node.find_all("input", type="radio")
    options: dict[str, list[str]] = {}
    for option in scale:
        options.setdefault(option.attrs["name"], []).append(option.attrs["value"])
    return {name: values[1] for name, values in options.items()}


def autosave_first_answer(person: Person, section: Page) -> tuple[str, Page]:
    """Click one answer as the page's script does: the question, and the fragment that came."""
    form = section.form(words="Continue")
    question, answer = next(iter(answers_to(form).items()))
    return question, person.browser.submit(form, headers=HTMX, **{question: answer})


def fill_sections(person: Person, section: Page) -> Page:
    """Answer section by section up to the page that looks all over."""
    while not section.path.endswith("/review/"):
        form = section.form(words="Continue")
        assert "revision" in form.names, section.text
        section = person.press(form, "go", "next", **answers_to(form))
        assert section.status == 200, section.text
    return section


def begin_assessment(person: Person, firm: Page, **facts: str) -> Page:
    """Start, go over the facts on record, and come to the first section."""
    page = person.submit(firm.form("/assess/"))
    return person.press(page.form(words="Save and go on"), "go", "next", **facts)


def finish_assessment(person: Person, review: Page) -> Page:
    return person.submit(review.form("/submit/"))


def confirm_stage(person: Person, result: Page, day: date) -> Page:
    form = result.form("/confirm/")
    return person.submit(form, **{"confirm-occurred_on": day.isoformat()})


def correct_facts(person: Person, result: Page, **facts: str) -> Page:
    """New facts with the answers taken over: a second assessment, finished at once."""
    page = person.submit(result.form("/assess/", words="Correct answers"))
    section = page.path.rpartition("sections/")[0]
    facts_page = person.open(f"{section}sections/facts/" if section else page.link("Facts"))
    saved = person.press(facts_page.form(words="Save and go on"), "go", "next", **facts)
    assert saved.status == 200, saved.text
    return finish_assessment(person, person.open(saved.link("Look over and finish")))


def bundle_on(person: Person, result: Page) -> Form:
    """The bundle as soon as the worker has computed it."""
    pages = {"last": result}

    def ready() -> bool:
        pages["last"] = person.open(result.url)
        return "Assign what is ticked" in pages["last"].text

    assert until(ready, seconds=30), pages["last"].text
    return pages["last"].form("/bundle/")


def assign_two(person: Person, result: Page) -> Page:
    """Assign two measures of the bundle that is offered."""
    form = bundle_on(person, result)
    boxes = form.node.find_all("input", name="recommendation")
    two = [box.attrs["value"] for box in boxes][:2]
    assert len(two) == 2, result.text
    return person.submit(form, recommendation=two, reason=REASON)


def planned_help(person: Person, firm: Page) -> list[Page]:
    """The pages of engagements that wait for their start."""
    pages = [person.open(each) for each in dict.fromkeys(firm.links(href="/engagements/"))]
    return [page for page in pages if page.links("Start")]


def complete(person: Person, engagement: Page, *, started: date, completed: date) -> Page:
    """Start and complete help, both days in the past."""
    begun = person.open(engagement.link("Start")).form("/start/")
    running = person.submit(begun, on=started.isoformat())
    ending = person.open(running.link("Complete")).form("/complete/")
    return person.submit(ending, completed_on=completed.isoformat(), note="It went well.")


def complete_so_that_first_is_due(person: Person, engagement: Page, *, today: date) -> Page:
    """Complete it such that the first question fell due last week, and no other did."""
    first = schedule_of(engagement.heading)[0]
    completed = today - timedelta(days=first + LATE)
    return complete(person, engagement, started=completed - timedelta(days=10), completed=completed)


def follow_ups_of(person: Person, engagement: Page) -> list[Page]:
    """The page of every follow-up of an engagement, in order."""
    return [person.open(each) for each in dict.fromkeys(engagement.links(href="/follow-ups/"))]


def answer(person: Person, follow_up: Page) -> Page:
    """Log what the firm said."""
    form = follow_up.form("/done/")
    return person.submit(
        form,
        offer_or_deal="A first order of forty pumps from Almaty.",
        next_step="Agree on the terms of payment.",
    )


def set_up_cohort(manager: Person, first: date, last: date) -> Page:
    """Set up an intake window and fix its members; the report."""
    cohorts = manager.open("/cohorts/")
    form = manager.open(cohorts.link(href="/cohorts/new/")).form(words="Name")
    cohort = manager.submit(
        form,
        name="Imported intake",
        code="imported-intake",
        intake_from=first.isoformat(),
        intake_to=last.isoformat(),
    )
    return manager.submit(cohort.form("/freeze/"))
