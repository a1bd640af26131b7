"""Offices and people who sign in."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from firms.accounts.querysets import (
    AbsenceQuerySet,
    OfficeQuerySet,
    SignInLinkQuerySet,
    UserManager,
)
from firms.accounts.roles import FIRM_ROLES, STAFF_ROLES, Capability, Role, Scope, may, scope_of

ROLE_LABELS = {
    Role.ADVISER: _("Adviser"),
    Role.MANAGER: _("Manager"),
    Role.EXPERT: _("Methodology expert"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.FIRM_OWNER: _("Firm owner"),
    Role.FIRM_EDITOR: _("Firm editor"),
    Role.FIRM_VIEWER: _("Firm viewer"),
}


class Office(Timestamped):
    """A branch of the agency: its working days and time zone rule its due dates."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class User(Timestamped, AbstractBaseUser):
    """A person who signs in by e-mail. One role; staff belong to an office or to all of them."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_LABELS.items()))
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("office"),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(role) for role in Role]), name="user_role_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.ADVISER) | models.Q(office__isnull=False),
                name="user_adviser_has_office",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    @property
    def role_label(self) -> str:
        return str(ROLE_LABELS[Role(self.role)])

    @property
    def scope(self) -> Scope:
        return scope_of(self.role, has_office=self.office_id is not None)

    @property
    def time_zone(self) -> str:
        """The office's; people of all offices live by the agency's clock."""
        return self.office.time_zone if self.office else settings.TIME_ZONE

    @property
    def is_staff_member(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def is_firm_member(self) -> bool:
        return self.role in FIRM_ROLES

    def may(self, capability: Capability | str) -> bool:
        return self.is_active and may(self.role, Capability(capability))


class Absence(models.Model):
    """Days on which a member of staff is away, and the colleague who covers.

    The colleague sees the caseload and gets its reminders on those days, both ends included.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    delegate = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name=_("who covers"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="absence_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(delegate__isnull=True) | ~models.Q(delegate=models.F("user")),
                name="absence_covered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_on} – {self.ends_on}"


class SignInLink(models.Model):
    """A link sent by mail: opening it shows a button, pressing the button uses it up once.

    Only the SHA-256 of the token is kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"
