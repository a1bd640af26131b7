"""Sections of the International Standard Industrial Classification (ISIC Rev. 4)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: dict[str, Promise] = {
    "A": _("Agriculture, forestry and fishing"),
    "B": _("Mining and quarrying"),
    "C": _("Manufacturing"),
    "D": _("Electricity, gas and steam"),
    "E": _("Water supply and waste"),
    "F": _("Construction"),
    "G": _("Wholesale and retail trade"),
    "H": _("Transport and storage"),
    "I": _("Accommodation and food service"),
    "J": _("Information and communication"),
    "K": _("Finance and insurance"),
    "L": _("Real estate"),
    "M": _("Professional and technical services"),
    "N": _("Administrative and support services"),
    "O": _("Public administration"),
    "P": _("Education"),
    "Q": _("Health and social work"),
    "R": _("Arts and recreation"),
    "S": _("Other services"),
    "T": _("Households as employers"),
    "U": _("International organizations"),
}

#: The divisions of each section, first and last; some numbers between are not in use.
_RANGES = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}


def section_of(division: str) -> str | None:
    """The section a division of two digits belongs to; None for one that ISIC Rev. 4 has not."""
    number = int(division)
    return next((code for code, (low, high) in _RANGES.items() if low <= number <= high), None)


#: Divisions a caseload meets most: shown instead of the section where they are known.
DIVISIONS: dict[str, Promise] = {
    "01": _("Farming"),
    "10": _("Food products"),
    "11": _("Beverages"),
    "13": _("Textiles"),
    "14": _("Clothing"),
    "15": _("Leather"),
    "16": _("Wood products"),
    "20": _("Chemicals"),
    "22": _("Rubber and plastics"),
    "23": _("Glass, ceramics and stone"),
    "25": _("Metal products"),
    "26": _("Electronics"),
    "27": _("Electrical equipment"),
    "28": _("Machinery"),
    "29": _("Vehicles and parts"),
    "31": _("Furniture"),
    "32": _("Other manufacturing"),
    "62": _("Software and IT services"),
    "71": _("Engineering services"),
}


def sector_name(section: str, division: str) -> str:
    """What a reader calls the sector; empty when unknown."""
    return str(DIVISIONS.get(division) or SECTIONS.get(section) or "")
