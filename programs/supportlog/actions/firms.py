"""Finding or making the firm a row names. Names fold when only case, marks or suffix differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import cast

from firms.accounts.models import Office
from firms.imports.actions import note_made
from firms.imports.bulk import insert_rows
from firms.imports.models import ImportedRow, ImportRun
from firms.register.models import Firm
from firms.register.querysets import FirmQuerySet
from firms.register.rules import legal_form
from programs.supportlog.actions.targets import FIRM, SPELLING
from programs.supportlog.rules import Plan, SupportRow

LONGEST_KEY = 120


@dataclass
class FirmRef:
    """A firm of this batch: registered already, or still to be made from its first row."""

    words: str
    forms: set[str]
    pk: int | None = None
    first: SupportRow | None = None
    flags: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.first is not None


class FirmFinder:
    """Firms by name within one country. One look into the database for each batch."""

    def __init__(self, plan: Plan, run: ImportRun, office: Office) -> None:
        self.plan, self.run, self.office = plan, run, office
        self.made = 0

    def find(self, rows: Sequence[SupportRow]) -> dict[str, FirmRef]:
        """A firm for every name of the rows; nothing is written yet."""
        names = {row.firm: row for row in rows}
        found = self._by_spelling(names)
        candidates = self._by_words({row.firm_words for row in rows})
        known = {ref.pk: ref for refs in candidates.values() for ref in refs}
        for name, ref in found.items():
            found[name] = known.get(ref.pk, ref)
        for name, row in names.items():
            if name not in found:
                refs = candidates.setdefault(row.firm_words, [])
                found[name] = _choose(refs, row)
        return found

    def _by_spelling(self, names: Iterable[str]) -> dict[str, FirmRef]:
        """Names this log spelt the same way before."""
        keys = {spelling_key(name): name for name in names}
        rows = ImportedRow.objects.filter(
            source=self.plan.source, target_type=SPELLING, source_key__in=keys
        )
        targets = dict(rows.values_list("source_key", "target_id"))
        firms = _firms(Firm.objects.filter(pk__in=set(targets.values())))
        return {keys[key]: firms[pk] for key, pk in targets.items() if pk in firms}

    def _by_words(self, words: Iterable[str]) -> dict[str, list[FirmRef]]:
        """Registered firms whose comparable names are among these."""
        firms = _firms(
            Firm.objects.filter(country=self.plan.firm.country, normalised_name__in=set(words))
        )
        spellings = ImportedRow.objects.filter(target_type=SPELLING, target_id__in=firms)
        for pk, spelling in spellings.values_list("target_id", "source_key"):
            firms[pk].forms.add(legal_form(spelling))
        found: dict[str, list[FirmRef]] = {}
        for _pk, ref in sorted(firms.items()):
            found.setdefault(ref.words, []).append(ref)
        return found

    def save(self, used: dict[str, tuple[FirmRef, SupportRow]]) -> None:
        """Make the new firms among these, and remember every spelling."""
        new = list({id(ref): ref for ref, _row in used.values() if ref.pk is None}.values())
        fields = ("legal_name", "normalised_name", "country", "office_id", "intake_on")
        flags = tuple(self.plan.firm.flags)
        keys = insert_rows(Firm, (*fields, *flags), [self._firm(ref, flags) for ref in new])
        for ref, key in zip(new, keys, strict=True):
            ref.pk = key
        self.made += len(keys)
        note_made(
            run=self.run,
            source=self.plan.source,
            target_type=FIRM,
            made=[(spelling_key(_first(ref).firm), _key(ref)) for ref in new],
        )
        spelt = {spelling_key(name): _key(ref) for name, (ref, _row) in used.items()}
        before = ImportedRow.objects.filter(
            source=self.plan.source, target_type=SPELLING, source_key__in=spelt
        ).values_list("source_key", "target_id")
        for spelling, target in before:
            if spelt[spelling] == target:
                del spelt[spelling]
        note_made(run=self.run, source=self.plan.source, target_type=SPELLING, made=spelt.items())

    def _firm(self, ref: FirmRef, flags: tuple[str, ...]) -> tuple[object, ...]:
        row = _first(ref)
        proved = (True if flag in ref.flags else None for flag in flags)
        country, office = self.plan.firm.country, self.office.pk
        return (row.firm, ref.words, country, office, row.decided_on, *proved)


def spelling_key(name: str) -> str:
    """The name itself, or for a long one its beginning and a hash."""
    if len(name) <= LONGEST_KEY:
        return name
    return f"{name[:100]}#{blake2b(name.encode(), digest_size=8).hexdigest()}"


def _choose(refs: list[FirmRef], row: SupportRow) -> FirmRef:
    """The firm of this name: the same legal form, else the only one where no form contradicts.

    Inc. and LLC of one name are two firms until a person says otherwise.
    """
    form = row.firm_form
    same = [ref for ref in refs if form in ref.forms]
    if not same:
        same = refs[:1] if not form and len(refs) == 1 else []
    if not same:
        same = [ref for ref in refs if ref.forms == {""}]
    if same:
        same[0].forms.add(form)
        return same[0]
    refs.append(FirmRef(words=row.firm_words, forms={form}, first=row))
    return refs[-1]


def _firms(rows: FirmQuerySet) -> dict[int, FirmRef]:
    """Refs by key; a merged firm answers with the firm it was merged into."""
    values = rows.values_list("pk", "merged_into_id", "normalised_name", "legal_name")
    return {
        pk: FirmRef(words=words, forms={legal_form(name)}, pk=merged or pk)
        for pk, merged, words, name in values
    }


def _first(ref: FirmRef) -> SupportRow:
    return cast(SupportRow, ref.first)


def _key(ref: FirmRef) -> int:
    return cast(int, ref.pk)
