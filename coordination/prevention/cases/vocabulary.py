"""The words of threat assessment cases. Pure: no Django."""

import enum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class CaseState(Labelled):
    """Where a case is on its way; the allowed steps stand in cases.rules.machine."""

    OPENED = "opened", pgettext("case", "Opened")
    EVALUATED = "evaluated", _("Evaluated")
    SUBSTANTIVE = "substantive", _("Substantive")
    RESPONDED = "responded", _("Responded to")
    SAFETY_EVALUATION = "safety_evaluation", _("Safety evaluation")
    MONITORED = "monitored", _("Safety plan monitored")
    CLOSED = "closed", pgettext("case", "Closed")
    SEALED = "sealed", _("Sealed")

    @property
    def is_open(self) -> bool:
        """Tell whether the team still works on the case."""
        return self not in (CaseState.CLOSED, CaseState.SEALED)


class CaseStep(Labelled):
    """What the team does with a case: the five-step decision of CSTAG, and what follows its end."""

    EVALUATE = "evaluate", _("Step 1: evaluate the threat")
    FIND_NO_THREAT = "find_no_threat", _("It is not a threat")
    RESOLVE_TRANSIENT = "resolve_transient", _("Step 2: it is transient, and resolved")
    FIND_SERIOUS = "find_serious", _("It is substantive: serious")
    FIND_VERY_SERIOUS = "find_very_serious", _("It is substantive: very serious")
    RESPOND = "respond", _("Step 3: we have responded")
    BEGIN_SAFETY_EVALUATION = "begin_safety_evaluation", _("Step 4: begin the safety evaluation")
    MONITOR = "monitor", _("Step 5: monitor the safety plan")
    CLOSE = "close", _("Close the case")
    SEAL = "seal", _("Seal the case")
    UNSEAL = "unseal", _("Unseal the case")
    REOPEN = "reopen", _("Reopen the case")


class CaseClassification(Labelled):
    """What the team finds a threat to be (CSTAG)."""

    NOT_A_THREAT = "not_a_threat", _("Not a threat")
    TRANSIENT = "transient", _("Transient")
    SERIOUS_SUBSTANTIVE = "serious_substantive", _("Serious substantive")
    VERY_SERIOUS_SUBSTANTIVE = "very_serious_substantive", _("Very serious substantive")

    @property
    def is_minor(self) -> bool:
        """Tell whether it was no threat, or a passing one: such a case is not retained for as long."""
        return self in (CaseClassification.NOT_A_THREAT, CaseClassification.TRANSIENT)


class SetUpStep(Labelled):
    """The eight steps by which a district sets up threat assessment (NTAC, 2018)."""

    TEAM = "team", _("1. A team of several professions")
    BEHAVIORS = "behaviors", _("2. Which behaviors are of concern, and which are prohibited")
    REPORTING = "reporting", _("3. One central way to report, watched at all times")
    POLICE_THRESHOLD = "police_threshold", _("4. When the police are called")
    PROCEDURES = "procedures", _("5. How the team assesses")
    RISK_MANAGEMENT = "risk_management", _("6. What the team can do about a risk")
    CLIMATE = "climate", _("7. A school climate in which students speak up")
    TRAINING = "training", _("8. Training for everybody")


class TeamChange(enum.StrEnum):
    """What an administrator changed of a team."""

    ADDED = "added"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    RULES_CHANGED = "rules_changed"
    SET_UP_NOTED = "set_up_noted"


class TeamRole(Labelled):
    """As what someone is on a team."""

    ADMINISTRATOR = "administrator", _("Administrator")
    COUNSELOR_OR_PSYCHOLOGIST = "counselor_or_psychologist", _("Counselor or psychologist")
    SCHOOL_RESOURCE_OFFICER = "school_resource_officer", _("School resource officer")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    SPECIAL_EDUCATION = "special_education", _("Special education")
    OTHER = "other", pgettext("team", "Other")


class SubjectRole(Labelled):
    """What the person of concern is to the school."""

    STUDENT = "student", _("Student")
    FORMER_STUDENT = "former_student", _("Former student")
    STAFF = "staff", _("Staff")
    FAMILY = "family", _("Family of a student")
    OUTSIDER = "outsider", _("From outside")
    UNKNOWN = "unknown", _("Not known")


class InvestigativeTheme(Labelled):
    """What an assessment looks into: the twelve themes of NTAC, and what protects."""

    MOTIVES = "motives", _("Motives and goals")
    COMMUNICATIONS = "communications", _("Communications of intent")
    INAPPROPRIATE_INTERESTS = "inappropriate_interests", _("Inappropriate interests")
    WEAPONS_ACCESS = "weapons_access", _("Access to weapons")
    STRESSORS = "stressors", _("Stressors")
    EMOTIONAL_AND_DEVELOPMENTAL = "emotional_and_developmental", _("Emotional and developmental issues")
    DESPERATION_OR_DESPAIR = "desperation_or_despair", _("Desperation or despair")
    VIOLENCE_AS_AN_OPTION = "violence_as_an_option", _("Violence as an option")
    CONCERNED_OTHERS = "concerned_others", _("Others are concerned")
    CAPACITY = "capacity", _("Capacity to carry it out")
    PLANNING = "planning", _("Planning")
    CONSISTENCY = "consistency", _("Words and acts agree")
    PROTECTIVE_FACTORS = "protective_factors", _("What protects")


