"""One of everything, own and foreign, so that every address can be asked by everybody."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.methodology.selectors import pack_of
from firms.accounts.models import Office, User
from firms.accounts.roles import FIRM_ROLES, Role, may
from firms.imports.models import ImportRun
from programs.allocation import actions as allocation
from programs.allocation.rules import Weights
from programs.catalogue.actions import load_interventions
from programs.catalogue.models import Intervention
from programs.cohorts.models import Cohort, CohortMember
from programs.eligibility.actions import begin_draft as begin_criteria_draft
from programs.followups.actions.plans import begin_draft
from programs.followups.models import Undeliverable
from programs.operations.models import Quarantined
from programs.outcomes.actions import load_indicators, set_target
from programs.outcomes.models import Indicator
from tests.access import addresses
from tests.access.routes import Route
from tests.access.side import Side, make_side
from tests.factories.assessments import publish_default_pack
from tests.factories.feeds import FeedDoubtFactory
from tests.factories.firms import (
    AbsenceFactory,
    FirmFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)
from tests.factories.programs import ApplicationFactory, CriteriaFactory

OK = frozenset({200, 302, 405})
#: Answers some addresses give besides: a token that is none, a list of fewer than five firms,
#: a list of no figure.
SPECIAL = {
    "programs:follow-up-restore": frozenset({404}),
    "programs:cohort-members": frozenset({403}),
    "programs:program-results-list": frozenset({400}),
    "programs:target-results": frozenset({400}),
}


class World:
    """Two firms in two caseloads of one office, and a person of every role."""

    OBJECTS = addresses.OBJECTS
    SHARED = addresses.SHARED

    def __init__(self) -> None:
        version = publish_default_pack()
        load_interventions(pack_version=version)
        self.pack = pack_of(version)
        self.office: Office = OfficeFactory()
        self.mine = make_side(self.office, self.pack)
        self.theirs = make_side(self.office, self.pack)
        people = {
            "adviser": self.mine.adviser,
            "manager": UserFactory(role="manager", office=None),
            "expert": UserFactory(role="expert", office=None),
            "administrator": UserFactory(role="administrator", office=None),
        }
        for role in FIRM_ROLES:
            people[role] = MembershipFactory(firm=self.mine.firm, user__role=role).user
        self.leaver = UserFactory(role="adviser", office=self.office)
        self.imported = ImportRun.objects.create(
            kind="support_log",
            file_name="log.csv",
            file_sha256="0" * 64,
            state="done",
            started_at=timezone.now(),
            finished_at=timezone.now(),
        )
        self.cohort = Cohort.objects.create(
            code="intake-2025",
            name="Intake 2025",
            intake_from=date(2025, 1, 1),
            intake_to=date(2025, 12, 31),
            frozen_at=timezone.now(),
        )
        for side in (self.mine, self.theirs):
            CohortMember.objects.create(
                cohort=self.cohort, firm=side.firm, intake_on=side.firm.intake_on
            )
        self.absence = AbsenceFactory(
            user=self.mine.adviser, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2)
        )
        self.quarantined = Quarantined.objects.create(
            kind="followups.engagement",
            target_id=self.mine.engagement.pk,
            reason="a row nobody expected",
            first_at=timezone.now(),
            last_at=timezone.now(),
        )
        self.doubt = FeedDoubtFactory()
        self.undeliverable = Undeliverable.objects.create(
            address="gone@works.example", since=timezone.now()
        )
        self.draft = begin_draft(
            intervention=Intervention.objects.first(), program=None, by=people["manager"]
        )
        self._allocate(people["manager"])
        load_indicators(pack_version=version)
        self.target = set_target(
            program=self.mine.offering.program,
            indicator=Indicator.objects.get(code="retention"),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            value=Decimal(90),
            by=people["manager"],
        )
        self.drafted = begin_criteria_draft(criteria=CriteriaFactory(), by=people["manager"])
        # Of the same office, with a caseload of nothing: sees the foreign application as reviewer.
        self.appointed = allocation.appoint_reviewer(
            offering=self.theirs.offering,
            person=UserFactory(role="adviser", office=self.office),
            by=people["manager"],
        )
        self.reviewer = Client()
        self.reviewer.force_login(self.appointed.person)
        self.clients = {}
        for role, user in people.items():
            self.clients[str(role)] = Client()
            self.clients[str(role)].force_login(user)
        self._as_built = self._fingerprint()

    def _allocate(self, manager: User) -> None:
        """An offering with everything that belongs to it, and a proposal for its seats."""
        offering = self.mine.offering
        days = {"starts_on": offering.starts_on, "ends_on": offering.ends_on}
        self.stop = allocation.add_stop(offering=offering, by=manager, place="Astana", **days)
        self.quota = allocation.set_quota(
            offering=offering, by=manager, group="woman_owned", maximum=5
        )
        self.question = allocation.ask(
            offering=offering, by=manager, text="Which buyers?", kind="text"
        )
        self.rivalry = allocation.keep_apart(
            first=self.mine.application,
            second=ApplicationFactory(offering=offering, firm=FirmFactory(office=self.office)),
            by=manager,
            reason="They sell the same.",
        )
        self.run = allocation.plan_allocation(
            offerings=[offering], by=manager, weights=Weights(), seed=1
        )

    def own(self, route: Route) -> dict[str, Any]:
        return self._parameters(route, self.mine)

    def foreign(self, route: Route) -> dict[str, Any]:
        return self._parameters(route, self.theirs)

    def _parameters(self, route: Route, side: Side) -> dict[str, Any]:
        if not route.parameters:
            return {}
        if route.name in self.SHARED:
            return self.SHARED[route.name](self)
        return self.OBJECTS[route.name](side)

    def statuses(self, route: Route, *, foreign: bool = False, verb: str = "get") -> dict[str, int]:
        """What each role is answered."""
        address = reverse(route.name, kwargs=(self.foreign if foreign else self.own)(route))
        return {
            role: getattr(client, verb)(address).status_code
            for role, client in self.clients.items()
        }

    def wrong(self, route: Route, *, foreign: bool = False, verb: str = "get") -> dict[str, int]:
        """Roles whose answer is not what the policy says."""
        found = self.statuses(route, foreign=foreign, verb=verb)
        return {
            role: status
            for role, status in found.items()
            if status not in self.expected(route, role, foreign=foreign, verb=verb)
        }

    def expected(
        self, route: Route, role: str, *, foreign: bool = False, verb: str = "get"
    ) -> frozenset[int]:
        """The one policy: capability first (403), then rows (404), then the page itself."""
        if not may(role, route.capability):
            return frozenset({403})
        sees_all = role in (Role.MANAGER, Role.ADMINISTRATOR)
        if route.name in self.OBJECTS and (foreign and not sees_all):
            return frozenset({404, 405})
        if verb == "post":
            return OK | {400, 404, 409, 422}
        return OK | SPECIAL.get(route.name, frozenset())

    def is_untouched(self) -> bool:
        """Whether every row of our tables is as it was built; what a test writes, it takes back."""
        return self._fingerprint() == self._as_built

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        with connection.cursor() as cursor:
            for label in ("firms", "assessments", "programs"):
                for table in apps.get_app_config(label).get_models():
                    # As the database holds them: decoding every pack would cost most of the test.
                    name, key = table._meta.db_table, table._meta.pk.column
                    cursor.execute(f'SELECT * FROM "{name}" ORDER BY "{key}"')
                    digest.update(repr((name, cursor.fetchall())).encode())
        return digest.hexdigest()
