"""Who is mailed what waits for them, and for which days that was planned."""

from django.conf import settings
from django.db import models

from coordination.waiting.vocabulary import Rhythm


class WaitingMailChoice(models.Model):
    """A person's own choice; it goes before their agency's."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_mail")
    rhythm = models.CharField(max_length=8, choices=Rhythm.column_choices())


class WaitingMailOfAgency(models.Model):
    """What an agency chose for its people who have not chosen; a district's goes for its schools that have not."""

    agency = models.OneToOneField("mou.Agency", on_delete=models.CASCADE, related_name="waiting_mail")
    rhythm = models.CharField(max_length=8, choices=Rhythm.column_choices())


class WaitingMailDay(models.Model):
    """A day of a time zone for which the mails were planned: so they are planned once, by whichever process."""

    time_zone = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["time_zone", "day"], name="waiting_mail_planned_once"),)
