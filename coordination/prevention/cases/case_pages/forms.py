"""The forms of the page of one case: a step each, and something to write into the file for each kind of entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.text import Truncator

from coordination.casework.step_forms import StepAsked, StepForm
from coordination.prevention.cases.models import Case
from coordination.prevention.cases.rules import entries
from coordination.prevention.cases.rules.machine import CASES
from coordination.prevention.cases.vocabulary import CaseEntryKind, CaseStep, EvidenceWeight
from coordination.prevention.cases.wire import CaseStepIn
from coordination.prevention.cases.work.police import units_to_choose
from coordination.prevention.cases.work.queries import CaseEntryView, CaseView
from coordination.prevention.cases.work.steps import take_step
from coordination.prevention.cases.work.writing import write_entry
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.forms.fields import Choices

K = CaseEntryKind
REVIEW_AFTER = timedelta(days=30)
MOST_CHARS = 60
# What the page asks for before the rest, where the class has another order.
FIRST: Mapping[CaseEntryKind, Sequence[str]] = {
    K.FACT: ("theme", "source", "weight", "about"),
    K.MEASURE: ("measure", "owner_id", "due_on"),
    K.NOTICE: ("to", "by", "who", "told_on"),
    K.POLICE_COPY: ("agency_id", "recipient", "authority", "threat"),
}
WRITTEN: Mapping[CaseEntryKind, type[entries.Written]] = {
    K.DETAILS: entries.CaseDetails,
    K.ASSIGNMENT: entries.Assignment,
    K.CONFLICT: entries.ConflictOfInterest,
    K.INTERVIEW: entries.Interview,
    K.FACT: entries.Fact,
    K.WEAPONS: entries.Weapons,
    K.MEASURE: entries.Measure,
    K.EVALUATION: entries.Evaluation,
    K.POLICE: entries.Police,
    K.POLICE_COPY: entries.PoliceCopyGiven,
    K.NOTICE: entries.Notice,
    K.PLAN: entries.Plan,
    K.FLAG: entries.Flag,
    K.FLAG_LOWERED: entries.FlagLowered,
}
# What is written of another entry.
OF_ENTRY: Mapping[CaseEntryKind, tuple[CaseEntryKind, type[entries.Written]]] = {
    K.MEASURE_DONE: (K.MEASURE, entries.MeasureDone),
    K.PLAN_REVIEW: (K.PLAN, entries.PlanReview),
    K.PLAN_END: (K.PLAN, entries.PlanEnd),
}


class CaseForms:
    """All that the page asks for, also what the state does not allow: the act says why.

    Attributes:
        steps: by step.
        write: by the kind of the entry.
        of_entry: by the kind, and by the id of the entry that it is of.
    """

    def __init__(self, request: HttpRequest, asker: Asker, case: Case, view: CaseView) -> None:
        """Make them for a case as the reader has it."""
        self._request, self._asker, self._case = request, asker, case
        self._initial = _first_values(view)
        self._choices = _choices_of(case, view, asker.at)
        self._people = _people_by_kind(view)
        self.steps = {one: self._form_of_step(one) for one in CaseStep}
        self.write = {kind.value: self._form(kind, model) for kind, model in WRITTEN.items()}
        if not self._choices["about"]:
            del self.write[K.FACT].fields["about"]
        self.of_entry = {
            kind.value: {one.entry_id: self._form(kind, model, one) for one in view.entries if one.kind is of}
            for kind, (of, model) in OF_ENTRY.items()
        }

    def listed(self) -> list[AnyForm]:
        """Return them all."""
        return [
            *self.steps.values(),
            *self.write.values(),
            *(form for forms in self.of_entry.values() for form in forms.values()),
        ]

    def _form_of_step(self, step: CaseStep) -> StepForm[CaseStepIn]:
        def take(given: CaseStepIn) -> object:
            who, case_id = self._asker.user_id, self._case.pk
            return take_step(actor_id=who, case_id=case_id, step=given.step, words=given.words, at=self._asker.at)

        return StepForm(self._request, CaseStepIn, take, step=step, asked=StepAsked(), machine=CASES)

    def _form(self, kind: CaseEntryKind, model: type[entries.Written], of: CaseEntryView | None = None) -> AnyForm:
        about = {} if of is None else {"about": str(of.entry_id)}
        return ActForm(
            self._request,
            "entry",
            model,
            self._write,
            choices=self._choices | {"person_id": self._people.get(kind, [])},
            initial=self._initial.get(kind, {}),
            fixed={"kind": kind.value, **about},
            first=FIRST.get(kind, ()),
        )

    def _write(self, given: entries.CaseEntryIn) -> object:
        return write_entry(actor_id=self._asker.user_id, case_id=self._case.pk, given=given, at=self._asker.at)


def _first_values(view: CaseView) -> dict[CaseEntryKind, Mapping[str, object]]:
    """Return by kind what stands in its form at first."""
    review_on = view.today + REVIEW_AFTER
    return {
        K.DETAILS: {name: getattr(view, name) for name in entries.CaseDetails.model_fields if name != "kind"},
        K.INTERVIEW: {"held_on": view.today},
        K.FACT: {"weight": EvidenceWeight.PLAUSIBLE},
        K.WEAPONS: {"access": view.weapons},
        K.MEASURE: {"due_on": view.today},
        K.EVALUATION: {"held_on": view.today},
        K.NOTICE: {"told_on": view.today},
        K.PLAN: {"begins_on": view.today, "review_on": review_on},
        K.PLAN_REVIEW: {"next_review_on": review_on},
    }


def _people_by_kind(view: CaseView) -> dict[CaseEntryKind, list[tuple[object, str]]]:
    """Return who may come on the case, and who may leave it."""
    return {
        K.ASSIGNMENT: [(one.person_id, one.name) for one in view.people if not one.is_on_case and not one.has_conflict],
        K.CONFLICT: [(one.person_id, one.name) for one in view.people if one.is_on_case],
    }


def _choices_of(case: Case, view: CaseView, at: datetime) -> dict[str, Choices]:
    """Return by field what may be chosen."""
    facts = [one for one in view.entries if one.kind is K.FACT]
    return {
        "owner_id": [(one.person_id, one.name) for one in view.people if one.is_on_case],
        "about": [(one.entry_id, Truncator(str(one.content["words"])).chars(MOST_CHARS)) for one in facts],
        "agency_id": [(one.pk, one.name) for one in units_to_choose(case.team, at)],
    }
