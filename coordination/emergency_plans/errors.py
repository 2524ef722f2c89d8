"""What emergency operations plans refuse. Pure."""

from coordination.casework.refusals import declare_fault, declare_not_found, declare_refusal
from mou.foundation.labelled import gettext_noop as _

EmergencyPlanNotFound = declare_not_found("emergency_plan_not_found", "There is no such emergency operations plan.")
PlanSectionNotFound = declare_not_found("plan_section_not_found", "The plan has no such section, role or remark.")
PlanKeepersWrite = declare_refusal(
    "plan_keepers_write", 403, _("Only administrators and planners of the school or its district write the plan.")
)
PlanTeamDecides = declare_refusal(
    "plan_team_decides", 403, _("Only members of the planning team agree to the plan, each for one discipline.")
)
PlanIsThere = declare_refusal("plan_is_there", 409, _("This school or district has a plan already."))
PlanIsFixed = declare_refusal(
    "plan_is_fixed", 409, _("This version cannot be changed any more. Take it back, or begin the next one.")
)
PlanIsDraft = declare_refusal("plan_is_draft", 409, _("The plan is not before the planning team."))
PlanIsWritten = declare_refusal("plan_is_written", 409, _("A version is being written already."))
PlanChanged = declare_refusal(
    "plan_changed", 409, _("Someone changed this meanwhile. Look at what it says now, and save again.")
)
PlanBlankLeft = declare_refusal(
    "plan_blank_left", 409, _("A section is empty or has blanks in [brackets]. Nothing that is adopted has blanks.")
)
PlanDisciplineLacks = declare_refusal(
    "plan_discipline_lacks", 409, _("Not every discipline that the district asks for has agreed to this text.")
)
DisciplineDoesNotFit = declare_fault(
    "discipline_does_not_fit",
    sentence=_("This person's agency cannot speak for this discipline. Without an account, only parents are named."),
)
ConsentByAccount = declare_refusal(
    "consent_by_account", 403, _("This member has an account and agrees with it. You may record it for others alone.")
)
BadEmergencyPlan = declare_fault("bad_emergency_plan")
PlanPersonNotThere = declare_fault("plan_person_not_there", sentence=_("This person cannot be chosen here."))
