"""What can be wrong with a pack, as data: where, which rule, and the figures of the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: One sentence for each code; params fill the named places.
SENTENCES: Mapping[str, str | Promise] = {
    "too_large": _("The file is larger than %(limit)s bytes."),
    "encoding": _("The file is not UTF-8 text (byte %(position)s)."),
    "syntax": _("The file is not valid YAML: line %(line)s, column %(column)s."),
    "empty": _("The file holds no pack."),
    "several_documents": _("The file holds more than one document."),
    "not_a_mapping": _("The pack must be a mapping of sections."),
    "too_deep": _("Nested deeper than %(limit)s levels (line %(line)s)."),
    "too_many_values": _("The file holds more than %(limit)s values."),
    "alias": _("Aliases are not allowed (line %(line)s)."),
    "anchor": _("Anchors are not allowed (line %(line)s)."),
    "tag": _("Tags are not allowed (line %(line)s)."),
    "key_not_text": _("A key must be plain text (line %(line)s)."),
    "duplicate_key": _("The key %(key)s stands here twice (line %(line)s)."),
    "forbidden_character": _("The text holds a character that cannot be stored (line %(line)s)."),
    "not_finite": _("%(found)s is not a number we can calculate with."),
    "missing_key": _("%(key)s is missing."),
    "unknown_key": _("%(key)s is not known here."),
    "wrong_type": _("This must be %(needed)s."),
    "not_allowed": _("%(found)s is not one of: %(needed)s."),
    "too_small": _("%(found)s is below %(needed)s."),
    "too_big": _("%(found)s is above %(needed)s."),
    "bad_format": _("%(found)s does not have the expected form."),
    "too_few": _("At least %(needed)s needed."),
    "too_many": _("At most %(needed)s allowed."),
    "repeated": _("The same value stands here twice."),
    "unsupported": _("%(found)s is not supported; this program reads %(needed)s."),
    "not_valid": _("This does not fit the description of a pack."),
    "unknown_code": _("%(found)s is not a %(kind)s of this pack."),
    "doubled_code": _("%(found)s stands here twice."),
    "missing_code": _("The %(kind)s %(needed)s is missing."),
    "missing_translation": _("The text in the language %(language)s is missing."),
    "undeclared_language": _("The language %(language)s is not declared in meta.languages."),
    "missing_fallback": _("meta.languages must contain %(needed)s."),
    "bands_not_from_zero": _("The first band must start at 0, not at %(found)s."),
    "bands_not_ascending": _("%(found)s must be above %(needed)s, where the band before starts."),
    "not_in_order": _("%(found)s must not be below %(needed)s."),
    "cycle": _("These need each other in a circle: %(found)s."),
    "scale_not_from_zero": _("A scale must run from 0 upwards without a gap."),
}

#: What a code names, and which kind of value was needed.
_WORDS: Mapping[str, str | Promise] = {
    "code": _("code"),
    "stage": _("stage"),
    "group": _("group of constraints"),
    "constraint": _("constraint"),
    "intervention": _("intervention"),
    "outcome": _("outcome"),
    "reference": _("reference"),
    "entry mode": _("entry mode"),
    "answer scale": _("answer scale"),
    "object": _("a mapping of keys"),
    "array": _("a list"),
    "string": _("text"),
    "number": _("a number"),
    "integer": _("a whole number"),
    "boolean": _("true or false"),
}

#: Params that hold a word of ours, not a word of the file, by code of the problem.
_SPOKEN = {"unknown_code": "kind", "missing_code": "kind", "wrong_type": "needed"}


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `path` like `interventions[3].addresses.foo`; empty for the whole file."""

    path: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        params = dict(self.params)
        if name := _SPOKEN.get(self.code):
            words = str(params[name]).split(", ")
            params[name] = ", ".join(str(_WORDS.get(word, word)) for word in words)
        sentence = str(SENTENCES[self.code]) % params
        return f"{self.path}: {sentence}" if self.path else sentence


class PackError(ValueError):
    """A pack was refused. `problems` holds every reason; the first is also on the error itself."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.path = self.problems[0].path
        self.code = self.problems[0].code
        self.params = self.problems[0].params
        super().__init__("\n".join(str(problem) for problem in self.problems))
