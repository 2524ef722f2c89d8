"""The words of the map: what can be drawn, in which state a drawing is, what one may ask of a site. Pure: no Django."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class SiteNeed(StrEnum):
    """What a caller wants of a site; access answers differently for each."""

    SEE = "see"
    FLOORPLAN = "floorplan"
    ROSTER = "roster"
    EDIT = "edit"


class FloorplanState(Labelled):
    """A drawing is never overwritten: it moves through these, and the next drawing is a new version."""

    DRAFT = "draft", _("Draft")
    VERIFIED = "verified", _("Verified, not published")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class OpeningCategory(StrEnum):
    """IMDF 1.0.0 opening categories."""

    AUTOMOBILE = "automobile"
    BICYCLE = "bicycle"
    EMERGENCY_EXIT = "emergencyexit"
    PEDESTRIAN = "pedestrian"
    PRINCIPAL = "pedestrian.principal"
    TRANSIT = "pedestrian.transit"
    SERVICE = "service"


class ObjectKind(StrEnum):
    """Things a responder looks for on a plan; what IMDF's amenities lack is ours (key box, trauma kit, shut-offs)."""

    AED = "aed"
    KEY_BOX = "key_box"
    TRAUMA_KIT = "trauma_kit"
    FIRE_PANEL = "fire_panel"
    FIRE_EXTINGUISHER = "fire_extinguisher"
    RISER = "riser"
    GAS_SHUTOFF = "gas_shutoff"
    WATER_SHUTOFF = "water_shutoff"
    ELECTRIC_SHUTOFF = "electric_shutoff"
    ELEVATOR = "elevator"
    STAIR = "stair"
    HYDRANT = "hydrant"
    CAMERA = "camera"
    HAZMAT = "hazmat"
    GATE = "gate"
    LANDING_ZONE = "landing_zone"
    RADIO_DEAD_SPOT = "radio_dead_spot"
    ENTRANCE = "entrance"
    BUILDING_SIDE = "building_side"
    STAGING = "staging"
    OTHER = "other"


class AreaKind(StrEnum):
    """What a plan draws besides rooms: places around a school that have a shape and a use, but no walls."""

    BUS_LOOP = "bus_loop"
    PARKING = "parking"
    FIELD = "field"
    STAGING = "staging"
    LANDING_ZONE = "landing_zone"
    RADIO_DEAD_SPOT = "radio_dead_spot"
    HAZARD = "hazard"
    ROAD = "road"
    NEIGHBOR = "neighbor"
    OTHER = "other"


class FloorCounting(Labelled):
    """How a building counts its floors: from the first on the ground, or from the ground floor below the first."""

    US = "us", _("The first floor is on the ground (United States)")
    UK = "uk", _("The ground floor, and the first above it (Britain)")
    JAPAN = "japan", _("1F is on the ground, B1F below it (Japan)")


class FeatureKind(StrEnum):
    """The sorts of things that a floorplan is made of; each has its own table."""

    SPACE = "space"
    OPENING = "opening"
    OBJECT = "object"
    AREA = "area"
    PHOTO = "photo"


class EditStep(StrEnum):
    """How an edit of a draft came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


class ChangeKind(StrEnum):
    """How a thing differs between two versions of a floorplan; one thing may differ in several ways."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RESHAPED = "reshaped"
    RENUMBERED = "renumbered"
    RENAMED = "renamed"
    RECLASSIFIED = "reclassified"


class Freshness(Labelled):
    """How far a plan can be believed, by the age of its verification on site."""

    CURRENT = "current", _("Plan verified")
    AGEING = "ageing", _("Walk-through due soon, verified")
    OVERDUE = "overdue", _("Walk-through overdue, verified")
    UNVERIFIED = "unverified", _("Plan not verified on site")


class RuleVerdict(Labelled):
    """What a rule of a map law comes to at one school."""

    MET = "met", _("Met")
    ATTESTED = "attested", _("Attested")
    ATTEST = "attest", _("A person must confirm it")
    NOT_MET = "not_met", _("Not met")


class DistributionForm(StrEnum):
    """How an agency came to have a version of a school's map."""

    ACKNOWLEDGED = "acknowledged"
    EXPORT = "export"
    PACK = "pack"
    PRINT = "print"
    HANDED_OVER = "handed_over"


class ReunificationAreaKind(Labelled):
    """The areas of the Standard Reunification Method ("I Love U Guys" Foundation)."""

    GREETING = "greeting", _("Greeting")
    CHECK_IN = "check_in", _("Check-in")
    PARENTS = "parents", _("Parents wait")
    STUDENT_ARRIVAL = "student_arrival", _("Students arrive")
    STUDENTS = "students", _("Students")
    REUNIFICATION = "reunification", _("Reunification")
    NOTIFICATION = "notification", _("Notification room")
    COUNSELING = "counseling", _("Counseling and first aid")
    COMMAND = "command", _("Command")
    MEDIA = "media", _("Press")
    STAGING = "staging", _("Staging")
    PARKING = "parking", _("Parking")


class Reunited(Labelled):
    """Who and what comes to a reunification site and needs room there."""

    STUDENTS = "students", _("Students")
    ADULTS = "adults", _("Adults")
    CARS = "cars", _("Cars")
    BUSES = "buses", _("Buses")


