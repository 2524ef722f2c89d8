"""What the map can answer besides a result; one class per thing a caller can act on. Pure: no Django."""

from collections.abc import Mapping

from mou.foundation.labelled import WordedError
from mou.foundation.labelled import gettext_noop as _


class MappingError(WordedError):
    """Base of all errors of this package."""

    code = "mapping_error"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class SiteNotFound(MappingError):
    """The site does not exist, or this person may not know that it does. The answer does not say which."""

    code, status, title = "site_not_found", 404, _("There is no such site for you.")


class BadSite(MappingError):
    """A name, place, boundary, time zone, number or school of a site that cannot be taken; the text says which."""

    code, status, title = "bad_site", 422, _("This cannot be taken for a site.")


class StationNotFound(MappingError):
    """The station or unit does not exist, or is another agency's. The answer does not say which."""

    code, status, title = "station_not_found", 404, _("There is no such station or unit for you.")


class BadStation(MappingError):
    """A name, kind, place or telephone number of a station or unit that cannot be taken; the pointer says which."""

    code, status, title = "bad_station", 422, _("This cannot be taken for a station or unit.")

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.pointer = f"/{field}" if field else ""


class StationNameTaken(BadStation):
    """Another station or unit of the agency, which is in use, is called that."""

    code, status, title = "station_name_taken", 409, _("Another station or unit of the agency is called that.")


class StationInUse(MappingError):
    """Units stand there: they need another station before this one is given up."""

    code, status, title = "station_in_use", 409, _("Units still stand at this station.")


class LevelNotFound(MappingError):
    """The level does not exist, or its site is not found for this person."""

    code, status, title = "level_not_found", 404, _("There is no such floor for you.")


class FloorplanNotFound(MappingError):
    """The level has no published floorplan yet."""

    code, status, title = "floorplan_not_found", 404, _("This floor has no published plan.")


class NothingToPrint(MappingError):
    """None of the sheets that were asked for would show anything."""

    code, status = "nothing_to_print", 404
    sentence = _("Nothing is drawn on these sheets yet. Choose others.")


class TileNotFound(MappingError):
    """No street map is installed here, or it has no picture of this place at this zoom."""

    code, status, title = "tile_not_found", 404, _("There is no street map of this place here.")


class SiteAmbiguous(MappingError):
    """Several sites have this name; the console's operator gives the id."""

    code, status, title = "site_ambiguous", 409, _("Several sites have this name.")


class DistrictNotFound(MappingError):
    """No agency of kind district has this name."""

    code, status, title = "district_not_found", 404, _("There is no such district.")


class NotAllowed(MappingError):
    """The person sees the site, but only keepers of the school or its district change its map."""

    code, status, title = "not_allowed", 403, _("You may see this, but not do that with it.")


class PreconditionRequired(MappingError):
    """A write without If-Match: the server cannot tell which version it was based on."""

    code, status, title = "precondition_required", 428, _("Send If-Match with the version that was read.")


class LearnedWordNotFound(MappingError):
    """The site's district has not said what such a word means."""

    code, status, title = "learned_word_not_found", 404, _("The district has not said what such a word means.")


class BuildingNotFound(MappingError):
    """The site has no such building."""

    code, status, title = "building_not_found", 404, _("The site has no such building.")


class BuildingNameTaken(MappingError):
    """Another building of the site has that name."""

    code, status, title = "building_name_taken", 409, _("Another building of the site has that name.")


class BuildingInUse(MappingError):
    """Something stands on it that has to be moved first; the text says what."""

    code, status, title = "building_in_use", 409, _("Something still stands on this building.")


class BuildingIsClosed(MappingError):
    """The floor's building is closed: it has to be used again before a plan of it comes into force."""

    code = "building_is_closed"
    status = 409
    sentence = _("Its building is closed: it has to be used again before a plan of it comes into force.")


class DraftIsOpen(MappingError):
    """A newer version of the floor is being made; it must be published or given up first."""

    code = "draft_is_open"
    status = 409
    title = _("A newer version of the floor is open: publish it or give it up first.")


class FloorNameTaken(MappingError):
    """Another level of the same ordinal in this building has that short name."""

    code, status, title = "floor_name_taken", 409, _("Another floor of this building has that short name.")


class PreconditionFailed(MappingError):
    """It was changed since it was read; the detail says by whom. Read it again, then write."""

    code, status, title = "precondition_failed", 412, _("It was changed meanwhile: read it again, then write.")


class NotADraft(MappingError):
    """Only a draft is edited; what was verified or published stays as it is. Start a new draft."""

    code, status, title = "not_a_draft", 409, _("Only a draft is edited: begin a new one.")


class NotVerified(MappingError):
    """Only a verified floorplan is published: it must be walked first."""

    code, status, title = "not_verified", 409, _("Only a verified plan is published: it has to be walked first.")


class NotPublished(MappingError):
    """Only the published version of a floor is acknowledged."""

    code, status, title = "not_published", 409, _("Only the published plan of a floor is acknowledged.")


class OlderThanPublished(MappingError):
    """A newer version of the floor is published already."""

    code = "older_than_published"
    status = 409
    sentence = _("A newer version of this floor is published already.")


class FeatureNotFound(MappingError):
    """There is no such room, door, thing, area or photo; or it is not found for this person."""

    code, status, title = "feature_not_found", 404, _("There is no such room, door, thing, area or photo for you.")


