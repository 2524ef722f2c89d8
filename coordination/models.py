"""A person who can sign in, what their agencies ask of it, and what was wrong. Members stand in mou.AgencyMember."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class User(AbstractUser):
    """Sign-in identity. `public_id` is what other people's screens and logs show; the row id stays inside."""

    public_id = models.UUIDField(default=uuid_utils.uuid7, unique=True, editable=False)
    display_name = models.CharField(max_length=120, blank=True)
    # The account of a device that presses for people: no one signs in with it, and there is no one to tell.
    is_device = models.BooleanField(default=False)

    # Founds agencies and appoints their first administrators, and sees nothing of what is theirs.
    is_operator = models.BooleanField(default=False)
    # The agency that made the account: its administrators keep the address, and send a new invitation.
    home_agency = models.ForeignKey("mou.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    # What is written to this person comes in it; empty means English.
    language = models.CharField(max_length=8, blank=True)
    # When its holder showed that they read mail at `email`: they typed a code that was sent there, or opened an
    # invitation that was. Until then an address is what someone wrote down, and names no one.
    email_proved_at = models.DateTimeField(null=True, blank=True)
    # The person's own choice, where an agency that does not keep the account asks for it.
    sessions_lock_since = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            # What names a person must be one person's.
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email="") & models.Q(email_proved_at__isnull=False),
                name="one_person_per_proved_address",
            )
        ]
        # Directories are read in order of name, a page at a time.
        indexes: ClassVar = [models.Index(fields=["display_name", "id"], name="people_by_name")]

    def shown_name(self) -> str:
        """Return the name others see: the display name, else the user name."""
        return self.display_name or self.username


class AgencySecurity(models.Model):
    """What an agency asks of its people when they sign in, beyond what its kind always asks."""

    agency = models.OneToOneField("mou.Agency", on_delete=models.CASCADE, related_name="security")
    requires_factor = models.BooleanField(default=False)
    # A session that no one touches for half an hour is locked; who it is is asked anew every twelve hours.
    locks_sessions = models.BooleanField(default=False)
    # Five wrong passwords lock the account until an administrator releases it. CJIS agencies may choose it.
    locks_accounts = models.BooleanField(default=False)
    # Apps prove that they are this server's, unchanged, on a real device; pages are not asked.
    attests_apps = models.BooleanField(default=False)
    # What everybody has to accept before they go on; empty asks nothing.
    use_notice = models.TextField(blank=True, max_length=2000)


class DeviceClass(models.TextChoices):
    """What a session runs on. Source: CJIS Security Policy 5.9.5, AC-11, the exemptions."""

    DISPATCH_CONSOLE = "dispatch_console"
    VEHICLE = "vehicle"


class SessionState(models.Model):
    """What a session owes before it may do anything. The session holds this row's id, whatever its key becomes."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, db_index=True)
    needs_factor = models.BooleanField(default=False)
    locks = models.BooleanField(default=False)
    owes_consent = models.BooleanField(default=False)
    # An app's session, of an agency that asks it: whether it has to prove which app it is, and when it did.
    needs_attestation = models.BooleanField(default=False)
    attested_at = models.DateTimeField(null=True, blank=True)
    # When someone last did something with it, within a minute or so.
    active_at = models.DateTimeField(default=timezone.now)
    # An administrator said so: devices in a locked room or a vehicle are not locked for being idle.
    device_class = models.CharField(max_length=24, blank=True, choices=DeviceClass.choices)


class AccountLock(models.Model):
    """Wrong passwords of an account whose agency locks accounts, and since when it is locked, if it is."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    # ISO instants of the newest wrong passwords, at most five.
    wrong_at = models.JSONField(default=list)
    locked_at = models.DateTimeField(null=True)


class WrongPassword(models.Model):
    """One attempt, for five minutes: from where, and a hash of the login that it was for.

    Codes of second factors are counted for an account whatever the address, which then is empty. What is tried at a
    door beside sign-in is counted apart: the address then is a hash of both.
    """

    address = models.CharField(max_length=45)
    login = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "at"], name="wrong_password_address_at")
        ]


class CalendarPassword(models.Model):
    """What lets one program of a person read the calendar of drills, and nothing else. Only a keyed hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    # Within some minutes.
    used_at = models.DateTimeField(null=True)
