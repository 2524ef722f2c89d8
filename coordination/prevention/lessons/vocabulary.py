"""For whom lessons are, and what they are about. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class LessonAudience(Labelled):
    """Who has a lesson."""

    K_TO_2 = "k_to_2", _("Kindergarten to grade 2")
    GRADES_3_TO_5 = "grades_3_to_5", _("Grades 3 to 5")
    GRADES_6_TO_8 = "grades_6_to_8", _("Grades 6 to 8")
    GRADES_9_TO_12 = "grades_9_to_12", _("Grades 9 to 12")
    STAFF = "staff", _("Staff")
    FAMILIES = "families", _("Families")

    @property
    def is_small(self) -> bool:
        """Tell whether it is children up to grade 5: they are told of grown-ups, not of attacks."""
        return self in (LessonAudience.K_TO_2, LessonAudience.GRADES_3_TO_5)


class LessonTopic(Labelled):
    """What a lesson is about."""

    WHAT_TO_LOOK_FOR = "what_to_look_for", _("What to look for")
    HOW_TO_REPORT = "how_to_report", _("How to report")
    WHAT_HAPPENS_THEN = "what_happens_then", _("What happens then")
    OPTIONS = "options", _("What to do when danger is near")
