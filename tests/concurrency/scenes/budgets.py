"""Lines and money rounds that are taken from one program's budget, by many hands at once."""

from datetime import date
from decimal import Decimal

from config.shared import clock
from firms.accounts.models import User
from programs.allocation.actions import create_offering
from programs.catalogue.actions import add_budget_line
from programs.catalogue.models import Intervention, Program
from programs.catalogue.setting_aside import in_lines, in_rounds
from tests.factories.firms import UserFactory
from tests.factories.programs import InterventionFactory, ProgramFactory

DAYS = {
    "apply_by": date(2031, 2, 1),
    "starts_on": date(2031, 3, 1),
    "ends_on": date(2031, 3, 5),
}


def open_program(budget):
    """A program of which nothing is set aside yet; returns keys."""
    return {
        "program": ProgramFactory(budget=Decimal(budget), currency="EUR").pk,
        "intervention": InterventionFactory().pk,
        "manager": UserFactory(role="manager", office=None).pk,
    }


def set_aside(program, intervention, manager, amount, number):
    """By turns a line beside the rounds, and a round."""
    same = {"program": Program.objects.get(pk=program), "by": User.objects.get(pk=manager)}
    if number % 2:
        add_budget_line(**same, name=f"Flights {number}", kind="travel", amount=Decimal(amount))
        return "line"
    create_offering(
        **same,
        **DAYS,
        intervention=Intervention.objects.get(pk=intervention),
        title=f"Round {number}",
        kind="round",
        budget=Decimal(amount),
        currency="EUR",
    )
    return "round"


def count_program(program):
    """What its lines and rounds come to."""
    row = Program.objects.get(pk=program)
    return str(in_lines(row) + in_rounds(row, today=clock.today()))
