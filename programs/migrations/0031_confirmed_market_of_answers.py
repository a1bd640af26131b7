from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf


def forwards(apps: Any, schema_editor: Any) -> None:
    """The first answer says which market counts: the one it corrects to, else the claimed one."""
    using = schema_editor.connection.alias
    answers = apps.get_model("programs", "Confirmation").objects.using(using)
    first = answers.filter(outcome=OuterRef("pk")).order_by("recorded_at", "pk")
    confirmed = Q(confirmed_amount__isnull=False) | Q(confirmed_count__isnull=False)
    outcomes = apps.get_model("programs", "Outcome").objects.using(using)
    told = NullIf(Subquery(first.values("market")[:1]), Value(""))
    outcomes.filter(confirmed).update(confirmed_market=Coalesce(told, F("market")))


class Migration(migrations.Migration):
    """Results confirmed before take their market from the answer that confirmed them."""

    dependencies = [("programs", "0030_confirmed_market")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
