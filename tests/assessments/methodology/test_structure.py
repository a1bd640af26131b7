"""The default pack as a value: complete, in both languages, with lookups that know their codes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.methodology.structure import parse_pack, text
from tests.assessments.packs import DOCUMENT, PACK, changed_pack, put


@pytest.mark.parametrize(
    ("part", "count"),
    [
        pytest.param("constraints", 16, id="constraints"),
        pytest.param("questions", 44, id="questions"),
        pytest.param("interventions", 26, id="interventions"),
        pytest.param("entry_modes", 19, id="entry modes"),
        pytest.param("plan_sections", 8, id="plan sections"),
        pytest.param("stages", 3, id="stages"),
        pytest.param("phases", 4, id="phases"),
        pytest.param("pathways", 5, id="pathways"),
        pytest.param("overlays", 4, id="overlays"),
        pytest.param("trajectories", 5, id="trajectories"),
        pytest.param("groups", 6, id="groups"),
        pytest.param("exit_reasons", 8, id="exit reasons"),
        pytest.param("indicators", 13, id="indicators"),
        pytest.param("bundling_rules", 4, id="bundling rules"),
        pytest.param("implementation_steps", 7, id="implementation steps"),
        pytest.param("references", 39, id="references"),
    ],
)
def test_default_pack_is_complete(part, count):
    assert len(getattr(PACK, part)) == count


def test_plan_items():
    assert sum(len(section.items) for section in PACK.plan_sections) == 41
    assert PACK.plan_sections[0].items[0].spec == {"min": 4}


def test_every_definition_caution_and_hint_is_in_both_languages():
    texts = [
        *(c.definition for c in PACK.constraints),
        *(c.short for c in PACK.constraints),
        *(i.eligibility for i in PACK.interventions),
        *(m.suits for m in PACK.entry_modes),
        *(s.definition for s in PACK.stages),
        *(p.rule for p in (*PACK.pathways, *PACK.overlays)),
        *(i.definition for i in PACK.indicators),
        *PACK.movement.texts.values(),
        PACK.meta.label,
        PACK.not_known,
        PACK.plan_readiness,
        PACK.follow_up_basis,
    ]
    assert {tuple(sorted(words)) for words in texts} == {("en", "ru")}


def test_cautions_and_effects_are_translated_where_they_stand():
    cautions = [i.caution for i in PACK.interventions if i.caution]
    effects = [r.effect for r in PACK.references.values() if r.effect]
    assert (len(cautions), len(effects)) == (6, 36)
    assert {tuple(sorted(words)) for words in (*cautions, *effects)} == {("en", "ru")}


def test_russian_texts_are_in_russian():
    russian = [constraint.definition["ru"] for constraint in PACK.constraints]
    assert [words for words in russian if not set(words.lower()) & set("абвгдежз")] == []


def test_the_pack_says_how_far_to_trust_it():
    assert PACK.meta.label["en"] == "Default, not validated"
    assert (PACK.meta.code, PACK.version, PACK.meta.languages) == (
        "default_pack",
        "0.1.0",
        ("en", "ru"),
    )


def test_lookups():
    assert PACK.constraint("working_capital").stages == ("preparation", "active_engagement")
    assert PACK.question("wc2").constraint == "working_capital"
    assert PACK.scale_of(PACK.question("wc2")).is_higher_better
    assert PACK.intervention("trade_fair").addresses["foreign_contacts"] == 3
    assert PACK.intervention("capacity_investment_finance").eligible_if.min_export_years == 2
    assert PACK.intervention("logistics_clinic").eligible_if.product_forms[0] == "packable_goods"
    assert PACK.mode("greenfield").resources == 5
    assert PACK.stage("growth_expansion").order == 3
    assert PACK.stage("growth_expansion").growth_tests[0].code == "share"
    assert PACK.bundling_by_code["finance_not_alone"].from_band == "high"
    assert PACK.references["demena2024"].direction == "positive_small"
    assert PACK.help_bands[1].midpoint == Decimal("0.1")


@pytest.mark.parametrize("lookup", ["constraint", "question", "intervention", "mode", "stage"])
def test_unknown_codes_are_errors(lookup):
    with pytest.raises(KeyError):
        getattr(PACK, lookup)("nothing")


@pytest.mark.parametrize(
    ("language", "found"),
    [
        pytest.param("ru", "Привет", id="declared"),
        pytest.param("ru-kz", "Привет", id="regional form"),
        pytest.param("fr", "Hello", id="falls back to English"),
        pytest.param("en", "Hello", id="English"),
    ],
)
def test_text_falls_back(language, found):
    assert text({"en": "Hello", "ru": "Привет"}, language) == found
    assert PACK.text({"en": "Hello", "ru": "Привет"}, language) == found


def test_no_words_at_all_are_empty():
    assert text({}, "ru") == ""


@pytest.mark.parametrize(
    ("scale", "answer", "severity"),
    [
        pytest.param("maturity5", 0, Fraction(1), id="nothing in place"),
        pytest.param("maturity5", 3, Fraction(1, 4), id="in place"),
        pytest.param("maturity5", 4, Fraction(0), id="proven"),
        pytest.param("obstacle5", 0, Fraction(0), id="no obstacle"),
        pytest.param("obstacle5", 4, Fraction(1), id="stops us"),
    ],
)
def test_scale_severity(scale, answer, severity):
    assert PACK.scales[scale].severity(answer) == severity


@pytest.mark.parametrize("answer", [-1, 5])
def test_answers_off_the_scale_are_errors(answer):
    with pytest.raises(ValueError):
        PACK.scales["maturity5"].severity(answer)


@pytest.mark.parametrize(
    ("severity", "band"),
    [
        pytest.param("0", "low", id="zero"),
        pytest.param("39.99", "low", id="below 40"),
        pytest.param("40", "moderate", id="exactly 40"),
        pytest.param("60", "high", id="exactly 60"),
        pytest.param("79.99", "high", id="below 80"),
        pytest.param("80", "blocking", id="exactly 80"),
        pytest.param("100", "blocking", id="the most"),
    ],
)
def test_bands(severity, band):
    assert PACK.scoring.band(Decimal(severity)) == band


def test_bands_have_ranks():
    assert PACK.scoring.band_rank("low") < PACK.scoring.band_rank("blocking")


def test_numbers_are_exact():
    assert PACK.cuts.growth.share == Decimal("0.1")
    assert PACK.cuts.movement.fall == Fraction(1, 3)


def test_strength_zero_addresses_nothing():
    pack = changed_pack(put("interventions.0.addresses.export_case", 0))
    assert "export_case" not in pack.intervention("export_basics_training").addresses


def test_a_constraint_without_a_short_name_uses_its_name():
    pack = changed_pack(lambda d: d["constraints"][0].pop("short"))
    assert pack.constraint("export_case").short == pack.constraint("export_case").name


def test_stages_come_in_order_however_written():
    pack = changed_pack(lambda d: d["stages"].reverse())
    assert [stage.order for stage in pack.stages] == [1, 2, 3]


def test_parsing_twice_gives_equal_packs():
    assert parse_pack(DOCUMENT) == parse_pack(DOCUMENT)
