"""Which of the people named in an exercise may enter its room, and why others may not: by agreements, as always."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.drills.conduct.vocabulary import NoEntrance
from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.exercises.vocabulary import ExerciseRole, InvitationState
from coordination.room.access import room_standings
from coordination.room.audiences import addresses_of, audiences_of
from coordination.room.models import Incident, Participant
from coordination.room.wire.addressed import Readership
from mou.access.fetch import members_who_count


@dataclass(frozen=True, slots=True)
class Entrance:
    """A person of an exercise. `why_not` is None where they may enter its room."""

    user_id: int
    name: str
    agency: str
    agency_id: UUID
    agency_kind: str
    role: ExerciseRole
    # From MemberRole: what they are in their agency; empty for people who have left it.
    member_role: str
    why_not: NoEntrance | None


def list_entrances(exercise: Exercise, at: datetime) -> list[Entrance]:
    """Return the people of an exercise, and whether each may enter. A constant number of queries."""
    people = list(exercise.people.select_related("user", "agency").order_by("agency__name", "user__username", "id"))
    user_ids = [one.user_id for one in people]
    incidents = Incident.objects.select_related("site")
    incident = incidents.filter(pk=exercise.incident_id).first() if exercise.incident_id else None
    # Before STARTEX there is no incident yet, and no mutual aid for it either.
    standings = room_standings(user_ids=user_ids, incident=incident or Incident(site=exercise.site), at=at)
    members = members_who_count(at).filter(user_id__in=user_ids).values_list("user_id", "agency_id", "role")
    member_roles = {(user_id, agency_id): role for user_id, agency_id, role in members}
    accepted = set(
        exercise.organizations.filter(state=InvitationState.ACCEPTED.value).values_list("agency_id", flat=True)
    )
    return [
        Entrance(
            one.user_id,
            one.user.shown_name(),
            one.agency.name,
            one.agency_id,
            one.agency.kind,
            ExerciseRole(one.role),
            member_roles.get((one.user_id, one.agency_id), ""),
            _why_not(
                is_asked=one.agency_id in accepted or one.agency_id == exercise.sponsor_id,
                belongs=(one.user_id, one.agency_id) in member_roles,
                may=bool(standings[one.user_id]),
            ),
        )
        for one in people
    ]


def _why_not(*, is_asked: bool, belongs: bool, may: bool) -> NoEntrance | None:
    if not is_asked:
        return NoEntrance.NOT_ACCEPTED
    if not belongs:
        return NoEntrance.LEFT_AGENCY
    return None if may else NoEntrance.NO_AGREEMENT


def who_may_enter(exercise: Exercise, at: datetime) -> list[int]:
    """Return the ids of the people of an exercise who may enter its room. Removed people are told nothing more."""
    return sorted(one.user_id for one in _who_may(exercise, at))


def players_reading(exercise: Exercise, readers: Readership, at: datetime) -> list[int]:
    """Return the ids of those who play, may enter and belong to an audience, or would once they are in the room."""
    players = [one for one in _who_may(exercise, at) if one.role is ExerciseRole.PLAYER]
    return sorted(one.user_id for one in players if readers in _audiences_of(one, exercise))


def _who_may(exercise: Exercise, at: datetime) -> list[Entrance]:
    removed = _removed_from(exercise.incident_id) if exercise.incident_id else set()
    return [one for one in list_entrances(exercise, at) if one.why_not is None and one.user_id not in removed]


def _audiences_of(player: Entrance, exercise: Exercise) -> frozenset[Readership]:
    """Return what a player may read, by the same rule as for people in a room."""
    there = Participant(
        user_id=player.user_id, agency_id=player.agency_id, agency_kind=player.agency_kind, role=player.member_role
    )
    addresses = addresses_of(agency_id=player.agency_id, role=player.member_role)
    return audiences_of(there, exercise.site) | addresses


def _removed_from(incident_id: UUID) -> set[int]:
    rows = Participant.objects.filter(room__incident_id=incident_id, removed_at__isnull=False)
    return set(rows.values_list("user_id", flat=True))


def person_of(exercise: Exercise, user_id: int) -> ExercisePerson | None:
    """Return a person's row in an exercise."""
    return exercise.people.filter(user_id=user_id).select_related("user", "agency").first()