class EvidenceSource(Labelled):
    """From where the team knows something."""

    INTERVIEW = "interview", _("Interview")
    OBSERVED = "observed", _("Seen by staff")
    SCHOOL_RECORDS = "school_records", _("School records")
    ONLINE_POST = "online_post", _("Online post")
    WRITING_OR_DRAWING = "writing_or_drawing", _("Writing or drawing")
    POLICE = "police", _("Police")
    HOME = "home", _("Home")
    TIP = "tip", _("A tip")
    HEARSAY = "hearsay", _("Hearsay")


class EvidenceWeight(Labelled):
    """How far the team relies on something."""

    CONFIRMED = "confirmed", _("Confirmed")
    CORROBORATED = "corroborated", _("Corroborated by another source")
    PLAUSIBLE = "plausible", _("Plausible, one source")
    DOUBTFUL = "doubtful", _("Doubtful")
    REFUTED = "refuted", _("Refuted")


class WeaponsAccess(Labelled):
    """Whether the person of concern can get a weapon, at home or elsewhere."""

    UNKNOWN = "unknown", _("Not known yet")
    NONE_FOUND = "none_found", _("None found")
    POSSIBLE = "possible", _("Possible")
    CONFIRMED = "confirmed", pgettext("weapons", "Confirmed")


class InterviewedAs(Labelled):
    """Who was asked."""

    SUBJECT = "subject", _("The person of concern")
    TARGET = "target", _("The target")
    WITNESS = "witness", _("A witness")
    PARENT = "parent", _("A parent")
    STAFF = "staff", _("Staff")
    OTHER = "other", _("Someone else")


class ProtectiveMeasure(Labelled):
    """What protects people while and after a team assesses."""

    NOTIFY_TARGET = "notify_target", _("Warn the target")
    SUPERVISION = "supervision", _("Supervision")
    NO_CONTACT = "no_contact", _("No contact")
    SCHEDULE_CHANGE = "schedule_change", _("Change of schedule")
    SEARCH = "search", _("Search")
    SAFE_STORAGE = "safe_storage", _("Weapons stored safely at home")
    COUNSELING = "counseling", _("Counseling")
    MEDICAL_HELP = "medical_help", _("Medical help")
    ONE_TRUSTED_ADULT = "one_trusted_adult", _("One trusted adult")
    OTHER = "other", _("Something else")


class NoticeTo(Labelled):
    """Whose parents, or who, was told."""

    SUBJECT_PARENTS = "subject_parents", _("Parents of the person of concern")
    TARGET_PARENTS = "target_parents", _("Parents of the target")
    TARGET = "target", _("The target")


class NoticeBy(Labelled):
    """How they were told."""

    MEETING = "meeting", _("In a meeting")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By mail")


class CaseDoor(Labelled):
    """By which door a case or a paper is read, beside its page and the interface."""

    AGENDA = "agenda", _("agenda")
    FLAG = "flag", _("flag in an emergency")
    COPY = "copy", _("paper")


class CaseLack(Labelled):
    """What a file is asked for by the time its case is decided on."""

    SUBJECT_INTERVIEW = "subject_interview", _("The person of concern was not asked yet")
    SUBJECT_PARENTS_NOTICE = "subject_parents_notice", _("The parents were not told yet")
    WEAPONS_ACCESS = "weapons_access", _("Access to weapons is not known")


class CaseEntryKind(Labelled):
    """What stands in the file of a case."""

    STEP = "step", _("Decision")
    DETAILS = "details", _("Whom and what it is about")
    ASSIGNMENT = "assignment", _("Put on the case")
    CONFLICT = "conflict", _("Conflict of interest")
    INTERVIEW = "interview", _("Interview")
    FACT = "fact", _("What is known")
    WEAPONS = "weapons", _("Access to weapons")
    MEASURE = "measure", _("Protective measure")
    MEASURE_DONE = "measure_done", _("Measure done")
    EVALUATION = "evaluation", _("Mental health evaluation")
    POLICE = "police", _("Police consulted")
    POLICE_COPY = "police_copy", _("Paper for the police")
    REFERRAL = "referral", _("Referral to the support team")
    NOTICE = "notice", _("Notice")
    PLAN = "plan", _("Safety plan")
    PLAN_REVIEW = "plan_review", _("Review of the plan")
    PLAN_END = "plan_end", _("End of the plan")
    FLAG = "flag", _("Flag for responders")
    FLAG_LOWERED = "flag_lowered", _("Flag lowered")
