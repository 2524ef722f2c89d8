"""The closed lists of exercises. Values are what travels and is stored; the words stand in docs/vocabulary.md."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class ExerciseKind(Labelled):
    """HSEEP: four that are talked through, three that are done."""

    SEMINAR = "seminar", _("Seminar")
    WORKSHOP = "workshop", _("Workshop")
    TABLETOP = "tabletop", _("Tabletop exercise")
    GAME = "game", pgettext("exercise", "Game")
    DRILL = "drill", _("Drill")
    FUNCTIONAL = "functional", _("Functional exercise")
    FULL_SCALE = "full_scale", _("Full-scale exercise")

    @property
    def is_discussion(self) -> bool:
        """Tell whether it is only talked through, so that one screen may lead."""
        return self in DISCUSSIONS


DISCUSSIONS = frozenset({ExerciseKind.SEMINAR, ExerciseKind.WORKSHOP, ExerciseKind.TABLETOP, ExerciseKind.GAME})


class DrillAction(Labelled):
    """What a drill practices: the five actions of the SRP, and reunification (SRM)."""

    HOLD = "hold", pgettext("drill", "Hold")
    SECURE = "secure", pgettext("drill", "Secure")
    LOCKDOWN = "lockdown", pgettext("drill", "Lockdown")
    EVACUATE = "evacuate", pgettext("drill", "Evacuate")
    SHELTER = "shelter", pgettext("drill", "Shelter")
    REUNIFY = "reunify", pgettext("drill", "Reunify")


class ExerciseState(Labelled):
    """How far an exercise is. `interrupted`: something real happened; it may go on later, or be ended."""

    PLANNING = "planning", pgettext("exercise", "Being planned")
    READY = "ready", pgettext("exercise", "Ready")
    RUNNING = "running", pgettext("exercise", "Running")
    PAUSED = "paused", pgettext("exercise", "Paused")
    INTERRUPTED = "interrupted", pgettext("exercise", "Interrupted by something real")
    ENDED = "ended", pgettext("exercise", "Ended")
    CANCELED = "canceled", pgettext("exercise", "Canceled")

    @property
    def has_begun(self) -> bool:
        """Tell whether STARTEX was given."""
        return self in (
            ExerciseState.RUNNING,
            ExerciseState.PAUSED,
            ExerciseState.INTERRUPTED,
            ExerciseState.ENDED,
        )


class ExerciseRole(Labelled):
    """A person's role in an exercise (HSEEP). Only `STAFF_ROLES` see what is to come."""

    DIRECTOR = "director", _("Exercise director")
    CONTROLLER = "controller", _("Controller")
    EVALUATOR = "evaluator", _("Evaluator")
    SAFETY_OFFICER = "safety_officer", pgettext("exercise", "Safety officer")
    PLAYER = "player", _("Player")
    OBSERVER = "observer", _("Observer")


# Who reads the controllers' documents: the scenario as it will unfold, the MSEL, the evaluation guides.
STAFF_ROLES = frozenset(
    {ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER, ExerciseRole.EVALUATOR, ExerciseRole.SAFETY_OFFICER}
)
# Who moves the exercise: begins, pauses, fires injects, ends.
CONDUCTING_ROLES = frozenset({ExerciseRole.DIRECTOR, ExerciseRole.CONTROLLER})
# Who may stop it for safety, at any time. (All in its room may say that something real happened.)
HALTING_ROLES = CONDUCTING_ROLES | {ExerciseRole.SAFETY_OFFICER}


class InvitationState(Labelled):
    """What an organization said to its invitation."""

    INVITED = "invited", _("Has not answered")
    ACCEPTED = "accepted", _("Takes part")
    DECLINED = "declined", _("Declined")


class MissionArea(Labelled):
    """The five mission areas of the National Preparedness Goal."""

    PREVENTION = "prevention", pgettext("mission area", "Prevention")
    PROTECTION = "protection", pgettext("mission area", "Protection")
    MITIGATION = "mitigation", pgettext("mission area", "Mitigation")
    RESPONSE = "response", pgettext("mission area", "Response")
    RECOVERY = "recovery", pgettext("mission area", "Recovery")


