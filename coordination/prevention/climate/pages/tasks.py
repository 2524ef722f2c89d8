"""How an indicator that fell looks, in lists and on its page."""

from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import GIVES_TASK, Face, Faces, Head, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.casework.kinds.tasks import initial_of_task
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.vocabulary import ClimateTaskStep
from coordination.prevention.climate.wire import ClimateTaskLine, ClimateTaskView
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from coordination.prevention.climate.work.years import year_words


def _show_line(line: ClimateTaskLine) -> Face:
    return Face(
        name=f"{line.scale.label} {line.before} % → {line.now} %",
        badges=[line.state],
        small=_join_small(line, line.owner),
        due_on=line.due_on if line.state.is_open else None,
        is_overdue=line.is_overdue,
    )


def _show_head(view: ClimateTaskView) -> Head:
    line = view.line
    small = _join_small(line, line.owner or _("no one does it yet"))
    return Head(small, title=join_texts(line.scale.label, line.school))


def _join_small(line: ClimateTaskLine, owner: str) -> str:
    return join_texts(line.school, line.respondents.label, year_words(line.school_year), owner)


CLIMATE_TASK_FACES = Faces(
    kind=CLIMATE_TASK_KIND,
    address="climate_task",
    face=_show_line,
    head=_show_head,
    panels=lambda _view: ([], []),
    steps=ClimateStepIn,
    asked=lambda: {ClimateTaskStep.ASSIGN: GIVES_TASK},
    initial=initial_of_task,
)
task_page = make_detail_page(CLIMATE_TASK_FACES, "climate/_task_trail.html")
