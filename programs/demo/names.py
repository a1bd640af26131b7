"""Names of the demonstration agency, plainly invented. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Trade:
    """A line of business: ISIC codes, what it sells, its product form and how firms call it."""

    section: str
    division: str
    product_form: str
    sells: tuple[str, ...]
    nouns: tuple[str, ...]
    weight: int


TRADES = (
    Trade(
        "C", "10", "packable_goods", ("Oat bars", "Dried fruit", "Honey"), ("Foods", "Pantry"), 22
    ),
    Trade("C", "11", "packable_goods", ("Juices and mineral water",), ("Springs", "Juices"), 6),
    Trade("C", "13", "packable_goods", ("Woollen cloth and carpets",), ("Textiles", "Looms"), 9),
    Trade("C", "14", "packable_goods", ("Work clothes and uniforms",), ("Workwear", "Apparel"), 8),
    Trade("C", "15", "packable_goods", ("Leather goods",), ("Leather",), 5),
    Trade("C", "16", "bulk_goods", ("Sawn wood and pallets",), ("Timber", "Woodworks"), 6),
    Trade("C", "20", "bulk_goods", ("Paints and polymers",), ("Polymers", "Coatings"), 7),
    Trade("C", "23", "packable_goods", ("Ceramic tiles",), ("Ceramics",), 5),
    Trade("C", "25", "packable_goods", ("Fasteners and castings",), ("Castings", "Fasteners"), 8),
    Trade("C", "27", "packable_goods", ("Cables and switchgear",), ("Cables", "Electric"), 6),
    Trade("C", "28", "capital_goods", ("Packing machinery",), ("Machinery", "Instruments"), 9),
    Trade("C", "31", "packable_goods", ("Solid-wood furniture",), ("Furniture",), 5),
    Trade("A", "01", "bulk_goods", ("Oilseeds and pulses",), ("Seeds", "Fields"), 6),
    Trade("J", "62", "remote_service", ("Learning software",), ("Software", "Systems"), 11),
    Trade("M", "71", "remote_service", ("Engineering design",), ("Engineering",), 5),
)

_FIRST = (
    "Al", "Bel", "Cas", "Dar", "Er", "Fal", "Gor", "Hal", "Ik", "Jas", "Kar", "Lor",
    "Mer", "Nor", "Or", "Pal", "Qor", "Ral", "Sar", "Tal", "Ul", "Var", "Zer",
)  # fmt: skip
_SECOND = (
    "bara", "dena", "fira", "gonda", "lika", "mira", "nuka", "pola", "runa", "sela",
    "tora", "vena", "yla", "zeta",
)  # fmt: skip

ADVISERS = (
    ("Dana Primerova", "almaty"),
    ("Timur Obraztsov", "almaty"),
    ("Aigul Probina", "almaty"),
    ("Erlan Shablonov", "almaty"),
    ("Saule Maketova", "astana"),
    ("Marat Uslovny", "astana"),
    ("Zarina Vymysel", "shymkent"),
    ("Ruslan Etalonov", "shymkent"),
)
OFFICES = (("almaty", "Almaty", 5), ("astana", "Astana", 3), ("shymkent", "Shymkent", 2))
OWNERS_FIRST = (
    "Asel", "Bolat", "Vera", "Galym", "Diana", "Yerlan", "Zhanna", "Igor", "Kamila", "Lev",
    "Madina", "Nurlan", "Olga", "Pavel",
)  # fmt: skip
OWNERS_LAST = (
    "Vydumova", "Primer", "Sluchaev", "Naugad", "Nikto", "Zadacha", "Testova", "Uchebny",
    "Pridumka", "Skazkina",
)  # fmt: skip

TALKS = (
    "Spoke about the price list and the first market. The owner wants a second opinion.",
    "The buyer asked for samples. Sent by courier, answer expected in two weeks.",
    "No time for exports before the season ends. Agreed to talk again.",
    "Went through the list of requirements. Labeling is the open question.",
    "The bank offered a credit line; the terms are being compared.",
    "A partner in the association introduced a distributor.",
)
LEARNT = (
    "Buyers decide on delivery time, not on price.",
    "The label must be in the buyer's language.",
    "A distributor wants a margin of a third.",
    "Payment terms of sixty days are normal there.",
)


def firm_names(random: Random) -> Iterator[tuple[str, Trade]]:
    """Endless distinct firm names with their trade, the same for the same seed."""
    used: set[str] = set()
    weights = [trade.weight for trade in TRADES]
    while True:
        trade = random.choices(TRADES, weights)[0]
        name = f"{random.choice(_FIRST)}{random.choice(_SECOND)} {random.choice(trade.nouns)}"
        if name not in used:
            used.add(name)
            yield name, trade


def person(random: Random) -> str:
    """An invented person."""
    return f"{random.choice(OWNERS_FIRST)} {random.choice(OWNERS_LAST)}"
