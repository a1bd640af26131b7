"""Commands refuse in the language of the person at the keyboard."""

import pytest
from django.core.management import CommandError, call_command

from assessments.methodology.loading import DEFAULT_PACK
from tests.programs.supportlog.conftest import MAPPING

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path):
    """The default pack without one weight, and with a code that does not exist."""
    path = tmp_path / "pack.yaml"
    path.write_bytes(DEFAULT_PACK.read_bytes().replace(b"own_stage:", b"other_name:", 1))
    return path


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        pytest.param("en", "is not a valid pack:", id="English"),
        pytest.param("ru", "не является правильной методикой:", id="Russian"),
    ],
)
def test_a_pack_is_refused_in_words(pack, lang, said):
    with pytest.raises(CommandError, match=said):
        call_command("load_pack", str(pack), lang=lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        pytest.param("en", "own_stage is missing", id="English"),
        pytest.param("ru", "Не хватает ключа own_stage", id="Russian"),
    ],
)
def test_every_problem_of_a_pack_is_in_the_language(pack, lang, said):
    with pytest.raises(CommandError, match=said):
        call_command("load_pack", str(pack), lang=lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        pytest.param("en", "The key row_key is missing", id="English"),
        pytest.param("ru", "Нет ключа row_key", id="Russian"),
    ],
)
def test_a_mapping_is_refused_in_words(tmp_path, lang, said):
    mapping = tmp_path / "harbour.yaml"
    mapping.write_text(MAPPING.replace("row_key:", "row_key_of:"))
    with pytest.raises(CommandError, match=said):
        call_command("import_support_log", "log.csv", mapping=str(mapping), lang=lang)
