"""Every code criteria may name, from the register, the methodology and the catalogue."""

from django_countries import countries

from assessments.methodology.models import ConstraintType
from firms.register.currencies import CURRENCIES
from firms.register.models.firm import ProductForm
from firms.register.sectors import SECTIONS, section_of
from programs.catalogue.models import Intervention
from programs.eligibility.rules import Vocabulary

#: Sorts of ownership: the code of the clause, and the column of the register.
OWNERSHIP = {
    "woman": "is_woman_owned",
    "minority": "is_minority_owned",
    "foreign": "is_foreign_owned",
}
#: Every division of ISIC Rev. 4 with its section before it: "C10".
DIVISIONS = tuple(
    f"{section_of(division)}{division}"
    for division in (f"{number:02d}" for number in range(1, 100))
    if section_of(division)
)


def vocabulary() -> Vocabulary:
    """The codes that exist now, retired ones among them: old drafts stay readable. Two queries."""
    interventions = frozenset(Intervention.objects.values_list("code", flat=True))
    return Vocabulary(
        sectors=frozenset(SECTIONS) | frozenset(DIVISIONS),
        product_forms=frozenset(ProductForm.values),
        countries=frozenset(code for code, _name in countries),
        ownership=frozenset(OWNERSHIP),
        constraints=frozenset(ConstraintType.objects.values_list("code", flat=True)),
        interventions=interventions,
        documents=interventions,
        currencies=CURRENCIES,
    )
