"""Writing a batch of readable rows: which are new, whose they are, what they become."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from firms.imports.actions import note_made
from firms.imports.bulk import insert_rows
from firms.imports.models import ImportedRow, ImportRun
from firms.imports.selectors import made
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement, EngagementPeriod
from programs.engagements.rules import Folded, State, engagement_from_periods
from programs.supportlog.actions.firms import FirmFinder, FirmRef
from programs.supportlog.actions.targets import ENGAGEMENT, FIRM, PERIOD
from programs.supportlog.rules import Plan, Refusal, SupportRow

FOLD_FIELDS = ("state", "decided_on", "starts_on", "completed_on")
ENGAGEMENT_FIELDS = (
    "firm_id",
    "intervention_id",
    "external_source",
    "external_key",
    *FOLD_FIELDS,
)
PERIOD_FIELDS = (
    "engagement_id",
    "external_key",
    "decision",
    "decided_on",
    "starts_on",
    "ends_on",
    "currency",
    "authorized",
    "used",
    "claim_paid",
    "destination",
    "is_renewal",
    "details",
)


@dataclass
class Written:
    """What became of a batch, by line of the file: new, known unchanged, refused."""

    new: list[SupportRow] = field(default_factory=list)
    unchanged: list[SupportRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@dataclass
class Deal:
    """The engagement a deal became or becomes, and its rows in this batch."""

    firm: FirmRef
    intervention: str
    pk: int | None = None
    rows: list[SupportRow] = field(default_factory=list)


class BatchWriter:
    """Writes batches of one run; remembers only counts and which deals met again."""

    def __init__(
        self,
        *,
        plan: Plan,
        run: ImportRun,
        finder: FirmFinder,
        help_: dict[str, Intervention],
        today: date,
    ) -> None:
        self.plan, self.run, self.finder, self.today = plan, run, finder, today
        self.help = help_
        self.engagements = 0
        #: Keys of engagements that got periods after they were written.
        self.grown = array("q")

    def write(self, rows: Sequence[SupportRow]) -> Written:
        """Write what is new in these rows. The caller holds the transaction."""
        written = Written()
        fresh = self._fresh(rows, written)
        firms = self.finder.find(fresh)
        deals = self._deals(fresh, firms, written)
        used = {row.firm: (deal.firm, row) for deal in deals.values() for row in deal.rows}
        self.finder.save(used)
        self._save_engagements(deals)
        self._save_periods(deals)
        self._add_flags(used)
        written.new.sort(key=lambda row: row.row)
        return written

    def _fresh(self, rows: Sequence[SupportRow], written: Written) -> list[SupportRow]:
        """Rows whose key is new; the others are unchanged or refused."""
        known = self._known([row.key for row in rows])
        fresh: dict[str, SupportRow] = {}
        for row in rows:
            run, fingerprint = known.get(row.key, (None, ""))
            if row.key in fresh or run == self.run.pk:
                written.refused.append(self._refusal(row, self.plan.row_key, "repeated_row_key"))
            elif run is None:
                fresh[row.key] = row
            elif fingerprint == row.fingerprint:
                written.unchanged.append(row)
            else:
                written.refused.append(
                    self._refusal(row, self.plan.row_key, "already_imported_differs")
                )
        return list(fresh.values())

    def _known(self, keys: list[str]) -> dict[str, tuple[int, str]]:
        """Key → (run, fingerprint) of rows that were imported and still stand."""
        rows = ImportedRow.objects.filter(
            source=self.plan.source, target_type=PERIOD, source_key__in=keys
        ).values_list("source_key", "run_id", "target_id")
        found = list(rows)
        details = dict(
            EngagementPeriod.objects.filter(pk__in=[pk for _key, _run, pk in found]).values_list(
                "pk", "details"
            )
        )
        return {
            key: (run, str(details[pk].get("fingerprint", "")))
            for key, run, pk in found
            if pk in details
        }

    def _deals(
        self, rows: list[SupportRow], firms: dict[str, FirmRef], written: Written
    ) -> dict[str, Deal]:
        """Rows by deal. The first row of a deal says whose it is; others must agree."""
        deals = self._known_deals({row.deal for row in rows})
        for row in rows:
            firm = firms[row.firm]
            deal = deals.setdefault(row.deal, Deal(firm, row.intervention))
            if deal.firm is not firm and (firm.pk is None or deal.firm.pk != firm.pk):
                written.refused.append(
                    self._refusal(row, self.plan.firm.name, "deal_has_other_firm", deal=row.deal)
                )
            elif deal.intervention != row.intervention:
                written.refused.append(
                    self._refusal(
                        row, self.plan.deal_key, "deal_has_other_intervention", deal=row.deal
                    )
                )
            else:
                deal.rows.append(row)
                deal.firm.flags |= row.flags
                written.new.append(row)
        return {key: deal for key, deal in deals.items() if deal.rows}

    def _known_deals(self, keys: set[str]) -> dict[str, Deal]:
        rows = Engagement.objects.filter(
            external_source=self.plan.source, external_key__in=keys
        ).values_list("external_key", "pk", "firm_id", "intervention__code")
        return {
            key: Deal(FirmRef(words="", forms=set(), pk=firm), code, pk)
            for key, pk, firm, code in rows
        }

    def _refusal(self, row: SupportRow, column: str, reason: str, **params: object) -> Refusal:
        shown = {self.plan.row_key: row.key, self.plan.firm.name: row.firm}.get(column, row.deal)
        return Refusal(row.row, column, shown, reason, params)

    def _save_engagements(self, deals: dict[str, Deal]) -> None:
        new = [(key, deal) for key, deal in deals.items() if deal.pk is None]
        self.grown.extend(deal.pk for deal in deals.values() if deal.pk is not None)
        rows = [self._engagement(key, deal) for key, deal in new]
        keys = insert_rows(Engagement, ENGAGEMENT_FIELDS, rows)
        for (_key, deal), pk in zip(new, keys, strict=True):
            deal.pk = pk
        self.engagements += len(keys)
        note_made(
            run=self.run,
            source=self.plan.source,
            target_type=ENGAGEMENT,
            made=[(key, pk) for (key, _deal), pk in zip(new, keys, strict=True)],
        )

    def _engagement(self, key: str, deal: Deal) -> tuple[object, ...]:
        folded = engagement_from_periods((row.period for row in deal.rows), as_of=self.today)
        help_ = self.help[deal.intervention].pk
        return (deal.firm.pk, help_, self.plan.source, key, *fold_values(folded))

    def _save_periods(self, deals: dict[str, Deal]) -> None:
        pairs = [(deal.pk, row) for deal in deals.values() for row in deal.rows]
        keys = insert_rows(EngagementPeriod, PERIOD_FIELDS, (_period(pk, row) for pk, row in pairs))
        note_made(
            run=self.run,
            source=self.plan.source,
            target_type=PERIOD,
            made=[(row.key, pk) for (_pk, row), pk in zip(pairs, keys, strict=True)],
        )

    def _add_flags(self, used: dict[str, tuple[FirmRef, SupportRow]]) -> None:
        """Flags proved by later rows, on firms this run made; other firms' facts stay theirs."""
        for flag in self.plan.firm.flags:
            proved = {
                ref.pk
                for ref, _row in used.values()
                if ref.pk and not ref.is_new and flag in ref.flags
            }
            ours = list(made(self.run, FIRM).filter(target_id__in=proved)) if proved else []
            if ours:
                Firm.objects.filter(pk__in=ours, **{f"{flag}__isnull": True}).update(**{flag: True})


def fold_values(folded: Folded) -> tuple[object, ...]:
    """What the periods say, as values of FOLD_FIELDS: the end only once it is reached."""
    ended = folded.ends_on if folded.state is State.COMPLETED else None
    return (str(folded.state), folded.decided_on, folded.starts_on, ended)


def _period(engagement: int | None, row: SupportRow) -> tuple[object, ...]:
    marks: dict[str, object] = {"row": row.row, "fingerprint": row.fingerprint}
    if row.period.is_back_dated:
        marks["back_dated"] = True
    if (row.used or 0) > (row.authorized or 0):
        marks["over_used"] = True
    return (
        engagement,
        row.key,
        row.decision,
        row.decided_on,
        row.starts_on,
        row.ends_on,
        row.currency,
        row.authorized,
        row.used,
        row.claim_paid,
        row.destination,
        row.is_renewal,
        {**row.details, **marks},
    )
