"""What a mapping of a list of events says, checked and ready to read by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from firms.imports.rules import MoneyFormat


@dataclass(frozen=True)
class KindOf:
    """What an event is to a firm: kind of offering and code of the intervention."""

    kind: str
    intervention: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.intervention}"


@dataclass(frozen=True)
class Guess:
    """Words in the title that speak for a kind; a guess is proposed to a person, never taken."""

    words: tuple[str, ...]
    use: KindOf


@dataclass(frozen=True)
class Columns:
    """Where the facts of an event stand; None for what the list does not tell."""

    key: str
    title: str
    starts_on: str
    feed: str | None = None
    kind: str | None = None
    ends_on: str | None = None
    cost: str | None = None
    stops: str | None = None
    industries: str | None = None
    summary: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Every column the mapping reads, once, in a steady order."""
        every = (self.feed, self.key, self.title, self.kind, self.starts_on, self.ends_on)
        more = (self.cost, self.stops, self.industries, self.summary)
        return tuple(dict.fromkeys(column for column in (*every, *more) if column))


@dataclass(frozen=True)
class FeedPlan:
    """A whole mapping file, checked. Countries: value → ISO 3166; industries: → ISIC divisions.

    `seats` and `apply_by_days` (before the start) fill what lists of events never tell.
    """

    source: str
    titles: Mapping[str, str]
    encoding: str
    delimiter: str
    dates: tuple[str, ...]
    money: MoneyFormat
    currency: str
    at: Columns
    kinds: Mapping[str, KindOf]
    guesses: tuple[Guess, ...]
    seats: int
    apply_by_days: int
    countries: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    industries_split: str = "|"

    @property
    def columns(self) -> tuple[str, ...]:
        return self.at.named

    @property
    def kinds_offered(self) -> tuple[KindOf, ...]:
        """Every kind the mapping uses, once."""
        every = (*self.kinds.values(), *(guess.use for guess in self.guesses))
        return tuple(dict.fromkeys(every))
