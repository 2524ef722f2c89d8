"""What the map can answer besides a result; one class per thing a caller can act on. Pure: no Django."""


class MappingError(Exception):
    """Base of all errors of this package. `code` is stable; the text is for people and may change."""

    code = "mapping_error"
    status = 400

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class SiteNotFound(MappingError):
    """The site does not exist, or this person may not know that it does. Nobody can tell which."""

    code = "site_not_found"
    status = 404


class LevelNotFound(MappingError):
    """The level does not exist, or its site is not found for this person."""

    code = "level_not_found"
    status = 404


class FloorplanNotFound(MappingError):
    """The level has no published floorplan yet."""

    code = "floorplan_not_found"
    status = 404


class DistrictNotFound(MappingError):
    """No agency of kind district has this name."""

    code = "district_not_found"
    status = 404


class NotAllowed(MappingError):
    """The person sees the site, but only keepers of the school or its district change its map."""

    code = "not_allowed"
    status = 403


class BadBox(MappingError):
    """A bounding box is not four finite numbers west,south,east,north on the earth."""

    code = "bad_bbox"
    status = 422


class BadFile(MappingError):
    """A file cannot be read at all; nothing of it was imported. `code` says why."""

    status = 422

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