class PhotoNotFound(MappingError):
    """The photo does not exist, or its floorplan is not found for this person."""

    code, status, title = "photo_not_found", 404, _("There is no such photo for you.")


class BadFeature(MappingError):
    """What was drawn cannot be stored; the detail says why."""

    code, status, title = "bad_feature", 422, _("What was drawn cannot be stored.")


class BadPhoto(MappingError):
    """The file is no picture that can be drawn anew, or it is too large."""

    code = "bad_photo"
    status = 422
    sentence = _("This is no picture that can be read: JPEG, PNG or WebP, at most 16 MB.")


class BadWalkThrough(MappingError):
    """A walk-through lies in the future, before the last edit, or longer ago than the district's law takes."""

    code, status, title = "bad_walk_through", 422, _("This day cannot be that of a walk-through.")


class SamePersonVerifies(MappingError):
    """Another person verifies a floor than the one who drew it or publishes it, unless the district's rules say not."""

    code, status, title = "same_person_verifies", 409, _("Another person has to verify this floor.")


class PlanFull(MappingError):
    """A floor holds no more features, or a draft no more edits."""

    code, status, title = "plan_full", 409, _("This plan holds no more.")


class NothingToUndo(MappingError):
    """There is no edit that could be undone, or done again."""

    code, status, title = "nothing_to_undo", 409, _("There is nothing to undo or to do again.")


class BadQuery(MappingError):
    """A GIS program asked with a parameter that is not known, or a value that is none (OGC 17-069r4, 7.5 and 7.6)."""

    code, status, title = "bad_query", 400, _("A parameter is not known, or its value is none.")


class BadBox(MappingError):
    """A bounding box is not four finite numbers west,south,east,north on the earth."""

    code, status, title = "bad_bbox", 422, _("The box is not four numbers: west, south, east, north.")


class ImportNotFound(MappingError):
    """There is no such import, or it belongs to a site whose map this person does not keep."""

    code, status, title = "import_not_found", 404, _("There is no such import for you.")


class ImportEnded(MappingError):
    """The import is done, failed or cancelled already."""

    code, status, title = "import_ended", 409, _("The import has ended already.")


class StoringLapsed(MappingError):
    """Storing a plan stood still for so long that it was taken for dead and removed; nothing of it is seen."""

    code, status, title = "storing_lapsed", 503, _("Storing this plan stood still, and was given up.")


class TooManyImports(MappingError):
    """So many imports of one site wait that another must wait outside."""

    code = "too_many_imports"
    status = 429
    retry_after_s = 60
    title = _("Many imports of this site wait already.")


class TooManyLooks(MappingError):
    """So many files are being looked at just now; try again in a moment."""

    code = "too_many_looks"
    status = 429
    retry_after_s = 5
    title = _("Many files are being looked at now; try again in a moment.")


class ReadersNotConfined(MappingError):
    """This server cannot read files of others safely: its system lacks Landlock or seccomp (docs/operations.md)."""

    code, status, title = "readers_not_confined", 503, _("This server cannot read files of others safely.")


class TooManyPhotos(MappingError):
    """So many photos are being taken in just now; try again in a moment."""

    code = "too_many_photos"
    status = 429
    sentence = _("Others are bringing photos. Try again in a moment.")
    retry_after_s = 5


class FileTooLarge(MappingError):
    """The file has more bytes than are taken."""

    code, status, title = "file_too_large", 413, _("The file is larger than this server takes.")


class StorageFailed(MappingError):
    """The file could not be kept; nothing happened."""

    code, status, title = "storage_failed", 503, _("The file could not be stored; nothing happened.")


class PackKeyUnreadable(StorageFailed):
    """No pack can be signed now: the key of this installation does not read. Packs of before stay good."""

    code, title = "pack_key_unreadable", _("No pack can be signed now.")


class BadProfile(MappingError):
    """A profile of a state's rules is not as docs/capabilities/maps.md describes; the detail names the field."""

    code, status, title = "bad_profile", 422, _("These rules of a state are not of their form.")


class RuleNotAttestable(MappingError):
    """There is no such rule, or a person's word alone cannot show that it is met."""

    code, status, title = "rule_not_attestable", 422, _("A person's word cannot show that this rule is met.")


class RecipientUnclear(MappingError):
    """A distribution names no recipient, two, or an agency without an agreement at the site."""

    code, status, title = "recipient_unclear", 422, _("Name one recipient with an agreement at the site.")


# The codes with which a request itself is refused; every other one is told of a file that was looked at or imported.
REFUSED_AT_ONCE: Mapping[str, str] = {
    "bad_control_points": "The control points are no JSON list of [x, y, lon, lat], too many, or off the earth.",
    "bad_mapping": "The field mapping is not understood; the detail says where.",
    "control_points_collinear": "The control points lie on one line, or are one and the same: they place nothing.",
    "file_empty": "The file is empty.",
    "level_unreadable": "The level is no number from -200 to 200 with at most two decimals.",
    "name_too_long": "The name of the building or of the file is too long.",
    "too_few_control_points": "A drawing takes two control points at least, a scan three.",
}


class BadFile(MappingError):
    """A file cannot be read at all; nothing of it was imported. `code` says why."""

    status = 422

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
