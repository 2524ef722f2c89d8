"""A drill of the demo that is over: played in its room, rated by two evaluators, and asked about in a hot wash.

Every person and word in it is made up.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from coordination.drills.conduct.models import ClockSegment
from coordination.drills.evaluation.models import Evaluation
from coordination.drills.evaluation.vocabulary import HotWashScale, MilestoneKind, PerformanceRating
from coordination.drills.evaluation.work.anonymous import HotWashGiven
from coordination.drills.evaluation.work.hot_wash import answer_hot_wash, close_hot_wash
from coordination.drills.evaluation.work.observing import Observed, write_observation
from coordination.drills.evaluation.work.rating import FinalDecided, TaskRated, decide_final, rate_task
from coordination.drills.exercises.models import CriticalTask, Exercise
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseRole
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from coordination.room.models import Room
from coordination.room.registry import command_adapter
from coordination.vocabulary import IncidentType, Severity
from mapping.models import Site
from mou.models import AgencyMember

C, P, R = CoreCapability, PerformanceRating, ExerciseRole
# Exercise time goes four times as fast: no one waits for a demo.
PACE, LASTED_S = 4.0, 110
ROLES = {
    "principal": R.DIRECTOR,
    "counselor": R.CONTROLLER,
    "sergeant": R.EVALUATOR,
    "planner": R.EVALUATOR,
    "battalion": R.SAFETY_OFFICER,
    "teacher": R.PLAYER,
    "nurse": R.PLAYER,
    "sro": R.PLAYER,
    "patrol": R.PLAYER,
    "firefighter": R.PLAYER,
    "dispatcher": R.PLAYER,
    "emergency": R.OBSERVER,
}
OBJECTIVES = (
    (
        "Everybody at the school is behind a locked outside door within four minutes.",
        (
            (C.ON_SCENE_SECURITY, "Lock all outside doors", "within 2 minutes", ("P", "M"), "S"),
            (C.ON_SCENE_SECURITY, "Bring everybody in from the field", "within 4 minutes", ("S", "S"), "S"),
            (C.SITUATIONAL_ASSESSMENT, "Report every room", "within 4 minutes", ("M", None), "M"),
        ),
    ),
    (
        "School and police work from one picture, with one person in command.",
        (
            (C.OPERATIONAL_COORDINATION, "Establish command, and say so", "within 2 minutes", ("P", "P"), "P"),
            (C.OPERATIONAL_COMMUNICATIONS, "Give the first officer a key and a map", "at the door", ("U", "S"), "M"),
        ),
    ),
)
NOTES = {
    ("Lock all outside doors", "M"): "Door 7 at the loading dock was propped open for a delivery.",
    ("Report every room", "M"): "The pretend substitute in the library had no account.",
    ("Give the first officer a key and a map", "U"): "The key box was empty.",
}
WASH = (
    ("teacher", 5, 4, 5, "We all knew the words.", "No one told the cafeteria.", "Practice during lunch."),
    ("nurse", 4, 3, 5, "The office was calm.", "I heard it twice, from two radios.", ""),
    ("counselor", 4, 2, 4, "Students were told before.", "", "Tell parents a day earlier."),
    ("principal", 5, 4, 5, "Command took one tap.", "", "Keys for every first officer."),
    ("planner", 4, 4, 5, "The map was right.", "Door 7 again.", "Mend door 7."),
    ("sro", 5, 3, 4, "One channel for all.", "No key in the box.", ""),
    ("patrol", 3, 2, 4, "", "I did not know which door.", "Number the doors outside."),
)


def load_evaluated_drill(*, site_id: UUID, people: Mapping[str, int], at: datetime) -> None:
    """Play the drill and evaluate it, through the doors that real use goes through. Durable transactions."""
    exercise = _plan_drill(site_id, people, at)
    room = _play_drill(exercise, people, at)
    exercise.state, exercise.started_at, exercise.incident_id = "running", at, room.incident_id
    exercise.save(update_fields=["state", "started_at", "incident_id"])
    end = at + timedelta(seconds=LASTED_S)
    ClockSegment.objects.create(exercise=exercise, began_at=at, ended_at=end, pace=PACE, exercise_s=0.0)
    _rate_tasks(exercise, people, at)
    exercise.state, exercise.ended_at = "ended", end
    exercise.save(update_fields=["state", "ended_at"])
    # No one's phone rings for a drill of a demo.
    Evaluation.objects.update_or_create(exercise=exercise, defaults={"told_at": end})
    for who, clarity, communication, felt_safe, went_well, did_not, suggestion in WASH:
        numbers = dict(zip(HotWashScale, (clarity, communication, felt_safe), strict=True))
        given = HotWashGiven(numbers, went_well, did_not, suggestion, is_named=who == "sro")
        answer_hot_wash(actor_id=people[who], exercise_id=exercise.pk, given=given, at=end)
    close_hot_wash(actor_id=people["principal"], exercise_id=exercise.pk, at=end)


def _plan_drill(site_id: UUID, people: Mapping[str, int], at: datetime) -> Exercise:
    site = Site.objects.get(pk=site_id)
    assert site.school is not None
    members = {one.user_id: one.agency for one in AgencyMember.objects.filter(user__in=people.values())}
    exercise = Exercise.objects.create(
        site=site,
        sponsor=site.school,
        kind="drill",
        action="secure",
        name="Secure drill of the autumn",
        purpose="Show that the outside doors hold, and that school and police work from one picture.",
        scope="The whole campus, without students.",
        mission_areas=["response"],
        contact="Front office",
        scenario="Someone unknown walks along the fence.",
        scenario_for_staff="The visitor is a role player with an orange vest, and leaves after four minutes.",
        incident_type=IncidentType.SUSPICIOUS_PERSON.value,
        severity=Severity.MODERATE.value,
        state="ready",
        planned_start=at,
        planned_end=at + timedelta(hours=1),
        created_by_id=people["principal"],
        created_at=at,
    )
    for agency in {members[people[who]] for who in ROLES}:
        exercise.organizations.create(
            agency=agency, state="accepted", answered_by_id=people["principal"], answered_at=at
        )
    for who, role in ROLES.items():
        agency, added_by_id = members[people[who]], people["principal"]
        exercise.people.create(
            agency=agency, user_id=people[who], role=role.value, added_by_id=added_by_id, added_at=at
        )
    for position, (text, tasks) in enumerate(OBJECTIVES, 1):
        capabilities = list(dict.fromkeys(one[0].value for one in tasks))
        objective = exercise.objectives.create(position=position, text=text, capabilities=capabilities)
        for number, (capability, words, target, _ratings, _final) in enumerate(tasks, 1):
            objective.tasks.create(position=number, text=words, target=target, capability=capability.value)
    return exercise


def _play_drill(exercise: Exercise, people: Mapping[str, int], at: datetime) -> Room:
    room_id: UUID | None = None

    def do(who: str, seconds: int, command_type: str, **fields: object) -> UUID:
        command = command_adapter().validate_python({"id": str(uuid4()), "type": command_type, **fields})
        asker = Asker(user_id=people[who], at=at + timedelta(seconds=seconds))
        return execute(asker=asker, room_id=room_id, command=command).room_id

    press = {"site_id": str(exercise.site_id), "is_exercise": True, "kind": "secure"}
    room_id = do("teacher", 4, "raise_panic", **press)
    for seconds, who in enumerate(("principal", "nurse", "sro", "dispatcher", "patrol", "firefighter"), 9):
        do(who, seconds, "join_room")
    do("principal", 16, "claim_command")
    do("teacher", 21, "report_room", room="112", state="ok", students=0, adults=1, door="locked")
    do("nurse", 30, "report_room", room="Nurse", state="ok", adults=1, door="locked")
    do("sro", 41, "post_message", text="At door 1 with the principal.")
    do("firefighter", 58, "post_message", text="PAR complete.")
    action_id = next(iter(_list_actions(room_id)))
    do("principal", 92, "release_response_action", action_id=action_id)
    do("nurse", 97, "propose_all_clear", reason="The visitor left; the drill is over.")
    do("principal", 100, "confirm_all_clear")
    do("principal", 108, "close_incident", reason="End of the drill.")
    return Room.objects.get(pk=room_id)


def _list_actions(room_id: UUID) -> list[str]:
    rows = Room.objects.get(pk=room_id).objects_now.filter(state_key="response_actions", value__isnull=False)
    return list(rows.values_list("object_id", flat=True))


def _rate_tasks(exercise: Exercise, people: Mapping[str, int], at: datetime) -> None:
    then, ids = at + timedelta(seconds=100), {"exercise_id": exercise.pk}
    tasks = {one.text: one for one in CriticalTask.objects.filter(objective__exercise=exercise)}
    for _objective, of_objective in OBJECTIVES:
        for _capability, words, _target, ratings, final in of_objective:
            for who, rating in zip(("sergeant", "planner"), ratings, strict=True):
                if rating is not None:
                    given = TaskRated(tasks[words].pk, P(rating), NOTES.get((words, rating), ""))
                    rate_task(actor_id=people[who], given=given, at=then, **ids)
            decided = FinalDecided(P(final), "Both notes weighed in the made-up hot wash.", tasks[words].pk)
            decide_final(actor_id=people["principal"], given=decided, at=then, **ids)
    seen = (
        ("sergeant", 35, "Door 7 stands open; a cart is in it.", None),
        ("planner", 70, "The last class is in.", MilestoneKind.SECURED),
    )
    for who, seconds, text, milestone in seen:
        observed = Observed(uuid4(), text, milestone=milestone)
        write_observation(actor_id=people[who], given=observed, at=at + timedelta(seconds=seconds), **ids)
