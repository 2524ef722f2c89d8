"""The forms by which a page asks for the steps of a thing: one for each step, with the fields that it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel

from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.fields import Choices
from mou.foundation.labelled import Labelled
from mou.foundation.machine import Machine, Need


@dataclass(frozen=True, slots=True)
class StepAsked:
    """What the form of a step asks for: fields of the class of steps, in their order, and which must be filled in."""

    fields: Sequence[str] = ("words",)
    required: Sequence[str] = ()
    # By field, what it is called for this step.
    labels: Mapping[str, str] | None = None
    # Unfolded, though it is not the first.
    stands_open: bool = False


class StepForm[Given: BaseModel](ActForm[Given, object]):
    """The form of one step. Its class has the step in the field "step"."""

    def __init__(
        self,
        request: HttpRequest,
        model: type[Given],
        do: Callable[[Given], object],
        *,
        step: Labelled,
        asked: StepAsked,
        machine: Machine[Any, Any],
        act: str = "step",
        choices: Mapping[str, Choices] | None = None,
        initial: Mapping[str, object] | None = None,
        fixed: Mapping[str, str] | None = None,
    ) -> None:
        """Make it, with what was posted if it was for this step. Words are required if the machine says so.

        Args:
            initial: by field, what stands there at first.
            fixed: which thing it is, on a page that shows several.
            act: what the field "act" says, on a page that asks for steps of more than one kind.
        """
        of_step = {"step": step.value, **(fixed or {})}
        super().__init__(request, act, model, do, choices=choices, initial=initial, fixed=of_step)
        self.step, self.stands_open = step, asked.stands_open
        for name in [one for one in self.fields if one not in asked.fields]:
            del self.fields[name]
        needs_words = ("words",) if machine.needs(step, Need.WORDS) else ()
        for name in (*asked.required, *needs_words):
            self.fields[name].required = True
        for name, label in (asked.labels or {}).items():
            self.fields[name].label = label
        self.order_fields(asked.fields)
