"""Pages of the questionnaire. The portal subclasses the three bases."""

from assessments.responses.views.facts import Facts
from assessments.responses.views.filling import FillBase, ReviewBase, SectionBase
from assessments.responses.views.staff import AssessmentList, Fill, Review, SectionScreen, Start

__all__ = [
    "AssessmentList",
    "Facts",
    "Fill",
    "FillBase",
    "Review",
    "ReviewBase",
    "SectionBase",
    "SectionScreen",
    "Start",
]
