"""Words about firms for templates."""

from django import template
from django.utils.translation import gettext as _
from django_countries import countries

from firms.register.models import Firm
from firms.register.sectors import sector_name

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """Name of a country in the reader's language; the code itself when it is unknown."""
    return str(countries.name(code) or code)


@register.filter
def sector(firm: Firm) -> str:
    """What a reader calls the firm's sector; empty when unknown."""
    return sector_name(firm.isic_section, firm.isic_division)


@register.filter
def described(firm: Firm) -> str:
    """The firm in a few short sentences: what it sells, where, how old, how large."""
    place = ", ".join(part for part in (firm.region, country_name(firm.country)) if part)
    said = [firm.sells or sector(firm), place]
    if firm.founded and firm.employees is not None:
        said.append(
            _("Founded %(year)d, %(people)d people")
            % {"year": firm.founded, "people": firm.employees}
        )
    elif firm.founded:
        said.append(_("Founded %(year)d") % {"year": firm.founded})
    elif firm.employees is not None:
        said.append(_("%(people)d people") % {"people": firm.employees})
    return " ".join(f"{part}." for part in said if part)
