"""Accounts, machines and their tokens."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.blocks.identity.models.persons import Person
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id

TOKEN_PREFIX: Final = "hd_"  # noqa: S105 - the public start of every token, to be found in leaks
MAX_FAILURES: Final = 5
PAUSE: Final = timedelta(minutes=15)


class AccountManager(BaseUserManager["Account"]):
    """Opens accounts; Django's commands call it by these names."""

    def create_user(
        self, username: str, password: str | None = None, *, kind: str = "officer"
    ) -> "Account":
        account = self.model(username=username, kind=kind)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None) -> "Account":
        account = self.create_user(username, password)
        account.is_superuser = True
        account.save(update_fields=["is_superuser"])
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """What signs in: a person, an officer, or a machine."""

    class Kind(models.TextChoices):
        """Who stands behind an account."""

        PERSON = "person", _("person")
        OFFICER = "officer", _("officer")
        MACHINE = "machine", _("machine")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account"
    )
    assurance = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField(default=now)
    disabled_at = models.DateTimeField(null=True, blank=True)
    failures = models.SmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)

    objects = AccountManager()

    class Meta:
        verbose_name = _("account")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(person__isnull=False),
                name="identity_account_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # an instant says more than a flag
        """Tell whether the account may sign in."""
        return self.disabled_at is None

    @property
    def is_staff(self) -> bool:
        """Tell whether the account may see Django's admin."""
        return self.is_superuser

    def is_paused(self, at: datetime) -> bool:
        """Tell whether sign-in rests after too many failures."""
        return self.paused_until is not None and self.paused_until > at

    def note_failure(self, at: datetime) -> None:
        """Count a failed sign-in; too many make sign-in rest."""
        self.failures += 1
        if self.failures >= MAX_FAILURES:
            self.failures, self.paused_until = 0, at + PAUSE

    def note_success(self) -> None:
        """Forget earlier failures."""
        self.failures, self.paused_until = 0, None


class MachineClient(models.Model):
    """A machine of another system that may call this platform within its scopes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    scopes = ArrayField(models.CharField(max_length=80), default=list)
    registered_at = models.DateTimeField(default=now)
    disabled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("machine client")

    def __str__(self) -> str:
        return self.code


class AccessToken(models.Model):
    """A bearer token; the token itself is not kept, only its digest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    digest = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    client = models.ForeignKey(
        MachineClient, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    scopes = ArrayField(models.CharField(max_length=80), default=list)
    assurance = models.SmallIntegerField(default=0)
    issued_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("access token")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, client__isnull=True)
                | Q(account__isnull=True, client__isnull=False),
                name="identity_token_of_one_holder",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


def make_token() -> str:
    """Return a fresh token: 256 random bits after a prefix that leak scanners can find."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest_of_token(token: str) -> bytes:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return sha256(token.encode()).digest()
