"""What can go wrong with reviews of incidents, each with a stable code and an HTTP status. Pure."""

from coordination.casework.refusals import declare_fault, declare_not_found, declare_refusal, declare_step_lack
from mou.foundation.labelled import gettext_noop as _

ReviewNotFound = declare_not_found("review_not_found", _("There is no such review."))
ReviewActionNotFound = declare_not_found("review_action_not_found", _("There is no such action."))
ReviewMarkNotFound = declare_not_found("review_mark_not_found", _("There is no such mark."))

ReviewNotYours = declare_refusal(
    "review_not_yours", 403, _("The administrators of the school and its district do this.")
)
BadReview = declare_fault("bad_review")
ReviewChanged = declare_refusal("review_changed", 409, _("Someone else has changed this. Read it again first."))
ReviewMarkSettled = declare_refusal("review_mark_settled", 409, _("This was followed up already."))
ReviewMarkedAlready = declare_refusal("review_marked_already", 409, _("This entry is marked already."))
ReviewOwnerNotThere = declare_refusal("review_owner_not_there", 422, _("Choose someone of the agency."))
ReviewStepLacks = declare_step_lack("review_step_lacks", _("Write what, or why; say who, and until when."))
ReviewStepRefused = declare_refusal(
    "review_step_refused",
    409,
    _("The action's state does not allow this step. Look at it again."),
    title="The action's state does not allow this step.",
)
