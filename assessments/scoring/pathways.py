"""How the firm internationalises: the primary pathway and the overlays beside it. Pure.

Primary pathways are read in the order of the pack and the first that holds is the firm's, so one
that was born global stays so after a break. A test whose facts are missing does not hold.
"""

from itertools import pairwise

from assessments.methodology.structure import Pack
from assessments.scoring.facts import CaseFacts, EventType, FirstContact
from assessments.scoring.history import History
from assessments.scoring.results import Overlay, Pathway, StageTest
from assessments.scoring.verdicts import Verdict, all_of, any_of, at_least

TIES = frozenset({FirstContact.PERSONAL_TIE, FirstContact.INTER_FIRM_TIE})


def read_pathway(pack: Pack, history: History) -> tuple[Pathway, tuple[StageTest, ...]]:
    """The primary pathway with its tests. Without any sign of exports it is `pre_export`."""
    has_exported, founded = history.has_exported, history.facts.firm.founded
    born_global = _is_born_global(pack, history)
    is_rest = has_exported is True
    verdicts: dict[Pathway, Verdict] = {
        Pathway.PRE_EXPORT: None if has_exported is None else not has_exported,
        Pathway.BORN_GLOBAL: born_global,
        Pathway.EARLY: born_global is not True and _is_early(pack, history),
        Pathway.BORN_AGAIN_GLOBAL: _is_born_again(pack, history),
        Pathway.INCREMENTAL: None if has_exported is None else is_rest,
    }
    holding = (Pathway(row.code) for row in pack.pathways if verdicts[Pathway(row.code)])
    first = Pathway.PRE_EXPORT if not is_rest else next(holding)
    found = {"founded": founded, "first_year": history.first_year}
    tests = (StageTest(str(code), "pathway", passed, found) for code, passed in verdicts.items())
    return first, tuple(tests)


def read_overlays(
    pack: Pack, history: History
) -> tuple[tuple[Overlay, ...], tuple[StageTest, ...]]:
    """All overlays that hold, in the order of the pack, with the tests of all."""
    facts = history.facts
    verdicts: dict[Overlay, Verdict] = {
        Overlay.LATECOMER_LLL: _is_latecomer(pack, facts),
        Overlay.OPPORTUNISTIC: _is_opportunistic(facts),
        Overlay.RE_ENTRANT: _is_re_entrant(pack, history),
        Overlay.NETWORK_LED: None if facts.first_contact is None else facts.first_contact in TIES,
    }
    holding = tuple(Overlay(row.code) for row in pack.overlays if verdicts[Overlay(row.code)])
    tests = (StageTest(str(code), "overlay", passed) for code, passed in verdicts.items())
    return holding, tuple(tests)


def _reaches_global_share(pack: Pack, history: History, start: int, years: int) -> Verdict:
    """Whether the share reaches the cut in any year from start to start + years, both included."""
    last = min(start + years, history.facts.as_of.year)
    cut = pack.cuts.pathway.global_share
    return any_of(at_least(history.share(year), cut) for year in range(start, last + 1))


def _is_born_global(pack: Pack, history: History) -> Verdict:
    if history.has_exported is False:
        return False
    founded = history.facts.firm.founded
    if founded is None:
        return None
    return _reaches_global_share(pack, history, founded, pack.cuts.pathway.early_years)


def _is_early(pack: Pack, history: History) -> Verdict:
    """A sale seen early enough proves it; only a first year that is sure can rule it out."""
    founded, seen = history.facts.firm.founded, history.present_in
    if history.has_exported is False:
        return False
    if founded is None or not seen:
        return None
    if seen[0] <= founded + pack.cuts.pathway.early_years:
        return True
    return None if history.first_year is None else False


def _is_born_again(pack: Pack, history: History) -> Verdict:
    """A late first export, or a restart after a domestic spell, that soon reaches the share."""
    if history.has_exported is False:
        return False
    window = pack.cuts.pathway.born_again_window_years
    verdicts: list[Verdict] = []
    founded, first = history.facts.firm.founded, history.first_year
    if founded is None or first is None:
        verdicts.append(None)
    elif first - founded >= pack.cuts.pathway.born_again_years:
        verdicts.append(_reaches_global_share(pack, history, first, window))
    for stopped, started in pairwise(history.present_in):
        is_restart = _is_domestic_spell(pack, history, stopped, started)
        reaches = _reaches_global_share(pack, history, started, window)
        verdicts.append(all_of([is_restart, reaches]))
    return any_of(verdicts)


def _is_domestic_spell(pack: Pack, history: History, stopped: int, started: int) -> Verdict:
    """Whether the full years between two signs of exporting are enough and were domestic.

    They were when each is reported without exports or the first sign is a declared exit; years
    nobody reported prove nothing.
    """
    if started - stopped - 1 < pack.cuts.pathway.domestic_spell_years:
        return False
    exits = {event.year for event in history.events if event.type is EventType.EXIT}
    if stopped in exits:
        return True
    is_reported = all(history.value(year) == 0 for year in range(stopped + 1, started))
    return True if is_reported else None


def _is_latecomer(pack: Pack, facts: CaseFacts) -> Verdict:
    home, cuts = facts.firm.development_level, pack.cuts.pathway
    return all_of(
        [None if home is None else home in cuts.lll_home, facts.lll.count >= cuts.lll_parts]
    )


def _is_opportunistic(facts: CaseFacts) -> Verdict:
    contact, had_plan = facts.first_contact, facts.had_plan
    is_unsolicited = None if contact is None else contact is FirstContact.UNSOLICITED_ORDER
    return all_of([is_unsolicited, None if had_plan is None else not had_plan])


def _is_re_entrant(pack: Pack, history: History) -> Verdict:
    """A return on record, an entry after an exit of the same market, or sales after a gap."""
    left: set[str] = set()
    for event in history.events:
        if event.type is EventType.RE_ENTRY:
            return True
        if event.type is EventType.ENTRY and event.market in left:
            return True
        if event.type is EventType.EXIT and event.market:
            left.add(event.market)
    if history.has_exported is None:
        return None
    return any_of(_is_gap(pack, history, *pair) for pair in pairwise(history.sold_in))


def _is_gap(pack: Pack, history: History, stopped: int, started: int) -> Verdict:
    """Whether reported years without exports between two years of sales make up the gap."""
    longest = run = 0
    between = [history.value(year) for year in range(stopped + 1, started)]
    for value in between:
        run = run + 12 if value == 0 else 0
        longest = max(longest, run)
    if longest >= pack.cuts.pathway.gap_months:
        return True
    return None if None in between else False
