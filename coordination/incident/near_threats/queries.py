"""Read threats near schools, as far as each is the reader's: who told it reads all schools, a school only its own."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.incident.near_threats.access import agencies_that_tell, sites_told_by
from coordination.incident.near_threats.areas import corners_of
from coordination.incident.near_threats.errors import NearThreatNotFound
from coordination.incident.near_threats.models import NearThreat, NearThreatSite
from coordination.incident.near_threats.rules import SchoolTold, in_order, is_late, is_over
from coordination.incident.one_tap.words import STRATEGY_OF
from coordination.incident.response_actions.models import ActionInForce
from coordination.vocabulary import IncidentType, ResponseActionKind, SafetyStrategy, ShelterHazard
from mapping.geometry.shapes import Position
from mou.access.known_standings import known_standings

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class ShownThreat:
    """A threat as one reader has it."""

    id: UUID
    agency: str
    sent_by: str
    sent_at: datetime
    is_exercise: bool
    kind: IncidentType
    words: str
    lon: float
    lat: float
    radius_m: int | None
    area: list[Position]
    suggested: ResponseActionKind
    hazard: ShelterHazard | None
    strategy: SafetyStrategy | None
    expires_at: datetime
    ended_at: datetime | None
    end_words: str
    is_over: bool
    is_sender: bool
    schools: list[SchoolTold]

    @property
    def late(self) -> int:
        """Return how many schools should have answered by now."""
        return sum(one.is_late for one in self.schools)

    @property
    def own(self) -> list[SchoolTold]:
        """Return the reader's own schools."""
        return [one for one in self.schools if one.is_own]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whose threats a person reads: those of agencies for which they tell, and those of their own schools."""

    tells_for: frozenset[UUID]
    district_ids: frozenset[UUID]
    school_ids: frozenset[UUID]

    @property
    def own_schools(self) -> Q:
        return Q(site__district_id__in=self.district_ids) | Q(site__school_id__in=self.school_ids)


def threats_for(user_id: int, at: datetime) -> list[ShownThreat]:
    """Return the newest threats that are the person's to read, those that stand first. A fixed number of queries."""
    reader = _reader_of(user_id, at)
    rows = _threats_of(reader).order_by("-sent_at")[:MOST_LISTED]
    found = _show_threats(list(rows), reader, user_id, at)
    return sorted(found, key=lambda one: (one.is_over, one.is_exercise, -one.late))


def threat_for(user_id: int, threat_id: UUID, at: datetime) -> ShownThreat:
    """Return a threat. Raises: NearThreatNotFound: there is none for them."""
    reader = _reader_of(user_id, at)
    row = _threats_of(reader).filter(pk=threat_id).first()
    if row is None:
        raise NearThreatNotFound
    return _show_threats([row], reader, user_id, at)[0]


def standing_near(user_id: int, at: datetime, *, epoch: int | None = None) -> list[NearThreat]:
    """Return the threats that stand near the person's own schools, what is real first. One query, for the first page.

    Args:
        epoch: as for known_standings.
    """
    own = known_standings(user_id, at, epoch=epoch)
    if not own.insider_district_ids and not own.insider_school_ids:
        return []
    reader = _Reader(frozenset(), own.insider_district_ids, own.insider_school_ids)
    standing = _threats_of(reader).filter(ended_at__isnull=True, expires_at__gt=at)
    return list(standing.order_by("is_exercise", "-sent_at"))


def _reader_of(user_id: int, at: datetime) -> _Reader:
    own = known_standings(user_id, at)
    tells_for = frozenset(one.pk for one in agencies_that_tell(user_id, at))
    return _Reader(tells_for, own.insider_district_ids, own.insider_school_ids)


def _threats_of(reader: _Reader) -> QuerySet[NearThreat]:
    told = NearThreatSite.objects.filter(reader.own_schools).values("threat_id")
    rows = NearThreat.objects.filter(Q(agency_id__in=reader.tells_for) | Q(pk__in=told))
    return rows.select_related("agency", "sent_by")


