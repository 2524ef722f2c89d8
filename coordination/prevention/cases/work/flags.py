"""A flag for responders at a site: it opens only in a real emergency, and into the ledger of disclosures."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from coordination.errors import RoomNotFound
from coordination.incident.disclosures.capability import DisclosureRecorded
from coordination.incident.disclosures.models import Disclosure
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.errors import SafetyFlagNotFound
from coordination.prevention.cases.models import CaseFlag, CaseFlagOpening
from coordination.prevention.cases.rules.machine import OPEN
from coordination.prevention.cases.vocabulary import CaseDoor
from coordination.room.access import Asker, RoomGrant, grant_in, incidents_for, locked_rooms
from coordination.room.entry.entries import SERVER
from coordination.room.log import CommandContext
from coordination.room.models import Incident, Room
from coordination.vocabulary import Audience, DisclosureAuthority, IncidentStatus
from mapping.models import Site
from mou.access.explaining.widenings import SharingClause, sharing_clause
from mou.access.facts import emergency_access_rows
from mou.access.fetch import Standing
from mou.vocabulary import DataCategory

# The entry has an id that follows from whom it is about: one disclosure for each flag, person and incident.
NAMESPACE = UUID("6d2a8f5c-9b1e-4a57-8f0c-21c7a4f0b6d3")
SHARED = frozenset({DataCategory.THREAT_ASSESSMENT})
OPEN_INCIDENTS = [one.value for one in IncidentStatus if one.is_open]


@dataclass(frozen=True, slots=True)
class FlagLine:
    """That there is a flag at the site of an open incident; what it says is told by opening it."""

    flag_id: UUID
    incident_id: UUID
    incident: str
    site: str


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag as a responder has it: about whom, what to mind, whom to call. Nothing else of the case."""

    flag_id: UUID
    who: str
    advice: str
    call: str


def flags_for(asker: Asker, *, incident_id: UUID | None = None) -> list[FlagLine]:
    """Return the flags that the asker could open now, in one incident or all that they take part in."""
    found = []
    for incident in _incidents_of_asker(asker, incident_id):
        if (flags := _flags_at(incident.site)) and _right_of(_grant_in_room(asker, incident), asker) is not None:
            found += [FlagLine(one.pk, incident.pk, incident.shown_title(), incident.shown_place()) for one in flags]
    return found


def open_flag(*, asker: Asker, incident_id: UUID, flag_id: UUID) -> FlagView:
    """Open a flag. Durable: the disclosure is on disk before anything of it is told.

    Locks the incident's room. An entry tells who leads that something was disclosed, the ledger what and to whom
    (34 CFR 99.32, 99.36). Raises: SafetyFlagNotFound: there is none, no real incident is open, or it is not for them.
    """
    with transaction.atomic(durable=True):
        room_id = Room.objects.filter(incident_id=incident_id).values_list("pk", flat=True).first()
        room = locked_rooms([room_id]).get(room_id) if room_id is not None else None
        if room is None or not _is_emergency(room.incident):
            raise SafetyFlagNotFound
        grant = _grant_in_room(asker, room.incident, room=room)
        right = _right_of(grant, asker)
        flag = next((one for one in _flags_at(room.incident.site) if one.pk == flag_id), None)
        if grant is None or right is None or flag is None:
            raise SafetyFlagNotFound
        _disclose_flag(flag, room, grant, right, asker)
        CASE_READS.note_reads([flag.case_id], user_id=asker.user_id, at=asker.at, door=CaseDoor.FLAG)
        # Each time, also where it was disclosed before: who is on the case reads how often it was needed.
        CaseFlagOpening.objects.create(
            case_id=flag.case_id,
            flag_id=flag.pk,
            user_id=asker.user_id,
            agency_name=right.standing.member.agency.name,
            incident_id=incident_id,
            incident_title=room.incident.title,
            at=asker.at,
        )
    return FlagView(flag.pk, flag.who, flag.advice, flag.call)


def sees_flags(asker: Asker) -> bool:
    """Say whether there is a flag that the asker could open now."""
    # Asked for every page of everybody: most often there is no flag at all.
    return CaseFlag.objects.exists() and bool(flags_for(asker))


