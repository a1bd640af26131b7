"""Reading packs from bytes: what is plain comes through, what surprises is refused with a place."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.methodology import loading
from assessments.methodology.loading import (
    DEFAULT_PACK,
    SIZE_LIMIT,
    VALUE_LIMIT,
    checksum,
    read_default_pack,
    read_pack,
)
from assessments.methodology.problems import PackError


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        pytest.param(b"a: " + b"x" * SIZE_LIMIT, "", "too_large", id="a byte too many"),
        pytest.param("a: é".encode("latin-1"), "", "encoding", id="latin-1"),
        pytest.param("a: 1".encode("utf-16"), "", "encoding", id="utf-16"),
        pytest.param(b"", "", "empty", id="nothing"),
        pytest.param(b"# only a comment\n", "", "empty", id="only a comment"),
        pytest.param(b"---\n...\n", "", "empty", id="an empty document"),
        pytest.param(b"- 1", "", "not_a_mapping", id="a list"),
        pytest.param(b"word", "", "not_a_mapping", id="a word"),
        pytest.param(b"a: 1\n---\nb: 2", "", "several_documents", id="two documents"),
        pytest.param(b"a: {b: [", "", "syntax", id="cut off"),
        pytest.param(b"a:\n\tb: 1", "", "syntax", id="tab"),
        pytest.param(b"a: 'x", "", "syntax", id="open quote"),
        pytest.param(b"a: \x00", "", "forbidden_character", id="NUL"),
        pytest.param(b'a: "\\0"', "a", "forbidden_character", id="escaped NUL"),
        pytest.param(b'a: {b: "x\\u001by"}', "a.b", "forbidden_character", id="escape character"),
        pytest.param(b"a: &x [*x]", "a", "anchor", id="recursive alias"),
        pytest.param(b"a: &x 1", "a", "anchor", id="anchor on a scalar"),
        pytest.param(b"a: *x", "a", "alias", id="alias"),
        pytest.param(b"*x : 1", "", "key_not_text", id="alias as key"),
        pytest.param(b"? [a]\n: 1", "", "key_not_text", id="list as key"),
        pytest.param(b"b: {? {a: 1} : 1}", "b", "key_not_text", id="mapping as key"),
        pytest.param(b"<<: {a: 1}", "", "key_not_text", id="merge key"),
        pytest.param(b"'': 1", "", "key_not_text", id="empty key"),
        pytest.param(b"&k a: 1", "", "anchor", id="anchor on a key"),
        pytest.param(b"!!python/object:os.system {}", "", "tag", id="tag on the root"),
        pytest.param(b"a: [1, !!str 2]", "a[1]", "tag", id="tag on a value"),
        pytest.param(b"%TAG ! tag:x,2000:\n---\na: 1", "", "tag", id="tag directive"),
        pytest.param(b"a: 1\na: 2", "a", "duplicate_key", id="key twice"),
        pytest.param(b"x: [{a: 1, a: 2}]", "x[0].a", "duplicate_key", id="key twice, deep"),
        pytest.param(b"a: .nan", "a", "not_finite", id="not a number"),
        pytest.param(b"a: [1, -.inf]", "a[1]", "not_finite", id="infinity"),
        pytest.param(b"a: " + b"[" * 19, "", "syntax", id="deep but allowed, then cut off"),
    ],
)
def test_hostile_input_is_refused(data, path, code):
    with pytest.raises(PackError) as refused:
        read_pack(data)
    assert (refused.value.path, refused.value.code) == (path, code)
    assert str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a: " + b"[" * 50_000, id="lists"),
        pytest.param(b"a: " + b"[{a: " * 30_000, id="lists of mappings"),
        pytest.param(b"- " * 50_000, id="block lists"),
    ],
)
def test_depth_is_refused_before_anything_is_built(data):
    with pytest.raises(PackError) as refused:
        read_pack(data)
    assert refused.value.code == "too_deep"


def test_number_of_values_is_limited():
    with pytest.raises(PackError) as refused:
        read_pack(b"a: [" + b"1," * VALUE_LIMIT + b"]")
    assert refused.value.code == "too_many_values"


def test_size_limit_can_be_lowered():
    with pytest.raises(PackError) as refused:
        read_pack(b"a: 1", size_limit=3)
    assert refused.value.params == {"limit": 3}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("null", None, id="null"),
        pytest.param("~", None, id="tilde"),
        pytest.param("true", True, id="true"),
        pytest.param("false", False, id="false"),
        pytest.param("no", "no", id="no is a word"),
        pytest.param("On", "On", id="on is a word"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-12", -12, id="negative"),
        pytest.param("0.10", 0.1, id="fraction"),
        pytest.param("007", "007", id="leading zeros stay text"),
        pytest.param("0x1f", "0x1f", id="hexadecimal stays text"),
        pytest.param("1e5", "1e5", id="exponent stays text"),
        pytest.param("1_000", "1_000", id="underscores stay text"),
        pytest.param("9" * 400, "9" * 400, id="endless number stays text"),
        pytest.param("2025-01-01", "2025-01-01", id="date stays text"),
        pytest.param("12:30:00", "12:30:00", id="sexagesimal stays text"),
        pytest.param('"5"', "5", id="quoted number is text"),
        pytest.param('"null"', "null", id="quoted null is text"),
        pytest.param("nano", "nano", id="a word that begins with nan"),
    ],
)
def test_only_plain_scalars_are_read(written, value):
    found = read_pack(f"a: {written}".encode())["a"]
    assert (found, type(found)) == (value, type(value))


def test_byte_order_mark_is_not_part_of_the_first_key():
    assert read_pack(b"\xef\xbb\xbfa: 1") == {"a": 1}


def test_the_python_parser_reads_the_same(monkeypatch):
    fast = read_default_pack()
    monkeypatch.setattr(loading, "_LOADER", yaml.SafeLoader)
    assert read_default_pack() == fast


def test_the_python_parser_refuses_control_characters(monkeypatch):
    monkeypatch.setattr(loading, "_LOADER", yaml.SafeLoader)
    with pytest.raises(PackError) as refused:
        read_pack(b"a: 1\nb: \x07")
    assert (refused.value.code, refused.value.params) == ("forbidden_character", {"line": 2})


@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused_but_never_crash(data):
    try:
        found = read_pack(data)
    except PackError as error:
        found = {"refused": str(error)}
    assert isinstance(found, dict)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-999, 999) | st.text("abcя \n\"'#:-", max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abя", min_size=1, max_size=3), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_json_comes_through_unchanged(value):
    assert read_pack(json.dumps({"a": value}).encode()) == {"a": value}


def test_loading_twice_gives_the_same_checksum():
    assert checksum(read_default_pack()) == checksum(read_pack(DEFAULT_PACK.read_bytes()))


def test_checksum_ignores_layout_and_sees_content():
    assert checksum({"a": 1, "b": [1, 2]}) == checksum({"b": [1, 2], "a": 1})
    assert checksum({"a": 1, "b": [1, 2]}) != checksum({"a": 1, "b": [2, 1]})


def test_checksum_survives_storage_as_json():
    document = read_default_pack()
    assert checksum(json.loads(json.dumps(document))) == checksum(document)
