"""What the desk of a reunification refuses. Pure."""

from coordination.casework.refusals import declare_fault, declare_not_found, declare_refusal, declare_step_refusal
from mou.foundation.labelled import gettext_noop as _

OperationNotFound = declare_not_found("reunification_operation_not_found", _("There is no such reunification."))
StudentNotFound = declare_not_found("reunification_student_not_found", _("There is no such student in this operation."))
PickUpNotFound = declare_not_found("pick_up_not_found", _("There is no such pick-up in this operation."))
NotYourVest = declare_refusal("not_your_vest", 403, _("This is for people with another role in this reunification."))
OperationNotOpen = declare_refusal(
    "reunification_not_open", 409, _("The reunification is paused or closed: nothing is done in it now.")
)
StudentNotHere = declare_step_refusal("student_not_here", _("This student has not arrived yet."))
ChildNotReady = declare_step_refusal(
    "child_not_ready", _("This cannot be done with this student now. Ask the director.")
)
StudentIsAbsent = declare_step_refusal("student_is_absent", _("This student is absent today."))
StudentReleased = declare_step_refusal("student_released", _("This student has been released already."))
StudentGone = declare_step_refusal("student_gone", _("This student is not at the site. Ask the director."))
StudentChanged = declare_refusal(
    "student_changed", 409, _("Someone changed this student meanwhile. Look at what it says now.")
)
WordsLacking = declare_fault("step_words_lacking", sentence=_("Write where, and with whom."))
NotCleared = declare_refusal(
    "pick_up_not_cleared", 409, _("This cannot be done with this student now. Ask the director.")
)
DecidedByTheSame = declare_refusal(
    "pick_up_second_person", 403, _("Another person than the one who checked them in decides.")
)
PickUpDecided = declare_refusal("pick_up_decided", 409, _("This has been decided already."))
PickUpTaken = declare_refusal("pick_up_taken", 409, _("Another adult is cleared for this child. Decide on them first."))
TooManyStudents = declare_fault("too_many_students", sentence=_("At most 100 students at a time."))
DoorNotFound = declare_not_found("check_in_door_not_found", _("This code is not in use. Ask a greeter at the site."))
NumberNotFound = declare_refusal(
    "self_check_in_not_found",
    404,
    _("No one has this number. Ask for the photo ID, and find the child by name."),
)
TooManyAtOnce = declare_refusal(
    "too_many_self_check_ins",
    429,
    _("This cannot be done on the phone now. Go to a greeter: they check you in."),
    retry_after_s=600,
)
