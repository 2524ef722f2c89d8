"""The closed lists of casualties: categories, states, injuries, what was done. Pure; docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class TriageAlgorithm(Labelled):
    """By which method a category was found."""

    SALT = "salt", _("SALT")
    START = "start", _("START")


class CasualtyCategory(Labelled):
    """How urgent a casualty is, the most urgent first. START knows no expectant."""

    IMMEDIATE = "immediate", pgettext("triage", "Immediate")
    DELAYED = "delayed", pgettext("triage", "Delayed")
    MINIMAL = "minimal", pgettext("triage", "Minimal (minor)")
    EXPECTANT = "expectant", pgettext("triage", "Expectant")
    DEAD = "dead", pgettext("triage", "Dead")
    UNTRIAGED = "untriaged", pgettext("triage", "Not assessed")

    def is_of(self, algorithm: TriageAlgorithm) -> bool:
        """Tell whether a method has it."""
        return self is not CasualtyCategory.EXPECTANT or algorithm is TriageAlgorithm.SALT


# Only who cares for casualties says so.
FOR_MEDICS = frozenset({CasualtyCategory.EXPECTANT, CasualtyCategory.DEAD})


class CasualtyState(Labelled):
    """Where a casualty is on the way from the ground to a hospital. The last two are entries, and no people."""

    FOUND = "found", pgettext("casualty", "At the scene")
    TREATED = "treated", pgettext("casualty", "In a treatment area")
    READY = "ready", pgettext("casualty", "Ready for transport")
    TRANSPORTING = "transporting", pgettext("casualty", "On the way to a hospital")
    AT_HOSPITAL = "at_hospital", pgettext("casualty", "At a hospital")
    RELEASED = "released", pgettext("casualty", "Let go from the scene")
    COUNTED_TWICE = "counted_twice", pgettext("casualty", "Counted twice")
    MISTAKEN = "mistaken", pgettext("casualty", "Entered by mistake")


class CasualtyStep(Labelled):
    """What becomes of a casualty, in the order in which it is offered."""

    TREAT = "treat", pgettext("casualty step", "To a treatment area")
    MAKE_READY = "make_ready", pgettext("casualty step", "Ready for transport")
    TRANSPORT = "transport", pgettext("casualty step", "Transport")
    ARRIVE = "arrive", pgettext("casualty step", "Arrived at the hospital")
    RELEASE = "release", pgettext("casualty step", "Let go from the scene")
    BRING_BACK = "bring_back", pgettext("casualty step", "Still here after all")
    COUNT_ONCE = "count_once", pgettext("casualty step", "Counted twice")
    WITHDRAW = "withdraw", pgettext("casualty step", "Entered by mistake")
    COUNT_AGAIN = "count_again", pgettext("casualty step", "Counts after all")


class TreatmentArea(Labelled):
    """Where casualties are cared for at the scene."""

    COLLECTION_POINT = "collection_point", _("Casualty collection point")
    IMMEDIATE = "immediate", pgettext("treatment area", "Immediate (red)")
    DELAYED = "delayed", pgettext("treatment area", "Delayed (yellow)")
    MINIMAL = "minimal", pgettext("treatment area", "Minimal (green)")
    DEAD = "dead", pgettext("treatment area", "Temporary morgue (black)")


class AgeGroup(Labelled):
    """About how old a casualty looks."""

    INFANT = "infant", pgettext("age group", "Infant")
    CHILD = "child", pgettext("age group", "Child")
    TEENAGER = "teenager", pgettext("age group", "Teenager")
    ADULT = "adult", pgettext("age group", "Adult")

    @property
    def is_minor(self) -> bool:
        """Tell whether it counts as a child."""
        return self is not AgeGroup.ADULT


class Injury(Labelled):
    """What a casualty has, as it is seen at once."""

    GUNSHOT = "gunshot", pgettext("injury", "Gunshot")
    STAB = "stab", pgettext("injury", "Stab or cut")
    BLEEDING = "bleeding", pgettext("injury", "Severe bleeding")
    BREATHING = "breathing", pgettext("injury", "Trouble breathing")
    UNCONSCIOUS = "unconscious", pgettext("injury", "Unconscious")
    HEAD = "head", pgettext("injury", "Head")
    CHEST = "chest", pgettext("injury", "Chest")
    ABDOMEN = "abdomen", pgettext("injury", "Abdomen")
    LIMB = "limb", pgettext("injury", "Arm or leg")
    BURN = "burn", pgettext("injury", "Burn")
    BLAST = "blast", pgettext("injury", "Blast")
    CRUSH = "crush", pgettext("injury", "Crush or fall")


class Intervention(Labelled):
    """What was done for a casualty."""

    TOURNIQUET_LEFT_ARM = "tourniquet_left_arm", _("Tourniquet left arm")
    TOURNIQUET_RIGHT_ARM = "tourniquet_right_arm", _("Tourniquet right arm")
    TOURNIQUET_LEFT_LEG = "tourniquet_left_leg", _("Tourniquet left leg")
    TOURNIQUET_RIGHT_LEG = "tourniquet_right_leg", _("Tourniquet right leg")
    WOUND_PACKED = "wound_packed", _("Wound packed")
    CHEST_SEAL = "chest_seal", _("Chest seal")
    NEEDLE = "needle", _("Needle decompression")
    AIRWAY = "airway", pgettext("intervention", "Airway")
    RECOVERY_POSITION = "recovery_position", _("Recovery position")
    CPR = "cpr", _("CPR")
