"""What a card says of a stored recommendation."""

import pytest
from django.utils import translation

from programs.matching import cards
from programs.matching.selectors import names_for, recommendations_for


@pytest.fixture
def rows(recommended):
    return list(recommended.items.select_related("intervention"))


@pytest.fixture
def names(recommended, rows):
    return names_for(recommended.pack, rows)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_card_speaks_in_sentences(recommended, rows, language):
    with translation.override(language):
        names = names_for(recommended.pack, rows)
        sentences = [cards.why(row, names) for row in rows]
        sentences += [cards.eligibility(row, names) for row in rows]
        sentences += [cards.evidence_of(row.intervention) for row in rows]
        sentences += [sentence for row in rows for sentence in cards.cautions(row, names)]
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in sentences)


def test_no_card_shows_a_code(rows, names, recommended):
    said = " ".join(
        " ".join(
            [cards.why(row, names), cards.eligibility(row, names), cards.target_tag(row, names)]
        )
        for row in rows
    )
    codes = {target["constraint"] for row in rows for target in row.targets}
    assert not {code for code in codes if "_" in code and code in said}


def test_a_card_says_what_a_study_found(recommended):
    fair = recommended.items.get(intervention__code="trade_fair")
    assert cards.evidence_of(fair.intervention) == (
        "Fairs raise export participation, mainly in far markets (Makioka 2020, RIETI 20-E-007)."
    )


def test_a_missing_evaluation_is_said_once(recommended, names):
    keeper = recommended.items.get(intervention__code="interim_export_manager")
    said = [cards.evidence_of(keeper.intervention), *cards.cautions(keeper, names)]
    assert said.count("Its own effect on exports has not been measured.") == 1


def test_a_mechanism_is_not_an_effect(recommended, names):
    clinic = recommended.items.get(intervention__code="logistics_clinic")
    assert cards.evidence_of(clinic.intervention).startswith("One more day in customs")
    assert "Its own effect on exports has not been measured." in cards.cautions(clinic, names)


def test_what_is_not_for_this_stage_says_when(rows, names):
    refused = next(row for row in rows if row.why_not and row.why_not[0]["remedy"])
    said = cards.eligibility(refused, names)
    assert said.startswith("Not meant for the stage “")
    assert "Possible once the firm is in one of these stages: " in said


def test_the_agency_s_own_caution_stands_on_the_card(recommended, rows):
    row = next(row for row in rows if "stated" in {each["code"] for each in row.cautions})
    row.intervention.caution_texts = {"en": "ask the warehouse first"}
    names = names_for(recommended.pack, [row])
    assert "Ask the warehouse first." in cards.cautions(row, names)


def test_names_cost_no_query(recommended, firm, django_assert_num_queries):
    found = recommendations_for(firm)
    names_for(found.pack, found.shown)
    with django_assert_num_queries(0):
        assert names_for(found.pack, found.shown).constraints
