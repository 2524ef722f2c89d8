"""The form of all final ratings of an exercise: a row for each task and capability, with what evaluators agree on."""

from collections.abc import Iterator
from functools import partial

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.drills.evaluation import acts, wire
from coordination.drills.evaluation.rules.proposing import Proposal, propose_for_capability, propose_for_task
from coordination.drills.evaluation.work.results import (
    CapabilityResult,
    ExerciseResults,
    FinalGiven,
    ObjectiveResult,
    TaskResult,
)
from coordination.drills.evaluation.work.writing import WORDS_MAX_CHARS
from coordination.drills.exercises.models import Exercise
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.forms.fields import field_of_known
from mou.foundation.forms.rows import Known, Row

# A row as it stands, and as it is first drawn: with what is proposed where nothing is decided.
type DrawnAs = tuple[Known, Row]


def finals_form(request: HttpRequest, asker: Asker, exercise: Exercise, results: ExerciseResults) -> AnyForm:
    """Return the form; who may not decide is told so by the act."""
    rows = [row for objective in results.objectives for row in _rows_of_objective(objective)]
    if len(rows) > wire.MOST_FINALS:
        # What is still to be decided; the others follow once these are saved.
        rows = [row for row in rows if not row[0].row["rating"]][: wire.MOST_FINALS]
    return ActForm(
        request,
        "decide",
        wire.FinalsSaid,
        partial(acts.decide_finals, asker, exercise.pk),
        own_fields={
            "finals": field_of_known(wire.FinalsSaid.model_fields["finals"], [known for known, _drawn in rows])
        },
        initial={"finals": [drawn for _known, drawn in rows]},
    )


def _rows_of_objective(objective: ObjectiveResult) -> Iterator[DrawnAs]:
    for one in objective.capabilities:
        for task in one.tasks:
            yield _draw_row(_title_of_task(objective, task), str(task.task_id), task.final, _propose_task(task))
        of = f"{objective.objective_id} {one.capability.value}"
        yield _draw_row(_title_of_capability(objective, one), of, one.final, _propose_capability(one))


def _draw_row(title: str, of: str, final: FinalGiven | None, proposed: Row | None) -> DrawnAs:
    stands = {
        "rating": final.rating.value if final else "",
        "words": final.words if final else "",
        "of": of,
    }
    return Known(title, stands), stands if final or proposed is None else {**proposed, "of": of}


def _propose_task(task: TaskResult) -> Row | None:
    found = propose_for_task([(one.rating, one.notes) for one in task.ratings])
    return None if found is None else _row_of(found, _("All who rated it said so."))


def _propose_capability(one: CapabilityResult) -> Row | None:
    ratings = []
    for task in one.tasks:
        proposed = propose_for_task([(given.rating, given.notes) for given in task.ratings])
        ratings.append(task.final.rating if task.final else proposed.rating if proposed else None)
    found = propose_for_capability(ratings)
    return None if found is None else _row_of(found, _("All its critical tasks were rated so."))


def _row_of(proposal: Proposal, without_notes: str) -> Row:
    words = "\n".join(proposal.notes) or without_notes
    return {"rating": proposal.rating.value, "words": words[:WORDS_MAX_CHARS]}


def _title_of_task(objective: ObjectiveResult, task: TaskResult) -> str:
    said = ", ".join(f"{one.by} {one.rating.value}" for one in task.ratings)
    return f"{objective.position}. {task.text} · {said or _('No evaluator has rated it.')}"


def _title_of_capability(objective: ObjectiveResult, one: CapabilityResult) -> str:
    return _("%(n)s. As a whole: %(capability)s") % {"n": objective.position, "capability": one.capability.label}
