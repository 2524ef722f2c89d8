"""The forms of the page of one assessment: one for each line, scenario, step and member, and three more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mapping.assessments import acts, wire
from mapping.assessments.models import Assessment
from mapping.assessments.pages.given import (
    mending_choices,
    person_choices,
    place_choices,
    rule_choices,
    step_form,
)
from mapping.assessments.rules.machine import ASSESSMENTS, UPGRADES
from mapping.assessments.rules.risk import SCALE
from mapping.assessments.vocabulary import AssessmentStep, UpgradeStep
from mapping.assessments.work.queries import AssessmentView, SiteFindingView
from mapping.assessments.work.rating import PARTS, ScoreView
from mapping.assessments.work.upgrades import UpgradeView
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven
from mou.foundation.forms.fields import Choices, field_of_known
from mou.foundation.forms.rows import Known

NUMBERS = [(one, str(one)) for one in SCALE]
FINDING_ORDER = ("kind", "layer", "strategy", "words", "spot", "place", "owner_id", "due_on", "cost", "rule")


@dataclass(frozen=True, slots=True)
class AssessmentForms:
    """Every form of the page, also those that it doesn't draw: an act says itself who may not, and in which state."""

    steps: Mapping[AssessmentStep, AnyForm]
    answers: Mapping[str, AnyForm]
    scores: Mapping[str, AnyForm]
    upgrade_steps: Mapping[UUID, Mapping[UpgradeStep, AnyForm]]
    removals: Mapping[UUID, AnyForm]
    add: AnyForm
    finding: AnyForm
    upgrade: AnyForm

    def listed(self) -> list[AnyForm]:
        """Return them all."""
        of_upgrades = [form for forms in self.upgrade_steps.values() for form in forms.values()]
        return [
            *self.steps.values(),
            *self.answers.values(),
            *self.scores.values(),
            *of_upgrades,
            *self.removals.values(),
            self.add,
            self.finding,
            self.upgrade,
        ]


class FormMaker:
    """Makes the forms of the page of an assessment for its reader, who asks at an instant."""

    def __init__(self, request: HttpRequest, user_id: int, at: datetime, assessment: Assessment, language: str) -> None:
        self._request, self._user_id, self._at, self._language = request, user_id, at, language
        self._assessment = assessment
        self._of_one = (user_id, at, assessment.pk)

    def make_forms(self, view: AssessmentView, risks: Sequence[tuple[str, ScoreView]]) -> AssessmentForms:
        """Make them all. `risks`: each scenario in the reader's language."""
        return AssessmentForms(
            steps={one: self._step(one) for one in AssessmentStep},
            answers={one.line: self._answer(one.line, one.answer, one.note) for one in view.answers},
            scores={one.scenario: self._score(one) for one in view.scores},
            upgrade_steps={one.upgrade_id: self._upgrade_steps(one) for one in view.upgrades},
            removals={one.person_id: self._removal(one.person_id) for one in view.team},
            add=self._add(view),
            finding=self._finding(view),
            upgrade=self._upgrade(view.findings, risks),
        )

    def _step(self, step: AssessmentStep) -> AnyForm:
        take = partial(acts.take_step, *self._of_one)
        return step_form(self._request, wire.AssessmentStepIn, take, step=step, machine=ASSESSMENTS)

    def _answer(self, line: str, answer: object, note: str) -> AnyForm:
        return ActForm(
            self._request,
            "answer",
            wire.AssessmentAnswerIn,
            partial(acts.answer_line, *self._of_one, line),
            initial={"answer": answer, "note": note},
            fixed={"line": line},
        )

    def _score(self, score: ScoreView) -> AnyForm:
        form = ActForm(
            self._request,
            "score",
            wire.ScoreIn,
            partial(acts.score_scenario, *self._of_one, score.scenario),
            choices={part: [("", _("1 to 5")), *NUMBERS] for part in PARTS},
            initial={name: getattr(score, name) for name in wire.ScoreIn.model_fields},
            fixed={"scenario": score.scenario},
            first=[name for part in PARTS for name in (part, f"{part}_note")],
        )
        for part in PARTS:
            form.fields[f"{part}_note"].label = _("Why: %(what)s") % {"what": form.fields[part].label}
        return form

    def _upgrade_steps(self, upgrade: UpgradeView) -> dict[UpgradeStep, AnyForm]:
        take = partial(acts.take_upgrade_step, self._user_id, self._at, upgrade.upgrade_id)
        return {
            one: step_form(
                self._request,
                wire.UpgradeStepIn,
                take,
                step=one,
                machine=UPGRADES,
                act="upgrade_step",
                fixed={"upgrade_id": str(upgrade.upgrade_id)},
            )
            for one in UpgradeStep
        }

    def _removal(self, person_id: UUID) -> AnyForm:
        remove = partial(acts.remove_member, *self._of_one, person_id)
        return ActForm(self._request, "remove", NothingGiven, remove, fixed={"person_id": str(person_id)})

    def _add(self, view: AssessmentView) -> AnyForm:
        people: list[tuple[object, str]] = []
        if view.may_decide and view.state.takes_writing:
            people = person_choices(self._assessment.site, {one.person_id for one in view.team}, self._at)
        add = partial(acts.add_member, *self._of_one)
        return ActForm(self._request, "add", wire.AssessmentMemberIn, add, choices={"person_id": people})

    def _finding(self, view: AssessmentView) -> AnyForm:
        site = self._assessment.site
        choices: dict[str, Choices] = {"spot": [], "owner_id": [], "rule": []}
        if view.may_write:
            mending = mending_choices(site, self._assessment, self._at)
            choices = {**place_choices(site), **mending, **rule_choices(self._language)}
        return ActForm(
            self._request,
            "finding",
            wire.FindingSaidIn,
            partial(acts.write_said_finding, *self._of_one),
            choices=choices,
            first=FINDING_ORDER,
        )

    def _upgrade(self, findings: Sequence[SiteFindingView], risks: Sequence[tuple[str, ScoreView]]) -> AnyForm:
        known = [Known(words, _effect_row(one)) for words, one in risks if one.risk is not None]
        return ActForm(
            self._request,
            "upgrade",
            wire.UpgradeIn,
            partial(acts.propose_upgrade, *self._of_one),
            choices={"finding_ids": [(one.finding_id, f"{one.number} · {one.words}") for one in findings]},
            own_fields={"effects": field_of_known(wire.UpgradeIn.model_fields["effects"], known)},
            first=("title", "cost_dollars", "words"),
        )


def _effect_row(score: ScoreView) -> dict[str, str]:
    """Return a scenario as it is now: an upgrade that leaves it so says nothing of it."""
    return {
        "scenario": score.scenario,
        "vulnerability": str(score.vulnerability),
        "consequence": str(score.consequence),
    }