class RouteMode(Labelled):
    """How people get from the school to a reunification site."""

    WALK = "walk", _("On foot")
    BUS = "bus", _("By bus")
    CAR = "car", _("By car")


class FacilityKind(Labelled):
    """Places responders come from or go to."""

    POLICE_STATION = "police_station", _("Police station")
    FIRE_STATION = "fire_station", _("Fire station")
    HOSPITAL = "hospital", _("Hospital")
    OTHER = "other", _("Other station")


class UnitKind(Labelled):
    """What a unit of an agency can do: the part of EIDO's registry of emergency resources that comes to a school."""

    PATROL = "PatrolUnit", _("Patrol car")
    SCHOOL_OFFICER = "SchoolOfficer", _("School resource officer")
    SWAT = "SWAT", _("SWAT team")
    CRISIS_INTERVENTION = "CrisisInterventionUnit", _("Crisis intervention unit")
    BOMB_SQUAD = "BombSquad", _("Bomb squad")
    POLICE_COMMAND = "LawEnforcementCommandUnit", _("Police command unit")
    ENGINE = "StructureFireEngineType1", _("Fire engine")
    LADDER = "FireTruckLadder", _("Ladder truck")
    AMBULANCE_ALS = "GroundALSAmbulance", _("Ambulance, advanced life support")
    AMBULANCE_BLS = "GroundBLSAmbulance", _("Ambulance, basic life support")
    COMMAND = "CommandLevel1", _("Command vehicle")
    OTHER = "Other", _("Other unit")


class PlanFormat(Labelled):
    """What a plan may come in."""

    OSM_INDOOR = "osm_indoor", _("OpenStreetMap indoor")
    GEOJSON = "geojson", _("GeoJSON")
    IMDF = "imdf", _("IMDF archive")
    KML = "kml", _("KML or KMZ")
    GEOPACKAGE = "geopackage", _("GeoPackage")
    SHAPEFILE = "shapefile", _("Shapefile, zipped")
    FILE_GEODATABASE = "file_geodatabase", _("File geodatabase, zipped")
    FILES = "files", _("Several files: GeoJSON, Shapefiles or drawings")
    DXF = "dxf", _("DXF drawing")
    DWG = "dwg", _("DWG drawing")
    IMAGE = "image", _("Scan: PNG or JPEG")
    PDF = "pdf", _("Page of a PDF")


class ImportJobState(Labelled):
    """How far an import has come. It ends in one of the last three and stays there."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Reading")
    DONE = "done", pgettext("import", "Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class ImportKind(StrEnum):
    """Which door a set of features came through."""

    SITES = "sites"
    FLOORPLAN = "floorplan"
    REHEARSAL = "rehearsal"


class MapCollection(StrEnum):
    """What GIS programs connect to, by OGC API - Features; the word stands in addresses."""

    SITES = "sites"
    LEVELS = "levels"
    SPACES = "spaces"
    OPENINGS = "openings"
    OPENING_POINTS = "opening_points"
    OBJECTS = "objects"
    AREAS = "areas"
    AREA_LINES = "area_lines"


class ExportKind(StrEnum):
    """The files that a site can be taken away as; the word stands in addresses and commands."""

    IMDF = "imdf"
    GEOJSON = "geojson"
    KML = "kml"
    KMZ = "kmz"
    GEOPACKAGE = "geopackage"
    NG911 = "ng911"
    SVG = "svg"
    PDF = "pdf"
    GEOTIFF = "geotiff"


class PrintLayer(Labelled):
    """What is on a printed sheet beside walls and the numbers of rooms."""

    NAMES = "names", _("Names of rooms")
    DOORS = "doors", _("Doors")
    OBJECTS = "objects", _("Things to find")
    GROUNDS = "grounds", _("Grounds")
    STREETS = "streets", _("Streets underneath")
    INDEX = "index", _("List of rooms")


class DefectOutcome(Labelled):
    """What was done about a feature that did not come in as it is. A note leaves it as it was; ignored is no part."""

    REPAIRED = "repaired", _("mended")
    REFUSED = "refused", _("left out")
    NOTED = "noted", _("noted")
    IGNORED = "ignored", _("not part of a plan")


# IMDF 1.0.0, table of unit categories, complete: a space has one of these and nothing else.
SPACE_CATEGORIES = frozenset(
    (  # noqa: SIM905 - one paragraph reads like the table it was copied from
        "auditorium brick classroom column concrete conferenceroom drywall elevator escalator fieldofplay firstaid "
        "fitnessroom foodservice footbridge glass huddleroom kitchen laboratory library lobby lounge mailroom "
        "mothersroom movietheater movingwalkway nonpublic office opentobelow parking phoneroom platform privatelounge "
        "ramp recreation restroom restroom.family restroom.female restroom.female.wheelchair restroom.male "
        "restroom.male.wheelchair restroom.transgender restroom.transgender.wheelchair restroom.unisex "
        "restroom.unisex.wheelchair restroom.wheelchair road room serverroom shower smokingarea stairs steps storage "
        "structure terrace theater unenclosedarea unspecified vegetation waitingroom walkway walkway.island wood"
    ).split()
)

# A name longer than this is shortened at import and listed: no label, table or radio call can carry it.
NAME_MAX_CHARS = 200
SHORT_NAME_MAX_CHARS = 12
NUMBER_MAX_CHARS = 40
