"""What the console's scripts say, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.duplicates.words import duplicate_words
from coordination.web.wording.palette_words import palette_words
from coordination.web.wording.standing_words import standing_kinds
from coordination.web.wording.vocabulary_words import WordList, vocabulary_words
from mapping.vocabulary import FacilityKind


def console_words() -> dict[str, str | dict[str, WordList]]:
    """Return the catalogue of the console."""
    return {
        "problem.unreachable": _("The server was not reached. Nothing was recorded; try again."),
        "console.current": _("Current"),
        "console.stale": _("NOT CURRENT: what is shown may be old. Connecting again."),
        "console.counts": _("Real: {real} · Exercises: {exercises}"),
        "console.rank": _("No."),
        "console.kind": _("Kind"),
        "console.school": _("School"),
        "console.what": _("What"),
        "console.age": _("Age"),
        "console.command": _("In command"),
        "console.staff": _("+ {n} functions held"),
        "console.no_one": _("NO ONE"),
        "console.unacknowledged": _("Not ack."),
        "console.beside": _("Beside"),
        "panes.choose": _("Beside others: {title}"),
        "panes.beside": _("Show beside others"),
        "panes.away": _("No longer beside others"),
        "panes.pane": _("Pane {n}: {about}"),
        "panes.rank": _("No. {rank}"),
        "panes.windows": _("In windows of their own"),
        "panes.whole": _("Whole page"),
        "panes.close": _("Close the pane"),
        "console.rooms": _("Silent rooms"),
        "console.rooms_of": _("{silent} of {total}"),
        "console.cad": _("CAD {number}"),
        "console.same_as": _("Same emergency as No. {rank}?"),
        "console.is_same_as": _("Same emergency, goes on as No. {rank}"),
        **duplicate_words(),
        "console.not_joined": _("Not joined"),
        "console.real": _("REAL"),
        "console.exercise": _("EXERCISE"),
        "console.none": _("No incident is open."),
        "console.map_none": _("Nothing lies on the map yet."),
        "console.name": _("Name"),
        "console.where": _("Where"),
        "console.an_incident": _("Incident"),
        "console.a_school": _("Site"),
        "console.a_unit": _("Unit"),
        "console.sound_on": _("Sound: on"),
        "console.sound_off": _("Sound: off"),
        "console.age_of": _("{age} ago"),
        **palette_words(),
        "lists": {**vocabulary_words(), "standing_kind": standing_kinds(), "facility_kind": FacilityKind.labels()},
    }
