"""The words of cases as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.cases.audit import TeamChangeView
from coordination.prevention.cases.vocabulary import (
    CaseClassification,
    CaseEntryKind,
    CaseState,
    CaseStep,
    EvidenceSource,
    EvidenceWeight,
    InterviewedAs,
    InvestigativeTheme,
    NoticeBy,
    NoticeTo,
    ProtectiveMeasure,
    SetUpStep,
    SubjectRole,
    TeamChange,
    TeamRole,
    WeaponsAccess,
)


def states() -> dict[str, str]:
    return {
        CaseState.OPENED: pgettext("case", "Opened"),
        CaseState.EVALUATED: _("Evaluated"),
        CaseState.SUBSTANTIVE: _("Substantive"),
        CaseState.RESPONDED: _("Responded to"),
        CaseState.SAFETY_EVALUATION: _("Safety evaluation"),
        CaseState.MONITORED: _("Safety plan monitored"),
        CaseState.CLOSED: pgettext("case", "Closed"),
        CaseState.SEALED: _("Sealed"),
    }


def steps() -> dict[str, str]:
    return {
        CaseStep.EVALUATE: _("Step 1: evaluate the threat"),
        CaseStep.FIND_NO_THREAT: _("It is not a threat"),
        CaseStep.RESOLVE_TRANSIENT: _("Step 2: it is transient, and resolved"),
        CaseStep.FIND_SERIOUS: _("It is substantive: serious"),
        CaseStep.FIND_VERY_SERIOUS: _("It is substantive: very serious"),
        CaseStep.RESPOND: _("Step 3: we have responded"),
        CaseStep.BEGIN_SAFETY_EVALUATION: _("Step 4: begin the safety evaluation"),
        CaseStep.MONITOR: _("Step 5: monitor the safety plan"),
        CaseStep.CLOSE: _("Close the case"),
        CaseStep.SEAL: _("Seal the case"),
        CaseStep.UNSEAL: _("Unseal the case"),
        CaseStep.REOPEN: _("Reopen the case"),
    }


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


def classifications() -> dict[str, str]:
    return {
        CaseClassification.NOT_A_THREAT: _("Not a threat"),
        CaseClassification.TRANSIENT: _("Transient"),
        CaseClassification.SERIOUS_SUBSTANTIVE: _("Serious substantive"),
        CaseClassification.VERY_SERIOUS_SUBSTANTIVE: _("Very serious substantive"),
    }


def set_up_steps() -> dict[str, str]:
    return {
        SetUpStep.TEAM: _("1. A team of several professions"),
        SetUpStep.BEHAVIORS: _("2. Which behaviors are of concern, and which are prohibited"),
        SetUpStep.REPORTING: _("3. One central way to report, watched at all times"),
        SetUpStep.POLICE_THRESHOLD: _("4. When the police are called"),
        SetUpStep.PROCEDURES: _("5. How the team assesses"),
        SetUpStep.RISK_MANAGEMENT: _("6. What the team can do about a risk"),
        SetUpStep.CLIMATE: _("7. A school climate in which students speak up"),
        SetUpStep.TRAINING: _("8. Training for everybody"),
    }


def team_change(one: TeamChangeView) -> str:
    """Return what an administrator changed of a team, as a line of its record."""
    what = {**team_roles(), **set_up_steps()}.get(one.what, "")
    said = {
        TeamChange.ADDED: _("%(person)s was put on the team as: %(what)s"),
        TeamChange.ROLE_CHANGED: _("%(person)s is on the team as: %(what)s"),
        TeamChange.REMOVED: _("%(person)s was taken from the team: %(what)s"),
        TeamChange.RULES_CHANGED: _("The rules were changed"),
        TeamChange.SET_UP_NOTED: _("A step of the set-up was noted: %(what)s"),
    }
    return said[one.change] % {"person": one.person, "what": what}


def team_roles() -> dict[str, str]:
    return {
        TeamRole.ADMINISTRATOR: _("Administrator"),
        TeamRole.COUNSELOR_OR_PSYCHOLOGIST: _("Counselor or psychologist"),
        TeamRole.SCHOOL_RESOURCE_OFFICER: _("School resource officer"),
        TeamRole.SOCIAL_WORKER: _("Social worker"),
        TeamRole.SPECIAL_EDUCATION: _("Special education"),
        TeamRole.OTHER: pgettext("team", "Other"),
    }


def subject_roles() -> dict[str, str]:
    return {
        SubjectRole.STUDENT: _("Student"),
        SubjectRole.FORMER_STUDENT: _("Former student"),
        SubjectRole.STAFF: _("Staff"),
        SubjectRole.FAMILY: _("Family of a student"),
        SubjectRole.OUTSIDER: _("From outside"),
        SubjectRole.UNKNOWN: _("Not known"),
    }


def themes() -> dict[str, str]:
    return {
        InvestigativeTheme.MOTIVES: _("Motives and goals"),
        InvestigativeTheme.COMMUNICATIONS: _("Communications of intent"),
        InvestigativeTheme.INAPPROPRIATE_INTERESTS: _("Inappropriate interests"),
        InvestigativeTheme.WEAPONS_ACCESS: _("Access to weapons"),
        InvestigativeTheme.STRESSORS: _("Stressors"),
        InvestigativeTheme.EMOTIONAL_AND_DEVELOPMENTAL: _("Emotional and developmental issues"),
        InvestigativeTheme.DESPERATION_OR_DESPAIR: _("Desperation or despair"),
        InvestigativeTheme.VIOLENCE_AS_AN_OPTION: _("Violence as an option"),
        InvestigativeTheme.CONCERNED_OTHERS: _("Others are concerned"),
        InvestigativeTheme.CAPACITY: _("Capacity to carry it out"),
        InvestigativeTheme.PLANNING: _("Planning"),
        InvestigativeTheme.CONSISTENCY: _("Words and acts agree"),
        InvestigativeTheme.PROTECTIVE_FACTORS: _("What protects"),
    }


def sources() -> dict[str, str]:
    return {
        EvidenceSource.INTERVIEW: _("Interview"),
        EvidenceSource.OBSERVED: _("Seen by staff"),
        EvidenceSource.SCHOOL_RECORDS: _("School records"),
        EvidenceSource.ONLINE_POST: _("Online post"),
        EvidenceSource.WRITING_OR_DRAWING: _("Writing or drawing"),
        EvidenceSource.POLICE: _("Police"),
        EvidenceSource.HOME: _("Home"),
        EvidenceSource.TIP: _("A tip"),
        EvidenceSource.HEARSAY: _("Hearsay"),
    }


def weights() -> dict[str, str]:
    return {
        EvidenceWeight.CONFIRMED: _("Confirmed"),
        EvidenceWeight.CORROBORATED: _("Corroborated by another source"),
        EvidenceWeight.PLAUSIBLE: _("Plausible, one source"),
        EvidenceWeight.DOUBTFUL: _("Doubtful"),
        EvidenceWeight.REFUTED: _("Refuted"),
    }


def weapons() -> dict[str, str]:
    return {
        WeaponsAccess.UNKNOWN: _("Not known yet"),
        WeaponsAccess.NONE_FOUND: _("None found"),
        WeaponsAccess.POSSIBLE: _("Possible"),
        WeaponsAccess.CONFIRMED: pgettext("weapons", "Confirmed"),
    }


def interviewed() -> dict[str, str]:
    return {
        InterviewedAs.SUBJECT: _("The person of concern"),
        InterviewedAs.TARGET: _("The target"),
        InterviewedAs.WITNESS: _("A witness"),
        InterviewedAs.PARENT: _("A parent"),
        InterviewedAs.STAFF: _("Staff"),
        InterviewedAs.OTHER: _("Somebody else"),
    }


def measures() -> dict[str, str]:
    return {
        ProtectiveMeasure.NOTIFY_TARGET: _("Warn the target"),
        ProtectiveMeasure.SUPERVISION: _("Supervision"),
        ProtectiveMeasure.NO_CONTACT: _("No contact"),
        ProtectiveMeasure.SCHEDULE_CHANGE: _("Change of schedule"),
        ProtectiveMeasure.SEARCH: _("Search"),
        ProtectiveMeasure.SAFE_STORAGE: _("Weapons stored safely at home"),
        ProtectiveMeasure.COUNSELING: _("Counseling"),
        ProtectiveMeasure.MEDICAL_HELP: _("Medical help"),
        ProtectiveMeasure.ONE_TRUSTED_ADULT: _("One trusted adult"),
        ProtectiveMeasure.OTHER: _("Something else"),
    }


def notices_to() -> dict[str, str]:
    return {
        NoticeTo.SUBJECT_PARENTS: _("Parents of the person of concern"),
        NoticeTo.TARGET_PARENTS: _("Parents of the target"),
        NoticeTo.TARGET: _("The target"),
    }


def notices_by() -> dict[str, str]:
    return {
        NoticeBy.MEETING: _("In a meeting"),
        NoticeBy.PHONE: _("By phone"),
        NoticeBy.LETTER: _("By letter"),
        NoticeBy.EMAIL: _("By mail"),
    }


def kinds() -> dict[str, str]:
    return {
        CaseEntryKind.STEP: _("Decision"),
        CaseEntryKind.DETAILS: _("Whom and what it is about"),
        CaseEntryKind.ASSIGNMENT: _("Put on the case"),
        CaseEntryKind.CONFLICT: _("Conflict of interest"),
        CaseEntryKind.INTERVIEW: _("Interview"),
        CaseEntryKind.FACT: _("What is known"),
        CaseEntryKind.WEAPONS: _("Access to weapons"),
        CaseEntryKind.MEASURE: _("Protective measure"),
        CaseEntryKind.MEASURE_DONE: _("Measure done"),
        CaseEntryKind.EVALUATION: _("Mental health evaluation"),
        CaseEntryKind.POLICE: _("Police consulted"),
        CaseEntryKind.POLICE_COPY: _("Paper for the police"),
        CaseEntryKind.NOTICE: _("Notice"),
        CaseEntryKind.PLAN: _("Safety plan"),
        CaseEntryKind.PLAN_REVIEW: _("Review of the plan"),
        CaseEntryKind.PLAN_END: _("End of the plan"),
        CaseEntryKind.FLAG: _("Flag for responders"),
        CaseEntryKind.FLAG_LOWERED: _("Flag lowered"),
    }


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
