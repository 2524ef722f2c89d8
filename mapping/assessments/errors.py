"""What can go wrong with assessments, each with a stable code and an HTTP status. Pure: no Django."""

from mapping.errors import MappingError
from mou.foundation.labelled import gettext_noop as _


class AssessmentError(MappingError):
    """Base of all errors of assessments. `pointer` names the field that is wrong, where one is."""

    title = ""

    def __init__(self, detail: str = "", *, pointer: str = "") -> None:
        super().__init__(detail or self.title)
        self.pointer = pointer


# --- who asks ---------------------------------------------------------------------------------------------------------
class AssessmentNotFound(AssessmentError):
    """Missing and forbidden look alike, so that a stranger cannot learn that a site was assessed."""

    code, status, title = "assessment_not_found", 404, _("There is no such assessment.")


class AssessmentFindingNotFound(AssessmentError):
    """Missing and forbidden look alike."""

    code, status, title = "assessment_finding_not_found", 404, _("There is no such finding.")


class SweepNotFound(AssessmentError):
    """Only people of the school and its district sweep its doors; for all others the sweep does not exist."""

    code, status, title = "sweep_not_found", 404, _("There is no such door sweep.")


class AssessmentLeadDecides(AssessmentError):
    code, status = "assessment_lead_decides", 403
    title = sentence = _("Only the leader of the team, or who keeps the site's maps, decides that.")


class AssessmentTeamWrites(AssessmentError):
    code, status = "assessment_team_writes", 403
    title = sentence = _("Only the team of this assessment writes in it.")


class AssessmentKeeperDecides(AssessmentError):
    code, status = "assessment_keeper_decides", 403
    title = sentence = _("Only administrators and planners of the school or its district decide that.")


# --- what is given ----------------------------------------------------------------------------------------------------
class BadAssessment(AssessmentError):
    """The pointer names the field."""

    code, status, title = "bad_assessment", 422, "Something is missing, or cannot be."
    sentence = _("Something is missing, or cannot be. Look at each field again.")


class BadChecklist(AssessmentError):
    code, status, title = "bad_checklist", 422, _("This is no checklist.")


class BadDoorCheck(AssessmentError):
    """The pointer names the field."""

    code, status = "bad_door_check", 422
    title = sentence = _("There is no such door, or it was not said now.")


class NotOnAssessmentTeam(AssessmentError):
    code, status = "not_on_assessment_team", 422
    title = sentence = _("Choose someone of the school, its district, or an agency whose agreement shares assessments.")


class AssessmentOpenAlready(AssessmentError):
    code, status = "assessment_open_already", 409
    title = sentence = _("An assessment of this site is open already.")


# --- steps ------------------------------------------------------------------------------------------------------------
class AssessmentStepRefused(AssessmentError):
    """A step that the state of an assessment, or what stands in it, does not allow."""

    status = 409


class AssessmentInPlanning(AssessmentStepRefused):
    code = "assessment_in_planning"
    title = sentence = _("The walk has not begun yet.")


class AssessmentInWalk(AssessmentStepRefused):
    code = "assessment_in_walk"
    title = sentence = _("The team is walking the site. Rate the risks after that.")


class AssessmentInRating(AssessmentStepRefused):
    code = "assessment_in_rating"
    title = sentence = _("The walk is done, and the assessment is not adopted yet.")


class AssessmentIsAdopted(AssessmentStepRefused):
    code = "assessment_is_adopted"
    title = sentence = _("The assessment is adopted. Reopen it to change it.")


class AssessmentIsClosed(AssessmentStepRefused):
    code = "assessment_is_closed"
    title = sentence = _("The assessment is closed. Open the next one.")


class AssessmentIsWithdrawn(AssessmentStepRefused):
    code = "assessment_is_withdrawn"
    title = sentence = _("The assessment was withdrawn. Open another one.")


class AssessmentStepLacks(AssessmentStepRefused):
    code, status, title = "assessment_step_lacks", 422, "Say why."
    sentence = _("Write why.")


class AssessmentLeaderMissing(AssessmentStepRefused):
    code = "assessment_leader_missing"
    title = sentence = _("Name who leads the team first.")


class AssessmentNotInteragency(AssessmentStepRefused):
    code = "assessment_not_interagency"
    title = sentence = _("A team has people of the school and of another discipline, such as police or fire.")


class AssessmentChecklistOpen(AssessmentStepRefused):
    code = "assessment_checklist_open"
    title = sentence = _("Some lines of the checklist have no answer yet.")


class AssessmentFindingsUnowned(AssessmentStepRefused):
    code = "assessment_findings_unowned"
    title = sentence = _("Each finding needs someone who mends it, and a day.")


class AssessmentFindingsOpen(AssessmentStepRefused):
    code = "assessment_findings_open"
    title = sentence = _("Some findings are neither mended and looked at, nor accepted.")


class AssessmentScoresMissing(AssessmentStepRefused):
    code = "assessment_scores_missing"
    title = sentence = _("Some scenarios are not rated yet.")


class AssessmentUpgradesOpen(AssessmentStepRefused):
    code = "assessment_upgrades_open"
    title = sentence = _("Some upgrades are neither done nor declined.")


# --- upgrades ---------------------------------------------------------------------------------------------------------
class UpgradeNotFound(AssessmentError):
    """Missing and forbidden look alike."""

    code, status, title = "upgrade_not_found", 404, _("There is no such upgrade.")


class UpgradeStepRefused(AssessmentError):
    """A step that the state of an upgrade does not allow."""

    status = 409


class UpgradeIsProposed(UpgradeStepRefused):
    code = "upgrade_is_proposed"
    title = sentence = _("No one has decided on the upgrade yet.")


class UpgradeIsApproved(UpgradeStepRefused):
    code = "upgrade_is_approved"
    title = sentence = _("The upgrade is approved, and not done yet.")


class UpgradeIsDone(UpgradeStepRefused):
    code = "upgrade_is_done"
    title = sentence = _("The upgrade is done.")


class UpgradeIsDeclined(UpgradeStepRefused):
    code = "upgrade_is_declined"
    title = sentence = _("The upgrade was declined. Reopen it first.")


class UpgradeStepLacks(UpgradeStepRefused):
    code, status, title = "upgrade_step_lacks", 422, "Say why."
    sentence = _("Write why.")


# --- steps of a finding -----------------------------------------------------------------------------------------------
class FindingStepRefused(AssessmentError):
    """A step that the state of a finding does not allow."""

    status = 409


class FindingIsOpen(FindingStepRefused):
    code = "finding_is_open"
    title = sentence = _("The finding is open: it was not mended yet.")


class FindingIsFixed(FindingStepRefused):
    code = "finding_is_fixed"
    title = sentence = _("The finding was mended. Look at it, and confirm or reopen it.")


class FindingIsConfirmed(FindingStepRefused):
    code = "finding_is_confirmed"
    title = sentence = _("The finding was mended and looked at. Reopen it first.")


class FindingIsAccepted(FindingStepRefused):
    code = "finding_is_accepted"
    title = sentence = _("The risk was accepted. Reopen the finding first.")


class FindingStepLacks(FindingStepRefused):
    code, status, title = "finding_step_lacks", 422, "Say why."
    sentence = _("Write why; and someone else than who mended it confirms it.")


class FindingHasNoPlace(FindingStepRefused):
    code = "finding_has_no_place"
    title = sentence = _("Say on which floor and where it is first.")
