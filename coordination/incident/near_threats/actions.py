"""Warn schools of a threat, acknowledge it, start what it suggests, and give the all clear."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coordination.errors import CommandIdReused
from coordination.incident.near_threats.access import agencies_that_tell, people_who_answer, sites_told_by
from coordination.incident.near_threats.areas import polygon_of, site_ids_inside
from coordination.incident.near_threats.errors import (
    NearThreatNotFound,
    NearThreatOver,
    NoSchoolNear,
    NotResponsible,
    SchoolNotReached,
    TooManyThreats,
)
from coordination.incident.near_threats.models import NearThreat, NearThreatSite
from coordination.incident.near_threats.rules import MOST_STANDING, RETAINED, is_over, is_within
from coordination.incident.near_threats.wire import EndThreatIn, NearThreatIn, OfSchoolIn, StartFromThreatIn
from coordination.incident.one_tap.actions import start_at_site
from coordination.incident.one_tap.wire import StartAtSite
from coordination.incident.one_tap.words import STRATEGY_OF
from coordination.incident.response_actions.models import ActionInForce
from coordination.keeping.holds import holds_now
from coordination.keeping.proof import lock_deletions
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted, carry_out_opening, open_room
from coordination.room.said import SPOKEN, in_other_languages, spoken_words
from coordination.vocabulary import IncidentType, ResponseActionKind, ShelterHazard
from mapping.models import Site
from mou.access.fetch import members_who_count
from mou.foundation.labelled import gettext_noop
from mou.models import Agency
from push.ledger.answers import acknowledge_event
from push.outbox.notifications import enqueue_notifications
from push.outbox.planning import Detail
from push.texts import PushWords
from push.vocabulary import Manner, Urgency

NEAR = UUID("2f6f4a0a-8d0b-5f0e-9a3b-7c9a4c1f5e02")
TOLD = PushWords(
    gettext_noop("Threat near your school"),
    body=gettext_noop("Read what dispatch says, and acknowledge it. One tap starts the action that it suggests."),
)
OVER = PushWords(gettext_noop("All clear: the threat near your school is over"))


def threat_id_for(asker: Asker, given: NearThreatIn) -> UUID:
    """Return the id that the threat of this request has or will have."""
    return uuid5(NEAR, f"{asker.user_id}:{given.id}")


def key_of_threat(threat_id: UUID) -> str:
    """Return what the outbox knows the telling of a threat by."""
    return f"near_threat:{threat_id}"


# --- by dispatch ------------------------------------------------------------------------------------------------------
def tell_schools(*, asker: Asker, given: NearThreatIn) -> UUID:
    """Warn schools of a threat in one durable transaction, or find what the same request told before.

    Raises: NearThreatNotFound: no agency for which the asker tells. AreaNotUsable, SchoolNotReached, NoSchoolNear,
    TooManyThreats, CommandIdReused, TryLater.
    """
    return carry_out_opening(partial(_tell_schools, asker, given))


def _tell_schools(asker: Asker, given: NearThreatIn) -> UUID:
    agency = _agency_that_tells(asker, given.agency_id)
    threat_id = threat_id_for(asker, given)
    # A request without an area is what it was before there were any.
    said = given.model_dump_json(exclude=None if given.area else {"area"})
    digest = hashlib.sha256(said.encode()).hexdigest()
    before = NearThreat.objects.filter(pk=threat_id).first()
    if before is not None:
        if before.request_digest != digest:
            raise CommandIdReused(pointer="/id")
        return before.pk
    standing = NearThreat.objects.filter(agency=agency, ended_at__isnull=True, expires_at__gt=asker.at)
    if standing.filter(is_exercise=given.is_exercise).count() >= MOST_STANDING:
        raise TooManyThreats
    area = polygon_of(given.area)
    sites = _sites_of(asker, given, area)
    threat = NearThreat.objects.create(
        id=threat_id,
        agency=agency,
        sent_by_id=asker.user_id,
        sent_at=asker.at,
        request_digest=digest,
        is_exercise=given.is_exercise,
        kind=given.kind.value,
        words=given.words,
        lon=given.lon,
        lat=given.lat,
        radius_m=given.radius_m,
        area=area,
        suggested=given.suggested.value,
        hazard=given.hazard.value if given.hazard is not None else "",
        expires_at=asker.at + timedelta(minutes=given.minutes),
    )
    people = people_who_answer(sites, asker.at)
    NearThreatSite.objects.bulk_create(
        (NearThreatSite(threat=threat, site=one, told=len(people[one.pk] - {asker.user_id})) for one in sites),
        batch_size=200,
    )
    _plan_telling(threat, sites, people, words=TOLD, asker=asker)
    return threat.pk


def _agency_that_tells(asker: Asker, agency_id: UUID) -> Agency:
    found = next((one for one in agencies_that_tell(asker.user_id, asker.at) if one.pk == agency_id), None)
    if found is None:
        raise NearThreatNotFound(pointer="/agency_id")
    return found


def _sites_of(asker: Asker, given: NearThreatIn, area: Polygon | None) -> list[Site]:
    """Return the schools that are told. Raises: SchoolNotReached: one that is named; NoSchoolNear."""
    reached = sites_told_by(asker.user_id, [given.agency_id], asker.at)
    named = set(given.site_ids)
    if named - {one.pk for one in reached}:
        raise SchoolNotReached(pointer="/site_ids")
    wanted = named if area is None else named | site_ids_inside(reached, area)
    radius, point = given.radius_m, (given.lon, given.lat)
    found = [
        one
        for one in reached
        if one.pk in wanted or (radius is not None and is_within((one.location.x, one.location.y), point, radius))
    ]
    if not found:
        raise NoSchoolNear(pointer="/radius_m" if area is None else "/area")
    return found


def end_threat(*, asker: Asker, threat_id: UUID, given: EndThreatIn) -> None:
    """Give the all clear, in one durable transaction: each school that was told is told. Ending twice changes nothing.

    Once the time of the threat is up, words reach no school whose agreement has ended since.

    Raises: NearThreatNotFound: it is not of an agency for which the asker tells.
    """
    with transaction.atomic(durable=True):
        mine = [one.pk for one in agencies_that_tell(asker.user_id, asker.at)]
        threat = NearThreat.objects.select_for_update(of=("self",)).filter(pk=threat_id, agency_id__in=mine).first()
        if threat is None:
            raise NearThreatNotFound
        if threat.ended_at is not None:
            return
        threat.ended_at, threat.ended_by_id, threat.end_words = asker.at, asker.user_id, given.words or ""
        threat.save(update_fields=["ended_at", "ended_by", "end_words"])
        rows = NearThreatSite.objects.filter(threat=threat).select_related("site__district", "site__school")
        sites = _told_of_the_end(asker, threat, [one.site for one in rows])
        _plan_telling(threat, sites, people_who_answer(sites, asker.at), words=OVER, asker=asker)


def _told_of_the_end(asker: Asker, threat: NearThreat, sites: list[Site]) -> list[Site]:
    """Return who is told: each school, while it stands; afterwards those alone that may still be told anything."""
    if threat.expires_at > asker.at:
        return sites
    reached = {one.pk for one in sites_told_by(asker.user_id, [threat.agency_id], asker.at)}
    return [one for one in sites if one.pk in reached]


def _plan_telling(
    threat: NearThreat, sites: Collection[Site], people: dict[UUID, set[int]], *, words: PushWords, asker: Asker
) -> None:
    """Plan what the people of these schools are told, each person once, in the caller's transaction.

    Every device at once, and nothing follows: a phone that sounds later could give away who hides by then. Who hides
    now is told without a sound; who practices to hide hears what is real.
    """
    hiding = ActionInForce.objects.filter(site__in=[one.pk for one in sites], hides=True, ended_at__isnull=True)
    hidden_at = {one.site_id for one in hiding if threat.is_exercise or not one.is_exercise}
    hidden = {user_id for site_id in hidden_at for user_id in people[site_id]} - {asker.user_id}
    others = {user_id for found in people.values() for user_id in found} - hidden - {asker.user_id}
    is_over_now = words is OVER
    key = f"near_threat_over:{threat.pk}" if is_over_now else key_of_threat(threat.pk)
    say = partial(_words_of_detail, threat, is_over_now=is_over_now)
    texts = {SPOKEN: spoken_words(say), **in_other_languages(say)}
    for user_ids, manner in ((sorted(others), Manner.FIRST_WORD), (sorted(hidden), Manner.SILENT)):
        if user_ids:
            enqueue_notifications(
                source_key=key,
                user_ids=user_ids,
                is_exercise=threat.is_exercise,
                # An exercise is never about life.
                urgency=Urgency.URGENT if threat.is_exercise or is_over_now else Urgency.LIFE_SAFETY,
                kind="near_threat_over" if is_over_now else "near_threat",
                words=words,
                room_id=threat.pk,
                seq=0,
                collapse_key=key,
                manner=manner,
                detail=Detail(texts, frozenset(user_ids)),
            )


def _words_of_detail(threat: NearThreat, *, is_over_now: bool) -> str:
    if is_over_now:
        return threat.end_words
    suggested = ResponseActionKind(threat.suggested).label
    return _("{kind}: {words} Suggested: {action}.").format(
        kind=IncidentType(threat.kind).label, words=threat.words, action=suggested
    )


# --- by a school ------------------------------------------------------------------------------------------------------
def acknowledge_threat(*, asker: Asker, threat_id: UUID, given: OfSchoolIn) -> None:
    """Acknowledge a threat for a school, in one durable transaction; the first of a school counts.

    Raises: NearThreatNotFound: the school was not told, or is not the asker's. NotResponsible, NearThreatOver.
    """
    with transaction.atomic(durable=True):
        row = _told_at_own(asker, threat_id, given.site_id)
        if asker.user_id not in people_who_answer([row.site], asker.at)[row.site_id]:
            raise NotResponsible
        if is_over(ended_at=row.threat.ended_at, expires_at=row.threat.expires_at, at=asker.at):
            raise NearThreatOver
        _note_acknowledged(row, asker)


def start_from_threat(*, asker: Asker, threat_id: UUID, given: StartFromThreatIn) -> Accepted:
    """Start what a threat suggests at a school with one tap, as any person of it may; who answers has acknowledged.

    Raises: NearThreatNotFound, NearThreatOver; as start_at_site.
    """
    row = _told_at_own(asker, threat_id, given.site_id)
    threat = row.threat
    if is_over(ended_at=threat.ended_at, expires_at=threat.expires_at, at=asker.at):
        raise NearThreatOver
    hazard = ShelterHazard(threat.hazard) if threat.hazard else None
    command = StartAtSite(
        id=given.id,
        site_id=row.site_id,
        is_exercise=threat.is_exercise,
        kind=ResponseActionKind(threat.suggested),
        hazard=hazard,
        strategy=None if hazard is None else STRATEGY_OF[hazard],
    )

    def start_and_acknowledge() -> Accepted:
        accepted = start_at_site(asker=asker, command=command)
        if asker.user_id in people_who_answer([row.site], asker.at)[row.site_id]:
            _note_acknowledged(row, asker)
        return accepted

    return open_room(asker, command, start_and_acknowledge)


def _told_at_own(asker: Asker, threat_id: UUID, site_id: UUID) -> NearThreatSite:
    """Return what a school of the asker's was told. Raises: NearThreatNotFound."""
    rows = NearThreatSite.objects.select_related("threat", "site__district", "site__school")
    row = rows.filter(threat_id=threat_id, site_id=site_id).first()
    if row is None or not _is_of_school(asker, row.site):
        raise NearThreatNotFound
    return row


