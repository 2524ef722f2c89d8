"""What is the same of each task that someone does until a day: how a step gives it, and what its records say. Pure.

The row of a task has `owner` and `due_on`; its list of steps has the values of `TaskAct` that it needs.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from coordination.casework.texts import Given
from coordination.errors import CoordinationError
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext

if TYPE_CHECKING:
    from coordination.models import User


class TaskAct(Labelled):
    """What was done with a task, as its records say it; the steps have the same values."""

    ASSIGN = "assign", pgettext("task", "Given to someone")
    NOTE = "note", _("Note")
    BEGIN = "begin", pgettext("task", "Begun")
    FINISH = "finish", pgettext("task", "Done")
    DROP = "drop", pgettext("task", "Dropped")
    REOPEN = "reopen", _("Opened again")


class TaskStepIn(Given):
    """A step; `owner_id` and `due_on` to say who does it until when. The desk adds `step`."""

    words: Annotated[str, Field(max_length=2000), Asked(_("In words"), lines=3)] = ""
    owner_id: Annotated[UUID | None, Asked(_("Who does it"))] = None
    due_on: Annotated[date | None, Asked(_("Until"))] = None


def give_task(
    task: Any,
    given: TaskStepIn,
    find: "Callable[[UUID], User | None]",
    *,
    lacks: type[CoordinationError],
    absent: type[CoordinationError],
    starts_on: date | None = None,
) -> None:
    """Give a task to someone until a day; the caller stores it.

    Args:
        find: returns who may have it, by id.
        lacks: raised where someone or a day is missing, or the day is before `starts_on`.
        absent: raised where no one who may have it has the id.
    """
    if given.due_on is None or given.owner_id is None:
        raise lacks("Say who, and until when.", pointer="/owner_id" if given.due_on else "/due_on")
    if starts_on is not None and given.due_on < starts_on:
        raise lacks("It is due after it starts.", pointer="/due_on")
    owner = find(given.owner_id)
    if owner is None:
        raise absent(pointer="/owner_id")
    task.owner, task.due_on = owner, given.due_on


def initial_of_task(task: Any) -> Mapping[str, object]:
    """Return what stands at first in the form that gives a task to someone: whose it is, until when."""
    return {"due_on": task.due_on, "owner_id": task.owner.public_id if task.owner else None}
