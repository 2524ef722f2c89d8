"""What can go wrong with drills and their law, each with a stable code and an HTTP status. Pure."""

from coordination.drills.requirements.vocabulary import DrillFileFault
from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class DrillSchoolNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "drill_school_not_found", 404, _("There is no such school.")


class DrillDistrictNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "drill_district_not_found", 404, _("There is no such district.")


class DrillNotFound(CoordinationError):
    """Missing and forbidden look alike: only its keepers may know of an unannounced drill."""

    code, status, title = "drill_not_found", 404, _("There is no such drill.")


class DrillNotAllowed(CoordinationError):
    """They read it, and keep nothing of it."""

    code, status = "drill_not_allowed", 403
    title = sentence = _("Only who keeps the school's drills may do this.")


class DrillSignOffNotAllowed(CoordinationError):
    code, status = "drill_sign_off_not_allowed", 403
    title = sentence = _("Only someone of a fire agency with an agreement in force at the school signs.")


class BadDrill(CoordinationError):
    """The pointer names the field."""

    code, status = "bad_drill", 422
    title = sentence = _("Something is missing, or cannot be.")


class DrillChanged(CoordinationError):
    """Another person changed it since it was read."""

    code, status = "drill_changed", 409
    title = sentence = _("Someone changed this drill meanwhile. Look at it again.")


class DrillNotHeld(CoordinationError):
    code, status = "drill_not_held", 409
    title = sentence = _("This drill was not held yet.")


class DrillSignedAlready(CoordinationError):
    code, status = "drill_signed", 409
    title = sentence = _("This drill is signed already.")


class BadDrillLaw(CoordinationError):
    """The pointer names the field."""

    code, status = "bad_drill_law", 422
    title = sentence = _("These rules cannot be read.")


class DrillLawNotFound(CoordinationError):
    code, status, title = "drill_law_not_found", 404, _("There are no such rules.")


class DrillLawKeyTaken(CoordinationError):
    """To change what is there, open it."""

    code, status = "drill_law_key_taken", 409
    title = sentence = _("Rules with this key are here already. Open those, or choose another key.")


class DrillLawInUse(CoordinationError):
    code, status = "drill_law_in_use", 409
    title = sentence = _("The district is held to these rules. Choose others first.")


class BadSchoolYear(CoordinationError):
    """The pointer names the field."""

    code, status = "bad_school_year", 422
    title = sentence = _("These days make no school year.")


class BadDrillFile(CoordinationError):
    """Nothing of the file was taken. `why` and `most`, where something is too much, say it in any language."""

    code, status, title = "bad_drill_file", 422, _("The file could not be read. Nothing of it was taken.")

    def __init__(self, why: DrillFileFault, detail: str, *, most: int = 0) -> None:
        super().__init__(detail, pointer="/file")
        self.why, self.most = why, most


class SchoolYearNotFound(CoordinationError):
    code, status, title = "school_year_not_found", 404, _("There is no such school year.")
