"""The heading of a result in one sentence: what changed since the profile before."""

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from assessments.profiles.selectors.profile import FirmProfile


def headline(profile: "FirmProfile | None") -> str:
    """What the reader should take away first."""
    if profile is None:
        return _("The assessment is finished")
    top = profile.top
    if top is None:
        return _("Too few answers to say what holds the firm back")
    if profile.previous is None or not profile.is_compared:
        return _("Held back most by: %(constraint)s") % {"constraint": top.short}
    # Translators: date format of Django; Russian: "j E Y".
    day = date_format(profile.previous.assessed_on, pgettext("date", "j F Y"))
    worse = [row for row in profile.rows if row.change and row.change > 0]
    better = [row for row in profile.rows if row.change and row.change < 0]
    if not worse and not better:
        return _("Held back as much as on %(day)s") % {"day": day}
    if not worse:
        return _("Less held back than on %(day)s") % {"day": day}
    if not better or len(worse) > len(better):
        return _("More held back than on %(day)s") % {"day": day}
    most = max(worse, key=lambda row: (row.change or 0, row.code))
    return _("Less held back than on %(day)s, except for: %(constraint)s") % {
        "day": day,
        "constraint": most.short,
    }
