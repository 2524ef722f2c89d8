"""The closed lists of exercises. Values are what travels and is stored; the words stand in docs/vocabulary.md."""

from enum import StrEnum


class ExerciseKind(StrEnum):
    """HSEEP: four that are talked through, three that are done."""

    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    TABLETOP = "tabletop"
    GAME = "game"
    DRILL = "drill"
    FUNCTIONAL = "functional"
    FULL_SCALE = "full_scale"

    @property
    def is_discussion(self) -> bool:
        """Tell whether it is only talked through, so that one screen may lead."""
        return self in DISCUSSIONS


DISCUSSIONS = frozenset({ExerciseKind.SEMINAR, ExerciseKind.WORKSHOP, ExerciseKind.TABLETOP, ExerciseKind.GAME})


class DrillAction(StrEnum):
    """What a drill practices: the five actions of the SRP, and reunification (SRM)."""

    HOLD = "hold"
    SECURE = "secure"
    LOCKDOWN = "lockdown"
    EVACUATE = "evacuate"
    SHELTER = "shelter"
    REUNIFY = "reunify"


class ExerciseState(StrEnum):
    """How far an exercise is. `interrupted`: something real happened; it may go on later, or be ended."""

    PLANNING = "planning"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    CANCELED = "canceled"

    @property
    def has_begun(self) -> bool:
        """Tell whether STARTEX was given."""
        return self in (
            ExerciseState.RUNNING,
            ExerciseState.PAUSED,
            ExerciseState.INTERRUPTED,
            ExerciseState.ENDED,
        )


class ExerciseRole(StrEnum):
    """A person's role in an exercise (HSEEP). Only `STAFF_ROLES` see what is to come."""

    DIRECTOR = "director"
    CONTROLLER = "controller"
    EVALUATOR = "evaluator"
    SAFETY_OFFICER = "safety_officer"
    PLAYER = "player"
    OBSERVER = "observer"


# Who reads the controllers' documents: the scenario as it will unfold, the MSEL, the evaluation guides.
STAFF_ROLES = frozenset(
    {ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER, ExerciseRole.EVALUATOR, ExerciseRole.SAFETY_OFFICER}
)
# Who moves the exercise: begins, pauses, fires injects, ends.
CONDUCTING_ROLES = frozenset({ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER})
# Who may stop it for safety, at any time. (All in its room may say that something real happened.)
HALTING_ROLES = CONDUCTING_ROLES | {ExerciseRole.SAFETY_OFFICER}


class InvitationState(StrEnum):
    """What an organization said to its invitation."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class MissionArea(StrEnum):
    """The five mission areas of the National Preparedness Goal."""

    PREVENTION = "prevention"
    PROTECTION = "protection"
    MITIGATION = "mitigation"
    RESPONSE = "response"
    RECOVERY = "recovery"


class CoreCapability(StrEnum):
    """Of the core capabilities of the National Preparedness Goal (2015), those that schools and responders practice."""

    PLANNING = "planning"
    PUBLIC_INFORMATION_AND_WARNING = "public_information_and_warning"
    OPERATIONAL_COORDINATION = "operational_coordination"
    OPERATIONAL_COMMUNICATIONS = "operational_communications"
    ON_SCENE_SECURITY = "on_scene_security"
    PUBLIC_HEALTH_AND_EMS = "public_health_and_ems"
    MASS_CARE = "mass_care"
    SITUATIONAL_ASSESSMENT = "situational_assessment"
    FIRE_MANAGEMENT = "fire_management"
    INTERDICTION_AND_DISRUPTION = "interdiction_and_disruption"
    INTELLIGENCE_AND_INFORMATION_SHARING = "intelligence_and_information_sharing"
    ACCESS_CONTROL = "access_control"


class InjectKind(StrEnum):
    """HSEEP: what an event of the MSEL is for."""

    CONTEXTUAL = "contextual"
    EXPECTED_ACTION = "expected_action"
    CONTINGENCY = "contingency"


class InjectDelivery(StrEnum):
    """How an inject reaches players: four by the system, in the exercise's room; the others by a person."""

    MESSAGE = "message"
    MARKER = "marker"
    ALERT = "alert"
    PHONE_TEXT = "phone_text"
    RADIO = "radio"
    PHONE_CALL = "phone_call"
    EMAIL = "email"
    IN_PERSON = "in_person"

    @property
    def is_by_system(self) -> bool:
        """Tell whether the system delivers it, when its time has come."""
        return self in SYSTEM_DELIVERIES


SYSTEM_DELIVERIES = frozenset(
    {InjectDelivery.MESSAGE, InjectDelivery.MARKER, InjectDelivery.ALERT, InjectDelivery.PHONE_TEXT}
)


class SimulationLevel(StrEnum):
    """How much is played: nothing, things, or people who act."""

    NONE = "none"
    PROPS = "props"
    ACTORS = "actors"


class AgeTier(StrEnum):
    """Which students take part (NASP, NASRO, Safe and Sound Schools): what is said and done depends on it."""

    K_2 = "k_2"
    GRADES_3_5 = "grades_3_5"
    GRADES_6_8 = "grades_6_8"
    GRADES_9_12 = "grades_9_12"


class CheckAnswer(StrEnum):
    """What was said to a check before an exercise: it is met, it does not apply, or a person answers for it by name."""

    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    SIGNED_OFF = "signed_off"


class CheckWeight(StrEnum):
    """What a check before an exercise demands.

    `blocks`: the plan itself must change. `must`: it must be met, and no one may answer for its absence. `sign_off`:
    it is met, or does not apply, or a person answers by name for doing without.
    """

    BLOCKS = "blocks"
    MUST = "must"
    SIGN_OFF = "sign_off"


class ExerciseStep(StrEnum):
    """What who directs an exercise does with its plan as a whole."""

    MAKE_READY = "make_ready"
    REPLAN = "replan"
    CANCEL = "cancel"


class MselDefectCode(StrEnum):
    """What is wrong with a line of the MSEL. The arguments beside it: what was said, how much is too much, or what is
    known.
    """

    TOO_LONG = "too_long"
    NO_TEXT = "no_text"
    NO_TIME = "no_time"
    TIME_OUT_OF_BOUNDS = "time_out_of_bounds"
    NO_SUCH_DELIVERY = "no_such_delivery"
    NO_SUCH_KIND = "no_such_kind"
    NO_SUCH_MARKER = "no_such_marker"
    NO_SUCH_ALARM = "no_such_alarm"
    HALF_A_PLACE = "half_a_place"
    NO_DEGREES = "no_degrees"
    NO_SUCH_LEVEL = "no_such_level"
    NOT_OF_EXERCISE = "not_of_exercise"
    NO_NUMBER = "no_number"
    NUMBER_TWICE = "number_twice"
