"""Run a version of an agreement against the incidents and drills of its district."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from coordination.room.access import Asker
from coordination.room.models import Incident, Participant
from mou.access.explaining.rehearsal import Difference, PastIncident, rehearse_draft
from mou.access.facts import agreement_facts, emergency_facts
from mou.access.fetch import MemorandumNeed, memorandum_for
from mou.access.policy import Place
from mou.errors import MemorandumNotFound
from mou.models import Emergency, Term, Version

MAX_INCIDENTS = 200


@dataclass(frozen=True, slots=True)
class RehearsedIncident:
    """One incident or drill: what the agency would have had more or less of, and who of it was there."""

    incident_id: UUID
    title: str
    site: str
    time_zone: str
    incident_type: str
    is_exercise: bool
    opened_at: datetime
    until: datetime
    is_open: bool
    people: tuple[str, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a version would have changed. `is_whole`: no older incident was left out."""

    memorandum_id: UUID
    title: str
    number: int
    agency: str
    incidents: tuple[RehearsedIncident, ...]
    is_whole: bool


def rehearsal_for(asker: Asker, *, memorandum_id: UUID, number: int) -> Rehearsal:
    """Return the rehearsal of a version that the asker keeps: incidents are the district's, not its partner's.

    Raises: MemorandumNotFound: no such version for them. NotAllowed: they read it but do not keep it.
    """
    memorandum = memorandum_for(
        user_id=asker.user_id, memorandum_id=memorandum_id, need=MemorandumNeed.KEEP, at=asker.at, lock=False
    )
    of_district = Version.objects.filter(memorandum__district_id=memorandum.district_id).select_related(
        "memorandum__district"
    )
    terms = Prefetch("terms", Term.objects.select_related("clause"))
    draft = of_district.filter(memorandum=memorandum, number=number).prefetch_related("sites", terms).first()
    if draft is None:
        raise MemorandumNotFound("There is no such memorandum.")
    signed = of_district.filter(memorandum__agency_id=memorandum.agency_id, in_force_from__isnull=False)
    actual = [agreement_facts(row) for row in signed.exclude(pk=draft.pk).prefetch_related("sites", terms)]
    if draft.in_force_from is not None:
        actual.append(agreement_facts(draft))
    past, named = _past_incidents(memorandum.district_id, asker.at)
    found: dict[UUID, list[Difference]] = {}
    for difference in rehearse_draft(agreement_facts(draft), actual, past):
        found.setdefault(difference.incident_id, []).append(difference)
    people = _people_who_came(named, memorandum.agency_id)
    return Rehearsal(
        memorandum_id=memorandum.pk,
        title=memorandum.title,
        number=number,
        agency=memorandum.agency.name,
        incidents=tuple(
            _view_of_incident(one, asker.at, people.get(one.pk, ()), tuple(found.get(one.pk, ())))
            for one in named.values()
        ),
        is_whole=len(named) < MAX_INCIDENTS,
    )


def _past_incidents(district_id: UUID, at: datetime) -> tuple[list[PastIncident], dict[UUID, Incident]]:
    """Return the district's latest incidents, newest first, each with every time it was open."""
    rows = (
        Incident.objects.filter(site__district_id=district_id, opened_at__lt=at)
        .select_related("site", "room")
        .order_by("-opened_at", "-id")[:MAX_INCIDENTS]
    )
    named = {row.pk: row for row in rows}
    past = [
        PastIncident(
            emergency=emergency_facts(row),
            place=Place(
                district_id=district_id,
                school_id=named[row.incident_id].site.school_id,
                site_id=row.site_id,
            ),
            until=min(row.ended_at or at, at),
        )
        for row in Emergency.objects.filter(incident_id__in=named).order_by("-begun_at", "-id")
        if row.begun_at < min(row.ended_at or at, at)
    ]
    return past, named


def _people_who_came(named: dict[UUID, Incident], agency_id: UUID) -> dict[UUID, tuple[str, ...]]:
    rows = Participant.objects.filter(room__incident_id__in=named, agency_id=agency_id).order_by("name", "id")
    found: dict[UUID, tuple[str, ...]] = {}
    for incident_id, name in rows.values_list("room__incident_id", "name"):
        found[incident_id] = (*found.get(incident_id, ()), name)
    return found


def _view_of_incident(
    incident: Incident, at: datetime, people: tuple[str, ...], differences: tuple[Difference, ...]
) -> RehearsedIncident:
    return RehearsedIncident(
        incident_id=incident.pk,
        title=incident.shown_title(),
        site=incident.shown_place(),
        time_zone=incident.site.time_zone,
        incident_type=incident.incident_type,
        is_exercise=incident.is_exercise,
        opened_at=incident.opened_at,
        until=incident.closed_at or at,
        is_open=incident.closed_at is None,
        people=people,
        differences=differences,
    )
