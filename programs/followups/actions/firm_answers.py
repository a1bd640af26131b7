"""What a firm does behind its personal link, and what staff make of its answers."""

from collections.abc import Mapping

from django.db import transaction

from assessments.methodology.models import ConstraintType
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Contact
from programs.followups import events
from programs.followups.actions.answering import ANSWERS, close, locked, spoken
from programs.followups.actions.linking import link_of
from programs.followups.actions.marking import settle_reminder
from programs.followups.audiences import contact_of
from programs.followups.errors import (
    AlreadyDecided,
    FollowUpClosed,
    NobodyToAsk,
    NothingSaid,
    ReasonMissing,
    UnknownAnswer,
)
from programs.followups.models import (
    FOLLOW_UP_LABELS,
    AnswerLink,
    Channel,
    Escalation,
    FollowUp,
    Proposal,
    ProposalKind,
    ProposalState,
    Reminder,
    ReminderState,
)
from programs.followups.rules import Level, Question, State
from programs.followups.selectors import last_answers

YES = "yes"


@transaction.atomic
def answer_by_link(*, token: str, answers: Mapping[str, str]) -> FollowUp:
    """The firm answers: the follow-up is done, the link used up, and what it tells is proposed.

    The first answer counts; a second one is refused. Raises as `link_of` does, NothingSaid for
    an empty answer, UnknownAnswer for a question nobody asked.
    """
    link = link_of(token=token, lock=True)
    follow_up = locked(link.follow_up)
    given = {key: value.strip() for key, value in answers.items() if value.strip()}
    if unknown := given.keys() - set(ANSWERS):
        raise UnknownAnswer(question=min(unknown))
    if not given:
        raise NothingSaid
    now = clock.now()
    link = link_of(token=token, lock=True)  # read again: the lock may have waited for an answer
    follow_up.answers, follow_up.done_on = given, clock.today()
    follow_up.answered_by = link.contact
    close(follow_up, State.DONE, by=None)
    AnswerLink.objects.filter(pk=link.pk).update(used_at=now, draft={})
    AnswerLink.objects.filter(follow_up=follow_up).usable(now).update(withdrawn_at=now)
    _propose(follow_up, given)
    audit.record(
        events.ANSWERED,
        firm=follow_up.firm,
        target=follow_up,
        by=None,
        occurred_on=follow_up.done_on,
        person=link.contact.name,
        subject=_subject(follow_up),
        note="\n".join(spoken(given)),
    )
    return follow_up


def _propose(follow_up: FollowUp, given: Mapping[str, str]) -> None:
    """What the answer may change: proposed here, decided by a person."""
    now = clock.now()
    if given.get("has_deal") == YES:
        Proposal.objects.create(
            follow_up=follow_up,
            firm=follow_up.firm,
            kind=ProposalKind.OUTCOME,
            text=given.get(Question.OFFER_OR_DEAL, ""),
            proposed_at=now,
        )
    moved = ConstraintType.objects.filter(code=given.get("obstacle", "")).first()
    words = given.get(Question.OBSTACLE_MOVED, "")
    if words == last_answers(follow_up).get(Question.OBSTACLE_MOVED):
        words = ""  # the form began with them: nothing new was said
    if moved is not None or words:
        Proposal.objects.create(
            follow_up=follow_up,
            firm=follow_up.firm,
            kind=ProposalKind.FINDING,
            constraint=moved,
            text=words,
            proposed_at=now,
        )


