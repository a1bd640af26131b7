"""What is wrong with written criteria, in words."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.eligibility.rules import Problem

PROBLEMS: dict[str, Any] = {
    "not_an_object": _("Something else stands where a group or a clause should."),
    "not_a_list": _("Something else stands where a list should."),
    "unknown_key": _("“%(found)s” is no part of this clause."),
    "unknown_type": _("“%(found)s” is no type of clause."),
    "unknown_join": _("“%(found)s” is no way of joining clauses."),
    "unknown_code": _("“%(found)s” is not known here."),
    "missing": _("This has to be filled in."),
    "nothing_chosen": _("Choose at least one."),
    "only_one": _("Choose one only."),
    "repeated_value": _("“%(found)s” is named twice."),
    "not_whole": _("Enter a whole number from 0 to %(most)s."),
    "not_an_amount": _("Enter an amount such as 1200 or 1200.50."),
    "out_of_range": _("Enter a whole number from 1 to %(most)s."),
    "not_a_day": _("“%(found)s” is not a day of the calendar."),
    "empty_range": _("Give at least one end of the range."),
    "min_above_max": _("The lower end, %(low)s, is above the upper one, %(high)s."),
    "grant_above_ceiling": _("The grant alone is above the ceiling of %(high)s."),
    "empty_group": _("A group needs at least one clause."),
    "repeated_clause": _("The same clause stands in this group already."),
    "too_many_groups": _("At most %(most)s groups can stand together."),
    "too_many_clauses": _("At most %(most)s clauses can stand in a group."),
    "too_many_values": _("At most %(most)s values can be chosen."),
    "too_many_ways": _("There are too many combinations of alternatives, more than %(most)s."),
    "contradiction": _("This contradicts another clause: no firm could pass both."),
    "never_passes": _("No firm could ever pass these criteria as a whole."),
    "nothing_asked": _("Nothing is asked yet: add a clause first."),
}


def problem_words(problem: Problem) -> str:
    """One problem as a sentence."""
    sentence = PROBLEMS.get(problem.code) or gettext("These criteria cannot stand as they are.")
    return str(sentence) % dict(problem.found)
