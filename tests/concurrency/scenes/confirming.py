"""Results whose firm has two contacts, each with a link, who answer in the same moment."""

from datetime import timedelta
from decimal import Decimal

from config.shared import clock
from config.shared.tokens import hashed
from programs.outcomes import actions
from programs.outcomes.models import ConfirmationRequest, Outcome
from tests.factories.firms import ContactFactory, FirmFactory, OfficeFactory

CLAIMED = Decimal(50_000)


def asked_results(results):
    """Results that both contacts of a firm were asked about; keys and the links' tokens."""
    office = OfficeFactory()
    made = []
    for _number in range(results):
        firm = FirmFactory(office=office)
        contacts = [ContactFactory(firm=firm), ContactFactory(firm=firm, is_primary=False)]
        outcome = actions.claim_outcome(
            firm=firm,
            kind="export_sale",
            amount=CLAIMED,
            currency="USD",
            market="UZ",
            occurred_on=clock.today(),
            by=None,
        )
        made.append({"outcome": outcome.pk, "tokens": [_link(outcome, one) for one in contacts]})
    return made


def _link(outcome, contact):
    """A question that went out, without the mail."""
    asked = actions.ask_for_confirmation(outcome=outcome, contact=contact, by=None)
    token = f"race-{asked.pk}"
    ConfirmationRequest.objects.filter(pk=asked.pk).update(
        token_hash=hashed(token), expires_at=clock.now() + timedelta(days=1)
    )
    return token


def confirm(token, amount):
    """The contact behind the link corrects the figure; the answer's key."""
    return actions.confirm(token=token, answer="corrects", amount=Decimal(amount)).pk


def count(outcomes):
    """What stands of each result: answers in their order, the figure that counts, the moves."""
    rows = Outcome.objects.filter(pk__in=outcomes).order_by("pk")
    return [
        {
            "answers": [int(row.amount) for row in each.confirmations.order_by("pk")],
            "counts": int(each.confirmed_amount or 0),
            "moves": list(each.moves.values_list("after", flat=True)),
            "open": each.requests.filter(state="open").count(),
        }
        for each in rows
    ]
