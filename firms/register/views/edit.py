"""Registering and changing a firm."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from firms.register import actions, selectors
from firms.register.forms import (
    AssignForm,
    CloseFirmForm,
    ConsentForm,
    ContactForm,
    DocumentForm,
    ExportYearForm,
    FirmForm,
    InvitationForm,
    LeftForm,
    MarketEventForm,
    RegisterForm,
    StepForm,
    TieForm,
)
from firms.register.models import Consent, Contact, Firm, Membership
from firms.register.views.base import FirmFormPage, run


class RegisterFirm(StaffPage, FormView):
    """A new firm; look-alikes are shown before it is made a second one."""

    capability = Capability.REGISTER_FIRM
    template_name = "firms/register/new.html"
    form_class = RegisterForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        is_new = data.pop("is_new")
        alike = actions.possible_duplicates(
            legal_name=data["legal_name"],
            country=data["country"],
            registration_number=data["registration_number"],
        )
        if alike and not is_new:
            seen = set(
                Firm.objects.visible_to(self.request.user).filter(pk__in=[f.pk for f in alike])
            )
            pairs = [(firm, firm in seen) for firm in alike]
            return self.render_to_response(self.get_context_data(form=form, alike=pairs))
        made: list[Firm] = []

        def act(_: dict[str, Any]) -> None:
            firm = actions.register_firm(by=self.request.user, **data)
            if self.request.user.may(Capability.TAKE_FIRM) and self.request.user.office_id:
                actions.take_firm(firm=firm, by=self.request.user)
            made.append(firm)

        try_it = run(self.request, form, act, back="home", done=_("The firm is registered."))
        if try_it is None:
            return self.form_invalid(form)
        try_it["Location"] = made[0].get_absolute_url()
        return try_it


class ChangeFirm(FirmFormPage):
    """Correct what is known of the firm."""

    capability = Capability.EDIT_FIRM
    form_class = FirmForm
    heading = _("Change the firm's data")
    done = _("The firm's data are changed.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.firm, name) for name in FirmForm.base_fields}

    def act(self, data: dict[str, Any]) -> None:
        actions.change_firm(firm=self.firm, by=self.request.user, **data)


class CloseFirm(FirmFormPage):
    """The firm leaves."""

    capability = Capability.EDIT_FIRM
    form_class = CloseFirmForm
    heading = _("The firm leaves the agency")
    done = _("The firm is marked as left. Its record stays.")

    def act(self, data: dict[str, Any]) -> None:
        actions.close_firm(firm=self.firm, by=self.request.user, **data)


class TakeFirm(FirmFormPage):
    """An adviser takes an unassigned firm."""

    capability = Capability.TAKE_FIRM
    form_class = forms.Form
    heading = _("Take this firm into your caseload")
    done = _("The firm is in your caseload now.")

    def act(self, data: dict[str, Any]) -> None:
        actions.take_firm(firm=self.firm, by=self.request.user)


class AssignAdviser(FirmFormPage):
    """Hand the firm to an adviser of its office."""

    capability = Capability.ASSIGN_ADVISER
    form_class = AssignForm
    heading = _("Who looks after this firm?")
    done = _("The firm has a new adviser.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"office": self.firm.office}

    def act(self, data: dict[str, Any]) -> None:
        actions.assign_adviser(firm=self.firm, by=self.request.user, **data)


class AddContact(FirmFormPage):
    """A person of the firm."""

    capability = Capability.EDIT_FIRM
    form_class = ContactForm
    heading = _("Add a contact")
    done = _("The contact is added.")

    def act(self, data: dict[str, Any]) -> None:
        actions.add_contact(firm=self.firm, by=self.request.user, **data)


class _OfContact(FirmFormPage):
    capability = Capability.EDIT_FIRM

    @cached_property
    def contact(self) -> Contact:
        return get_visible_or_404(
            Contact, self.request.user, firm=self.firm, pk=self.kwargs["contact_pk"]
        )


class ChangeContact(_OfContact):
    """Correct a person's details, as an address from which mail came back."""

    form_class = ContactForm
    heading = _("Change the contact")
    done = _("The contact is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.contact, name) for name in ContactForm.base_fields}

    def act(self, data: dict[str, Any]) -> None:
        actions.change_contact(contact=self.contact, by=self.request.user, **data)


class ContactLeft(_OfContact):
    """A person is not with the firm any more."""

    form_class = LeftForm
    heading = _("The contact has left the firm")
    done = _("Nothing is sent to this person any more.")

    def act(self, data: dict[str, Any]) -> None:
        actions.contact_left(contact=self.contact, by=self.request.user, **data)


class EndMembership(FirmFormPage):
    """A person of the firm may not look into the portal any more."""

    capability = Capability.EDIT_FIRM
    form_class = forms.Form
    heading = _("End this person's access to the portal")
    done = _("The person cannot see this firm in the portal any more.")

    def act(self, data: dict[str, Any]) -> None:
        member = get_visible_or_404(
            Membership, self.request.user, firm=self.firm, pk=self.kwargs["member_pk"]
        )
        actions.end_membership(membership=member, by=self.request.user)


class InviteMember(FirmFormPage):
    """A person of the firm gets a sign-in."""

    capability = Capability.EDIT_FIRM
    form_class = InvitationForm
    heading = _("Invite a person of the firm to the portal")
    done = _("The person can sign in now with this e-mail address.")

    def act(self, data: dict[str, Any]) -> None:
        actions.invite_member(firm=self.firm, by=self.request.user, **data)


class AddTie(FirmFormPage):
    """Somebody who may open a market."""

    capability = Capability.EDIT_FIRM
    form_class = TieForm
    heading = _("Add a tie")
    done = _("The tie is added.")

    def act(self, data: dict[str, Any]) -> None:
        actions.record_tie(firm=self.firm, by=self.request.user, **data)


class AddExportYear(FirmFormPage):
    """Turnover and exports of a year."""

    capability = Capability.EDIT_FIRM
    form_class = ExportYearForm
    heading = _("Figures of a year")
    done = _("The figures are recorded. What was there before stays as history.")

    def act(self, data: dict[str, Any]) -> None:
        actions.record_export_year(firm=self.firm, by=self.request.user, **data)


class AddMarketEvent(FirmFormPage):
    """Entry, exit or return."""

    capability = Capability.EDIT_FIRM
    form_class = MarketEventForm
    heading = _("A market was entered, left or entered again")
    done = _("It is on the record.")

    def act(self, data: dict[str, Any]) -> None:
        actions.record_market_event(firm=self.firm, by=self.request.user, **data)


class AddStep(FirmFormPage):
    """A step abroad."""

    capability = Capability.EDIT_FIRM
    form_class = StepForm
    heading = _("A step abroad")
    done = _("The step is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = selectors.documents_to_choose(self.request.user, self.firm)
        return super().get_form_kwargs() | {"documents": rows}

    def act(self, data: dict[str, Any]) -> None:
        actions.record_step(firm=self.firm, by=self.request.user, **data)


class AddDocument(FirmFormPage):
    """A file to keep."""

    capability = Capability.EDIT_FIRM
    form_class = DocumentForm
    heading = _("File a document")
    done = _("The document is filed.")

    def act(self, data: dict[str, Any]) -> None:
        actions.add_document(firm=self.firm, by=self.request.user, **data)


class GiveConsent(FirmFormPage):
    """The firm agrees to something."""

    capability = Capability.EDIT_FIRM
    form_class = ConsentForm
    heading = _("Record a consent")
    done = _("The consent is recorded.")

    def act(self, data: dict[str, Any]) -> None:
        actions.give_consent(firm=self.firm, by=self.request.user, **data)


class WithdrawConsent(FirmFormPage):
    """The firm takes a consent back; what was done under it stays on record."""

    capability = Capability.EDIT_FIRM
    form_class = forms.Form
    heading = _("Withdraw the consent")
    done = _("The consent is withdrawn.")

    def act(self, data: dict[str, Any]) -> None:
        consent = get_visible_or_404(
            Consent, self.request.user, firm=self.firm, pk=self.kwargs["consent_pk"]
        )
        actions.withdraw_consent(consent=consent, by=self.request.user)
