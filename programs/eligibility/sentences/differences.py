"""What changed between two versions, in words."""

from django.utils.translation import gettext

from programs.eligibility.rules import Difference
from programs.eligibility.sentences.demands import demand_words, join_words
from programs.eligibility.sentences.names import Names


def difference_words(found: Difference, names: Names) -> list[str]:
    """Each change as a sentence; one alone says that nothing changed."""
    lines = [
        gettext("New: %(demand)s.") % {"demand": demand_words(each, names)} for each in found.added
    ]
    lines += [
        gettext("New alternative: %(demand)s.") % {"demand": demand_words(each, names)}
        for each in found.alternatives
    ]
    lines += [
        gettext("Changed: %(before)s. Now: %(after)s.")
        % {"before": demand_words(before, names), "after": demand_words(after, names)}
        for before, after in found.changed
    ]
    lines += [
        gettext("No longer asked: %(demand)s.") % {"demand": demand_words(each, names)}
        for each in found.removed
    ]
    lines += [
        gettext("Stands among other alternatives now: %(demand)s.")
        % {"demand": demand_words(each, names)}
        for each in found.moved
    ]
    if found.join is not None:
        lines.append(
            gettext("Groups are joined so now: %(join)s.") % {"join": join_words(found.join)}
        )
    return lines or [gettext("Nothing changed.")]
