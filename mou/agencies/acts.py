"""Write and read the record of what administrators did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import ActorId, AdministrativeActKind, Operator

# The reason of what no person did: the server saw something. Its actor is empty, as the console's is.
BY_ITSELF = "by the server itself"
# As many rows as a statement inserts: SQLite takes 32,766 values at most.
AT_ONCE = 1_000
type Changes = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as the agency's administrators read it. No actor: the console."""

    kind: AdministrativeActKind
    actor: str
    person: str
    reason: str
    changes: Mapping[str, Sequence[str]]
    at: datetime


def record_act(
    kind: AdministrativeActKind,
    *,
    actor_id: ActorId,
    agency: Agency,
    at: datetime,
    member: AgencyMember | None = None,
    reason: str = "",
    changes: Changes | None = None,
) -> None:
    """Write one act down, in the transaction of the act itself."""
    AdministrativeAct.objects.create(
        agency=agency,
        member=member,
        actor_id=None if isinstance(actor_id, Operator) else actor_id,
        kind=kind.value,
        reason=reason,
        changes={name: list(pair) for name, pair in (changes or {}).items()},
        at=at,
    )


def record_acts(
    kind: AdministrativeActKind,
    acts: Sequence[tuple[AgencyMember, Changes]],
    *,
    actor_id: ActorId,
    reason: str,
    at: datetime,
) -> None:
    """Write the same act down for many members, in the transaction of the act itself. One statement for 1,000."""
    by_id = None if isinstance(actor_id, Operator) else actor_id
    rows = [
        AdministrativeAct(
            agency_id=member.agency_id,
            member=member,
            actor_id=by_id,
            kind=kind.value,
            reason=reason,
            changes={name: list(pair) for name, pair in changes.items()},
            at=at,
        )
        for member, changes in acts
    ]
    AdministrativeAct.objects.bulk_create(rows, batch_size=AT_ONCE)


def acts_of(agency: Agency) -> QuerySet[AdministrativeAct]:
    """Return the acts of an agency."""
    return _with_people(AdministrativeAct.objects.filter(agency=agency))


def acts_about(members: Sequence[AgencyMember]) -> QuerySet[AdministrativeAct]:
    """Return the acts about these memberships."""
    return _with_people(AdministrativeAct.objects.filter(member__in=members))


def _with_people(rows: QuerySet[AdministrativeAct]) -> QuerySet[AdministrativeAct]:
    return rows.select_related("actor", "member__user")


def read_acts(rows: QuerySet[AdministrativeAct]) -> list[ActView]:
    """Return acts as administrators read them. One query."""
    return [
        ActView(
            kind=AdministrativeActKind(row.kind),
            actor="" if row.actor is None else row.actor.shown_name(),
            person="" if row.member is None else row.member.user.shown_name(),
            reason=row.reason,
            changes=row.changes,
            at=row.at,
        )
        for row in rows
    ]
