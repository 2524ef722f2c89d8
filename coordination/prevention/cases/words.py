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
    """Return what a step means, for somebody who takes it the first time."""
    return {
        CaseStep.EVALUATE: _("Who said what, to whom, in which situation, and what was meant? Write what you found."),
        CaseStep.FIND_NO_THREAT: _("Nobody expressed an intent to harm. The case closes."),
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
        CaseStep.MONITOR: _("The safety plan is written, somebody watches over it, and it has a day of review."),
        CaseStep.CLOSE: _("Measures are done and the plan has ended."),
        CaseStep.SEAL: _("Nobody reads it any more, unless an administrator of the team unseals it."),
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


def lacks() -> dict[str, str]:
    return {
        "subject_interview": _("The person of concern was not asked yet"),
        "subject_parents_notice": _("The parents were not told yet"),
        "weapons_access": _("Access to weapons is not known"),
    }


def doors() -> dict[str, str]:
    return {
        "page": _("page"),
        "api": _("interface"),
        "agenda": _("agenda"),
        "flag": _("flag in an emergency"),
        "copy": _("paper"),
    }


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "not_ones_own_place": _("Nobody puts themself on a team, or lets in whom they asked for."),
        "bad_case": _("Something is missing, or cannot be. Look at each field again."),
        "bad_case_team": _("Something here cannot be: look at the days and the person."),
        "not_on_case_team": _("Choose somebody of the team who has no conflict of interest here."),
        "tip_has_case": _("A case was opened from this tip before."),
        "case_needs_somebody": _("Nobody would be left on the case. Put somebody else on it first."),
        "case_lead_decides": _("Only an administrator of the team on this case decides that."),
        "case_step_lacks": _("Write why."),
        "case_not_evaluated": _("Evaluate the threat first."),
        "case_evaluated_already": _("The threat was evaluated. Say now what it is."),
        "case_is_substantive": _("The threat is substantive. Respond to it first."),
        "case_responded_already": _("The team has responded already."),
        "case_not_very_serious": _("A safety evaluation is for very serious threats."),
        "case_needs_evaluation": _("A very serious threat needs its safety evaluation first."),
        "case_in_safety_evaluation": _("The safety evaluation is under way. Its plan comes next."),
        "case_monitored_already": _("The safety plan is monitored already."),
        "case_is_closed": _("The case is closed. Reopen it first."),
        "case_is_sealed": _("The case is sealed. An administrator of its team unseals it."),
        "case_is_open": _("The case is open. Close it first."),
        "case_not_sealed": _("Only a sealed case is unsealed."),
        "case_team_incomplete": _(
            "An administrator and a counselor or psychologist must be on the case before it is decided."
        ),
        "protective_measure_missing": _("Write down what protects people first."),
        "safety_plan_missing": _("Write the safety plan first."),
        "safety_plan_runs": _("End the safety plan first."),
        "mental_health_evaluation_missing": _("The mental health evaluation is not in the file yet."),
        "police_not_consulted": _("Consult the police about a very serious threat, and write it down."),
        "case_measures_open": _("A protective measure is not done yet."),
        "case_flag_raised": _("Lower the flag for responders first."),
        "reporters_words": _("Use your own words. What the reporter wrote stays with the tip."),
        "tips_team_decides": _("Only the team that decides on the tip may hand it over."),
    }
    return found.get(code, detail)
