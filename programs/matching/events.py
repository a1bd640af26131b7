"""Kinds of events about recommendations."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.catalogue.models import in_reader_language


def spoken_day(value: object) -> object:
    """A stored ISO date in the reader's form."""
    try:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    except ValueError:
        return value


def named(names: object) -> object:
    """The stored name of an intervention in the reader's language."""
    return in_reader_language(names) if isinstance(names, dict) else names


RECOMMENDED = kinds.register(
    "recommendations.computed",
    _("%(count)s kinds of help were recommended from the assessment of %(day)s."),
    group="help",
    icon="target",
    words={"day": spoken_day},
)
DECLINED = kinds.register(
    "recommendation.declined",
    _("%(by)s declined %(intervention)s."),
    group="help",
    icon="circle-x",
    words={"intervention": named},
)
