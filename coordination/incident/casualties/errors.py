"""What is refused about casualties, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class OnlyMedicsHaveCasualties(CoordinationError):
    """What is wrong with a person is read by those who care for them: fire and EMS. Others read counts."""

    code, status, title = "only_medics_have_casualties", 403, "Only fire and EMS enter and read casualties."
    sentence = _("Only fire and EMS enter and read casualties.")


class OnlyRespondersReportCasualties(CoordinationError):
    code, status, title = "only_responders_report_casualties", 403, "Only responders report casualties."
    sentence = _("Only responders report casualties here: say it of your room.")


class CategoryForMedics(CoordinationError):
    """Who is no medic pronounces no one dead, and no one beyond help."""

    code, status, title = "category_for_medics", 422, "Fire and EMS say who is dead or expectant."
    sentence = _("Fire and EMS say that. Choose another category, or not assessed.")


class CasualtyNamesKept(CoordinationError):
    code, status, title = "casualty_names_kept", 403, "Names of casualties are for fire, EMS and the notification room."
    sentence = _("Names of casualties are for fire, EMS and the notification room.")


class OnlyRespondersTellBeds(CoordinationError):
    code, status, title = "only_responders_tell_beds", 403, "Only responders say how many beds a hospital has."
    sentence = _("Only responders say how many beds a hospital has.")


class CasualtyNotFound(CoordinationError):
    code, status, title = "casualty_not_found", 404, _("There is no such casualty.")


class TooManyCasualties(CoordinationError):
    code, status, title = "too_many_casualties", 409, "As many casualties as one incident takes are entered."
    sentence = _("Too many casualties are entered in this incident.")


class CategoryNotOfAlgorithm(CoordinationError):
    code, status, title = "category_not_of_algorithm", 422, "START has no expectant: choose SALT, or another category."
    sentence = _("START has no expectant: choose SALT, or another category.")


class TriageTagTaken(CoordinationError):
    code, status, title = "triage_tag_taken", 409, "Another casualty has this tag."
    sentence = _("Another casualty has this tag: look whether one was counted twice.")


class CasualtyPlaceMissing(CoordinationError):
    code, status, title = "casualty_place_missing", 422, "Say a room, a point or words."
    sentence = _("Say where the casualty is: a room, a point or words.")


class HospitalMissing(CoordinationError):
    code, status, title = "hospital_missing", 422, "A transport goes to a hospital: name it."
    sentence = _("Name the hospital, also one that is not listed.")


class CasualtyReasonMissing(CoordinationError):
    code, status, title = "casualty_reason_missing", 422, "This step is taken with a reason."
    sentence = _("Say why.")


class OtherCasualtyMissing(CoordinationError):
    """`into_id` is left out, is the casualty itself, or is one that does not count either."""

    code, status, title = "other_casualty_missing", 422, "Say as which other casualty this one was counted already."
    sentence = _("Say as which other casualty this one was counted already.")


# --- what each state refuses ------------------------------------------------------------------------------------------
class CasualtyAtScene(CoordinationError):
    code, status, title = "casualty_at_scene", 409, "The casualty is at the scene."
    sentence = _("The casualty is at the scene.")


class CasualtyInTreatment(CoordinationError):
    code, status, title = "casualty_in_treatment", 409, "The casualty is in a treatment area."
    sentence = _("The casualty is in a treatment area.")


class CasualtyReady(CoordinationError):
    code, status, title = "casualty_ready", 409, "The casualty is ready for transport."
    sentence = _("The casualty is ready for transport.")


class CasualtyReadyAlready(CoordinationError):
    code, status, title = "casualty_ready_already", 409, "The casualty is ready for transport already."
    sentence = _("The casualty is ready for transport already.")


class CasualtyOnTheWay(CoordinationError):
    code, status, title = "casualty_on_the_way", 409, "The casualty is on the way to a hospital."
    sentence = _("The casualty is on the way to a hospital: say first that they are still here.")


class CasualtyAtHospital(CoordinationError):
    code, status, title = "casualty_at_hospital", 409, "The casualty is at a hospital."
    sentence = _("The casualty is at a hospital: say first that they are still here.")


class CasualtyArrivedAlready(CoordinationError):
    code, status, title = "casualty_arrived_already", 409, "The casualty has arrived already."
    sentence = _("The casualty has arrived already.")


class CasualtyReleased(CoordinationError):
    code, status, title = "casualty_released", 409, "The casualty was let go; say first that they are still here."
    sentence = _("The casualty was let go: say first that they are still here.")


class CasualtyCountedTwice(CoordinationError):
    code, status, title = "casualty_counted_twice", 409, "This entry was counted twice and counts no more."
    sentence = _("This entry was counted twice, and counts no more.")


class CasualtyMistaken(CoordinationError):
    code, status, title = "casualty_mistaken", 409, "This entry was made by mistake and counts no more."
    sentence = _("This entry was made by mistake, and counts no more.")
