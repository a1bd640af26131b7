"""Reading a pack from bytes nobody vouches for: plain YAML, nothing that surprises.

Values are built from parser events, so depth, size and forbidden constructs are checked before
anything is constructed. Dates stay text; so does everything that is not plainly a number.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml import events as ev

from assessments.methodology.problems import PackError, Problem

DEFAULT_PACK = Path(__file__).resolve().parents[1] / "reference" / "default_pack.yaml"

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 20
VALUE_LIMIT = 50_000

#: The C parser where it is built in; only its events are used, never its constructors.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS = {"": None, "null": None, "~": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_FRACTION = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_NOT_FINITE = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_pack(data: bytes, *, size_limit: int = SIZE_LIMIT) -> dict[str, Any]:
    """The document in the bytes: mappings, lists, text, numbers, booleans and nothing else.

    Raises PackError for anything that is not small, flat, single, plain UTF-8 YAML.
    """
    if len(data) > size_limit:
        _refuse("", "too_large", limit=size_limit)
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse("", "encoding", position=error.start)
    try:
        return _Reader(yaml.parse(content, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        _refuse("", "syntax", line=mark.line + 1, column=mark.column + 1)
    except yaml.reader.ReaderError as error:
        line = content.count("\n", 0, error.position) + 1
        _refuse("", "forbidden_character", line=line)


def read_default_pack() -> dict[str, Any]:
    """The document of the pack we ship."""
    return read_pack(DEFAULT_PACK.read_bytes())


def checksum(document: Mapping[str, Any]) -> str:
    """SHA-256 over the document in canonical JSON: key order and layout do not matter."""
    canonical = json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def join(path: str, part: str | int) -> str:
    """The path of a part: `a.b` for a key, `a[2]` for a place in a list."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part


class _Reader:
    """Builds plain values out of parser events and refuses what a pack must not hold."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.values = 0

    def document(self) -> dict[str, Any]:
        next(self.events)
        start = next(self.events)
        if isinstance(start, ev.StreamEndEvent):
            _refuse("", "empty")
        if start.tags:
            _refuse("", "tag", line=_line(start))
        root = next(self.events)
        value = self.value(root, "", 1)
        if value is None:
            _refuse("", "empty")
        if not isinstance(value, dict):
            _refuse("", "not_a_mapping")
        next(self.events)
        if not isinstance(next(self.events), ev.StreamEndEvent):
            _refuse("", "several_documents")
        return value

    def value(self, event: Any, path: str, depth: int) -> Any:
        line = _line(event)
        self.values += 1
        if self.values > VALUE_LIMIT:
            _refuse("", "too_many_values", limit=VALUE_LIMIT)
        if depth > DEPTH_LIMIT:
            _refuse(path, "too_deep", limit=DEPTH_LIMIT, line=line)
        if isinstance(event, ev.AliasEvent):
            _refuse(path, "alias", line=line)
        if event.anchor is not None:
            _refuse(path, "anchor", line=line)
        if event.tag is not None:
            _refuse(path, "tag", line=line)
        if isinstance(event, ev.MappingStartEvent):
            return self.mapping(path, depth)
        if isinstance(event, ev.SequenceStartEvent):
            return self.sequence(path, depth)
        return _scalar(event, path)

    def mapping(self, path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), ev.MappingEndEvent):
            if not isinstance(event, ev.ScalarEvent):
                _refuse(path, "key_not_text", line=_line(event))
            self.value(event, path, depth + 1)
            key = event.value
            if key == "<<" or not key:
                _refuse(path, "key_not_text", line=_line(event))
            if key in found:
                _refuse(join(path, key), "duplicate_key", key=key, line=_line(event))
            found[key] = self.value(next(self.events), join(path, key), depth + 1)
        return found

    def sequence(self, path: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), ev.SequenceEndEvent):
            found.append(self.value(event, join(path, len(found)), depth + 1))
        return found


def _scalar(event: Any, path: str) -> str | int | float | bool | None:
    words: str = event.value
    if _FORBIDDEN.search(words):
        _refuse(path, "forbidden_character", line=_line(event))
    if event.style:
        return words
    if words in _WORDS:
        return _WORDS[words]
    if _INTEGER.fullmatch(words):
        return int(words)
    if _FRACTION.fullmatch(words):
        return float(words)
    if _NOT_FINITE.fullmatch(words):
        _refuse(path, "not_finite", found=words)
    return words


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refuse(path: str, code: str, **params: object) -> NoReturn:
    raise PackError([Problem(path, code, params)])
