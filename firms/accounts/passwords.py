"""What a password of staff may not be, beyond Django's own rules."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Words everybody would try here first (ASVS 6.1.2).
WORDS = ("portolan", "export", "agency")
LONG_ENOUGH = 12


class NoWordsOfThePlace:
    """Refuses a password that is too short once the words of this place are taken out."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if len(rest) < LONG_ENOUGH and rest != password.lower():
            raise ValidationError(self.get_help_text(), code="password_words_of_the_place")

    def get_help_text(self) -> str:
        return _("A password must not lean on words such as “Portolan” or “export”.")
