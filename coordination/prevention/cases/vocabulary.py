"""The words of threat assessment cases. Pure: no Django."""

import enum


class CaseState(enum.StrEnum):
    """Where a case is on its way; the allowed steps stand in cases.rules.machine."""

    OPENED = "opened"
    EVALUATED = "evaluated"
    SUBSTANTIVE = "substantive"
    RESPONDED = "responded"
    SAFETY_EVALUATION = "safety_evaluation"
    MONITORED = "monitored"
    CLOSED = "closed"
    SEALED = "sealed"

    @property
    def is_open(self) -> bool:
        """Tell whether the team still works on the case."""
        return self not in (CaseState.CLOSED, CaseState.SEALED)


class CaseStep(enum.StrEnum):
    """What the team does with a case: the five-step decision of CSTAG, and what follows its end."""

    EVALUATE = "evaluate"
    FIND_NO_THREAT = "find_no_threat"
    RESOLVE_TRANSIENT = "resolve_transient"
    FIND_SERIOUS = "find_serious"
    FIND_VERY_SERIOUS = "find_very_serious"
    RESPOND = "respond"
    BEGIN_SAFETY_EVALUATION = "begin_safety_evaluation"
    MONITOR = "monitor"
    CLOSE = "close"
    SEAL = "seal"
    UNSEAL = "unseal"
    REOPEN = "reopen"


class CaseClassification(enum.StrEnum):
    """What the team finds a threat to be (CSTAG)."""

    NOT_A_THREAT = "not_a_threat"
    TRANSIENT = "transient"
    SERIOUS_SUBSTANTIVE = "serious_substantive"
    VERY_SERIOUS_SUBSTANTIVE = "very_serious_substantive"


class SetUpStep(enum.StrEnum):
    """The eight steps by which a district sets up threat assessment (NTAC, 2018)."""

    TEAM = "team"
    BEHAVIORS = "behaviors"
    REPORTING = "reporting"
    POLICE_THRESHOLD = "police_threshold"
    PROCEDURES = "procedures"
    RISK_MANAGEMENT = "risk_management"
    CLIMATE = "climate"
    TRAINING = "training"


class TeamChange(enum.StrEnum):
    """What an administrator changed of a team."""

    ADDED = "added"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    RULES_CHANGED = "rules_changed"
    SET_UP_NOTED = "set_up_noted"


class TeamRole(enum.StrEnum):
    """As what somebody is on a team."""

    ADMINISTRATOR = "administrator"
    COUNSELOR_OR_PSYCHOLOGIST = "counselor_or_psychologist"
    SCHOOL_RESOURCE_OFFICER = "school_resource_officer"
    SOCIAL_WORKER = "social_worker"
    SPECIAL_EDUCATION = "special_education"
    OTHER = "other"


class SubjectRole(enum.StrEnum):
    """What the person of concern is to the school."""

    STUDENT = "student"
    FORMER_STUDENT = "former_student"
    STAFF = "staff"
    FAMILY = "family"
    OUTSIDER = "outsider"
    UNKNOWN = "unknown"


class InvestigativeTheme(enum.StrEnum):
    """What an assessment looks into: the twelve themes of NTAC, and what protects."""

    MOTIVES = "motives"
    COMMUNICATIONS = "communications"
    INAPPROPRIATE_INTERESTS = "inappropriate_interests"
    WEAPONS_ACCESS = "weapons_access"
    STRESSORS = "stressors"
    EMOTIONAL_AND_DEVELOPMENTAL = "emotional_and_developmental"
    DESPERATION_OR_DESPAIR = "desperation_or_despair"
    VIOLENCE_AS_AN_OPTION = "violence_as_an_option"
    CONCERNED_OTHERS = "concerned_others"
    CAPACITY = "capacity"
    PLANNING = "planning"
    CONSISTENCY = "consistency"
    PROTECTIVE_FACTORS = "protective_factors"


class EvidenceSource(enum.StrEnum):
    """From where the team knows something."""

    INTERVIEW = "interview"
    OBSERVED = "observed"
    SCHOOL_RECORDS = "school_records"
    ONLINE_POST = "online_post"
    WRITING_OR_DRAWING = "writing_or_drawing"
    POLICE = "police"
    HOME = "home"
    TIP = "tip"
    HEARSAY = "hearsay"


class EvidenceWeight(enum.StrEnum):
    """How far the team relies on something."""

    CONFIRMED = "confirmed"
    CORROBORATED = "corroborated"
    PLAUSIBLE = "plausible"
    DOUBTFUL = "doubtful"
    REFUTED = "refuted"


class WeaponsAccess(enum.StrEnum):
    """Whether the person of concern can get a weapon, at home or elsewhere."""

    UNKNOWN = "unknown"
    NONE_FOUND = "none_found"
    POSSIBLE = "possible"
    CONFIRMED = "confirmed"


class InterviewedAs(enum.StrEnum):
    """Who was asked."""

    SUBJECT = "subject"
    TARGET = "target"
    WITNESS = "witness"
    PARENT = "parent"
    STAFF = "staff"
    OTHER = "other"


class ProtectiveMeasure(enum.StrEnum):
    """What protects people while and after a team assesses."""

    NOTIFY_TARGET = "notify_target"
    SUPERVISION = "supervision"
    NO_CONTACT = "no_contact"
    SCHEDULE_CHANGE = "schedule_change"
    SEARCH = "search"
    SAFE_STORAGE = "safe_storage"
    COUNSELING = "counseling"
    MEDICAL_HELP = "medical_help"
    ONE_TRUSTED_ADULT = "one_trusted_adult"
    OTHER = "other"


class NoticeTo(enum.StrEnum):
    """Whose parents, or who, was told."""

    SUBJECT_PARENTS = "subject_parents"
    TARGET_PARENTS = "target_parents"
    TARGET = "target"


class NoticeBy(enum.StrEnum):
    """How they were told."""

    MEETING = "meeting"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"


class CaseEntryKind(enum.StrEnum):
    """What stands in the file of a case."""

    STEP = "step"
    DETAILS = "details"
    ASSIGNMENT = "assignment"
    CONFLICT = "conflict"
    INTERVIEW = "interview"
    FACT = "fact"
    WEAPONS = "weapons"
    MEASURE = "measure"
    MEASURE_DONE = "measure_done"
    EVALUATION = "evaluation"
    POLICE = "police"
    POLICE_COPY = "police_copy"
    NOTICE = "notice"
    PLAN = "plan"
    PLAN_REVIEW = "plan_review"
    PLAN_END = "plan_end"
    FLAG = "flag"
    FLAG_LOWERED = "flag_lowered"
