"""A signed report of the demo's drill, corrective actions, and the times of earlier drills. All of it is made up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.models import DrillTimes
from coordination.drills.improvement.rules.given import CorrectiveActionIn, CorrectiveActionStepIn, FindingGiven
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement, ReportFindingKind
from coordination.drills.improvement.work.actions import add_action
from coordination.drills.improvement.work.kinds import ACTION_KIND
from coordination.drills.improvement.work.reports import draft_report, write_finding
from coordination.drills.improvement.work.signing import approve_report, sign_report
from coordination.models import User
from mapping.models import Site

C, E, M = CoreCapability, CapabilityElement, MilestoneKind
CAUSES = (
    "Deliveries have no door of their own, and no one minds door 7 while one comes.",
    "No one walks the field in an ordinary week.",
    "Substitutes get no account on their first day.",
    "No one checks what is in the key box.",
)
# Of which area, what, element, whose, who there, days from now, and what became of it.
ACTIONS = (
    (
        "Door 7 at the loading dock was propped open for a delivery.",
        "Give deliveries a bell, and door 7 a closer with an alarm after a minute.",
        (E.EQUIPMENT, C.ON_SCENE_SECURITY, "principal", 45),
        (ActionStep.BEGIN, "The pretend locksmith comes in a week."),
    ),
    (
        "The key box was empty when the first officer came.",
        "Check the key box each month, and write it down.",
        (E.PLANNING, C.OPERATIONAL_COMMUNICATIONS, "sergeant", 20),
        (ActionStep.FINISH, "Checked on the first; the list hangs inside the box."),
    ),
    (
        "The substitute in the library could not report the room.",
        "Give each substitute an account and five minutes at the front office.",
        (E.TRAINING, C.SITUATIONAL_ASSESSMENT, "principal", 30),
        None,
    ),
    (
        "Bringing everybody in from the field took long.",
        "Walk the field's way in with every class once in the fall.",
        (E.EXERCISE, C.ON_SCENE_SECURITY, "planner", 60),
        None,
    ),
)
# Seconds of an ordinary drill, and how much each school and each year adds, in percent.
USUAL_S = {
    M.FIRST_DEVICE: 4,
    M.ALL_STAFF: 55,
    M.FIRST_ROOM: 38,
    M.ALL_ROOMS: 250,
    M.COMMAND: 70,
    M.SECURED: 300,
    M.RELEASED: 640,
}
DRILLS_OF_SCHOOL = (9, 8, 6, 2)
NAMESPACE = UUID("6b1c9a0e-1a51-4f6e-8f4e-0f3a6f6f0d11")


def load_improvement(*, site_ids: Mapping[str, UUID], people: Mapping[str, int], at: datetime) -> None:
    """Write, approve and sign the report of the drill that is over. Draws a paper, in seconds. Durable transactions."""
    exercise = Exercise.objects.filter(state="ended").order_by("ended_at").first()
    if exercise is not None and exercise.ended_at is not None:
        then = max(at, exercise.ended_at)
        _add_actions(exercise, people, then)
        _sign_report(exercise, people["principal"], then)
    _add_earlier_drills(list(site_ids.values()), at)


def _sign_report(exercise: Exercise, director_id: int, at: datetime) -> None:
    report = draft_report(actor_id=director_id, exercise_id=exercise.pk, language="en", at=at)
    areas = report.findings.filter(kind=ReportFindingKind.AREA.value)
    for finding, cause in zip(areas, CAUSES, strict=False):
        given = FindingGiven(
            kind=ReportFindingKind.AREA,
            capability=CoreCapability(finding.capability),
            words=finding.words,
            reference=finding.reference,
            analysis=finding.analysis,
            root_cause=cause,
        )
        report = write_finding(
            actor_id=director_id,
            exercise_id=exercise.pk,
            finding_id=finding.pk,
            given=given,
            version=report.version,
            at=at,
        )
    report = approve_report(actor_id=director_id, exercise_id=exercise.pk, version=report.version, at=at)
    sign_report(actor_id=director_id, exercise_id=exercise.pk, version=report.version, at=at)


def _add_actions(exercise: Exercise, people: Mapping[str, int], at: datetime) -> None:
    users = {one.username: one for one in User.objects.filter(username__in=people)}
    for area, words, (element, capability, owner, days), step in ACTIONS:
        agency_id = users[owner].home_agency_id
        assert agency_id is not None
        given = CorrectiveActionIn(
            area=area,
            words=words,
            element=element,
            capability=capability,
            agency_id=agency_id,
            owner_id=users[owner].public_id,
            starts_on=at.date(),
            due_on=at.date() + timedelta(days=days),
        )
        action = add_action(actor_id=people["principal"], exercise_id=exercise.pk, given=given, at=at)
        if step is not None:
            said = CorrectiveActionStepIn(step=step[0], words=step[1])
            ACTION_KIND.take_step(actor_id=people[owner], thing_id=action.pk, given=said, at=at)


def _add_earlier_drills(site_ids: list[UUID], at: datetime) -> None:
    sites = Site.objects.filter(pk__in=site_ids).order_by("name")
    DrillTimes.objects.bulk_create(
        DrillTimes(
            incident_id=uuid5(NAMESPACE, f"{site.pk}:{number}"),
            site=site,
            kind="drill",
            action="lockdown" if number % 2 else "secure",
            began_at=at - timedelta(days=97 * (number + 1)),
            people=20 + 3 * place,
            seconds={
                measure.value: round(seconds * (100 + 12 * place + 7 * number + (number * 31 + place * 17) % 19) / 100)
                for measure, seconds in USUAL_S.items()
            },
        )
        for place, site in enumerate(sites)
        for number in range(DRILLS_OF_SCHOOL[place % len(DRILLS_OF_SCHOOL)])
    )
