"""Kinds of events about letters."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

NOBODY_TO_TELL = kinds.register(
    "letter.nobody_to_tell",
    _("Nobody of the firm may be written to: tell them about %(offering)s yourself."),
    group="help",
    icon="alert-triangle",
)
