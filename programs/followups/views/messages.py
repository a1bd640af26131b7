"""How a person is told: preferences, days away, the calendar's address, and news of the pages."""

from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from django.views.generic.base import View

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.models import Absence, User
from firms.accounts.roles import Capability
from firms.staff.absences import cancel_absence, enter_absence
from programs.followups import calendar_feed
from programs.followups.actions import marking, preferring
from programs.followups.forms.messages import AbsenceForm, PreferenceForm, SettleForm
from programs.followups.models import CalendarFeed, MessagePreference, Reminder
from programs.pages import ActionPage


class Messages(StaffPage, FormView):
    """When and about what I get mail, my days away, and the address of my calendar."""

    capability = Capability.SEE_OWN_MESSAGES
    template_name = "programs/followups/messages.html"
    form_class = PreferenceForm

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        wishes = MessagePreference.objects.filter(user=user).first()
        return model_to_dict(wishes or MessagePreference(user=user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        absences = Absence.objects.visible_to(user).filter(ends_on__gte=clock.today())
        led = User.objects.led_by(user).exclude(pk=user.pk)
        return super().get_context_data(
            feed=CalendarFeed.objects.visible_to(user).first(),
            fresh=self.request.session.pop("fresh_feed", ""),
            absences=absences.filter(user=user).select_related("delegate"),
            team=absences.filter(user__in=led).select_related("user", "delegate"),
            leads=user.may(Capability.MANAGE_ABSENCES),
            absence_form=AbsenceForm(user=user),
            zone=user.time_zone,
            **kwargs,
        )

    def form_valid(self, form: PreferenceForm) -> HttpResponse:
        preferring.set_preferences(user=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Kept. It holds from the next message on."))
        return redirect("programs:messages")


class EnterAbsence(StaffPage, FormView):
    """Days away, and who covers: one's own, or those of colleagues one leads."""

    capability = Capability.SEE_OWN_MESSAGES
    template_name = "programs/followups/absence.html"
    form_class = AbsenceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        try:
            enter_absence(by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Entered. Who covers sees the firms on these days."))
        return redirect("programs:messages")


class CancelAbsence(StaffPage, View):
    capability = Capability.SEE_OWN_MESSAGES

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        absence = get_visible_or_404(Absence, request.user, pk=pk)
        if not User.objects.led_by(request.user).filter(pk=absence.user_id).exists():
            raise Http404
        cancel_absence(absence=absence, by=request.user)
        messages.success(request, _("Taken back."))
        return redirect("programs:messages")


class IssueFeed(StaffPage, View):
    """A new secret address for the calendar; it is shown once."""

    capability = Capability.SEE_OWN_MESSAGES

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("act") == "withdraw":
            preferring.withdraw_feed(user=request.user)
            messages.success(request, _("The calendar's address does not work any more."))
            return redirect("programs:messages")
        token = preferring.issue_feed(user=request.user)
        address = request.build_absolute_uri(reverse("programs:calendar", args=[token]))
        request.session["fresh_feed"] = address
        return redirect("programs:messages")


@method_decorator(never_cache, name="dispatch")
class Calendar(View):
    """A person's follow-ups for a calendar program; the address is the key."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = preferring.feed_of(token=token)
        if feed is None:
            raise Http404
        body = calendar_feed.as_ics(feed.user, now=clock.now())
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="portolan.ics"'
        return response


class MarkRead(StaffPage, View):
    """What was told on the pages was seen."""

    capability = Capability.SEE_OWN_MESSAGES

    def post(self, request: HttpRequest) -> HttpResponse:
        given = request.POST.getlist("reminder")[:100]
        keys = [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 19]
        preferring.mark_read(user=request.user, reminders=keys)
        return redirect("workspace:my-day")


class Settle(ActionPage):
    """Say what became of a message in doubt or refused: it arrived, or send it again."""

    capability = Capability.MANAGE_FOLLOWUPS
    form_class = SettleForm
    heading, done = gettext_lazy("A message in doubt"), gettext_lazy("Decided.")

    @cached_property
    def reminder(self) -> Reminder:
        rows = Reminder.objects.select_related("follow_up__firm", "message")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def firm(self) -> Any:
        return self.reminder.follow_up.firm

    def act(self, data: dict[str, Any]) -> None:
        marking.settle_reminder(
            reminder=self.reminder, was_sent=data["became"] == "arrived", by=self.request.user
        )
