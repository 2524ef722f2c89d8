"""Set a legal hold, and release it: two people, where the district has two administrators."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coordination.keeping.errors import BadHold, HoldNotFound, HoldReleased, SecondPersonNeeded
from coordination.keeping.models import LegalHold
from coordination.keeping.proof import lock_deletions
from coordination.keeping.vocabulary import HoldScope
from coordination.models import User
from coordination.records.retention.access import district_of_records
from coordination.room.access import Asker
from coordination.room.models import Incident, Participant
from mapping.models import Site
from mou.access.names import checked_text
from mou.access.operators import administrators_of
from mou.foundation.shown_text import is_shown_line
from mou.models import Agency, AgencyMember

REASON_MAX_CHARS = 2000
NAME_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class WantedHold:
    """What is to be held: one of an incident, a site, a person by name, or a time; and why."""

    scope: HoldScope
    reason: str
    incident_id: UUID | None = None
    site_id: UUID | None = None
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


def set_hold(*, asker: Asker, district_id: UUID, wanted: WantedHold) -> UUID:
    """Put something under hold, in one durable transaction; from its commit on nothing of it is deleted.

    Raises: AgencyNotFound, BadHold; BadName: no reason.
    """
    reason = checked_text(wanted.reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        # Who deletes holds the same row: what is deleted afterwards knows of this.
        lock_deletions()
        district = district_of_records(asker, district_id)
        hold = _hold_on_wanted(district, wanted)
        person = User.objects.get(pk=asker.user_id)
        hold.district, hold.scope, hold.reason = district, wanted.scope.value, reason
        hold.set_by, hold.set_by_name, hold.set_at = person, person.shown_name()[:150], asker.at
        hold.save(force_insert=True)
    return hold.pk


def _hold_on_wanted(district: Agency, wanted: WantedHold) -> LegalHold:
    if wanted.scope is HoldScope.INCIDENT and wanted.incident_id is not None:
        incident = Incident.objects.filter(pk=wanted.incident_id, site__district=district).first()
        if incident is None:
            raise BadHold("There is no such incident at the district's sites.", pointer="/incident_id")
        return LegalHold(incident_id=incident.pk, name=incident.title)
    if wanted.scope is HoldScope.SITE and wanted.site_id is not None:
        site = Site.objects.filter(pk=wanted.site_id, district=district).first()
        if site is None:
            raise BadHold("The district has no such site.", pointer="/site_id")
        return LegalHold(site_id=site.pk, name=site.name)
    if wanted.scope is HoldScope.PERSON:
        return _hold_on_person(district, wanted.person)
    if wanted.scope is not HoldScope.TIME_SPAN:
        raise BadHold("Say what is to be held.", pointer=f"/{wanted.scope.value}_id")
    if wanted.since is None or wanted.until is None or wanted.until <= wanted.since:
        raise BadHold("A time has a beginning and a later end.", pointer="/until")
    return LegalHold(since=wanted.since, until=wanted.until, name="")


def _hold_on_person(district: Agency, said: str) -> LegalHold:
    """Return a hold on a person: the account that the words name, and the name wherever it stands."""
    said = " ".join(said.split())
    if not 2 < len(said) <= NAME_MAX_CHARS or not is_shown_line(said):
        raise BadHold("A person is given by the full name, the login or the mail address.", pointer="/person")
    ours = AgencyMember.objects.filter(Q(agency=district) | Q(agency__parent=district)).values("user_id")
    there = Participant.objects.filter(room__incident__site__district=district).values("user_id")
    known = User.objects.filter(Q(pk__in=ours) | Q(pk__in=there))
    named = Q(display_name__iexact=said) | Q(username__iexact=said) | Q(email__iexact=said)
    found = list(known.filter(named)[:2])
    if len(found) > 1:
        raise BadHold("Several people have this name: give the login or the mail address.", pointer="/person")
    return LegalHold(user=found[0], name=found[0].shown_name()) if found else LegalHold(name=said)


def release_hold(*, asker: Asker, district_id: UUID, hold_id: UUID, reason: str) -> bool:
    """Ask that a hold be released, or release it as the second person, in one durable transaction; say whether it is.

    Where the district has one administrator alone it is released at once; the record then names one person twice.
    Raises: AgencyNotFound, HoldNotFound, HoldReleased, SecondPersonNeeded: who asked. BadName: no reason.
    """
    with transaction.atomic(durable=True):
        lock_deletions()
        district = district_of_records(asker, district_id)
        hold = LegalHold.objects.select_for_update().filter(pk=hold_id, district=district).first()
        if hold is None:
            raise HoldNotFound
        if hold.released_at is not None:
            raise HoldReleased
        person = User.objects.get(pk=asker.user_id)
        if hold.release_asked_at is None:
            hold.release_reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
            hold.release_asked_by, hold.release_asked_by_name = person, person.shown_name()[:150]
            hold.release_asked_at = asker.at
            if set(administrators_of(district, asker.at)) - {asker.user_id}:
                hold.save()
                return False
        elif hold.release_asked_by_id == asker.user_id and set(administrators_of(district, asker.at)) - {asker.user_id}:
            raise SecondPersonNeeded
        hold.released_by, hold.released_by_name, hold.released_at = person, person.shown_name()[:150], asker.at
        hold.save()
    return True


def keep_holding(*, asker: Asker, district_id: UUID, hold_id: UUID) -> None:
    """Drop the request to release a hold, in one durable transaction.

    Raises: AgencyNotFound, HoldNotFound, HoldReleased.
    """
    with transaction.atomic(durable=True):
        district = district_of_records(asker, district_id)
        hold = LegalHold.objects.select_for_update().filter(pk=hold_id, district=district).first()
        if hold is None:
            raise HoldNotFound
        if hold.released_at is not None:
            raise HoldReleased
        hold.release_reason, hold.release_asked_by, hold.release_asked_by_name = "", None, ""
        hold.release_asked_at = None
        hold.save()
