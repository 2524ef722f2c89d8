"""A person who can sign in, and passwords that were wrong. Agencies of people stand in mou.AgencyMember."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Sign-in identity. `public_id` is what other people's screens and logs show; the row id stays inside."""

    public_id = models.UUIDField(default=uuid_utils.uuid7, unique=True, editable=False)
    display_name = models.CharField(max_length=120, blank=True)
    # The account of a device that presses for people: nobody signs in with it, and there is nobody to tell.
    is_device = models.BooleanField(default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def shown_name(self) -> str:
        """Return the name others see: the display name, else the user name."""
        return self.display_name or self.username


class WrongPassword(models.Model):
    """One attempt, for five minutes: from where, and a hash of the login that it was for."""

    address = models.CharField(max_length=45)
    login = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "at"], name="wrong_password_address_at")
        ]
