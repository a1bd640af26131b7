"""Doubts kept as questions to a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from programs.eventfeeds.models import FeedDoubt
from programs.eventfeeds.rules import Doubt


@dataclass(frozen=True)
class Question:
    """A doubt about a row, its place among the questions of the row, and the row compared with."""

    row_id: int
    order: int
    doubt: Doubt
    other_id: int | None = None


@transaction.atomic
def ask_all(questions: Iterable[Question]) -> None:
    """Keep questions; nobody has answered them yet."""
    FeedDoubt.objects.bulk_create(
        [
            FeedDoubt(
                row_id=question.row_id,
                order=question.order,
                other_id=question.other_id,
                code=question.doubt.code,
                target=question.doubt.target,
                column=question.doubt.column,
                place=question.doubt.place,
                found=question.doubt.found,
                proposed=question.doubt.proposed,
                params=dict(question.doubt.params),
            )
            for question in questions
        ],
        batch_size=500,
    )
