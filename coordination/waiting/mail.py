"""What waits for a person, by mail: kinds and counts, once a day at most. No name, no word of a thing, no key."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from coordination.mailing.letters import LetterAsked, Written
from coordination.mailing.outbox import plan_mail
from coordination.mailing.vocabulary import MailKind
from coordination.models import User
from coordination.waiting.models import WaitingMailChoice, WaitingMailDay, WaitingMailOfAgency
from coordination.waiting.queries import list_waiting
from coordination.waiting.vocabulary import Rhythm
from mou.access.operators import administrators_of
from mou.errors import NotAllowed
from mou.foundation.waiting import WaitingKind, WaitingLine
from mou.models import Agency

# By the clock of the agency; a server that stood still sends until the evening, and none in the night.
FROM_HOUR, UNTIL_HOUR = 7, 20
MONDAY = 0
LASTS = timedelta(hours=12)
DAYS_RETAINED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class KindLine:
    """How much of one kind waits, and how much of it is overdue."""

    kind: WaitingKind
    is_exercise: bool
    count: int
    overdue: int


def plan_waiting_mail(at: datetime) -> None:
    """Plan the mails of the day, for each time zone once its morning has come; each zone in a durable transaction."""
    if not settings.HAS_MAIL:
        return
    zones = Agency.objects.filter(is_active=True).order_by().values_list("time_zone", flat=True).distinct()
    planned = set(WaitingMailDay.objects.values_list("time_zone", "day"))
    for zone in zones:
        here = at.astimezone(ZoneInfo(zone))
        if FROM_HOUR <= here.hour < UNTIL_HOUR and (zone, here.date()) not in planned:
            _plan_day(zone, here.date(), at)
    # No hold is asked: that the mails of a day were planned.
    WaitingMailDay.objects.filter(day__lt=(at - DAYS_RETAINED).date()).delete()


def _plan_day(zone: str, day: date, at: datetime) -> None:
    wanted = [Rhythm.DAILY.value, *([Rhythm.WEEKLY.value] if day.weekday() == MONDAY else [])]
    with transaction.atomic(durable=True):
        WaitingMailDay.objects.bulk_create([WaitingMailDay(time_zone=zone, day=day)], ignore_conflicts=True)
        people = people_with_rhythm().filter(home_agency__time_zone=zone, rhythm__in=wanted)
        # The key makes it one a day, also of two processes and of a person whose agency changes its zone.
        keys = [(f"waiting:{pk}:{day.isoformat()}", pk) for pk in people.values_list("pk", flat=True)]
        plan_mail(kind=MailKind.WAITING, people=keys, at=at, lasts=LASTS)


def people_with_rhythm() -> QuerySet[Any]:
    """Return everyone who can be mailed, each with the `rhythm` that counts: their own, their agency's, its district's.

    Only to an address that was proved: to any other goes nothing about what a person is to do.
    """
    people = User.objects.filter(is_active=True, is_device=False, email_proved_at__isnull=False).exclude(email="")
    return people.annotate(rhythm=_chosen_rhythm())


def rhythm_of(user_id: int) -> Rhythm:
    """Return the rhythm that a person has chosen or that goes for them; whether a mail reaches them is not asked."""
    found = User.objects.filter(pk=user_id).annotate(rhythm=_chosen_rhythm()).values_list("rhythm", flat=True).first()
    return Rhythm(found or Rhythm.OFF)


def _chosen_rhythm() -> Coalesce:
    return Coalesce(
        F("waiting_mail__rhythm"),
        F("home_agency__waiting_mail__rhythm"),
        F("home_agency__parent__waiting_mail__rhythm"),
        Value(Rhythm.OFF.value),
        output_field=CharField(),
    )


def write_waiting_mail(asked: LetterAsked, at: datetime) -> Written | None:
    """Write what waits for a person now. None: nothing does, or they want no such mail any more. Many queries."""
    person = people_with_rhythm().filter(pk=asked.user_id).exclude(rhythm=Rhythm.OFF.value).first()
    if person is None:
        return None
    found = list_waiting(person.pk, at)
    if not found.lines:
        return None
    with override(person.language or settings.LANGUAGES[0][0]):
        context = {
            "kinds": count_kinds(found.lines),
            "count": len(found.lines),
            "overdue": len(found.overdue),
            "is_cut": found.is_cut,
            "rhythm": Rhythm(getattr(person, "rhythm", Rhythm.OFF)).label,
            "link": f"{asked.origin}{reverse('waiting')}" if asked.origin else "",
            "settings_link": f"{asked.origin}{reverse('waiting_mail')}" if asked.origin else "",
        }
        subject = render_to_string("waiting/mail_subject.txt", context).strip()
        body = render_to_string("waiting/mail.txt", context)
    return Written(to=person.email, subject=subject, body=body)


def count_kinds(lines: Sequence[WaitingLine]) -> list[KindLine]:
    """Return how much of each kind waits, in the order of the lines: what is overdue first."""
    counts = Counter((one.kind, one.is_exercise) for one in lines)
    overdue = Counter((one.kind, one.is_exercise) for one in lines if one.is_overdue)
    return [KindLine(kind, is_exercise, n, overdue[kind, is_exercise]) for (kind, is_exercise), n in counts.items()]


def choose_rhythm(*, user_id: int, rhythm: Rhythm | None) -> None:
    """Set how often oneself is mailed, in one durable transaction; None: as the agency has chosen."""
    with transaction.atomic(durable=True):
        if rhythm is None:
            # No hold is asked: a wish about mail, which is taken back.
            WaitingMailChoice.objects.filter(user_id=user_id).delete()
        else:
            WaitingMailChoice.objects.update_or_create(user_id=user_id, defaults={"rhythm": rhythm.value})


def choose_for_agency(*, user_id: int, agency: Agency, rhythm: Rhythm, at: datetime) -> None:
    """Set it for an agency's people who have not chosen, in one durable transaction.

    Raises: NotAllowed: for its own administrators alone.
    """
    if user_id not in administrators_of(agency, at):
        raise NotAllowed("An agency's own administrators choose for it.")
    with transaction.atomic(durable=True):
        WaitingMailOfAgency.objects.update_or_create(agency=agency, defaults={"rhythm": rhythm.value})
