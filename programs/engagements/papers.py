"""Documents of one engagement with those of its milestones and of its application, each once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from firms.accounts.models import User
from firms.register.models import Document
from programs.allocation.models import ApplicationDocument
from programs.engagements.models import Engagement, EngagementDocument, EngagementMilestone


@dataclass
class Paper:
    """One document and where it belongs; `row` where it was put to the help itself."""

    document: Document
    row: EngagementDocument | None = None
    milestones: list[EngagementMilestone] = field(default_factory=list)
    application: ApplicationDocument | None = None


def papers_of(
    engagement: Engagement, milestones: Sequence[EngagementMilestone], user: User
) -> list[Paper]:
    """What was put to the help, then what shows its milestones, then its application (two queries).

    `milestones` have their evidence loaded.
    """
    found: dict[int, Paper] = {}
    rows = EngagementDocument.objects.visible_to(user).filter(engagement=engagement)
    for row in rows.select_related("document", "added_by"):
        found[row.document_id] = Paper(row.document, row)
    for milestone in milestones:
        shown = milestone.evidence
        if shown is not None and shown.removed_at is None:
            found.setdefault(shown.pk, Paper(shown)).milestones.append(milestone)
    for paper in _of_application(engagement, user):
        found.setdefault(paper.document_id, Paper(paper.document)).application = paper
    return list(found.values())


def _of_application(engagement: Engagement, user: User) -> list[ApplicationDocument]:
    if engagement.offering_id is None:
        return []
    rows = ApplicationDocument.objects.visible_to(user).filter(
        application__firm=engagement.firm_id, application__offering=engagement.offering_id
    )
    return list(rows.select_related("document", "question", "added_by"))
