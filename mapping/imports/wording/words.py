"""The words of the pages of a plan that comes in, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def count_words() -> dict[str, str]:
    """Return what became of the features of a file."""
    return {
        "read": _("Read"),
        "imported": pgettext("features", "Came in"),
        "repaired": _("Mended"),
        "refused": pgettext("features", "Left out"),
        "ignored": _("Not part of a plan"),
    }


def meaning_words(meaning: str, words: dict[str, str]) -> str:
    """Return what a meaning of a field mapping is called; the kinds of things have their words on the map."""
    sorts = {
        "space": _("Rooms"),
        "opening": _("Doors"),
        "outline": _("Outline of the building"),
        "text": _("Words only"),
        "ignore": _("Leave out"),
    }
    sort, _colon, kind = meaning.partition(":")
    return sorts[sort] if not kind else words.get(kind, kind)


def learned_words() -> dict[str, str]:
    """Return of what a word is that the district's files had before."""
    return {
        "layers": _("Layer"),
        "kinds": _("What it is"),
        "categories": _("Use of a room"),
        "levels": _("Floor"),
        **dict.fromkeys(("number", "name", "category", "level", "building", "kind"), _("Field of a file")),
    }


def import_words() -> dict[str, str]:
    """Return what the scripts of both pages say."""
    return {
        "import.looking": _("Looking at the file…"),
        "import.seen": _("This is: {format}."),
        "import.undrawn": _("Not in the picture: {n} things, as meshes and broken curves."),
        "import.features": _("{n} features"),
        "import.pages": _("{n} pages"),
        "import.sending": _("Sending the file…"),
        "import.unreachable": _("The server was not reached. Try again."),
        "import.guess": _("Find it by its usual names"),
        "import.guess_one": _("Guess"),
        "import.remembered": _("As before: {what}"),
        "import.is_remembered": _("as before"),
        "import.number": _("Number"),
        "import.name": _("Name"),
        "import.category": _("Use of a room"),
        "import.level": _("Floor"),
        "import.building": _("Building"),
        "import.which_building": _("Say which building this is."),
        "import.files": _("{n} files"),
        "import.floor_ordinal": _("Floor (0 is on the ground)"),
        "import.floor_short_name": _("Short"),
        "import.floor_name": _("What we will say"),
        "import.kind": _("What it is"),
        "import.layers": _("Layers"),
        "import.layer": _("Layer"),
        "import.value": _("Value"),
        "import.means": _("Means"),
        "import.count": _("Features"),
        "import.pick_map": _("Now the same point on the map."),
        "import.pick_picture": _("Now the same point on the picture."),
        "import.pick_any": _("Click a point on the picture, then the same point on the map."),
        "import.points_missing.1": _("One more point is needed."),
        "import.points_missing.2": _("Two more points are needed."),
        "import.points_missing.3": _("Three points are needed."),
        "import.error_all": _("Error of the whole (RMS): {error_m} m"),
        "import.exact": _("So few points always fit: one more shows whether they are right."),
        "import.remove": _("Remove point {n}"),
        "import.point": _("Point {n}"),
        "import.x": _("x"),
        "import.y": _("y"),
        "import.latitude": _("Latitude"),
        "import.longitude": _("Longitude"),
        "import.error_m": _("Error, m"),
        "import.progress": _("{done} of {all}"),
        "import.more": _("Show more"),
        "import.place": _("{ref} on the map: {text}"),
        "import.no_defects": _("Nothing matches."),
        "import.again": _("Begun again after its worker ended: attempt {n}."),
        "import.again_page": _("Page"),
    }
