"""What the rules may know of one firm: plain, frozen facts, free of tables, clock and words.

Money is in one currency per case (`CaseFacts.currency`); shares are fractions from 0 to 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class DevelopmentLevel(StrEnum):
    """Development level of the home country."""

    DEVELOPED = "developed"
    EMERGING = "emerging"
    DEVELOPING = "developing"
    LEAST_DEVELOPED = "least_developed"


class ProductForm(StrEnum):
    """What the firm sells, as far as it decides how it can be delivered."""

    PACKABLE_GOODS = "packable_goods"
    BULK_GOODS = "bulk_goods"
    CAPITAL_GOODS = "capital_goods"
    REMOTE_SERVICE = "remote_service"


class EventType(StrEnum):
    """What happened on a market, or to the firm."""

    ENTRY = "entry"
    EXIT = "exit"
    RE_ENTRY = "re_entry"
    CRITICAL_INCIDENT = "critical_incident"
    SUPPORT = "support"


class FirstContact(StrEnum):
    """How the first foreign sale came about."""

    UNSOLICITED_ORDER = "unsolicited_order"
    PERSONAL_TIE = "personal_tie"
    INTER_FIRM_TIE = "inter_firm_tie"
    FAIR = "fair"
    OFFICE = "office"
    ONLINE = "online"


@dataclass(frozen=True)
class FirmFacts:
    """The firm itself. `country` is an ISO 3166-1 alpha-2 code; unknown is None."""

    country: str = ""
    development_level: DevelopmentLevel | None = None
    sector: str = ""
    founded: int | None = None
    employees: int | None = None
    product_form: ProductForm | None = None


@dataclass(frozen=True)
class YearFigures:
    """Turnover and exports of one reporting year; unknown is None, none at all is zero."""

    year: int
    turnover: Decimal | None
    export: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """Export share of turnover, 0 to 1; None when either figure is unknown."""
        if self.turnover is None or self.export is None or self.turnover <= 0:
            return None
        return self.export / self.turnover


@dataclass(frozen=True)
class FirmEvent:
    """One dated event; `month` precision is optional, so only the year is required."""

    type: EventType
    year: int
    market: str = ""
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Lll:
    """Linkage, leverage, learning: evidence of a latecomer's route (Mathews 2006)."""

    linkage: bool = False
    leverage: bool = False
    learning: bool = False

    @property
    def count(self) -> int:
        return sum((self.linkage, self.leverage, self.learning))


@dataclass(frozen=True)
class CaseFacts:
    """Everything stage, pathway and eligibility rules read. `years` is sorted, oldest first."""

    as_of: date
    firm: FirmFacts = field(default_factory=FirmFacts)
    currency: str = ""
    years: tuple[YearFigures, ...] = ()
    months_since_last_export: int | None = None
    first_export_year: int | None = None
    markets_active: int | None = None
    repeat_buyers: int | None = None
    mode: str | None = None
    implementation_steps_12m: tuple[str, ...] = ()
    events: tuple[FirmEvent, ...] = ()
    lll: Lll = field(default_factory=Lll)
    first_contact: FirstContact | None = None
    had_plan: bool | None = None


#: Answers to a questionnaire: question id → 0..4, or None for "don't know / not applicable".
#: A question that is absent was not asked or not reached; both leave the denominator.
Answers = Mapping[str, int | None]
