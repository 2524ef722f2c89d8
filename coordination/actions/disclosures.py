"""Write down that student data was given to somebody: an entry in the room and a row in the district's ledger."""

from uuid import UUID

from coordination import incident_log
from coordination.errors import IdTaken, RecipientNotFound, SchoolOnly
from coordination.incident_log import Turn
from coordination.models import Disclosure, Participant
from coordination.wire.commands import RecordDisclosure
from coordination.wire.events import DisclosureRecorded
from mou.access.widenings import SharingClause, sharing_clause


def record_disclosure(*, turn: Turn, command: RecordDisclosure) -> None:
    """Record a disclosure. The clause is found in what is in force between district and recipient, if it says anything.

    Raises: SchoolOnly, RecipientNotFound: nobody of that agency is or was in the room. IdTaken.
    """
    if not turn.grant.may_disclose():
        raise SchoolOnly
    if Disclosure.objects.filter(room=turn.room, disclosure_id=command.disclosure_id).exists():
        raise IdTaken(pointer="/disclosure_id")
    agency_name = _recipient(turn, command.agency_id)
    clause = _clause(turn, command)
    event = DisclosureRecorded(
        disclosure_id=command.disclosure_id,
        authority=command.authority,
        categories=tuple(sorted(category.value for category in set(command.categories))),
        agency_id=command.agency_id,
        agency=agency_name,
        recipient=command.recipient,
        clause=clause.words if clause else "",
    )
    seq = incident_log.append(turn, event)
    Disclosure.objects.create(
        room=turn.room,
        disclosure_id=command.disclosure_id,
        seq=seq,
        incident=turn.incident,
        district_id=turn.incident.site.district_id,
        site_name=turn.incident.site.name,
        is_exercise=turn.incident.is_exercise,
        authority=command.authority.value,
        categories=list(event.categories),
        agency_id=command.agency_id,
        agency_name=agency_name,
        recipient=command.recipient,
        students=command.students,
        threat=command.threat or "",
        version_id=clause.version_id if clause else None,
        clause=event.clause,
        disclosed_by_id=turn.participant.user_id,
        disclosed_by_name=f"{turn.participant.name}, {turn.participant.role}",
        disclosed_at=turn.at,
    )


def _recipient(turn: Turn, agency_id: UUID) -> str:
    found = Participant.objects.filter(room=turn.room, agency_id=agency_id).first()
    if found is None:
        raise RecipientNotFound(pointer="/agency_id")
    return found.agency


def _clause(turn: Turn, command: RecordDisclosure) -> SharingClause | None:
    site = turn.incident.site
    return sharing_clause(
        agency_id=command.agency_id,
        district_id=site.district_id,
        site_id=site.pk,
        categories=frozenset(command.categories),
        at=turn.at,
    )
