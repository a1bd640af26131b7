"""Help in the portal: what is suggested and why, the firm's yes or no, and what it reads."""

from itertools import cycle, islice

import factory
import pytest
from django.urls import reverse

from firms.audit.models import AuditEvent
from programs.engagements import actions
from programs.engagements.errors import NothingToAnswer, ReasonMissing, SeatDecides
from programs.engagements.models import Engagement
from tests.factories.programs import (
    ApplicationFactory,
    EngagementFactory,
    InterventionFactory,
    OfferingFactory,
)

HOME = reverse("portal:home")
WHY = "The buyers in Dubai ask for it."


@pytest.fixture
def proposed(firm, adviser, on_monday) -> Engagement:
    help_ = InterventionFactory(names={"en": "Export coaching"})
    return actions.propose_engagement(firm=firm, intervention=help_, by=adviser, reason=WHY)


@pytest.fixture
def seated(firm, on_monday) -> Engagement:
    """Help that hangs on an application for a place."""
    offering = OfferingFactory(intervention=InterventionFactory())
    ApplicationFactory(offering=offering, firm=firm)
    return EngagementFactory(
        firm=firm, offering=offering, state="applied", intervention=offering.intervention
    )


def at(name, engagement):
    return reverse(f"portal:{name}", args=[engagement.pk])


def state_of(engagement):
    return Engagement.objects.get(pk=engagement.pk).state


def test_the_home_asks_and_the_page_says_why(firm_owner_client, proposed):
    home = firm_owner_client.get(HOME).text
    assert "Your adviser suggests this help." in home
    assert at("help", proposed) in home
    page = firm_owner_client.get(at("help", proposed)).text
    assert WHY in page
    assert "Yes, we want it" in page


def test_what_was_decided_without_the_firm_keeps_its_reason(firm_owner_client, firm, on_monday):
    decided = EngagementFactory(firm=firm, reason="Owner is stubborn.", state="approved")
    assert "Owner is stubborn." not in firm_owner_client.get(at("help", decided)).text


def test_a_yes_is_on_record_for_the_adviser(
    firm_owner_client, adviser_client, proposed, firm, firm_owner
):
    answered = firm_owner_client.post(at("help-yes", proposed), follow=True).text
    assert "Your application is being considered" in answered
    firm_owner_client.post(at("help-yes", proposed))
    assert state_of(proposed) == "applied"
    moves = list(proposed.transitions.values_list("before", "after", "by"))
    assert moves[1:] == [("proposed", "applied", firm_owner.pk)]
    timeline = adviser_client.get(reverse("firms:timeline", args=[firm.pk])).text
    assert "The firm says yes: Export coaching." in timeline
    assert AuditEvent.objects.filter(kind="engagement.taken_up", actor=firm_owner).count() == 1


def test_a_no_needs_a_reason_and_the_adviser_reads_it(
    firm_owner_client, adviser_client, proposed, firm
):
    assert "This field is required" in firm_owner_client.post(at("help-no", proposed)).text
    firm_owner_client.post(at("help-no", proposed), {"reason": "We have our own coach."})
    firm_owner_client.post(at("help-no", proposed), {"reason": "We have our own coach."})
    assert state_of(proposed) == "declined"
    timeline = adviser_client.get(reverse("firms:timeline", args=[firm.pk])).text
    assert "The firm says no: Export coaching." in timeline
    assert "We have our own coach." in timeline


def test_what_was_asked_for_is_withdrawn_before_it_begins(firm_owner_client, proposed, adviser):
    firm_owner_client.post(at("help-yes", proposed))
    actions.approve_engagement(engagement=proposed, by=adviser)
    assert "Withdraw" in firm_owner_client.get(at("help", proposed)).text
    firm_owner_client.post(at("help-no", proposed), {"reason": "No time this year."})
    assert state_of(proposed) == "withdrawn"


def test_what_has_begun_is_the_advisers_to_end(firm_owner_client, proposed, adviser):
    firm_owner_client.post(at("help-yes", proposed))
    actions.approve_engagement(engagement=proposed, by=adviser)
    actions.start_engagement(engagement=proposed, by=adviser)
    refused = firm_owner_client.post(at("help-no", proposed), {"reason": "No time."}).text
    assert "There is nothing to answer here any more: “It is under way”." in refused
    assert state_of(proposed) == "active"


