"""What was wrong with a feature or a file, as a sentence in the reader's language.

What is stored, and goes out as JSON and CSV, is one English sentence with what the file said in it. These are all such
sentences; `{0}` stands for what is foreign, which stays as it is. One that is not here is shown as it is stored.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import get_language, gettext

SENTENCES = (
    "It takes at least {0} control points.",
    "No column has an id of each row: it is known by its place in this file, and may be another room in the next.",
    "It lies {0} km from the rest of the plan.",
    "There is no file to bring in.",
    "The paths of the files are a JSON list of texts.",
    "{0} paths for {1} files.",
    "A file of a kind that is not read here.",
    "No file of the archive holds a feature.",
    "Level {0} has no usable ordinal.",
    "Level {0} has too long a name.",
    "This is OpenStreetMap's own XML; save it as GeoJSON, for example with osmtogeojson.",
    "not part of a plan: {0}",
    "no tags",
    "only a level (a corner of a wall)",
    "The plan lies {0} km from the site.",
    "The file holds no space and no opening that could be drawn.",
    "With latitude and longitude swapped the plan would lie on the site.",
    "{0} is not in this file and stays as it was.",
    "A name has at most {0} characters.",
    "The file that was brought is no longer there; bring it again.",
    "The file is empty.",
    "This level has no picture under it.",
    "{0}; mended to {1} part(s).",
    "{0}; no area is left after mending.",
    "{0}; mending it takes longer than it may.",
    "Reading this file takes more time or memory than it may.",
    "Reading this file takes more than {0} s.",
    "Reading this file met a fault of ours; it is in the server's log.",
    "{0} files; at most {1} are read.",
    "Unpacked the archive has {0} bytes; at most {1}.",
    "A file of the archive would be written outside its folder.",
    "This server cannot read files of others safely; ask its operator.",
    "A file of the archive is of another kind than its name says.",
    "A table of the GeoPackage needs another program; save its layers as tables.",
    "The file is not a readable zip archive.",
    "The archive is encrypted; send it without a password.",
    "A file of the archive unpacks to more than 200 times its size.",
    "The archive unpacks to more than it says.",
    "At most {0} control points are taken.",
    "Control points are a JSON list of [x, y, lon, lat].",
    "A control point lies off the earth, or is not a number.",
    "{0} characters; {1} kept.",
    "GDAL misplaces the arcs of a DWG drawing; save it as DXF to keep them.",
    "The feature has no geometry that is read.",
    (
        "This is an AutoCAD DWG drawing ({0}), whose format is not public; only version 2000 is read. Save it as "
        "DXF (2018 or older) and import that, or export the floors as IMDF, GeoPackage or PDF. Or ask the "
        "operator of this server to install dwg2dxf of LibreDWG, which reads it."
    ),
    (
        "The drawing is damaged, or not one that dwg2dxf reads. Save it as DXF (2018 or older) and import that, or "
        "export the floors as IMDF, GeoPackage or PDF."
    ),
    "The archive holds {0} drawings. Bring in each by itself, and say on which level it is.",
    (
        "This server's GDAL has no driver for DWG drawings. Save it as DXF (2018 or older) and import that, or "
        "export the floors as IMDF, GeoPackage or PDF."
    ),
    (
        "The drawing is damaged, or not one that GDAL reads. Save it as DXF (2018 or older) and import that, or "
        "export the floors as IMDF, GeoPackage or PDF."
    ),
    "GDAL gave up on a part of this drawing; what it read comes in.",
    "More than {0} entities; at most so many are read.",
    "Reading this drawing takes more than {0} s.",
    "This is a binary DXF; save it as an ASCII DXF.",
    "A coordinate is NaN or infinite.",
    "The file is not a readable DXF drawing.",
    "A field mapping has at most {0} characters.",
    "A field mapping has no {0}.",
    "The field mapping is not understood at {0}.",
    "Nothing on a plan is called {0}.",
    "{0} is no IMDF unit category.",
    "A label looks like markup; it is shown as the text it is.",
    "Characters that do not show were removed from a label.",
    "The file has {0} bytes; at most {1} are read.",
    "The file is JSON, but not a GeoJSON FeatureCollection.",
    "The feature collection is empty.",
    "{0} features; at most {1} are read.",
    "This member of the collection is not an object.",
    "Characters that do not show were removed from {0}.",
    "Byte {0} is not UTF-8.",
    "The text is UTF-16; save it as UTF-8.",
    "This is {0}, which is not read here; save it as one of these: {1}.",
    "The coordinates are not degrees; name the coordinate system, as in EPSG:26985.",
    "Level {0} is also called {1}; say which floor it is.",
    "Not JSON: {0} in line {1}, column {2}.",
    "Not readable JSON: nested too deeply, or a number too long.",
    "No layer of the file holds a feature.",
    "The archive holds no Shapefile, FileGDB, GeoPackage or KML.",
    "The file declares a document type, which KML does not have.",
    "{0} layers; at most {1} are read.",
    "Layer {0} does not say its coordinate system; name its EPSG code.",
    "The file is damaged, or of a kind that is not read.",
    "The layer {0} is damaged.",
    "The feature has no geometry.",
    "The coordinate system is not known; name it as in EPSG:26985.",
    "More than {0} features; at most so many are read.",
    "The geometry cannot be read: {0}.",
    "the geometry breaks off",
    "the geometry is nested too deeply",
    "geometries of kind {0} are not read",
    "{0} members; at most {1} are read",
    "An IMDF archive holds at least level.geojson and unit.geojson.",
    "The archive says neither its version nor its language.",
    "Version {0}; 1.0.0 is read.",
    "A file beyond IMDF 1.0.0; it was not read.",
    "Another feature of this type has the same id.",
    "The id is not a UUID.",
    "The feature says it is a {0}.",
    "No category of IMDF: {0}; stored as {1}.",
    "The file begins with a byte order mark; it was skipped.",
    "The level has no usable ordinal.",
    "No level category of IMDF: {0}.",
    "A unit is drawn as a {0}.",
    "The unit has {0} parts; all are kept.",
    "An opening is drawn as a {0}.",
    "No unit of the archive says on which level this is.",
    "The geometry is an array of numbers; read as a Point.",
    "display_point is an array where a Point belongs.",
    "display_point lies outside the area it labels.",
    "{0} levels have ordinal {1}.",
    "Called {0} to tell it apart.",
    "The level it names is not in the archive.",
    "{0} names no {1}: {2}.",
    "What the extension says of it is not understood.",
    "No rule for this kind of feature.",
    "The feature does not say on which level it is.",
    "Level {0} is not understood.",
    "A room or outline is drawn as a {0}.",
    "{0} is no known category; stored as 'unspecified'.",
    "A door is drawn as an area; its middle was kept.",
    "A place on the ground is drawn as a Point; it has no size.",
    "Nothing says what this is, and its geometry does not tell it.",
    "Left out: {0}.",
    "A room or corridor is drawn as a {0}.",
    "Placing a drawing takes at least two control points, a scan three.",
    "The control points lie on one line; choose one beside it.",
    "The two control points are one and the same.",
    "The control points are one and the same.",
    "A control point lies farther out than any drawing reaches.",
    "This is no kind of plan that is read here; the list is in the documentation.",
    "The archive holds no plan of a kind that is read here.",
    "The file holds no space, no opening and no picture that could be drawn.",
    "Nothing of the file could be drawn; most often because of {0}.",
    "At most {0} bytes are read.",
    "The file is said to be {0}, but it is {1}.",
    "A level is a number from -200 to 200, with at most two decimals.",
    "Latitude and longitude are swapped in this file; longitude comes first.",
    "A level is a number, 0 for the ground, and not {0}.",
    "A drawing is placed by two or more control points, or by its coordinate system.",
    "A scan is placed by at least {0} control points.",
    "The control points are missed by {0} m (RMS).",
    "{0} by {1} pixels; at most {2} million.",
    "Placed like this the picture is {0} km wide.",
    "The control points squeeze the picture to a line.",
    "At most {0} million pixels are read.",
    "The file is not a readable PNG or JPEG picture.",
    "The document has {0} pages; there is no page {1}.",
    "The document is damaged, or needs a password.",
    "Geometry of type {0} is not read.",
    "Position {0}, {1} is off the earth; degrees of WGS 84 are read.",
    "The coordinates lack {0}.",
    "{0} members; at most {1} are read.",
    "A position is not [longitude, latitude].",
    "A position is not [longitude, latitude] in numbers.",
    "Latitude {0} is off the earth; latitude and longitude look swapped.",
    "A line has fewer than two different positions.",
    "{0} vertices; at most {1} are read.",
    "A ring has fewer than three different positions.",
    "A ring encloses no area.",
    "A closed line became an area.",
    "{0} repeated vertices were removed.",
    "Of {0} lines the longest was kept.",
    "A ring was closed.",
)
HOLE = re.compile(r"\{(\d)\}")


def _pattern_of(sentence: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, re.split(r"\{\d\}", sentence))), re.DOTALL)


@cache
def sentence_patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the pattern of each sentence. The more a sentence says by itself, the earlier it is tried.

    "The layer … is damaged" comes before "… is damaged". Made on first use: it would be a twentieth of every start.
    """
    return {one: _pattern_of(one) for one in sorted(SENTENCES, key=lambda one: -len(HOLE.sub("", one)))}


def sentence_words(detail: str) -> str:
    """Return a stored sentence in the reader's language; what the file said in it is left as it is."""
    if (get_language() or "en").startswith("en"):
        return detail
    for sentence, pattern in sentence_patterns().items():
        if (found := pattern.fullmatch(detail)) is not None:
            # What was found may itself be a sentence of ours: why a geometry cannot be read.
            return _fill_holes(gettext(sentence), [sentence_words(text) for text in found.groups()])
    return detail


def _fill_holes(sentence: str, said: Sequence[str]) -> str:
    return HOLE.sub(lambda hole: said[int(hole[1])], sentence)
