"""The kind of thing that a climate team works on: an indicator that fell, and who does what about it until when."""

from datetime import datetime

from coordination.casework.clocks import day_in
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.tasks import TaskAct, give_task
from coordination.prevention.climate.access import CLIMATE_READS, CLIMATE_TEAMS, tasks_for, workers_of
from coordination.prevention.climate.errors import ClimateStepLacks, ClimateTaskNotFound, NotOnClimateTeam
from coordination.prevention.climate.models import ClimateTask
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.rules.machine import TASKS
from coordination.prevention.climate.vocabulary import ClimateAct, ClimateTaskStep
from coordination.prevention.climate.wire import ClimateTaskLine, ClimateTaskView


def _line_facts(task: ClimateTask, at: datetime) -> dict[str, object]:
    is_overdue = task.ended_at is None and task.due_on < day_in(task.school.time_zone, at)
    return {"school": task.school.name, "is_overdue": is_overdue}


def _apply_step(task: ClimateTask, given: ClimateStepIn, _actor_id: int, at: datetime) -> None:
    if given.step is ClimateTaskStep.ASSIGN:
        people = {one.public_id: one for one in workers_of(task.school, at)}
        give_task(task, given, people.get, lacks=ClimateStepLacks, absent=NotOnClimateTeam)


CLIMATE_TASK_KIND = Kind(
    model=ClimateTask,
    teams=CLIMATE_TEAMS,
    machine=TASKS,
    reads=CLIMATE_READS,
    id_name="task_id",
    came="raised_at",
    ended="ended_at",
    not_found=ClimateTaskNotFound,
    lacks=ClimateStepLacks,
    ask="Say what, or why.",
    line=ClimateTaskLine,
    view=ClimateTaskView,
    line_facts=_line_facts,
    orders=("due_on", "due_on"),
    then_by=("raised_at", "pk"),
    # A district's team works on tasks of its schools, and a school's on those that its district's raised.
    opens=tasks_for,
    agency=lambda task: task.school,
    people=lambda task, at: workers_of(task.school, at),
    people_name="workers",
    effect=_apply_step,
    # Someone does it before it can be done.
    leads_on=False,
    acts=(ClimateAct, TaskAct),
)