def test_what_was_called_off_takes_no_yes(firm_owner_client, firm_owner, proposed, adviser):
    actions.cancel_engagement(engagement=proposed, by=adviser, reason="The coach fell ill.")
    with pytest.raises(NothingToAnswer):
        actions.take_up_help(engagement=proposed, by=firm_owner)
    answered = firm_owner_client.post(at("help-yes", proposed), follow=True).text
    assert "There is nothing to answer here any more: “It was called off”." in answered


def test_a_no_without_words_is_refused(firm_owner, proposed):
    with pytest.raises(ReasonMissing):
        actions.give_up_help(engagement=proposed, by=firm_owner, reason=" ")


def test_an_offer_without_an_application_is_agreed_by_the_firm(firm_owner_client, firm, on_monday):
    offered = EngagementFactory(firm=firm, state="offered")
    assert "A place is offered to you." in firm_owner_client.get(HOME).text
    firm_owner_client.post(at("help-yes", offered))
    assert state_of(offered) == "approved"


def test_a_place_is_answered_with_its_application(firm_owner_client, firm_owner, seated):
    page = firm_owner_client.get(at("help", seated)).text
    assert "See your application" in page
    assert at("help-no", seated) not in page
    with pytest.raises(SeatDecides):
        actions.give_up_help(engagement=seated, by=firm_owner, reason="No time.")


def test_the_home_leads_to_the_offer_of_a_place(firm_owner_client, firm, seated):
    seated.offering.applications.update(state="offered", offer_until="2026-03-09T09:00Z")
    Engagement.objects.filter(pk=seated.pk).update(state="offered")
    home = firm_owner_client.get(HOME).text
    assert "A place is offered to you." in home
    assert f"{reverse('portal:offers')}?firm={firm.pk}" in home
    assert "Yes, we want it" not in firm_owner_client.get(at("help", seated)).text


@pytest.mark.asvs("8.2.1")
def test_a_viewer_reads_and_does_not_answer(firm_viewer_client, proposed):
    page = firm_viewer_client.get(at("help", proposed)).text
    assert WHY in page
    assert "Yes, we want it" not in page
    assert "Look and answer" not in firm_viewer_client.get(HOME).text
    assert firm_viewer_client.post(at("help-yes", proposed)).status_code == 403
    assert firm_viewer_client.post(at("help-no", proposed), {"reason": "x"}).status_code == 403
    assert state_of(proposed) == "proposed"


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize(
    ("method", "name"), [("get", "help"), ("post", "help-yes"), ("get", "help-no")]
)
def test_the_help_of_another_firm_does_not_exist(foreign_owner_client, proposed, method, name):
    ask = getattr(foreign_owner_client, method)
    assert ask(at(name, proposed)).status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("proposed", "Your adviser suggests it"),
        ("applied", "Your application is being considered"),
        ("waitlisted", "You are on the waiting list"),
        ("approved", "Agreed, not begun yet"),
        ("active", "It is under way"),
        ("paused", "It rests for now"),
    ],
)
def test_the_home_shows_help_in_the_firms_words(firm_owner_client, firm, on_monday, state, words):
    EngagementFactory(firm=firm, state=state)
    assert words in firm_owner_client.get(HOME).text


@pytest.mark.parametrize("state", ["completed", "declined", "cancelled"])
def test_what_ended_is_not_on_the_home(firm_owner_client, firm, on_monday, state):
    ended = EngagementFactory(firm=firm, state=state, completed_on=on_monday)
    assert at("help", ended) not in firm_owner_client.get(HOME).text


@pytest.mark.parametrize("size", [2, 20])
def test_the_home_asks_no_more_for_more_help(
    firm_owner_client, firm, on_monday, size, django_assert_max_num_queries
):
    states = islice(cycle(("proposed", "applied", "approved", "active")), size)
    EngagementFactory.create_batch(size, firm=firm, state=factory.Iterator(list(states)))
    with django_assert_max_num_queries(16):
        firm_owner_client.get(HOME)
