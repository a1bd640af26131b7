"""The world of which every question is asked."""

import pytest
from django.db import transaction

from tests.access.world import World


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world, built once for all questions and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built
