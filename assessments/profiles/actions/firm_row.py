"""The firm's row as the lock of its profiles and stages, and the news of what changed."""

from django.db import transaction

from assessments.profiles.models import ConstraintProfile
from assessments.signals import profile_confirmed
from firms.register.models import Firm


def locked(firm: Firm) -> Firm:
    """The firm's row, locked: two people deciding at once come one after the other."""
    return Firm.objects.select_for_update().get(pk=firm.pk)


def tell(firm: Firm) -> None:
    """Let the other rooms know, once it is committed."""
    firm_id = firm.pk
    transaction.on_commit(lambda: profile_confirmed.send(sender=ConstraintProfile, firm_id=firm_id))
