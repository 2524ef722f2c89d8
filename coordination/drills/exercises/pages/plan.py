"""The page on which an exercise is planned: basics, scenario, objectives, organizations, people, safety, ready."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from coordination.drills.exercises import acts, wire, words
from coordination.drills.exercises.access import exercise_for_staff
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.pages.exercises import plain_words
from coordination.drills.exercises.places import agencies_at, agencies_by_name, people_of
from coordination.drills.exercises.rules.plan import ExerciseGiven
from coordination.drills.exercises.vocabulary import (
    CONDUCTING_ROLES,
    CheckAnswer,
    CheckWeight,
    ExerciseRole,
    ExerciseState,
    ExerciseStep,
)
from coordination.drills.exercises.work.checking import SIGNS, SafetyCheckView, hindered_confirmations
from coordination.drills.exercises.work.library import scenario_lines
from coordination.drills.exercises.work.people import may_name_people
from coordination.drills.exercises.work.queries import (
    ExerciseStaffView,
    ExerciseView,
    ObjectiveView,
    exercise_view,
    staff_view,
)
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page

LANGUAGES = (("en", "English"), ("es", "Español"))


@page(posts=True)
def plan_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the plan to the staff of an exercise; carry out what a form of it asks for."""
    asker = asker_of(request)
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    view, staff = exercise_view(exercise, user_id=asker.user_id, at=asker.at), staff_view(exercise, asker.at)
    desk = PlanDesk(request, asker, exercise, view)
    of_page = desk.make_forms()
    objectives = [desk.objective_forms(one) for one in staff.objectives]
    reasons = hindered_confirmations(exercise, actor_id=asker.user_id, at=asker.at)
    hindered = {key: reason.sentence for key, reason in reasons.items()}
    checks = [
        (
            one,
            desk.check_form(one),
            desk.confirmation_form(one),
            hindered.get(one.key, ""),
        )
        for one in staff.checks
    ]
    every = [
        *of_page.values(),
        *(form for one in objectives for form in one.list_forms()),
        *(form for _, answer, confirmation, _ in checks for form in (answer, confirmation)),
    ]
    if carry_out(request, every, words.refusal_sentence):
        asked_for = next(one for one in every if one.is_bound)
        return redirect_anew(reverse("exercise_plan", args=[exercise.pk]) + ANCHORS.get(asked_for.act, ""))
    context = {
        **_plan_context(exercise, view, staff, asker),
        "directs": desk.directs,
        "objective_forms": objectives,
        "check_forms": checks,
        **of_page,
    }
    return show_page(request, "exercises/plan/plan.html", context, every)


def _plan_context(exercise: Exercise, view: ExerciseView, staff: ExerciseStaffView, asker: Asker) -> dict[str, object]:
    is_open = exercise.state in (ExerciseState.PLANNING.value, ExerciseState.READY.value)
    return {
        "exercise": view,
        "staff": staff,
        "points": [(one, words.point_words(one)) for one in open_points_of(exercise, asker.at)],
        "is_open": is_open,
        "writes": is_open and view.my_role in CONDUCTING_ROLES,
        "signs": is_open and view.my_role in SIGNS,
        "check_words": words.check_words(),
        "answer_words": CheckAnswer.labels(),
        "weights": CheckWeight.labels(),
        "step_words": ExerciseStep.labels(),
        **plain_words(),
    }