def _is_of_school(asker: Asker, site: Site) -> bool:
    own = [one for one in (site.district_id, site.school_id) if one is not None]
    return members_who_count(asker.at).filter(user_id=asker.user_id, agency_id__in=own).exists()


def _note_acknowledged(row: NearThreatSite, asker: Asker) -> None:
    """Write it in the caller's transaction; of two at once the first counts."""
    unanswered = NearThreatSite.objects.filter(pk=row.pk, acknowledged_at__isnull=True)
    unanswered.update(acknowledged_at=asker.at, acknowledged_by_id=asker.user_id)
    acknowledge_event(source_key=key_of_threat(row.threat_id), user_id=asker.user_id, at=asker.at)


# --- by the clock -----------------------------------------------------------------------------------------------------
def delete_old_threats(at: datetime) -> None:
    """Delete what was told longer ago than it is retained, with its schools, in one durable transaction.

    What is under legal hold stays: of a school, of a time of its district, or of a person who told or acknowledged.
    """
    with transaction.atomic(durable=True):
        lock_deletions()
        holds = holds_now()
        of_school = Q(site_id__in=holds.site_ids) | Q(acknowledged_by_id__in=holds.user_ids)
        of_school |= holds.within("site__district_id", begins="threat__sent_at", ends="threat__sent_at")
        held = NearThreatSite.objects.filter(of_school).values("threat_id")
        old = NearThreat.objects.filter(sent_at__lt=at - RETAINED)
        old.exclude(pk__in=held).exclude(sent_by_id__in=holds.user_ids).delete()
