"""Builds the demonstration agency through the same actions people use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.text import slugify

from assessments.methodology.actions import load_pack
from assessments.methodology.loading import read_default_pack
from assessments.methodology.selectors import current_pack_version, pack_of
from assessments.methodology.structure import Pack
from config.shared import clock, jobs
from firms.accounts.models import Office, User
from firms.accounts.roles import Role
from firms.register.actions import assign_adviser, invite_member, register_firm
from firms.register.models import Firm
from firms.staff.actions import invite_user, open_office
from programs.catalogue.actions import create_program, load_interventions
from programs.catalogue.models import Intervention, Program
from programs.cohorts.actions import create_cohort, freeze_cohort
from programs.demo import names, signins
from programs.demo.delivery import show_delivery
from programs.demo.engine import show_the_engine
from programs.demo.lives import Life, at
from programs.demo.results import show_results
from programs.demo.seats import show_seats
from programs.demo.story import Story, live
from programs.followups.actions import reconcile_all
from programs.outcomes.actions import load_indicators

#: Newcomers of the last months that nobody has taken yet.
UNASSIGNED, NEW_DAYS = 0.35, 120
_WEIGHTED = [(code, weight) for code, _name, weight in names.OFFICES]


@dataclass(frozen=True)
class Seeded:
    """What was built."""

    firms: int
    advisers: int
    cohorts: int
    applicants: int


def is_seeded() -> bool:
    """Whether the demonstration stands in this database."""
    return User.objects.filter(email=signins.SHOWN["manager"]).exists()


def seed_demo(
    *, firms: int, seed: int, today: date, progress: Callable[[int, int], None] = lambda n, of: None
) -> Seeded:
    """Build the agency as of `today`: the same numbers give the same agency. All or nothing."""
    random = Random(seed)  # noqa: S311  a story, not a secret
    with jobs.silenced(), transaction.atomic():
        pack = _pack()
        founded = today - timedelta(days=6 * 365)
        with at(founded):
            offices = {
                code: open_office(
                    code=code, name=name, country="KZ", time_zone="Asia/Almaty", by=None
                )
                for code, name, _weight in names.OFFICES
            }
            advisers, manager = _people(offices)
            programs = _programs(manager, today)
        made: list[Firm] = []
        clients: list[Firm] = []
        named = names.firm_names(random)
        for number in range(firms):
            name, trade = next(named)
            story = live(random, today=today, constraints=[c.code for c in pack.constraints])
            office = offices[random.choices(*zip(*_WEIGHTED, strict=True))[0]]
            with at(story.intake_on):
                firm = _firm(number, name, trade, story, random, office)
            made.append(firm)
            is_new = (today - story.intake_on).days < NEW_DAYS
            if not (random.random() < UNASSIGNED and is_new):
                here = [one for one in advisers if one.office_id == office.pk]
                adviser = random.choice(here + here[:1] * 2)  # the one who is shown has more
                with at(story.intake_on):
                    assign_adviser(firm=firm, adviser=adviser, by=None, started_on=story.intake_on)
                Life(story, trade, firm, adviser, pack, random, today, programs).play()
                clients.append(firm)
            progress(number + 1, firms)
        cohorts = _cohorts(manager, today)
        shown = _portal_owner(clients)
        applicants = show_seats(
            program=programs[0], shown=shown, manager=manager, random=random, today=today
        )
        show_results(manager=manager, today=today)
        with at(today):
            show_the_engine(manager=manager, today=today)
            show_delivery(programs=programs, manager=manager, today=today)
        reconcile_all(today=today, everything=True)
    return Seeded(len(made), len(advisers), cohorts, applicants)


def _pack() -> Pack:
    """The pack in force; the default one in an empty database."""
    if Intervention.objects.exists():
        return pack_of(current_pack_version())
    version = load_pack(document=read_default_pack(), by=None, publish=True)
    load_interventions(pack_version=version)
    load_indicators(pack_version=version)
    return pack_of(version)


def _people(offices: dict[str, Office]) -> tuple[list[User], User]:
    shown = signins.SHOWN
    advisers = [
        invite_user(
            email=shown["adviser"] if not number else f"adviser{number + 1}@{signins.DOMAIN}",
            name=name,
            role=Role.ADVISER,
            office=offices[office],
            by=None,
        )
        for number, (name, office) in enumerate(names.ADVISERS)
    ]
    staff = {
        role: invite_user(email=shown[role], name=name, role=role, office=None, by=None)
        for role, name in (
            ("manager", "Gulnara Glavnaya"),
            ("expert", "Mikhail Metodov"),
            ("administrator", "Alina Poryadok"),
        )
    }
    for user in (*advisers, *staff.values()):
        user.set_password(signins.password())
        user.save(update_fields=["password"])
    return advisers, staff["manager"]


def _programs(manager: User, today: date) -> list[Program]:
    year = today.year
    kinds = {row.code: row for row in Intervention.objects.offered()}
    finance = ("working_capital_loan", "export_credit_insurance", "supply_chain_finance")
    markets = create_program(
        by=manager,
        code="first-markets",
        name="First markets",
        goal="Firms that never exported, or stopped, make a first sale within two years.",
        starts_on=date(year - 5, 1, 15),
        ends_on=date(year + 1, 12, 31),
        budget=1_800_000,
        currency="USD",
        interventions=[row for code, row in kinds.items() if code not in finance],
    )
    growth = create_program(
        by=manager,
        code="stay-and-grow",
        name="Stay and grow",
        goal="Exporters stay in their markets for three years and add a second one.",
        starts_on=date(year - 4, 3, 1),
        ends_on=date(year + 1, 12, 31),
        budget=2_400_000,
        currency="USD",
        interventions=list(kinds.values()),
    )
    return [markets, growth]


def _firm(
    number: int, name: str, trade: names.Trade, story: Story, random: Random, office: Office
) -> Firm:
    return register_firm(
        office=office,
        by=None,
        intake_on=story.intake_on,
        legal_name=name,
        registration_number=f"{story.founded % 100:02d}{number:06d}{random.randint(1000, 9999)}",
        country="KZ",
        region=f"{office.name} region",
        isic_section=trade.section,
        isic_division=trade.division,
        product_form=trade.product_form,
        sells=random.choice(trade.sells),
        founded=story.founded,
        employees=story.employees,
        is_woman_owned=random.random() < 0.27,
    )


def _cohorts(manager: User, today: date) -> int:
    """A frozen intake for every full year of the story, and one of all of them together."""
    first, last = today.year - 4, today.year - 1
    windows = [(year, year, f"Intake {year}") for year in range(first, last + 1)]
    windows.append((first, last, f"Intakes {first} to {last}"))
    for start, end, name in windows:
        with clock.pretend(datetime(end + 1, 2, 3, 10, tzinfo=UTC)):
            cohort = create_cohort(
                code=slugify(name),
                name=name,
                intake_from=date(start, 1, 1),
                intake_to=date(end, 12, 31),
                by=manager,
            )
            freeze_cohort(cohort=cohort, by=manager)
    return len(windows)


def _portal_owner(firms: list[Firm]) -> Firm | None:
    """The firm that shows the portal: a client for some time that has an adviser."""
    standing = set(Firm.objects.active().values_list("pk", flat=True))
    shown = next((firm for firm in firms if firm.pk in standing), None)
    if shown:
        invite_member(
            firm=shown,
            email=signins.SHOWN["firm_owner"],
            name="Olga Primer",
            role=Role.FIRM_OWNER,
            by=None,
        )
    return shown