@transaction.atomic
def note_answer(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Staff took note of a firm's answer; a second time changes nothing."""
    follow_up = locked(follow_up)
    if follow_up.answered_by_id is None or follow_up.seen_at is not None:
        return follow_up
    follow_up.seen_at = clock.now()
    follow_up.save(update_fields=["seen_at", "updated_at"])
    audit.record(events.SEEN, firm=follow_up.firm, target=follow_up, by=by)
    return follow_up


@transaction.atomic
def decide_proposal(*, proposal: Proposal, accept: bool, by: User, reason: str = "") -> Proposal:
    """Take over what a firm told, or not, with a reason.

    Deciding the same again changes nothing. Raises AlreadyDecided when somebody decided otherwise,
    and ReasonMissing.
    """
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("firm", "constraint", "follow_up")
        .get(pk=proposal.pk)
    )
    wanted = ProposalState.ACCEPTED if accept else ProposalState.DISMISSED
    if proposal.state == wanted:
        return proposal
    if proposal.state != ProposalState.OPEN:
        raise AlreadyDecided
    if not accept and not reason.strip():
        raise ReasonMissing
    proposal.state, proposal.reason = wanted, reason.strip()
    proposal.decided_at, proposal.decided_by = clock.now(), by
    proposal.save()
    what = proposal.constraint.names if proposal.constraint else proposal.text
    audit.record(
        events.PROPOSAL_ACCEPTED if accept else events.PROPOSAL_DISMISSED,
        firm=proposal.firm,
        target=proposal,
        by=by,
        what=what,
        note=proposal.reason,
    )
    return proposal


@transaction.atomic
def ask_firm(*, follow_up: FollowUp, by: User) -> Reminder:
    """Let the firm answer this follow-up by link now, whoever was to ask it.

    Asking again sends a new link, and the earlier ones stop working. Raises FollowUpClosed and
    NobodyToAsk.
    """
    follow_up = locked(follow_up)
    if not follow_up.is_open:
        raise FollowUpClosed(state=FOLLOW_UP_LABELS[State(follow_up.state)])
    reminder = _question(follow_up, by=by)
    audit.record(events.LINK_SENT, firm=follow_up.firm, target=follow_up, by=by)
    return reminder


@transaction.atomic
def renew_link(*, link: AnswerLink) -> Reminder | None:
    """A contact whose link ran out asks for another one, which goes to the same address by mail."""
    follow_up = locked(link.follow_up)
    if not follow_up.is_open or link.used_at is not None:
        return None
    reminder = _question(follow_up, by=None, contact=link.contact)
    audit.record(
        events.LINK_RENEWED,
        firm=follow_up.firm,
        target=follow_up,
        by=None,
        person=link.contact.name,
    )
    return reminder


def _question(follow_up: FollowUp, *, by: User | None, contact: Contact | None = None) -> Reminder:
    """The outbox row of a question to the firm, queued now. A queued one is not doubled, and one
    that was interrupted is settled by asking anew.
    """
    if contact is None:
        rows = FollowUp.objects.filter(pk=follow_up.pk).annotate(reader=contact_of())
        key = rows.values_list("reader", flat=True).get()
        if key is None:
            raise NobodyToAsk(firm=follow_up.firm.legal_name)
        contact = Contact.objects.get(pk=key)
    now = clock.now()
    reminder, is_new = Reminder.objects.get_or_create(
        follow_up=follow_up,
        due_on=follow_up.due_on,
        contact=contact,
        channel=Channel.EMAIL,
        defaults={"level": Level.FIRM, "queued_at": now, "why": "you_answer", "is_asked": True},
    )
    if is_new or reminder.state == ReminderState.CLAIMED:
        return reminder
    if reminder.state == ReminderState.UNKNOWN:
        settle_reminder(reminder=reminder, was_sent=False, by=by)
        reminder.refresh_from_db()
    if reminder.state != ReminderState.QUEUED:
        reminder.state, reminder.queued_at = ReminderState.QUEUED, now
        reminder.message, reminder.sent_at = None, None
        # A new question has a window of its own before its silence is passed up.
        Escalation.objects.filter(follow_up=follow_up, due_on=follow_up.due_on).delete()
    reminder.is_asked = True
    reminder.save()
    return reminder


def _subject(follow_up: FollowUp) -> dict[str, str] | str:
    return follow_up.subject or (
        follow_up.engagement.intervention.names if follow_up.engagement else ""
    )
