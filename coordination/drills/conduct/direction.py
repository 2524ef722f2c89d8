"""What rooms ask of exercises; the setting EXERCISE_DIRECTION names it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from coordination.drills.conduct.models import ClockSegment
from coordination.drills.conduct.work.entering import players_reading, who_may_enter
from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.exercises.vocabulary import ExerciseRole, ExerciseState
from coordination.room.direction import Players
from coordination.room.models import Room
from coordination.room.wire.addressed import Readership

GOES_ON = (ExerciseState.RUNNING.value, ExerciseState.PAUSED.value)


class ExerciseDirection:
    """The exercises, by the incident in which they are played."""

    def people_of(self, incident_id: UUID, at: datetime) -> list[int]:
        """Return the people of an exercise who may enter its room."""
        exercise = Exercise.objects.filter(incident_id=incident_id).select_related("site").first()
        return [] if exercise is None else who_may_enter(exercise, at)

    def cast_of(self, incident_id: UUID) -> frozenset[int] | None:
        """Return the people of an exercise; None where its alerts go outside too, or it has no plan."""
        exercise = Exercise.objects.filter(incident_id=incident_id, tells_outside=False).first()
        return None if exercise is None else frozenset(exercise.people.values_list("user_id", flat=True))

    def players_in(self, incident_ids: Collection[UUID]) -> Players:
        """Return who plays in which incident, for which agency. One query."""
        players = ExercisePerson.objects.filter(exercise__incident_id__in=incident_ids, role=ExerciseRole.PLAYER.value)
        rows = players.values_list("exercise__incident_id", "user_id", "agency_id")
        return frozenset((incident, user, agency) for incident, user, agency in rows if incident is not None)

    def players_reading(self, incident_id: UUID, readers: Readership, at: datetime) -> list[int]:
        """Return the players who may enter and belong to an audience."""
        exercise = Exercise.objects.filter(incident_id=incident_id).select_related("site").first()
        return [] if exercise is None else players_reading(exercise, readers, at)

    def room_played_at(self, site_id: UUID) -> UUID | None:
        """Return the room in which an exercise is played at a site now, the newest; None where there is none."""
        played = Exercise.objects.filter(site_id=site_id, state__in=GOES_ON)
        rooms = Room.objects.filter(incident_id__in=played.values("incident_id"))
        return rooms.order_by("-incident__opened_at", "-pk").values_list("pk", flat=True).first()

    def interrupted(self, incident_id: UUID, at: datetime) -> None:
        """Write that an exercise was stopped by something real. The caller holds its room, which all steps do."""
        ClockSegment.objects.filter(exercise__incident_id=incident_id, ended_at__isnull=True).update(ended_at=at)
        Exercise.objects.filter(incident_id=incident_id, state__in=GOES_ON).update(
            state=ExerciseState.INTERRUPTED.value
        )


DIRECTION = ExerciseDirection()