# --- by which right ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FlagRight:
    """Why a responder may open a flag: a term of their agreement, or emergency access that they took."""

    standing: Standing
    clause: SharingClause | None


def _incidents_of_asker(asker: Asker, incident_id: UUID | None) -> Sequence[Incident]:
    rows = incidents_for(asker.user_id, asker.at).filter(is_exercise=False, status__in=OPEN_INCIDENTS)
    return list(rows if incident_id is None else rows.filter(pk=incident_id))


def _is_emergency(incident: Incident) -> bool:
    # A drill is none, whatever it plays.
    return not incident.is_exercise and IncidentStatus(incident.status).is_open


def _grant_in_room(asker: Asker, incident: Incident, *, room: Room | None = None) -> RoomGrant | None:
    """Return what the asker is in an incident's room; None for who may not be there."""
    room = room or Room.objects.select_related("incident__site").get(incident=incident)
    try:
        return grant_in(room, user_id=asker.user_id, at=asker.at)
    except RoomNotFound:
        return None


def _right_of(grant: RoomGrant | None, asker: Asker) -> FlagRight | None:
    """Return by which right the asker opens flags in this incident; None without one.

    They take part for an agency with an agreement, not by mutual aid, and that agreement shares threat assessments
    while an incident is open or always; or they have taken emergency access here that still lasts.
    """
    standing = grant.by_agreement() if grant is not None else None
    if grant is None or standing is None:
        return None
    site = grant.incident.site
    clause = sharing_clause(
        agency_id=standing.member.agency_id,
        district_id=site.district_id,
        site_id=site.pk,
        categories=SHARED,
        at=asker.at,
    )
    mine = emergency_access_rows(asker.at).filter(user_id=asker.user_id)
    taken = mine.filter(site_id=site.pk, incident_id=grant.incident.pk)
    return FlagRight(standing, clause) if clause is not None or taken.exists() else None


def _flags_at(site: Site) -> list[CaseFlag]:
    """Return the flags of a site: of its school's cases and of its district's own, while those are open."""
    agencies = [one for one in (site.school_id, site.district_id) if one is not None]
    rows = CaseFlag.objects.filter(case__team__agency_id__in=agencies, case__state__in=OPEN)
    return list(rows.select_related("case", "raised_by").order_by("raised_at", "id"))


# --- what is written --------------------------------------------------------------------------------------------------
def _disclose_flag(flag: CaseFlag, room: Room, grant: RoomGrant, right: FlagRight, asker: Asker) -> None:
    """Write the entry and the ledger's row; opened again by the same person, it was disclosed already."""
    participant = grant.joined()
    disclosure_id = uuid5(NAMESPACE, f"{flag.pk} {room.pk} {participant.pk}")
    if Disclosure.objects.filter(room=room, disclosure_id=disclosure_id).exists():
        return
    context = CommandContext.uncommanded(grant, command_id=disclosure_id, at=asker.at, author=SERVER)
    clause = right.clause.words if right.clause else ""
    event = DisclosureRecorded(
        disclosure_id=disclosure_id,
        authority=DisclosureAuthority.EMERGENCY,
        categories=(DataCategory.THREAT_ASSESSMENT,),
        agency_id=participant.agency_id,
        agency=participant.agency,
        recipient=participant.name,
        clause=clause,
    )
    # Who leads must know that it was opened; a whole room must not guess about whom.
    seq = context.append(event, audience=Audience.COMMAND)
    context.finish()
    Disclosure.objects.create(
        room=room,
        disclosure_id=disclosure_id,
        seq=seq,
        incident=room.incident,
        district_id=room.incident.site.district_id,
        site_name=room.incident.site.name,
        is_exercise=False,
        authority=DisclosureAuthority.EMERGENCY.value,
        categories=[DataCategory.THREAT_ASSESSMENT.value],
        agency_id=participant.agency_id,
        agency_name=participant.agency,
        recipient=participant.name[:120],
        students=flag.who,
        threat=flag.threat,
        version_id=right.clause.version_id if right.clause else None,
        clause=clause,
        disclosed_by=flag.raised_by,
        disclosed_by_name=flag.raised_by.shown_name(),
        disclosed_at=asker.at,
    )