# --- its forms --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ObjectiveForms:
    """An objective with the forms that change it."""

    objective: ObjectiveView
    change: AnyForm
    task: AnyForm
    task_removal: AnyForm
    removal: AnyForm

    def list_forms(self) -> Iterator[AnyForm]:
        """Return them all."""
        return iter((self.change, self.task, self.task_removal, self.removal))

    @property
    def is_refused(self) -> bool:
        """Whether one of them was sent and not carried out."""
        return any(one.is_refused for one in self.list_forms())


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """The forms of a plan's page for one reader."""

    request: HttpRequest
    asker: Asker
    exercise: Exercise
    view: ExerciseView

    @property
    def directs(self) -> bool:
        """Whether the reader directs an exercise that has not begun."""
        is_open = self.exercise.state in (ExerciseState.PLANNING.value, ExerciseState.READY.value)
        return is_open and self.view.my_role is ExerciseRole.DIRECTOR

    def make_forms(self) -> dict[str, AnyForm]:
        """Return the forms of the whole plan, by the names that the template has for them."""
        request, asker, exercise_id, version = self.request, self.asker, self.exercise.pk, self._version_now()
        choices = self._people_choices()
        return {
            "basics_form": self._basics_form(),
            "scenario_form": ActForm(
                request,
                "scenario",
                wire.ScenarioCopyIn,
                partial(acts.copy_scenario, asker, exercise_id),
                choices={"key": _scenario_choices() if self.directs else (), "language": LANGUAGES},
                initial=version,
            ),
            "objective_form": ActForm(
                request,
                "add_objective",
                wire.ObjectiveIn,
                partial(acts.write_objective, asker, exercise_id, None),
                initial=version,
            ),
            "invitation_form": ActForm(
                request,
                "invite",
                wire.ExerciseInvitationIn,
                partial(acts.invite_agency, asker, exercise_id),
                choices={"agency_id": self._to_invite()},
            ),
            "withdrawal_form": ActForm(
                request, "withdraw", wire.OrganizationRemovedIn, partial(acts.withdraw_invitation, asker, exercise_id)
            ),
            "person_form": ActForm(
                request,
                "set_person",
                wire.PersonChosenIn,
                partial(acts.name_chosen_person, asker, exercise_id),
                choices={"who": choices},
                initial={"role": ExerciseRole.PLAYER.value},
            ),
            "removal_form": ActForm(
                request, "remove_person", wire.PersonRemovedIn, partial(acts.remove_person, asker, exercise_id)
            ),
            "step_form": ActForm(
                request, "step", wire.ExerciseStepIn, partial(acts.take_step, asker, exercise_id), initial=version
            ),
        }

    def objective_forms(self, one: ObjectiveView) -> ObjectiveForms:
        """Return the forms of an objective."""
        asker, exercise_id, objective_id = self.asker, self.exercise.pk, one.objective_id
        fixed, version = {"objective_id": str(objective_id)}, self._version_now()
        texts: dict[str, object] = {"text": one.text, "capabilities": [*one.capabilities]}
        write = partial(acts.write_objective, asker, exercise_id, objective_id)
        add = partial(acts.write_task, asker, exercise_id, objective_id, None)
        take = partial(acts.remove_task, asker, exercise_id, objective_id)
        remove = partial(acts.remove_objective, asker, exercise_id, objective_id)
        first = {"capability": one.capabilities[0]} if one.capabilities else {}
        return ObjectiveForms(
            one,
            ActForm(self.request, "objective", wire.ObjectiveIn, write, initial=texts | version, fixed=fixed),
            ActForm(self.request, "task", wire.CriticalTaskIn, add, initial=first | version, fixed=fixed),
            ActForm(self.request, "remove_task", wire.TaskRemovedIn, take, initial=version, fixed=fixed),
            ActForm(self.request, "remove_objective", wire.PlanVersionIn, remove, initial=version, fixed=fixed),
        )

    def check_form(self, one: SafetyCheckView) -> AnyForm:
        """Return the form that answers a check."""
        return ActForm(
            self.request,
            "check",
            wire.SafetyAnswerIn,
            partial(acts.answer_safety_check, self.asker, self.exercise.pk, one.key),
            choices={"answer": [(answer, answer.label) for answer in one.answers]},
            fixed={"key": one.key},
        )

    def confirmation_form(self, one: SafetyCheckView) -> AnyForm:
        """Return the form by which a second person confirms an answer."""
        confirm = partial(acts.confirm_safety_check, self.asker, self.exercise.pk, one.key)
        return ActForm(self.request, "confirm_check", NothingGiven, confirm, fixed={"key": one.key})

    def _basics_form(self) -> AnyForm:
        return ActForm(
            self.request,
            "basics",
            wire.ExerciseChangeIn,
            partial(acts.change_basics, self.asker, self.exercise.pk),
            choices={
                "kind": words.kind_choices(),
                "is_announced": words.announced_choices(),
                "tells_outside": words.told_choices(),
            },
            initial={name: getattr(self.exercise, name) for name in ExerciseGiven.model_fields} | self._version_now(),
            zone=ZoneInfo(self.exercise.site.time_zone),
        )

    def _version_now(self) -> dict[str, object]:
        return {"version": self.exercise.version}

    def _to_invite(self) -> Choices:
        if not self.directs:
            return ()
        asked = {one.agency_id for one in self.view.organizations if one.state.value != "declined"}
        rows = agencies_at(self.exercise.site, self.asker.at).exclude(pk__in=asked)
        return [(one.pk, one.name) for one in rows]

    def _people_choices(self) -> list[tuple[object, str]]:
        """Return whom the director may give a role, by agency: each by the ids of both."""
        if not self.directs:
            return []
        named = may_name_people(self.exercise, user_id=self.asker.user_id, at=self.asker.at)
        return [
            (f"{agency.pk} {one.public_id}", f"{called} ({agency.name})")
            for agency in agencies_by_name(named)
            for one, called in told_apart(people_of(agency.pk, self.asker.at))
        ]


def _scenario_choices() -> list[tuple[object, str]]:
    return [(one.key, f"{one.title} ({_count_injects(one.injects)}). {one.players}") for one in scenario_lines()]


def _count_injects(injects: int) -> str:
    return ngettext("%(n)s inject", "%(n)s injects", injects) % {"n": injects}


ANCHORS: Mapping[str, str] = {
    "scenario": "#scenario",
    **dict.fromkeys(("objective", "add_objective", "remove_objective", "task", "remove_task"), "#objectives"),
    **dict.fromkeys(("invite", "withdraw"), "#organizations"),
    **dict.fromkeys(("set_person", "remove_person"), "#people"),
    **dict.fromkeys(("check", "confirm_check"), "#safety"),
    "step": "#ready",
}
