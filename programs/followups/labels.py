"""Words for follow-ups, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.catalogue.models import in_reader_language
from programs.followups.instances import why_of
from programs.followups.models import FollowUp
from programs.followups.reasons import engine_reason
from programs.followups.rules import AnchorKind, Question, StepProblem, Unit

QUESTION_LABELS = {
    Question.OFFER_OR_DEAL: gettext_lazy("Was there any offer or deal?"),
    Question.OBSTACLE_MOVED: gettext_lazy("Which obstacle moved?"),
    Question.LEARNT: gettext_lazy("What did the firm learn?"),
    Question.NEXT_STEP: gettext_lazy("What comes next?"),
}

STEP_PROBLEM_LABELS = {
    StepProblem.TOO_FAR: gettext_lazy("It lies more than ten years away."),
    StepProblem.BEFORE_THE_PAST: gettext_lazy(
        "Nothing can be asked before a day that is only known once it has come. Count from an "
        "event or a certificate, or choose “after”."
    ),
    StepProblem.REPEATS_WITHOUT_END: gettext_lazy(
        "A repeat needs both how often and how far apart; at most sixty times."
    ),
    StepProblem.REPEATS_A_RENEWING_ANCHOR: gettext_lazy(
        "This day comes again by itself, so the step cannot repeat as well."
    ),
    StepProblem.RESET_BEFORE: gettext_lazy(
        "Only what lies after a day can begin again with every contact."
    ),
    StepProblem.NOTHING_TO_ASK: gettext_lazy("It needs a title or a question."),
    StepProblem.FIRM_NEEDS_QUESTIONS: gettext_lazy(
        "What the firm answers by link needs one question at least."
    ),
    StepProblem.FIRM_NEEDS_MAIL: gettext_lazy(
        "A firm is asked by mail; choose the digest or a message of its own."
    ),
    StepProblem.DOUBLED_CODE: gettext_lazy("Two steps are the same."),
}


def subject_of(follow_up: FollowUp) -> str:
    """What it is about: its title, "90 days after Certification help", or a person's words."""
    if follow_up.engagement is None:
        return follow_up.subject
    words = {
        "what": distance(follow_up.offset, follow_up.unit, follow_up.anchor),
        "help": follow_up.engagement.intervention.name,
    }
    title = in_reader_language(follow_up.titles)
    if title:
        return _("%(title)s: %(help)s") % {"title": title, "help": words["help"]}
    return _("%(what)s: %(help)s") % words


def distance(offset: int, unit: str, anchor: str) -> str:
    """An offset in words: "90 days after", "2 months before the event"."""
    count = abs(offset)
    if unit == Unit.MONTHS:
        span = ngettext("%(n)d month", "%(n)d months", count) % {"n": count}
    else:
        span = ngettext("%(n)d day", "%(n)d days", count) % {"n": count}
    sentences = _BEFORE if offset < 0 else _AFTER
    return str(sentences[AnchorKind(anchor)]) % {"span": span}


_AFTER = {
    AnchorKind.START: gettext_lazy("%(span)s after the start"),
    AnchorKind.COMPLETION: gettext_lazy("%(span)s after"),
    AnchorKind.OFFERING_START: gettext_lazy("%(span)s after the first day"),
    AnchorKind.OFFERING_END: gettext_lazy("%(span)s after the last day"),
    AnchorKind.CERTIFICATE_EXPIRY: gettext_lazy("%(span)s after the certificate ran out"),
    AnchorKind.LAST_ASSESSMENT: gettext_lazy("%(span)s after the assessment"),
    AnchorKind.LAST_CONTACT: gettext_lazy("%(span)s without a contact"),
}
_BEFORE = {
    **_AFTER,  # the rest cannot lie before; a plan that says so is refused
    AnchorKind.OFFERING_START: gettext_lazy("%(span)s before the first day"),
    AnchorKind.OFFERING_END: gettext_lazy("%(span)s before the last day"),
    AnchorKind.CERTIFICATE_EXPIRY: gettext_lazy("%(span)s before the certificate runs out"),
}


def note_of(follow_up: FollowUp) -> str:
    """Why it was closed: a person's words, or the engine's reason as a sentence."""
    return follow_up.note or engine_reason(why_of(follow_up))


def asked_questions(follow_up: FollowUp) -> list[tuple[str, str]]:
    """The questions with the answers that were given."""
    given = [
        (str(QUESTION_LABELS[key]), follow_up.answers[key])
        for key in QUESTION_LABELS
        if follow_up.answers.get(key)
    ]
    if follow_up.answers.get("no_change"):
        given.insert(0, (_("What changed?"), _("Nothing since the last time.")))
    return given