class CoreCapability(Labelled):
    """Of the core capabilities of the National Preparedness Goal (2015), those that schools and responders practice."""

    PLANNING = "planning", pgettext("core capability", "Planning")
    PUBLIC_INFORMATION_AND_WARNING = "public_information_and_warning", _("Public Information and Warning")
    OPERATIONAL_COORDINATION = "operational_coordination", _("Operational Coordination")
    OPERATIONAL_COMMUNICATIONS = "operational_communications", _("Operational Communications")
    ON_SCENE_SECURITY = "on_scene_security", _("On-scene Security, Protection, and Law Enforcement")
    PUBLIC_HEALTH_AND_EMS = "public_health_and_ems", _("Public Health, Healthcare, and Emergency Medical Services")
    MASS_CARE = "mass_care", _("Mass Care Services, reunification included")
    SITUATIONAL_ASSESSMENT = "situational_assessment", _("Situational Assessment")
    FIRE_MANAGEMENT = "fire_management", _("Fire Management and Suppression")
    INTERDICTION_AND_DISRUPTION = "interdiction_and_disruption", _("Interdiction and Disruption")
    INTELLIGENCE_AND_INFORMATION_SHARING = (
        "intelligence_and_information_sharing",
        _("Intelligence and Information Sharing"),
    )
    ACCESS_CONTROL = "access_control", _("Access Control and Identity Verification")


class InjectKind(Labelled):
    """HSEEP: what an event of the MSEL is for."""

    CONTEXTUAL = "contextual", _("Contextual")
    EXPECTED_ACTION = "expected_action", _("Expected action")
    CONTINGENCY = "contingency", _("Contingency")


class InjectDelivery(Labelled):
    """How an inject reaches players: four by the system, in the exercise's room; the others by a person."""

    MESSAGE = "message", _("Message in the room")
    MARKER = "marker", _("Marker on the map")
    ALERT = "alert", pgettext("inject", "Alarm")
    PHONE_TEXT = "phone_text", _("Text message")
    RADIO = "radio", pgettext("inject", "Radio")
    PHONE_CALL = "phone_call", _("Phone call")
    EMAIL = "email", pgettext("inject", "Email")
    IN_PERSON = "in_person", _("In person")

    @property
    def is_by_system(self) -> bool:
        """Tell whether the system delivers it, when its time has come."""
        return self in SYSTEM_DELIVERIES


SYSTEM_DELIVERIES = frozenset(
    {InjectDelivery.MESSAGE, InjectDelivery.MARKER, InjectDelivery.ALERT, InjectDelivery.PHONE_TEXT}
)


class SimulationLevel(Labelled):
    """How much is played: nothing, things, or people who act."""

    NONE = "none", _("Nothing is simulated")
    PROPS = "props", _("Props or sounds")
    ACTORS = "actors", _("People who act")


class AgeTier(Labelled):
    """Which students take part (NASP, NASRO, Safe and Sound Schools): what is said and done depends on it."""

    K_2 = "k_2", _("Kindergarten to grade 2: tell them, then do it")
    GRADES_3_5 = "grades_3_5", _("Grades 3 to 5: simple practice")
    GRADES_6_8 = "grades_6_8", _("Grades 6 to 8: talk a scenario through")
    GRADES_9_12 = "grades_9_12", _("Grades 9 to 12: options are discussed")


class CheckAnswer(Labelled):
    """What was said to a check before an exercise: it is met, it does not apply, or a person answers for it by name."""

    MET = "met", _("It is met")
    NOT_APPLICABLE = "not_applicable", _("It does not apply here")
    SIGNED_OFF = "signed_off", _("I answer for doing without")


class CheckWeight(Labelled):
    """What a check before an exercise demands.

    `blocks`: the plan itself must change. `must`: it must be met, and no one may answer for its absence. `sign_off`:
    it is met, or does not apply, or a person answers by name for doing without.
    """

    BLOCKS = "blocks", _("The plan must change")
    MUST = "must", _("Must be met")
    SIGN_OFF = "sign_off", _("Met, or signed off by name")


class ExerciseStep(Labelled):
    """What who directs an exercise does with its plan as a whole."""

    MAKE_READY = "make_ready", _("The plan is ready")
    REPLAN = "replan", _("Plan it again")
    CANCEL = "cancel", _("Cancel the exercise")


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
