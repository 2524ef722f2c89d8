"""Gather what a report is written from: the plan, the log's times, final ratings, the map at the end. In numbers.

Evaluators' own notes and observations stay with the evaluation: other readers see only the words of a final rating.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.vocabulary import InjectState
from coordination.drills.evaluation.vocabulary import (
    HotWashGroup,
    HotWashScale,
    MilestoneKind,
    MilestoneState,
    PerformanceRating,
)
from coordination.drills.evaluation.work.hot_wash_results import HotWashSummary
from coordination.drills.evaluation.work.results import (
    CapabilityResult,
    ExerciseResults,
    ObjectiveResult,
    TaskResult,
    results_of,
)
from coordination.drills.evaluation.work.times import ExerciseTimes
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import (
    STAFF_ROLES,
    CoreCapability,
    DrillAction,
    ExerciseKind,
    ExerciseRole,
    InvitationState,
    MissionArea,
)
from coordination.drills.improvement.rules.facts import (
    CapabilityFacts,
    EventFacts,
    HotWashFacts,
    MarkFacts,
    ObjectiveFacts,
    OrganizationFacts,
    ReportFacts,
    TaskFacts,
    TimeFacts,
)
from coordination.incident.ground.drawn import GroundMark, ground_marks
from coordination.incident.map_marks.capability import Marker
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from coordination.web.wording.vocabulary_words import vocabulary_words
from mapping.models import Level
from mou.vocabulary import AgencyKind

WORST_FIRST = "UMSP"


def facts_of(exercise: Exercise, language: str) -> tuple[ReportFacts, ExerciseTimes]:
    """Return the facts of an exercise that has ended, in words of a language, and its times. Reads its log."""
    assert exercise.ended_at is not None
    began_at = exercise.started_at or exercise.planned_start
    results = results_of(exercise, at=exercise.ended_at)
    room = Room.objects.filter(incident_id=exercise.incident_id).first() if exercise.incident_id else None
    with override(language):
        facts = ReportFacts(
            name=exercise.name,
            kind=exercise.kind,
            kind_name=ExerciseKind(exercise.kind).label,
            action_name=DrillAction(exercise.action).label if exercise.action else "",
            disputed=_count_disputed(results),
            site=exercise.site.name,
            address=exercise.site.address,
            sponsor=exercise.sponsor.name,
            purpose=exercise.purpose,
            scope=exercise.scope,
            scenario=exercise.scenario,
            threat=str(vocabulary_words()["incident_type"].get(exercise.incident_type, "")),
            mission_areas=[MissionArea(one).label for one in exercise.mission_areas],
            is_announced=exercise.is_announced,
            has_students=exercise.has_students,
            contact=exercise.contact,
            time_zone=exercise.site.time_zone,
            began_at=began_at,
            ended_at=exercise.ended_at,
            began_words=_date_words(began_at, exercise.site.time_zone),
            head_seq=room.head_seq if room else 0,
            head_hash=room.head_hash if room else "",
            injects=exercise.injects.count(),
            injects_given=_count_given(exercise),
            interruptions=LogEntry.objects.filter(room=room, event_type="real_world_declared").count() if room else 0,
            observers=exercise.people.filter(role=ExerciseRole.OBSERVER.value).count(),
            objectives=[_objective_facts(one) for one in results.objectives],
            organizations=_list_organizations(exercise),
            times=times_facts(results.times),
            events=_list_events(results.times, began_at, exercise.ended_at),
            marks=_list_marks(room) if room else [],
            hot_wash=_hot_wash(results.hot_wash),
        )
    return facts, results.times


def _date_words(at: datetime, time_zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(time_zone)), "DATETIME_FORMAT")


# --- ratings ----------------------------------------------------------------------------------------------------------
def _objective_facts(one: ObjectiveResult) -> ObjectiveFacts:
    capabilities = [_capability_facts(each) for each in one.capabilities]
    return ObjectiveFacts(
        objective_id=str(one.objective_id),
        text=one.text,
        rating=worst_rating(each.rating for each in capabilities),
        capabilities=capabilities,
        tasks=[_task_facts(task, each.capability.value) for each in one.capabilities for task in each.tasks],
    )


def _capability_facts(one: CapabilityResult) -> CapabilityFacts:
    rating = one.final.rating.value if one.final else worst_rating(_standing_rating(task) for task in one.tasks)
    return CapabilityFacts(one.capability.value, CoreCapability(one.capability).label, rating)


def _task_facts(one: TaskResult, capability: str) -> TaskFacts:
    remarks = [one.final.words] if one.final and one.final.words else []
    return TaskFacts(str(one.task_id), one.text, one.target, capability, _standing_rating(one), remarks)


def _standing_rating(task: TaskResult) -> str | None:
    """Return the rating that stands: the final one, or what all evaluators said alike."""
    if task.final is not None:
        return task.final.rating.value
    said: set[PerformanceRating] = {one.rating for one in task.ratings}
    return said.pop().value if len(said) == 1 else None


def worst_rating(ratings: Iterable[str | None]) -> str | None:
    """Return the worst of ratings; None where there is none."""
    found = {one for one in ratings if one is not None}
    return next((one for one in WORST_FIRST if one in found), None)


def _count_disputed(results: ExerciseResults) -> int:
    tasks = [task for one in results.objectives for each in one.capabilities for task in each.tasks]
    return sum(one.is_disputed and one.final is None for one in tasks)


# --- numbers and times ------------------------------------------------------------------------------------------------
def _list_organizations(exercise: Exercise) -> list[OrganizationFacts]:
    roles = Counter(exercise.people.values_list("agency_id", "role"))
    staff = [one.value for one in STAFF_ROLES]
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value).select_related("agency")
    kinds = AgencyKind.labels()
    return [
        OrganizationFacts(
            name=one.agency.name,
            kind=str(kinds.get(one.agency.kind, "")),
            # An agency brings more people than have an account.
            players=max(one.players_planned, roles[one.agency_id, ExerciseRole.PLAYER.value]),
            staff=sum(roles[one.agency_id, role] for role in staff),
        )
        for one in accepted.order_by("agency__name")
    ]


def times_facts(times: ExerciseTimes) -> list[TimeFacts]:
    """Return the times that the record can tell at all, in exercise time."""
    names = MilestoneKind.labels()
    return [
        TimeFacts(one.kind.value, names[one.kind], None if one.exercise_s is None else round(one.exercise_s))
        for one in times.milestones
        if one.state in (MilestoneState.REACHED, MilestoneState.NOT_REACHED)
    ]


def _list_events(times: ExerciseTimes, began_at: datetime, ended_at: datetime) -> list[EventFacts]:
    names = MilestoneKind.labels()
    found = [(began_at, _("The exercise began")), (ended_at, _("The exercise ended"))]
    if times.since is not None and times.since > began_at:
        found.append((times.since, _("The panic button was pressed")))
    found += [(one.at, names[one.kind]) for one in times.milestones if one.at is not None]
    for one in times.breaks:
        found.append((one.since, _("Play was halted")))
        if one.until is not None:
            found.append((one.until, _("Play went on")))
    inside = [(at, text) for at, text in found if began_at <= at <= ended_at]
    return [EventFacts(round((at - began_at).total_seconds()), text) for at, text in sorted(inside)]


def _count_given(exercise: Exercise) -> int:
    return InjectRun.objects.filter(inject__exercise=exercise, state=InjectState.DELIVERED.value).count()


def _list_marks(room: Room) -> list[MarkFacts]:
    state = state_now(room, audiences=[Audience.EVERYONE])
    marks = [*ground_marks(state)]
    for one in state.of(Marker).values():
        words = " · ".join(part for part in (one.kind.label, one.label) if part)
        marks.append(GroundMark(((one.lon, one.lat),), one.level_id, words, is_area=False, known_at=one.placed_at))
    names: dict[UUID | None, str] = {None: ""}
    names |= Level.objects.filter(pk__in=[one.level_id for one in marks if one.level_id]).values_list("pk", "name")
    found = []
    for mark in sorted(marks, key=lambda one: (one.known_at, one.words)):
        text = " · ".join(part for part in (mark.words, names.get(mark.level_id)) if part)
        found.append(MarkFacts(*mark.points[0], str(mark.level_id) if mark.level_id else None, text))
    return found


def _hot_wash(summary: HotWashSummary) -> HotWashFacts | None:
    if not summary.answered:
        return None
    scales, groups = HotWashScale.labels(), HotWashGroup.labels()
    means: Sequence[tuple[str, str]] = [
        (f"{scales[scale]} ({groups[one.group]})", number_format(shown.mean, 1))
        for one in summary.groups
        for scale, shown in one.scales.items()
        if shown is not None
    ]
    return HotWashFacts(summary.answered, means)
