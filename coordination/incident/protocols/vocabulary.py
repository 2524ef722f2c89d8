"""What a district tells people to do when danger is near. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class Protocol(Labelled):
    """The protocol by which a district protects people from an attacker."""

    SRP = "srp", _("Standard Response Protocol")
    RUN_HIDE_FIGHT = "run_hide_fight", _("Run, Hide, Fight")
    AVOID_DENY_DEFEND = "avoid_deny_defend", _("Avoid, Deny, Defend")
    OWN = "own", _("The district's own")


class ProtocolAudience(Labelled):
    """For whom the words of a protocol are."""

    K_TO_2 = "k_to_2", _("Kindergarten to grade 2")
    GRADES_3_TO_5 = "grades_3_to_5", _("Grades 3 to 5")
    GRADES_6_TO_8 = "grades_6_to_8", _("Grades 6 to 8")
    GRADES_9_TO_12 = "grades_9_to_12", _("Grades 9 to 12")
    ADULTS = "adults", _("Adults")
