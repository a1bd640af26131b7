"""One firm with one of everything that belongs to it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.methodology.structure import Pack
from assessments.profiles.actions import complete_assessment
from assessments.profiles.models import StageProposal
from assessments.responses.actions import save_answers, start_assessment
from assessments.responses.models import Assessment
from firms.accounts.models import Office, User
from firms.imports.models import DuplicatePair
from firms.register.actions import add_document, give_consent
from firms.register.models import Consent, Contact, Document, Firm, Membership
from programs.allocation.actions import attach_document
from programs.allocation.models import Application, ApplicationDocument, Offering
from programs.catalogue.models import Intervention
from programs.eligibility.actions import check_firm
from programs.eligibility.models import Criteria, CriteriaCheck
from programs.engagements.actions import attach_document as attach_to_help
from programs.engagements.actions import create_engagement
from programs.engagements.models import (
    Cost,
    DeliveryFact,
    Engagement,
    EngagementDocument,
    EngagementMilestone,
    FinanceEntry,
)
from programs.followups.models import FollowUp, Proposal, Reminder
from programs.matching.actions import refresh_recommendations
from programs.matching.models import Recommendation
from programs.outcomes.actions import add_evidence, ask_for_confirmation, claim_outcome
from programs.outcomes.models import Outcome, OutcomeEvidence
from tests.factories.assessments import answers_of
from tests.factories.delivery import (
    CostFactory,
    FactFactory,
    FinanceEntryFactory,
    MilestoneFactory,
)
from tests.factories.firms import (
    AssignmentFactory,
    ContactFactory,
    FirmFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.programs import (
    ApplicationFactory,
    CriteriaFactory,
    FollowUpFactory,
    OfferingFactory,
    ReminderFactory,
)

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass
class Side:
    """A firm with one of everything that belongs to it."""

    firm: Firm
    adviser: User
    draft: Assessment
    submitted: Assessment
    own_result: Assessment
    own_answers: Assessment
    proposal: StageProposal
    recommendation: Recommendation
    engagement: Engagement
    milestone: EngagementMilestone
    fact: DeliveryFact
    entry: FinanceEntry
    cost: Cost
    follow_up: FollowUp
    document: Document
    consent: Consent
    application: Application
    paper: ApplicationDocument
    report: EngagementDocument
    offering: Offering
    pair: DuplicatePair
    proposed: Proposal
    reminder: Reminder
    contact: Contact
    member: Membership
    criteria: Criteria
    check: CriteriaCheck
    outcome: Outcome
    evidence: OutcomeEvidence


def make_side(office: Office, pack: Pack) -> Side:
    """A firm of the office with one of everything."""
    firm = FirmFactory(office=office)
    adviser = UserFactory(role="adviser", office=office)
    AssignmentFactory(firm=firm, adviser=adviser)
    day = timezone.localdate() - timedelta(days=3)
    submitted = _answered(pack, firm, adviser, "adviser", day)
    complete_assessment(assessment=submitted, by=adviser)
    own_result = _answered(pack, firm, adviser, "firm", day)
    complete_assessment(assessment=own_result, by=adviser)
    refresh_recommendations(firm_id=firm.pk)
    submitted.refresh_from_db()
    offering = OfferingFactory(
        starts_on=day + timedelta(days=90),
        ends_on=day + timedelta(days=92),
        apply_by=day + timedelta(days=60),
    )
    twin = FirmFactory(office=office)
    AssignmentFactory(firm=twin, adviser=adviser)
    follow_up = FollowUpFactory(firm=firm)
    engagement = create_engagement(
        firm=firm, intervention=Intervention.objects.first(), by=adviser, reason="Because."
    )
    criteria = CriteriaFactory()
    contact = ContactFactory(firm=firm)
    document = add_document(firm=firm, upload=SimpleUploadedFile("contract.pdf", PDF), by=adviser)
    application = ApplicationFactory(offering=offering, firm=firm)
    outcome = claim_outcome(firm=firm, kind="jobs", count=4, occurred_on=day, by=adviser)
    ask_for_confirmation(outcome=outcome, contact=contact, by=adviser)
    return Side(
        firm=firm,
        adviser=adviser,
        contact=contact,
        outcome=outcome,
        evidence=add_evidence(outcome=outcome, type="contract", document=document, by=adviser),
        member=MembershipFactory(firm=firm),
        criteria=criteria,
        check=check_firm(version=criteria.versions.get(), firm=firm, by=adviser),
        submitted=submitted,
        draft=start_assessment(
            firm=firm, respondent="adviser", by=adviser, assessed_on=timezone.localdate()
        ),
        own_result=own_result,
        own_answers=_answered(pack, firm, adviser, "firm", timezone.localdate()),
        proposal=StageProposal.objects.get(firm=firm),
        recommendation=Recommendation.objects.filter(set__firm=firm).first(),
        engagement=engagement,
        milestone=MilestoneFactory(engagement=engagement),
        fact=FactFactory(engagement=engagement),
        entry=FinanceEntryFactory(engagement=engagement),
        cost=CostFactory(engagement=engagement),
        follow_up=follow_up,
        proposed=Proposal.objects.create(
            follow_up=follow_up, firm=firm, kind="outcome", proposed_at=timezone.now()
        ),
        reminder=ReminderFactory(follow_up=follow_up, recipient=adviser),
        document=document,
        consent=give_consent(firm=firm, kind="data", version="1", source="form", by=adviser),
        offering=offering,
        application=application,
        report=attach_to_help(engagement=engagement, document=document, by=adviser),
        paper=attach_document(application=application, document=document, by=adviser),
        pair=DuplicatePair.objects.create(
            first=min(firm, twin, key=lambda one: one.pk),
            second=max(firm, twin, key=lambda one: one.pk),
            score=90,
            reason="spelling",
        ),
    )


def _answered(pack: Pack, firm: Firm, by: User, respondent: str, day: date) -> Assessment:
    draft = start_assessment(firm=firm, respondent=respondent, by=by, assessed_on=day)
    save_answers(assessment=draft, answers=answers_of(pack, 1), revision=draft.revision, by=by)
    draft.refresh_from_db()
    return draft
