"""What messages to families refuse. Pure."""

from coordination.casework.refusals import declare_fault, declare_not_found, declare_refusal
from mou.foundation.labelled import gettext_noop as _

FamilyMessageNotFound = declare_not_found("family_message_not_found", _("There is no such message to families."))
FamilyWordsNotFound = declare_not_found("family_words_not_found", _("There are no such words for families."))
NotTellingFamilies = declare_refusal(
    "not_telling_families", 403, _("People with a command role of the school or its district do this.")
)
FamilyWordsNotYours = declare_refusal(
    "family_words_not_yours", 403, _("Only administrators of the district change these words.")
)
FamilyWordsRefused = declare_fault(
    "family_words_refused",
    sentence=_("In braces these may stand alone: {school}, {action}, {site}, {address}, {time}."),
)
FamilyWordsChanged = declare_refusal(
    "family_words_changed", 409, _("Someone changed these words meanwhile. Look at them again before you save.")
)
FamilySchoolRefused = declare_fault("family_school_refused", sentence=_("Choose schools of yours in this incident."))
FamilyKindRefused = declare_fault(
    "family_kind_refused", sentence=_("A notice of a drill belongs to no incident, and everything else to one.")
)
FamilyPlaceLacking = declare_fault("family_place_lacking", sentence=_("The words of this message need it."))
NoOneUnderWay = declare_fault(
    "no_one_under_way", sentence=_("No reunification of these schools is open: no one is under way to one.")
)
ApprovedByTheSame = declare_refusal(
    "family_second_person", 403, _("Another person than the one who wrote it lets it go out.")
)
FamilyMessageDecided = declare_refusal(
    "family_message_decided", 409, _("This message was approved or withdrawn already.")
)
FamilyFactsChanged = declare_refusal(
    "family_facts_changed",
    409,
    _("What contradicts this message has changed meanwhile. Look at it again before you approve it."),
)
FamilyMessageNotSent = declare_refusal("family_message_not_sent", 409, _("This message was not sent to anyone."))
GuardianNotFound = declare_not_found("guardian_not_found", _("There is no such guardian."))
StopCodeNotKnown = declare_fault(
    "stop_code_not_known", sentence=_("There is no such code. It stands at the end of our mail.")
)
StopGuessedTooOften = declare_refusal(
    "stop_guessed_too_often", 429, _("Too many codes were tried. Try again in ten minutes."), retry_after_s=600
)
TooManyFeedKeys = declare_refusal("too_many_feed_keys", 409, _("Two keys are the most: end one of them first."))
