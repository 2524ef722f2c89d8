"""The words of assessments as people read them, by value."""

from django.utils.translation import gettext as _

from mapping.assessments.vocabulary import (
    AssessmentStep,
    DoorOutcome,
    FindingStep,
    UpgradeStep,
)


def step_hints() -> dict[str, str]:
    """Return what each step means, for a person who takes it for the first time."""
    return {
        AssessmentStep.BEGIN_WALK: _("The team has one leader and people of at least two agencies."),
        AssessmentStep.BEGIN_RATING: _("Each line of the checklist has an answer."),
        AssessmentStep.ADOPT: _(
            "Each scenario is rated, and each open finding has somebody who mends it and a day. From then on agencies "
            "whose agreement shares assessments read it."
        ),
        AssessmentStep.CLOSE: _(
            "Each finding was mended and looked at, or its risk accepted; each upgrade is done or declined."
        ),
        AssessmentStep.REOPEN: _("Nothing of it counts as adopted until it is adopted again."),
        AssessmentStep.WITHDRAW: _("It ends without a result. What was found stays readable."),
    }


def sweep_words() -> dict[str, object]:
    """Return what the script of the door sweep says."""
    return {
        "count": _("{done} of {all} doors"),
        "title": _("Door {number} in the door sweep"),
        "waiting": _("waits to be sent"),
        "outcomes": DoorOutcome.labels(),
    }


def acts() -> dict[str, str]:
    """Return what was done, as the record says it."""
    return {
        "opened": _("Opened the assessment"),
        "led_by": _("Named the leader"),
        "added": _("Put on the team"),
        "removed": _("Took from the team"),
        "found": _("Wrote a finding down"),
        "changed": _("Changed the finding"),
        "photo": _("Put a photo to the finding"),
        "seen_again": _("Saw it again in the door sweep"),
        "drawn": _("Drew it on the plan"),
        "erased": _("Took it off the plan"),
        "proposed": _("Proposed an upgrade"),
        "measures": _("Wrote down protective measures"),
        "tier": _("Chose the tier to reach"),
        **{f"upgrade_{step}": said for step, said in UpgradeStep.labels().items()},
        **AssessmentStep.labels(),
        **FindingStep.labels(),
    }


def years_words() -> dict[str, str]:
    """Return what years are compared by, beside the scenarios."""
    return {
        "risk": _("All risks together"),
        "open": _("Findings, and still open"),
        "tier": _("Tier reached by all layers"),
    }


def map_words() -> dict[str, str]:
    """Return what the script of the map says."""
    return {
        "assessment.here": _("Here. Write what is wrong."),
    }


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "assessment_lead_decides": _("Only the leader of the team, or who keeps the site's maps, decides that."),
        "assessment_team_writes": _("Only the team of this assessment writes in it."),
        "assessment_keeper_decides": _("Only administrators and planners of the school or its district decide that."),
        "not_allowed": _("Only administrators and planners of the school or its district decide that."),
        "bad_assessment": _("Something is missing, or cannot be. Look at each field again."),
        "bad_door_check": _("There is no such door, or it was not said now."),
        "not_on_assessment_team": _(
            "Choose somebody of the school, its district, or an agency whose agreement shares assessments."
        ),
        "assessment_open_already": _("An assessment of this site is open already."),
        "assessment_in_planning": _("The walk has not begun yet."),
        "assessment_in_walk": _("The team is walking the site. Rate the risks after that."),
        "assessment_in_rating": _("The walk is done, and the assessment is not adopted yet."),
        "assessment_is_adopted": _("The assessment is adopted. Reopen it to change it."),
        "assessment_is_closed": _("The assessment is closed. Open the next one."),
        "assessment_is_withdrawn": _("The assessment was withdrawn. Open another one."),
        "assessment_step_lacks": _("Write why."),
        "assessment_leader_missing": _("Name who leads the team first."),
        "assessment_not_interagency": _("A team has people of at least two agencies."),
        "assessment_checklist_open": _("Some lines of the checklist have no answer yet."),
        "assessment_findings_unowned": _("Each finding needs somebody who mends it, and a day."),
        "assessment_findings_open": _("Some findings are neither mended and looked at, nor accepted."),
        "assessment_scores_missing": _("Some scenarios are not rated yet."),
        "assessment_upgrades_open": _("Some upgrades are neither done nor declined."),
        "upgrade_is_proposed": _("Nobody has decided on the upgrade yet."),
        "upgrade_is_approved": _("The upgrade is approved, and not done yet."),
        "upgrade_is_done": _("The upgrade is done."),
        "upgrade_is_declined": _("The upgrade was declined. Reopen it first."),
        "upgrade_step_lacks": _("Write why."),
        "finding_is_open": _("The finding is open: it was not mended yet."),
        "finding_is_fixed": _("The finding was mended. Look at it, and confirm or reopen it."),
        "finding_is_confirmed": _("The finding was mended and looked at. Reopen it first."),
        "finding_is_accepted": _("The risk was accepted. Reopen the finding first."),
        "finding_step_lacks": _("Write why; and somebody else than who mended it confirms it."),
        "finding_has_no_place": _("Say on which floor and where it is first."),
        "bad_photo": _("This is no picture that can be read: JPEG, PNG or WebP, at most 16 MB."),
        "too_many_photos": _("Others are bringing photos. Try again in a moment."),
    }
    return found.get(code, detail)
