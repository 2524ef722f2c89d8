"""What can go wrong with tips, each with a stable code and an HTTP status. No text quotes a tip. Pure."""

from coordination.casework.refusals import (
    declare_fault,
    declare_not_found,
    declare_refusal,
    declare_step_lack,
    declare_step_refusal,
)
from mou.foundation.labelled import gettext_noop as _

# --- who asks ---------------------------------------------------------------------------------------------------------
TipNotFound = declare_not_found("tip_not_found", "There is no such tip.")
TipDeskNotFound = declare_not_found("tip_desk_not_found", "There is no such place for tips.")
TipsTeamDecides = declare_refusal(
    "tips_team_decides", 403, _("Only the team decides that. You may read and acknowledge.")
)

# --- reporting --------------------------------------------------------------------------------------------------------
BadTip = declare_fault(
    "bad_tip",
    title="Say what happened, in at most 4,000 characters.",
    sentence=_("Say what happened. A report has at most 4,000 characters."),
)
# The form was sent twice; its receipt was shown the first time.
TipTakenAlready = declare_refusal(
    "tip_taken_already",
    409,
    _("This report was received already. Its receipt code was shown the first time."),
    title="This report was received already.",
)
TipPhotoRefused = declare_refusal(
    "tip_photo_refused",
    422,
    _("A picture could not be taken. Send the report without it."),
    title="This picture cannot be taken. Send the report without it.",
)
# So many reports within minutes that more would hide the real ones.
TipsFlooded = declare_refusal(
    "tips_flooded",
    429,
    _("Too many reports are coming in right now. Wait a few minutes, or tell an adult you trust."),
    title="Too many reports are coming in. Try again in a few minutes.",
    retry_after_s=300,
)
ReceiptNotKnown = declare_refusal(
    "receipt_not_known",
    404,
    _("No report has this code. Look at each letter again."),
    title="No report has this receipt code.",
)
TooManyTipMessages = declare_refusal(
    "too_many_tip_messages",
    429,
    _("This report has many messages already. Wait an hour before you write again."),
    title="This report has as many messages as it can take for now.",
    retry_after_s=3600,
)
# It was handed over by another part of prevention.
TipHasNoReporter = declare_refusal("tip_has_no_reporter", 409, _("No one gave this tip: there is no one to answer."))

# --- steps ------------------------------------------------------------------------------------------------------------
TipNotTriaged = declare_step_refusal(
    "tip_not_triaged", _("Set the priority first."), title="Say first how urgent the tip is."
)
TipNotSent = declare_step_refusal("tip_not_sent", _("Send the tip to its receivers first."))
TipNotAcknowledged = declare_step_refusal("tip_not_acknowledged", _("Acknowledge the tip first."))
TipNotBegun = declare_step_refusal(
    "tip_not_begun", _("Begin work on the tip first."), title="Begin to work on the tip first."
)
TipSentAlready = declare_step_refusal(
    "tip_sent_already", _("The tip was sent before."), title="The tip was sent to its receivers before."
)
TipAcknowledgedAlready = declare_step_refusal("tip_acknowledged_already", _("The tip was acknowledged before."))
TipInProgressAlready = declare_step_refusal("tip_in_progress_already", _("Someone works on the tip already."))
TipDisposedAlready = declare_step_refusal("tip_disposed_already", _("The tip has its disposition. Reopen it first."))
TipIsDuplicate = declare_step_refusal(
    "tip_is_duplicate",
    _("The tip is linked as a duplicate. Reopen it first."),
    title="The tip is linked to another one as a duplicate. Reopen it first.",
)
TipIsFalse = declare_step_refusal("tip_is_false", _("The tip is marked as false. Reopen it first."))
TipIsTest = declare_step_refusal("tip_is_test", _("The tip is marked as a test. Reopen it first."))
TipIsOpen = declare_step_refusal(
    "tip_is_open",
    _("Only a tip that has ended is reopened."),
    title="The tip is open; only one that has ended is reopened.",
)
# The pointer names what the step needs besides: a priority, a disposition, the other tip, or words.
TipStepLacks = declare_step_lack(
    "tip_step_lacks",
    _("Something is missing: choose from the list, or write why."),
    title="Something that this step needs is missing.",
)

# --- an incident ------------------------------------------------------------------------------------------------------
TipNamesNoSchool = declare_refusal(
    "tip_names_no_school",
    409,
    _("The tip names no school with a site. Open the incident from the first page."),
    title="The tip is of no school with a site: open the incident yourself.",
)
TipHasIncident = declare_refusal("tip_has_incident", 409, _("An incident was opened from this tip before."))
# Five words in a row of the report would leave the tip system.
ReportersWords = declare_refusal(
    "reporters_words",
    422,
    _("Use your own words. What the reporter wrote stays with the tip."),
    title="Use your own words: the reporter's words stay with the tip.",
)

# --- the desk ---------------------------------------------------------------------------------------------------------
BadTipDesk = declare_fault(
    "bad_tip_desk",
    title="A part of these settings cannot be.",
    sentence=_("Something here cannot be: look at the short address and the days."),
)
ShortAddressTaken = declare_refusal("short_address_taken", 409, _("Another school or district has this short address."))
NotOfTheAgency = declare_refusal(
    "not_of_the_agency",
    422,
    _("Choose someone of the school or its district."),
    title="The team is made of people of the school and its district.",
)
