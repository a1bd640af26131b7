"""Colleagues leave while they are appointed as reviewers and given firms, by many hands at once."""

from firms.accounts.models import User
from firms.register.actions import let_go
from programs.allocation.actions import appoint_reviewer
from programs.allocation.models import Offering, Reviewer
from tests.factories.firms import AssignmentFactory, OfficeFactory, UserFactory
from tests.factories.programs import OfferingFactory, ProgramFactory


def staff(number):
    """So many advisers of one office, each with a firm, and an offering for each; returns keys."""
    office = OfficeFactory()
    program = ProgramFactory(office=office)
    people = UserFactory.create_batch(number, role="adviser", office=office)
    for person in people:
        AssignmentFactory(adviser=person, firm__office=office)
    return {
        "people": [person.pk for person in people],
        "offerings": [OfferingFactory(program=program).pk for _person in people],
        "administrator": UserFactory(role="administrator", office=None).pk,
    }


def leave(person, heirs, administrator):
    let_go(
        leaver=User.objects.get(pk=person),
        heirs=list(User.objects.filter(pk__in=heirs)),
        by=User.objects.get(pk=administrator),
    )
    return "left"


def appoint(person, offering, administrator):
    appoint_reviewer(
        offering=Offering.objects.get(pk=offering),
        person=User.objects.get(pk=person),
        by=User.objects.get(pk=administrator),
    )
    return "appointed"


def meet(what, **kwargs):
    """One of both."""
    return {"leave": leave, "appoint": appoint}[what](**kwargs)


def waited_for(people):
    """For how many who have left somebody still waits."""
    return Reviewer.objects.filter(person__in=people, person__is_active=False).count()
