"""Plays the life of an invented firm through the actions, day by day, as people would have."""

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils.text import slugify

from assessments.methodology.structure import Pack
from assessments.profiles.actions import (
    complete_assessment,
    confirm_stage,
    override_stage,
    propose_stage,
)
from assessments.profiles.models import StageProposal
from assessments.responses.actions import save_answers, start_assessment
from config.shared import clock
from firms.accounts.models import User
from firms.register import actions as register
from firms.register.models import Firm
from programs.catalogue.models import Program
from programs.demo.names import LEARNT, TALKS, Trade, person
from programs.demo.story import Story, answers, workday
from programs.engagements.actions import (
    accept_recommendation,
    cancel_engagement,
    complete_engagement,
    record_certificate,
    start_engagement,
)
from programs.engagements.errors import FinanceAlone
from programs.engagements.models import Engagement
from programs.followups.actions import complete_follow_up, mark_unreachable, skip
from programs.followups.models import FollowUp
from programs.matching.actions import refresh_recommendations
from programs.matching.models import Recommendation

OVERRIDES = 0.05


@dataclass
class Life:
    """One firm with its story, on its way through the years."""

    story: Story
    trade: Trade
    firm: Firm
    adviser: User
    pack: Pack
    random: Random
    today: date
    programs: list[Program]
    recorded_years: set[int] = field(default_factory=set)
    moves_told: int = 0
    steps_told: int = 0

    @property
    def end(self) -> date:
        return min(self.today, self.story.left_on or self.today)

    def play(self) -> None:
        """From intake to today (or to the day the firm left)."""
        self._meet()
        day = self.story.intake_on + timedelta(days=self.random.randint(5, 25))
        rounds = 0
        while day < self.end:
            self._tell_record(day)
            if rounds == 0 or self.random.random() < 0.8:
                self._assess(day)
            if rounds or self.random.random() < 0.85:
                self._help(day + timedelta(days=self.random.randint(2, 20)))
            self._talk(day)
            rounds += 1
            day = workday(day + timedelta(days=self.random.randint(130, 340)))
        self._tell_record(self.end)
        self._stay_in_touch()
        self._settle_follow_ups()
        if self.story.left_on:
            with at(self.story.left_on):
                register.close_firm(
                    firm=self.firm, by=self.adviser, reason="Sold to a competitor at home"
                )

    def _meet(self) -> None:
        with at(self.story.intake_on):
            owner = person(self.random)
            register.add_contact(
                firm=self.firm,
                by=self.adviser,
                name=owner,
                position="Owner",
                email=f"owner@{slugify(self.firm.legal_name)}.example",
                phone=f"+7 700 {self.random.randint(100, 999)} {self.random.randint(1000, 9999)}",
                languages="Kazakh, Russian",
                is_primary=True,
            )
            register.give_consent(
                firm=self.firm, kind="data", version="1", source="intake form", by=self.adviser
            )

    def _tell_record(self, day: date) -> None:
        """Figures, market moves and steps that were known by `day`."""
        story, firm = self.story, self.firm
        with at(day):
            for row in story.years:
                if row.year not in self.recorded_years and row.year < day.year:
                    self.recorded_years.add(row.year)
                    register.record_export_year(
                        firm=firm,
                        year=row.year,
                        turnover=Decimal(row.turnover),
                        exports=Decimal(row.exports),
                        currency="USD",
                        source=self.random.choice(("accounts", "customs", "self_report")),
                        by=self.adviser,
                        occurred_on=day,
                    )
            for move in [one for one in story.moves[self.moves_told :] if one.on <= day]:
                self.moves_told += 1
                register.record_market_event(
                    firm=firm,
                    kind=move.kind,
                    country=move.country,
                    occurred_on=move.on,
                    reason=move.reason,
                    by=self.adviser,
                )
            for step in [one for one in story.steps[self.steps_told :] if one.on <= day]:
                self.steps_told += 1
                register.record_step(
                    firm=firm, kind=step.kind, country=step.country, occurred_on=step.on,
                    by=self.adviser,
                )  # fmt: skip
            firm.refresh_from_db()
            exports = story.last_export_by(day)
            register.update_trade_facts(
                firm=firm,
                by=self.adviser,
                entry_mode=story.mode if exports else "",
                repeat_buyers=story.repeat_buyers if exports else 0,
                last_export_on=exports,
                first_contact=story.first_contact if exports else "",
                had_plan=story.had_plan if exports else None,
                has_linkage=story.is_latecomer,
                has_learning=story.is_latecomer,
            )

    def _assess(self, day: date) -> None:
        with at(day):
            for respondent in ("firm", "adviser") if self.random.random() < 0.6 else ("adviser",):
                draft = start_assessment(
                    firm=self.firm, respondent=respondent, by=self.adviser, assessed_on=day
                )
                said = answers(self.story, scales(self.pack), self.random)
                save_answers(
                    assessment=draft, answers=said, revision=draft.revision, by=self.adviser
                )
                draft.refresh_from_db()
                complete_assessment(assessment=draft, by=self.adviser)
        self.decide_stage(day)

    def decide_stage(self, day: date) -> None:
        """Confirm what the rules propose; now and then a person knows better."""
        with at(day):
            proposal = StageProposal.objects.open().filter(firm=self.firm).first()
            if proposal is None:
                proposal = propose_stage(firm=self.firm, as_of=day, by=self.adviser)
            if proposal.stage == "growth_expansion" and self.random.random() < OVERRIDES:
                override_stage(
                    proposal=proposal,
                    stage="active_engagement",
                    reason="Two of the three markets hang on one buyer; too early to call growth.",
                    by=self.adviser,
                    occurred_on=day,
                )
            else:
                confirm_stage(proposal=proposal, by=self.adviser, occurred_on=day)
            refresh_recommendations(firm_id=self.firm.pk)

    def _help(self, day: date) -> None:
        if day >= self.end:
            return
        with at(day):
            current = Recommendation.objects.open().filter(
                set__firm=self.firm, set__superseded_at__isnull=True, is_eligible=True,
                needs_reason=False,
            )  # fmt: skip
            wanted = self.random.choice((1, 1, 2))
            accepted: list[Engagement] = []
            for one in current.select_related("intervention"):
                if len(accepted) == wanted:
                    break
                with suppress(FinanceAlone):  # then the next one is taken
                    accepted.append(
                        accept_recommendation(
                            recommendation=one,
                            by=self.adviser,
                            reason="Fits what holds the firm back most.",
                            program=self.random.choice(self.programs),
                        )
                    )
        for engagement in accepted:
            self._deliver(engagement, day)

    def _deliver(self, engagement: Engagement, day: date) -> None:
        starts = workday(day + timedelta(days=self.random.randint(7, 45)))
        takes = int(engagement.intervention.typical_days * self.random.triangular(0.6, 1.6, 1))
        ends = workday(starts + timedelta(days=max(3, takes)))
        if starts >= self.end:
            return
        with at(starts):
            if self.random.random() < 0.06:
                cancel_engagement(
                    engagement=engagement, by=self.adviser, reason="The firm had no time this year."
                )
                return
            start_engagement(engagement=engagement, by=self.adviser, on=starts)
        if ends >= self.end:
            return
        with at(ends):
            if engagement.intervention.leads_to_certificate:
                record_certificate(
                    engagement=engagement,
                    number=f"KZ-{engagement.pk:05d}",
                    expires_on=ends + timedelta(days=3 * 365),
                    by=self.adviser,
                )
            complete_engagement(engagement=engagement, by=self.adviser, completed_on=ends)
        for target in engagement.targets.select_related("constraint"):
            code = target.constraint.code
            self.story.burden[code] *= self.random.triangular(0.45, 1.05, 0.72)

    def _talk(self, day: date) -> None:
        spoken = day + timedelta(days=self.random.randint(5, 40))
        for _ in range(self.random.randint(1, 3)):
            if spoken >= self.end:
                return
            with at(workday(spoken)):
                register.log_interaction(
                    firm=self.firm,
                    kind=self.random.choice(("call", "call", "meeting", "mail")),
                    summary=self.random.choice(TALKS),
                    by=self.adviser,
                    minutes=self.random.randint(8, 50),
                )
            spoken += timedelta(days=self.random.randint(30, 110))

    def _stay_in_touch(self) -> None:
        """Every client was spoken to within half a year; some of them long ago."""
        day = workday(self.today - timedelta(days=self.random.randint(4, 160)))
        if self.story.intake_on < day < self.end:
            with at(day):
                register.log_interaction(
                    firm=self.firm, kind="call", summary=self.random.choice(TALKS), by=self.adviser
                )

    def _settle_follow_ups(self) -> None:
        """Most were answered near their day, some were not reached, the latest are open."""
        waiting = FollowUp.objects.open().filter(firm=self.firm, due_on__lt=self.end)
        for follow_up in waiting.order_by("due_on", "pk"):
            late = self.random.choice((0, 0, 1, 2, 4, 9, 21))
            day = workday(follow_up.due_on + timedelta(days=late))
            is_recent = (self.today - follow_up.due_on).days < 45
            if day >= self.end or (is_recent and self.random.random() < 0.6):
                continue
            with at(day):
                luck = self.random.random()
                if luck < 0.84:
                    complete_follow_up(
                        follow_up=follow_up,
                        by=self.adviser,
                        answers={
                            "offer_or_deal": self.random.choice(
                                ("none yet", "offer sent", "order")
                            ),
                            "learnt": self.random.choice(LEARNT),
                        },
                        done_on=day,
                    )
                elif luck < 0.93:
                    mark_unreachable(follow_up=follow_up, by=self.adviser)
                else:
                    skip(follow_up=follow_up, by=self.adviser, reason="The season has begun.")


def at(day: date) -> AbstractContextManager[None]:
    """Ten in the morning of a day: everything written inside was written then."""
    return clock.pretend(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


def scales(pack: Pack) -> dict[str, tuple[str, bool]]:
    """Question id → (constraint, whether a high answer is bad)."""
    return {
        question.id: (constraint.code, question.scale == "obstacle5")
        for constraint in pack.constraints
        for question in constraint.questions
    }
