"""What can be wrong with a pack, as data: where, which rule, and the figures of the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: One English sentence for each code; params fill the named places.
SENTENCES: Mapping[str, str] = {
    "too_large": "The file is larger than %(limit)s bytes.",
    "encoding": "The file is not UTF-8 text (byte %(position)s).",
    "syntax": "The file is not valid YAML: line %(line)s, column %(column)s.",
    "empty": "The file holds no pack.",
    "several_documents": "The file holds more than one document.",
    "not_a_mapping": "The pack must be a mapping of sections.",
    "too_deep": "Nested deeper than %(limit)s levels (line %(line)s).",
    "too_many_values": "The file holds more than %(limit)s values.",
    "alias": "Aliases are not allowed (line %(line)s).",
    "anchor": "Anchors are not allowed (line %(line)s).",
    "tag": "Tags are not allowed (line %(line)s).",
    "key_not_text": "A key must be plain text (line %(line)s).",
    "duplicate_key": "The key %(key)s stands here twice (line %(line)s).",
    "forbidden_character": "The text holds a character that cannot be stored (line %(line)s).",
    "not_finite": "%(found)s is not a number we can calculate with.",
    "missing_key": "%(key)s is missing.",
    "unknown_key": "%(key)s is not known here.",
    "wrong_type": "This must be %(needed)s.",
    "not_allowed": "%(found)s is not one of: %(needed)s.",
    "too_small": "%(found)s is below %(needed)s.",
    "too_big": "%(found)s is above %(needed)s.",
    "bad_format": "%(found)s does not have the expected form.",
    "too_few": "At least %(needed)s needed.",
    "too_many": "At most %(needed)s allowed.",
    "repeated": "The same value stands here twice.",
    "unsupported": "%(found)s is not supported; this program reads %(needed)s.",
    "not_valid": "This does not fit the description of a pack.",
    "unknown_code": "%(found)s is not a %(kind)s of this pack.",
    "doubled_code": "%(found)s stands here twice.",
    "missing_code": "The %(kind)s %(needed)s is missing.",
    "missing_translation": "The text in the language %(language)s is missing.",
    "undeclared_language": "The language %(language)s is not declared in meta.languages.",
    "missing_fallback": "meta.languages must contain %(needed)s.",
    "bands_not_from_zero": "The first band must start at 0, not at %(found)s.",
    "bands_not_ascending": "%(found)s must be above %(needed)s, where the band before starts.",
    "not_in_order": "%(found)s must not be below %(needed)s.",
    "cycle": "These need each other in a circle: %(found)s.",
    "scale_not_from_zero": "A scale must run from 0 upwards without a gap.",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `path` like `interventions[3].addresses.foo`; empty for the whole file."""

    path: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = SENTENCES[self.code] % self.params
        return f"{self.path}: {sentence}" if self.path else sentence


class PackError(ValueError):
    """A pack was refused. `problems` holds every reason; the first is also on the error itself."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.path = self.problems[0].path
        self.code = self.problems[0].code
        self.params = self.problems[0].params
        super().__init__("\n".join(str(problem) for problem in self.problems))
