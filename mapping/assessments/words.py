"""The words of assessments as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mapping.assessments.vocabulary import (
    AssessmentDoor,
    AssessmentRole,
    AssessmentStanding,
    AssessmentState,
    AssessmentStep,
    ChecklistAnswer,
    CostBand,
    DoorOutcome,
    FindingKind,
    FindingState,
    FindingStep,
    MeasureState,
    OnPlan,
    PassComponent,
    PassLayer,
    RiskBand,
    SecurityLayer,
    SecurityStrategy,
    UpgradeState,
    UpgradeStep,
)


def states() -> dict[str, str]:
    return {
        AssessmentState.PLANNING: _("Planning"),
        AssessmentState.WALKING: _("On the walk"),
        AssessmentState.RATING: _("Rating"),
        AssessmentState.ADOPTED: pgettext("assessment", "Adopted"),
        AssessmentState.CLOSED: pgettext("assessment", "Closed"),
        AssessmentState.WITHDRAWN: pgettext("assessment", "Withdrawn"),
    }


def steps() -> dict[str, str]:
    return {
        AssessmentStep.BEGIN_WALK: _("Begin the walk"),
        AssessmentStep.BEGIN_RATING: _("The walk is done"),
        AssessmentStep.ADOPT: _("Adopt the assessment"),
        AssessmentStep.CLOSE: _("Close the assessment"),
        AssessmentStep.REOPEN: _("Reopen the assessment"),
        AssessmentStep.WITHDRAW: _("Withdraw the assessment"),
    }


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


def roles() -> dict[str, str]:
    return {
        AssessmentRole.SCHOOL_ADMINISTRATOR: _("School administrator"),
        AssessmentRole.LAW_ENFORCEMENT: _("Law enforcement"),
        AssessmentRole.FIRE: _("Fire"),
        AssessmentRole.EMERGENCY_MANAGEMENT: _("Emergency management"),
        AssessmentRole.FACILITIES: _("Facilities"),
        AssessmentRole.TECHNOLOGY: _("Technology"),
        AssessmentRole.MENTAL_HEALTH: _("Mental health"),
        AssessmentRole.STAFF: _("Staff"),
        AssessmentRole.OTHER: pgettext("role", "Other"),
    }


def layers() -> dict[str, str]:
    return {
        SecurityLayer.GROUNDS_PERIMETER: _("Grounds perimeter"),
        SecurityLayer.BUILDING_EXTERIOR: _("Building exterior"),
        SecurityLayer.BUILDING_INTERIOR: _("Building interior"),
    }


def strategies() -> dict[str, str]:
    return {
        SecurityStrategy.DETECT: _("Detect"),
        SecurityStrategy.DELAY: pgettext("security", "Delay"),
        SecurityStrategy.RESPOND: pgettext("security", "Respond"),
    }


def answers() -> dict[str, str]:
    return {
        ChecklistAnswer.YES: _("Yes"),
        ChecklistAnswer.PARTLY: _("Partly"),
        ChecklistAnswer.NO: _("No"),
        ChecklistAnswer.NOT_APPLICABLE: _("Does not apply"),
    }


def finding_kinds() -> dict[str, str]:
    return {
        FindingKind.DOOR_DOES_NOT_LATCH: _("Door does not latch"),
        FindingKind.DOOR_NOT_LOCKABLE_INSIDE: _("Door cannot be locked from inside"),
        FindingKind.DOOR_WITHOUT_NUMBER: _("Door without a number"),
        FindingKind.DOOR_PROPPED: _("Door propped open"),
        FindingKind.CAMERA_BLIND_SPOT: _("Blind spot of the cameras"),
        FindingKind.RADIO_DEAD_SPOT: _("Radio dead spot"),
        FindingKind.ALARM_NOT_NOTICED: _("Alarm is not noticed"),
        FindingKind.LIGHTING: _("Lighting"),
        FindingKind.SIGHT_LINE: _("Line of sight"),
        FindingKind.FENCE_OR_GATE: _("Fence or gate"),
        FindingKind.VISITOR_ENTRY: _("Visitor entry"),
        FindingKind.MAP_IS_WRONG: _("The map is wrong here"),
        FindingKind.OTHER: pgettext("finding", "Other"),
    }


def finding_states() -> dict[str, str]:
    return {
        FindingState.OPEN: pgettext("finding", "Open"),
        FindingState.FIXED: _("Mended, to be looked at"),
        FindingState.CONFIRMED: _("Mended and confirmed"),
        FindingState.ACCEPTED: _("Risk accepted"),
    }


def finding_steps() -> dict[str, str]:
    return {
        FindingStep.FIX: _("It is mended"),
        FindingStep.CONFIRM: _("I looked: it is mended"),
        FindingStep.ACCEPT: _("Accept the risk"),
        FindingStep.REOPEN: _("Reopen the finding"),
    }


def costs() -> dict[str, str]:
    return {
        CostBand.NONE: _("Nothing"),
        CostBand.UNDER_1000: _("Under $1,000"),
        CostBand.UNDER_10000: _("Under $10,000"),
        CostBand.UNDER_100000: _("Under $100,000"),
        CostBand.FROM_100000: _("$100,000 or more"),
    }


def bands() -> dict[str, str]:
    return {
        RiskBand.LOW: pgettext("risk", "Low"),
        RiskBand.MEDIUM: pgettext("risk", "Medium"),
        RiskBand.HIGH: pgettext("risk", "High"),
        RiskBand.VERY_HIGH: pgettext("risk", "Very high"),
    }


def upgrade_states() -> dict[str, str]:
    return {
        UpgradeState.PROPOSED: pgettext("upgrade", "Proposed"),
        UpgradeState.APPROVED: pgettext("upgrade", "Approved"),
        UpgradeState.DONE: pgettext("upgrade", "Done"),
        UpgradeState.DECLINED: pgettext("upgrade", "Declined"),
    }


def upgrade_steps() -> dict[str, str]:
    return {
        UpgradeStep.APPROVE: _("Approve the upgrade"),
        UpgradeStep.COMPLETE: _("The upgrade is in place"),
        UpgradeStep.DECLINE: _("Decline the upgrade"),
        UpgradeStep.REOPEN: _("Reopen the upgrade"),
    }


def standings() -> dict[str, str]:
    return {
        AssessmentStanding.MISSING: _("Never assessed"),
        AssessmentStanding.OVERDUE: pgettext("assessment", "Overdue"),
        AssessmentStanding.DUE_SOON: pgettext("assessment", "Due soon"),
        AssessmentStanding.CURRENT: pgettext("assessment", "In time"),
    }


def door_outcomes() -> dict[str, str]:
    return {
        DoorOutcome.SECURE: _("Secure"),
        DoorOutcome.DOES_NOT_LATCH: _("Does not latch"),
        DoorOutcome.PROPPED_OPEN: _("Propped open"),
        DoorOutcome.UNLOCKED: _("Unlocked"),
        DoorOutcome.DAMAGED: _("Damaged"),
        DoorOutcome.NOT_REACHED: _("Not reached"),
    }


def sweep_words() -> dict[str, object]:
    """Return what the script of the door sweep says."""
    return {
        "count": _("{done} of {all} doors"),
        "title": _("Door {number} in the door sweep"),
        "waiting": _("waits to be sent"),
        "outcomes": door_outcomes(),
    }


def on_plan() -> dict[str, str]:
    return {
        OnPlan.NOT: _("Responders do not see it"),
        OnPlan.DRAFT: _("On a draft of the plan: responders see it once that is published"),
        OnPlan.PUBLISHED: _("On the plan: responders see it"),
    }


def pass_layers() -> dict[str, str]:
    return {
        PassLayer.DISTRICT_WIDE: _("District-wide"),
        PassLayer.DIGITAL_INFRASTRUCTURE: _("Digital infrastructure"),
        PassLayer.CAMPUS_PERIMETER: _("Campus perimeter"),
        PassLayer.BUILDING_PERIMETER: _("Building perimeter"),
        PassLayer.CLASSROOM_INTERIOR: _("Classroom and interior"),
    }


def pass_components() -> dict[str, str]:
    return {
        PassComponent.POLICIES: _("Policies and procedures"),
        PassComponent.PEOPLE: _("People: roles and training"),
        PassComponent.ARCHITECTURAL: _("Architecture"),
        PassComponent.COMMUNICATION: _("Communication"),
        PassComponent.ACCESS_CONTROL: _("Access control"),
        PassComponent.VIDEO: _("Video"),
        PassComponent.DETECTION: _("Detection and alarms"),
    }


def measure_states() -> dict[str, str]:
    return {
        MeasureState.IN_PLACE: _("In place"),
        MeasureState.PARTLY: _("In part"),
        MeasureState.MISSING: _("Missing"),
        MeasureState.NOT_APPLICABLE: _("Does not apply"),
    }


def doors() -> dict[str, str]:
    return {
        AssessmentDoor.PAGE: _("page"),
        AssessmentDoor.API: _("interface"),
        AssessmentDoor.PHOTO: _("photo"),
        AssessmentDoor.PRINT: _("print"),
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
        **{f"upgrade_{step}": said for step, said in upgrade_steps().items()},
        **steps(),
        **finding_steps(),
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
