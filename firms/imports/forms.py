"""What a person says on the pages of imports and look-alikes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firms.imports.models import PairState


class UndoForm(forms.Form):
    """Undo an import; firms that gained other records stay only when the person says so."""

    keep_used = forms.BooleanField(
        label=_("Keep the firms that gained other records since, and undo the rest"),
        required=False,
    )


class DecideForm(forms.Form):
    """Two firms or one; a decision can be opened again."""

    state = forms.ChoiceField(choices=PairState.choices, label=_("Decision"))
