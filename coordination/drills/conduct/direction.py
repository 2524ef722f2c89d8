"""What rooms ask of exercises; the setting EXERCISE_DIRECTION names it."""

from datetime import datetime
from uuid import UUID

from coordination.drills.conduct.models import ClockSegment
from coordination.drills.conduct.work.entering import who_may_enter
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from coordination.room.models import Room

GOES_ON = (ExerciseState.RUNNING.value, ExerciseState.PAUSED.value)


class ExerciseDirection:
    """The exercises, by the incident in which they are played."""

    def people_of(self, incident_id: UUID, at: datetime, *, players_only: bool) -> list[int]:
        """Return the people of an exercise who may enter its room, or those of them who play."""
        exercise = Exercise.objects.filter(incident_id=incident_id).select_related("site").first()
        return [] if exercise is None else who_may_enter(exercise, at, players_only=players_only)

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
