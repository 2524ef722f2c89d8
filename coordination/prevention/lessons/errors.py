"""What can go wrong with lessons. Pure."""

from coordination.casework.refusals import declare_fault, declare_not_found, declare_refusal
from mou.foundation.labelled import gettext_noop as _

LessonsNotFound = declare_not_found("lessons_not_found", _("There are no such lessons."))
HeldLessonNotFound = declare_not_found("held_lesson_not_found", _("There is no such held lesson."))
LessonsNotYours = declare_refusal(
    "lessons_not_yours", 403, _("Only administrators of the district change its lessons.")
)
AudiencesNotYours = declare_refusal(
    "lesson_audiences_not_yours", 403, _("Only administrators of the school or its district choose that.")
)
HeldLessonNotYours = declare_refusal(
    "held_lesson_not_yours", 403, _("Only who wrote it down, or an administrator, takes it back.")
)
LessonsOfSchool = declare_refusal("lessons_of_school", 409, _("A lesson is held at a school: choose the school."))
LessonChangedMeanwhile = declare_refusal(
    "lesson_changed", 409, _("Someone changed this lesson meanwhile. Look at it again before you save.")
)
BadHeldLesson = declare_fault("bad_held_lesson")
NotHeldYet = declare_refusal("lesson_not_held_yet", 422, _("A lesson is written down after it was held."))
LongAgo = declare_refusal(
    "lesson_long_ago", 422, _("That is before the school year. Only lessons of this school year are written down.")
)
NotForThisSchool = declare_refusal(
    "lesson_not_for_this_school", 422, _("This school does not have this audience. An administrator can add it.")
)
LessonOfProtocol = declare_refusal(
    "lesson_of_protocol", 409, _("These words are those of the response protocol. They are changed there.")
)
LessonNamesWays = declare_refusal(
    "lesson_names_ways",
    422,
    _("A lesson names no way to end a life, and calls it neither a crime nor a success. Write of hope and of help."),
)
ChildrenToldOfAttacks = declare_refusal(
    "children_told_of_attacks",
    422,
    _("Children up to grade 5 are not told of weapons, fighting or dying. Write to whom they go."),
)
LessonLacksHelp = declare_refusal(
    "lesson_lacks_help",
    422,
    _("A lesson on how to report names 9-1-1 and, from grade 6 on, 988."),
)
