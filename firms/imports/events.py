"""Kinds of events about imports and look-alikes. All begin with `import.`."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

#: Events whose kind begins like this never keep an import from being undone.
PREFIX = "import."

# Translators: %(by)s is a person; the file and the numbers are of one import.
RUN_DONE = kinds.register(
    "import.done",
    _("The file %(file)s was imported: %(accepted)s rows accepted, %(rejected)s rejected. %(by)s"),
    group="record",
    icon="upload",
)
RUN_UNDONE = kinds.register(
    "import.undone",
    _("The import of the file %(file)s was undone; firms kept: %(kept)s. %(by)s"),
    group="record",
    icon="arrow-back-up",
)
FIRM_IMPORTED = kinds.register(
    "import.firm",
    _("The firm was taken over from the file %(file)s."),
    group="record",
    icon="upload",
)
PAIR_DISTINCT = kinds.register(
    "import.pair_distinct",
    _("%(by)s decided that %(other)s is another firm."),
    group="record",
    icon="copy",
)
PAIR_SAME = kinds.register(
    "import.pair_same",
    _("%(by)s decided that %(other)s is the same firm; the two are still to be merged."),
    group="record",
    icon="copy",
)
PAIR_REOPENED = kinds.register(
    "import.pair_reopened",
    _("%(by)s asked again whether %(other)s is the same firm."),
    group="record",
    icon="copy",
)
