"""The words of cases as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.prevention.cases.audit import TeamChangeView
from coordination.prevention.cases.vocabulary import (
    CaseStep,
    SetUpStep,
    TeamChange,
    TeamRole,
)


def step_hints() -> dict[str, str]:
    """Return what a step means, for someone who takes it the first time."""
    return {
        CaseStep.EVALUATE: _("Who said what, to whom, in which situation, and what was meant? Write what you found."),
        CaseStep.FIND_NO_THREAT: _("No one expressed an intent to harm. The case closes."),
        CaseStep.RESOLVE_TRANSIENT: _(
            "Anger, a joke or rhetoric without lasting intent, and it ended with an explanation or an apology. "
            "The case closes. If you doubt it, it is substantive."
        ),
        CaseStep.FIND_SERIOUS: _("An intent that lasts: to hit, fight or beat up."),
        CaseStep.FIND_VERY_SERIOUS: _(
            "An intent that lasts: to kill, rape, shoot or injure gravely, or with a weapon. It cannot be taken back."
        ),
        CaseStep.RESPOND: _(
            "Protect first: warn the target and the parents, watch over the student. Write measures down."
        ),
        CaseStep.BEGIN_SAFETY_EVALUATION: _("A mental health evaluation, and the police looks into it."),
        CaseStep.MONITOR: _("The safety plan is written, someone watches over it, and it has a day of review."),
        CaseStep.CLOSE: _("Measures are done and the plan has ended."),
        CaseStep.SEAL: _("No one reads it any more, unless an administrator of the team unseals it."),
        CaseStep.UNSEAL: _("Say why: it stays in the record."),
        CaseStep.REOPEN: _("It begins again with the decision."),
    }


def team_change(one: TeamChangeView) -> str:
    """Return what an administrator changed of a team, as a line of its record."""
    what = {**TeamRole.labels(), **SetUpStep.labels()}.get(one.what, "")
    said = {
        TeamChange.ADDED: _("%(person)s was put on the team as: %(what)s"),
        TeamChange.ROLE_CHANGED: _("%(person)s is on the team as: %(what)s"),
        TeamChange.REMOVED: _("%(person)s was taken from the team: %(what)s"),
        TeamChange.RULES_CHANGED: _("The rules were changed"),
        TeamChange.SET_UP_NOTED: _("A step of the set-up was noted: %(what)s"),
    }
    return said[one.change] % {"person": one.person, "what": what}
