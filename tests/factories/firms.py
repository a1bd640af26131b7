"""Makers of rows of `firms`, used inside fixtures only. Names are plainly invented."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from firms.accounts.models import Absence, Office, User
from firms.register.models import CaseloadAssignment, Contact, ExportYear, Firm, Membership


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    code = factory.Sequence(lambda n: f"office-{n}")
    name = factory.Sequence(lambda n: f"Office {n}")
    country = "KZ"
    time_zone = "Asia/Almaty"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    role = "adviser"
    office = factory.SubFactory(OfficeFactory)


class FirmFactory(DjangoModelFactory):
    class Meta:
        model = Firm

    legal_name = factory.Sequence(lambda n: f"Invented Works {n}")
    country = "KZ"
    office = factory.SubFactory(OfficeFactory)
    intake_on = date(2025, 1, 15)
    founded = 2012
    employees = 30
    product_form = "packable_goods"
    isic_section = "C"
    isic_division = "10"


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = CaseloadAssignment

    firm = factory.SubFactory(FirmFactory)
    adviser = factory.SubFactory(UserFactory)
    started_on = date(2025, 1, 15)
    recorded_at = factory.LazyFunction(timezone.now)


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    recorded_at = factory.LazyFunction(timezone.now)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    firm = factory.SubFactory(FirmFactory)
    user = factory.SubFactory(UserFactory, role="firm_owner", office=None)
    started_on = date(2025, 1, 15)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    firm = factory.SubFactory(FirmFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@example.org")
    is_primary = True


class ExportYearFactory(DjangoModelFactory):
    class Meta:
        model = ExportYear

    firm = factory.SubFactory(FirmFactory)
    year = 2025
    turnover = "1000000.00"
    exports = "100000.00"
    currency = "USD"
    source = "accounts"
    recorded_at = factory.LazyFunction(timezone.now)
