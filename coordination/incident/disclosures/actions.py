"""Record that student data was given away: an entry in the room and a row in the district's ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from coordination.errors import IdTaken, RecipientNotFound, SchoolOnly
from coordination.incident.disclosures.capability import DisclosureRecorded, RecordDisclosure
from coordination.incident.disclosures.models import Disclosure
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.vocabulary import DisclosureAuthority
from mou.access.emergency.emergency_access import reason_now
from mou.access.explaining.widenings import SharingClause, sharing_clause
from mou.vocabulary import DataCategory, TermKind

RECIPIENT_CHARS = 120


def record_disclosure(*, context: CommandContext, command: RecordDisclosure) -> None:
    """Record a disclosure. The clause is found in what is in force between district and recipient, if it says anything.

    Raises: SchoolOnly, RecipientNotFound: no one of that agency is or was in the room. IdTaken.
    """
    # Student records belong to the school or district.
    if not context.grant.is_of_site():
        raise SchoolOnly
    if Disclosure.objects.filter(room=context.room, disclosure_id=command.disclosure_id).exists():
        raise IdTaken(pointer="/disclosure_id")
    agency_name = _recipient_name(context, command.agency_id)
    clause = _clause_for(context, command)
    event = DisclosureRecorded(
        disclosure_id=command.disclosure_id,
        authority=command.authority,
        categories=tuple(sorted(set(command.categories))),
        agency_id=command.agency_id,
        agency=agency_name,
        recipient=command.recipient,
        clause=clause.words if clause else "",
    )
    seq = context.append(event)
    Disclosure.objects.create(
        room=context.room,
        disclosure_id=command.disclosure_id,
        seq=seq,
        incident=context.incident,
        district_id=context.incident.site.district_id,
        site_name=context.incident.site.name,
        is_exercise=context.incident.is_exercise,
        authority=command.authority.value,
        categories=[one.value for one in event.categories],
        agency_id=command.agency_id,
        agency_name=agency_name,
        recipient=command.recipient,
        students=command.students,
        threat=command.threat or "",
        version_id=clause.version_id if clause else None,
        clause=event.clause,
        disclosed_by_id=context.participant.user_id,
        disclosed_by_name=f"{context.participant.name}, {context.participant.role}",
        disclosed_at=context.at,
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A person's name that a responder reads, and the participant who wrote it down."""

    name: str
    by: UUID


def record_reading(context: CommandContext, reading_id: UUID, given: Mapping[UUID, Given]) -> None:
    """Write that the context's participant has read names: one entry, and a row of the ledger for each person.

    A reader with emergency access reads by that; all others by the agreement that opens the roster.
    """
    reader, incident, site = context.participant, context.incident, context.incident.site
    kind, categories = TermKind.ROSTER_ACCESS, (DataCategory.STUDENT_ROSTER,)
    threat = reason_now(user_id=reader.user_id, incident_id=incident.pk, kind=kind, at=context.at)
    authority = DisclosureAuthority.EMERGENCY if threat else DisclosureAuthority.SCHOOL_OFFICIAL
    clause = sharing_clause(
        agency_id=reader.agency_id,
        district_id=site.district_id,
        site_id=site.pk,
        categories=frozenset(categories),
        at=context.at,
        grants=frozenset([kind]),
    )
    event = DisclosureRecorded(
        disclosure_id=reading_id,
        authority=authority,
        categories=categories,
        agency_id=reader.agency_id,
        agency=reader.agency,
        recipient=reader.name,
        clause=clause.words if clause else "",
    )
    seq = context.append(event)
    authors = {one.pk: one for one in Participant.objects.filter(pk__in={one.by for one in given.values()})}
    Disclosure.objects.bulk_create(
        Disclosure(
            room=context.room,
            disclosure_id=row_id,
            seq=seq,
            incident=incident,
            district_id=site.district_id,
            site_name=site.name,
            is_exercise=incident.is_exercise,
            authority=authority.value,
            categories=[one.value for one in categories],
            agency_id=reader.agency_id,
            agency_name=reader.agency,
            recipient=reader.name[:RECIPIENT_CHARS],
            students=one.name,
            threat=threat,
            version_id=clause.version_id if clause else None,
            clause=event.clause,
            disclosed_by_id=authors[one.by].user_id,
            disclosed_by_name=f"{authors[one.by].name}, {authors[one.by].role}",
            disclosed_at=context.at,
        )
        for row_id, one in given.items()
    )


def _recipient_name(context: CommandContext, agency_id: UUID) -> str:
    found = Participant.objects.filter(room=context.room, agency_id=agency_id).first()
    if found is None:
        raise RecipientNotFound(pointer="/agency_id")
    return found.agency


def _clause_for(context: CommandContext, command: RecordDisclosure) -> SharingClause | None:
    site = context.incident.site
    return sharing_clause(
        agency_id=command.agency_id,
        district_id=site.district_id,
        site_id=site.pk,
        categories=frozenset(command.categories),
        at=context.at,
    )
