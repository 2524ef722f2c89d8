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

    code = "site_not_found"
    status = 404


class BadSite(MappingError):
    """A name, place, boundary, time zone, number or school of a site that cannot be taken; the text says which."""

    code = "bad_site"
    status = 422


class StationNotFound(MappingError):
    """The station or unit does not exist, or is another agency's. The answer does not say which."""

    code = "station_not_found"
    status = 404


class BadStation(MappingError):
    """A name, kind, place or telephone number of a station or unit that cannot be taken; the pointer says which."""

    code = "bad_station"
    status = 422

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.pointer = f"/{field}" if field else ""


class StationNameTaken(BadStation):
    """Another station or unit of the agency, which is in use, is called that."""

    code = "station_name_taken"
    status = 409


class StationInUse(MappingError):
    """Units stand there: they need another station before this one is given up."""

    code = "station_in_use"
    status = 409


class LevelNotFound(MappingError):
    """The level does not exist, or its site is not found for this person."""

    code = "level_not_found"
    status = 404


class FloorplanNotFound(MappingError):
    """The level has no published floorplan yet."""

    code = "floorplan_not_found"
    status = 404


class NothingToPrint(MappingError):
    """None of the sheets that were asked for would show anything."""

    code, status = "nothing_to_print", 404
    sentence = _("Nothing is drawn on these sheets yet. Choose others.")


class TileNotFound(MappingError):
    """No street map is installed here, or it has no picture of this place at this zoom."""

    code = "tile_not_found"
    status = 404


class SiteAmbiguous(MappingError):
    """Several sites have this name; the console's operator gives the id."""

    code = "site_ambiguous"
    status = 409


class DistrictNotFound(MappingError):
    """No agency of kind district has this name."""

    code = "district_not_found"
    status = 404


class NotAllowed(MappingError):
    """The person sees the site, but only keepers of the school or its district change its map."""

    code = "not_allowed"
    status = 403


class PreconditionRequired(MappingError):
    """A write without If-Match: the server cannot tell which version it was based on."""

    code = "precondition_required"
    status = 428


class LearnedWordNotFound(MappingError):
    """The site's district has not said what such a word means."""

    code = "learned_word_not_found"
    status = 404


class BuildingNotFound(MappingError):
    """The site has no such building."""

    code = "building_not_found"
    status = 404


class BuildingNameTaken(MappingError):
    """Another building of the site has that name."""

    code = "building_name_taken"
    status = 409


class BuildingInUse(MappingError):
    """Something stands on it that has to be moved first; the text says what."""

    code = "building_in_use"
    status = 409


class BuildingIsClosed(MappingError):
    """The floor's building is closed: it has to be used again before a plan of it comes into force."""

    code = "building_is_closed"
    status = 409
    sentence = _("Its building is closed: it has to be used again before a plan of it comes into force.")


class DraftIsOpen(MappingError):
    """A newer version of the floor is being made; it must be published or given up first."""

    code = "draft_is_open"
    status = 409


class FloorNameTaken(MappingError):
    """Another level of the same ordinal in this building has that short name."""

    code = "floor_name_taken"
    status = 409


class PreconditionFailed(MappingError):
    """It was changed since it was read; the detail says by whom. Read it again, then write."""

    code = "precondition_failed"
    status = 412


class NotADraft(MappingError):
    """Only a draft is edited; what was verified or published stays as it is. Start a new draft."""

    code = "not_a_draft"
    status = 409


class NotVerified(MappingError):
    """Only a verified floorplan is published: it must be walked first."""

    code = "not_verified"
    status = 409


class NotPublished(MappingError):
    """Only the published version of a floor is acknowledged."""

    code = "not_published"
    status = 409


class OlderThanPublished(MappingError):
    """A newer version of the floor is published already."""

    code = "older_than_published"
    status = 409
    sentence = _("A newer version of this floor is published already.")


class FeatureNotFound(MappingError):
    """There is no such room, door, thing, area or photo; or it is not found for this person."""

    code = "feature_not_found"
    status = 404


class PhotoNotFound(MappingError):
    """The photo does not exist, or its floorplan is not found for this person."""

    code = "photo_not_found"
    status = 404


class BadFeature(MappingError):
    """What was drawn cannot be stored; the detail says why."""

    code = "bad_feature"
    status = 422


class BadPhoto(MappingError):
    """The file is no picture that can be drawn anew, or it is too large."""

    code = "bad_photo"
    status = 422
    sentence = _("This is no picture that can be read: JPEG, PNG or WebP, at most 16 MB.")


class BadWalkThrough(MappingError):
    """A walk-through lies in the future, before the last edit, or longer ago than the district's law takes."""

    code = "bad_walk_through"
    status = 422


class SamePersonVerifies(MappingError):
    """Another person verifies a floor than the one who drew it or publishes it, unless the district's rules say not."""

    code = "same_person_verifies"
    status = 409


class PlanFull(MappingError):
    """A floor holds no more features, or a draft no more edits."""

    code = "plan_full"
    status = 409


class NothingToUndo(MappingError):
    """There is no edit that could be undone, or done again."""

    code = "nothing_to_undo"
    status = 409


class BadQuery(MappingError):
    """A GIS program asked with a parameter that is not known, or a value that is none (OGC 17-069r4, 7.5 and 7.6)."""

    code = "bad_query"
    status = 400


class BadBox(MappingError):
    """A bounding box is not four finite numbers west,south,east,north on the earth."""

    code = "bad_bbox"
    status = 422


class ImportNotFound(MappingError):
    """There is no such import, or it belongs to a site whose map this person does not keep."""

    code = "import_not_found"
    status = 404


class ImportEnded(MappingError):
    """The import is done, failed or cancelled already."""

    code = "import_ended"
    status = 409


class StoringLapsed(MappingError):
    """Storing a plan stood still for so long that it was taken for dead and removed; nothing of it is seen."""

    code = "storing_lapsed"
    status = 503


class TooManyImports(MappingError):
    """So many imports of one site wait that another must wait outside."""

    code = "too_many_imports"
    status = 429
    retry_after_s = 60


class TooManyLooks(MappingError):
    """So many files are being looked at just now; try again in a moment."""

    code = "too_many_looks"
    status = 429
    retry_after_s = 5


class ReadersNotConfined(MappingError):
    """This server cannot read files of others safely: its system lacks Landlock or seccomp (docs/operations.md)."""

    code = "readers_not_confined"
    status = 503


class TooManyPhotos(MappingError):
    """So many photos are being taken in just now; try again in a moment."""

    code = "too_many_photos"
    status = 429
    sentence = _("Others are bringing photos. Try again in a moment.")
    retry_after_s = 5


class FileTooLarge(MappingError):
    """The file has more bytes than are taken."""

    code = "file_too_large"
    status = 413


class StorageFailed(MappingError):
    """The file could not be kept; nothing happened."""

    code = "storage_failed"
    status = 503


class PackKeyUnreadable(StorageFailed):
    """No pack can be signed now: the key of this installation does not read. Packs of before stay good."""

    code = "pack_key_unreadable"


class BadProfile(MappingError):
    """A profile of a state's rules is not as docs/capabilities/maps.md describes; the detail names the field."""

    code = "bad_profile"
    status = 422


class RuleNotAttestable(MappingError):
    """There is no such rule, or a person's word alone cannot show that it is met."""

    code = "rule_not_attestable"
    status = 422


class RecipientUnclear(MappingError):
    """A distribution names no recipient, two, or an agency without an agreement at the site."""

    code = "recipient_unclear"
    status = 422


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
