"""Pages that open and change an offering, with what is known of the help it gives beside them."""

from functools import cached_property
from typing import Any

from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation import actions
from programs.allocation.forms.offerings import NewOfferingForm, OfferingForm
from programs.allocation.views.base import OfferingFormPage, ProgramFormPage
from programs.catalogue.models import Intervention, Program
from programs.eligibility.models import Criteria


class AboutHelp(ManagerPage, TemplateView):
    """What studies say of a kind of help and what to mind, beside the field that chooses it."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/allocation/_about_help.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.request.GET.get("intervention", "")
        found = Intervention.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        return super().get_context_data(intervention=found, **kwargs)


class OfferingFields(ProgramFormPage):
    """The form of an offering, with what is known of the chosen help beside it."""

    template_name = "programs/allocation/offering_form.html"

    def get_form(self, *args: Any) -> Any:
        form = super().get_form(*args)
        form.fields["intervention"].widget.attrs |= {
            "hx-get": reverse("programs:about-help"),
            "hx-trigger": "change",
            "hx-target": "#about-help",
        }
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = context["form"]["intervention"].value()
        kinds = context["form"].fields["intervention"].queryset
        known = chosen if isinstance(chosen, int) or str(chosen or "").isdecimal() else None
        return context | {"intervention": kinds.filter(pk=known).first() if known else None}


class NewOffering(OfferingFields):
    """Open an offering in a program, or draft it."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = NewOfferingForm
    heading, done = _("New offering"), _("The offering is noted.")

    @cached_property
    def program(self) -> Program:  # type: ignore[override]
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return self.program.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"currency": self.program.currency}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "interventions": offered_by(self.program),
            "criteria": Criteria.objects.visible_to(self.request.user).in_use(),
            "inherited": self.program.conditions,
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.create_offering(program=self.program, by=self.request.user, **data)


def offered_by(program: Program) -> Any:
    """The kinds of help a program pays for; all of them where it names none."""
    own = program.interventions.all()
    return own if own.exists() else Intervention.objects.offered()


class ChangeOffering(OfferingFields, OfferingFormPage):
    """Change an offering."""

    form_class = OfferingForm
    heading, done = _("Change the offering"), _("The offering is changed.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | model_to_dict(
            self.offering, fields=[*OfferingForm.base_fields]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = offered_by(self.program) | Intervention.objects.filter(
            pk=self.offering.intervention_id
        )
        criteria = Criteria.objects.visible_to(self.request.user)
        return super().get_form_kwargs() | {
            "interventions": kinds.distinct(),
            "criteria": (criteria.in_use() | criteria.filter(offerings=self.offering)).distinct(),
            "inherited": self.program.conditions,
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.update_offering(offering=self.offering, by=self.request.user, **data)