def _show_threats(rows: list[NearThreat], reader: _Reader, user_id: int, at: datetime) -> list[ShownThreat]:
    sent = {one.pk for one in rows if one.agency_id in reader.tells_for}
    reached = {one.pk for one in sites_told_by(user_id, reader.tells_for, at)} if sent else set()
    told = NearThreatSite.objects.filter(threat__in=rows).select_related("site", "acknowledged_by")
    # A school whose agreement has ended since is no longer the agency's to look at.
    mine = told.filter(Q(threat_id__in=sent, site_id__in=reached) | reader.own_schools)
    by_threat: dict[UUID, list[NearThreatSite]] = defaultdict(list)
    for one in mine:
        by_threat[one.threat_id].append(one)
    actions = _actions_at({one.site_id for found in by_threat.values() for one in found})
    return [_show_threat(one, by_threat[one.pk], actions, reader, at) for one in rows]


def _show_threat(
    threat: NearThreat,
    told: Iterable[NearThreatSite],
    actions: dict[UUID, list[ActionInForce]],
    reader: _Reader,
    at: datetime,
) -> ShownThreat:
    hazard = ShelterHazard(threat.hazard) if threat.hazard else None
    return ShownThreat(
        id=threat.pk,
        agency=threat.agency.name,
        sent_by=threat.sent_by.display_name,
        sent_at=threat.sent_at,
        is_exercise=threat.is_exercise,
        kind=IncidentType(threat.kind),
        words=threat.words,
        lon=threat.lon,
        lat=threat.lat,
        radius_m=threat.radius_m,
        area=corners_of(threat.area),
        suggested=ResponseActionKind(threat.suggested),
        hazard=hazard,
        strategy=None if hazard is None else STRATEGY_OF[hazard],
        expires_at=threat.expires_at,
        ended_at=threat.ended_at,
        end_words=threat.end_words,
        is_over=is_over(ended_at=threat.ended_at, expires_at=threat.expires_at, at=at),
        is_sender=threat.agency_id in reader.tells_for,
        schools=in_order(_show_school(one, threat, actions[one.site_id], reader, at) for one in told),
    )


def _show_school(
    row: NearThreatSite, threat: NearThreat, actions: Iterable[ActionInForce], reader: _Reader, at: datetime
) -> SchoolTold:
    action = next((one for one in actions if _is_since(one, threat)), None)
    over = is_over(ended_at=threat.ended_at, expires_at=threat.expires_at, at=at)
    return SchoolTold(
        site_id=row.site_id,
        site=row.site.name,
        lon=row.site.location.x,
        lat=row.site.location.y,
        told=row.told,
        acknowledged_by=row.acknowledged_by.display_name if row.acknowledged_by is not None else "",
        acknowledged_at=row.acknowledged_at,
        is_late=not over
        and is_late(acknowledged_at=row.acknowledged_at, has_acted=action is not None, sent_at=threat.sent_at, at=at),
        action=None if action is None else ResponseActionKind(action.kind),
        action_at=None if action is None else action.started_at,
        is_own=row.site.district_id in reader.district_ids or row.site.school_id in reader.school_ids,
        is_exercise=threat.is_exercise,
    )


def _is_since(action: ActionInForce, threat: NearThreat) -> bool:
    """Tell whether an action is what a school does about a threat: begun since, or in force when it was told."""
    if action.is_exercise is not threat.is_exercise:
        return False
    was_over = action.ended_at is not None and action.ended_at < threat.sent_at
    return not was_over and (threat.ended_at is None or action.started_at <= threat.ended_at)


def _actions_at(site_ids: Collection[UUID]) -> dict[UUID, list[ActionInForce]]:
    """Return what schools did, the newest first; however it was started. One query."""
    found: dict[UUID, list[ActionInForce]] = defaultdict(list)
    for one in ActionInForce.objects.filter(site_id__in=site_ids).exclude(kind="").order_by("-started_at"):
        found[one.site_id].append(one)
    return found
