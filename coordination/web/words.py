"""Every word that the pages' scripts show, in the reader's language; templates translate their own."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.web.vocabulary_words import WordList, vocabulary_words

type PageWords = dict[str, str | dict[str, WordList]]


def incident_words(plan_words: WordList) -> PageWords:
    """Return the catalogue of the incident page; `plan_words` name what a floorplan holds."""
    return {
        **_connection_words(),
        **_entry_words(),
        **_duty_words(),
        **_people_words(),
        **_map_words(),
        **_table_words(),
        "lists": {**vocabulary_words(), "plan": plan_words},
    }


def home_words() -> PageWords:
    """Return the catalogue of the first page."""
    return {
        "problem.unreachable": _("The server was not reached. Nothing was recorded; try again."),
        "home.new": _("New open incidents: {n}. Show them"),
        "home.open_real": _("Open a REAL incident"),
        "home.open_exercise": _("Open an EXERCISE"),
        "home.choose": _("Choose: real or exercise"),
        "home.no_match": _("No site matches."),
    }


def _connection_words() -> dict[str, str]:
    return {
        "chip.current": _("Current to #{seq}, {age} s ago"),
        "chip.catching_up": _("Catching up {from} → {to}"),
        "chip.stale": _("STALE since {time}"),
        "chip.polling": _("long poll"),
        "ended.signed_out": _("You are signed out."),
        "ended.access_ended": _("Your access to this room has ended."),
        "problem.unreachable": _("The server was not reached. Nothing was recorded; try again."),
        "unsent.waiting": _("Not sent: waiting for the network"),
        "unsent.sending": _("Sending…"),
        "unsent.recorded": _("Recorded; its place in the timeline is on the way"),
        "unsent.refused": _("Refused: {why}"),
        "unsent.dismiss": _("Take away"),
    }


def _entry_words() -> dict[str, str]:
    return {
        "timeline.new": _("{n} new"),
        "entry.incident_opened": _("Opened: {title} · {type} · {severity} · {site}"),
        "entry.participant_joined": _("Joined as {role}"),
        "entry.participant_left": _("Left the room"),
        "entry.participant_removed": _("Removed {name}: {reason}"),
        "entry.marker_placed": _("Placed {kind}: {label}"),
        "entry.marker_moved": _("Moved {marker}"),
        "entry.marker_removed": _("Took {marker} off the map"),
        "entry.shape_drawn": _("Drew {shape}"),
        "entry.shape_erased": _("Erased {shape}"),
        "entry.entry_struck": _("Struck #{seq}: {reason}"),
        "entry.incident_closed": _("Closed the incident: {reason}"),
        "entry.incident_reopened": _("Reopened the incident: {reason}"),
        "entry.panic_pressed": _("PANIC · {kind}: {words}"),
        "entry.panic_cancelled": _("Cancelled their panic press: {reason}"),
        "entry.panic_confirmed": _("Confirmed: this is a real emergency"),
        "entry.stand_down_proposed": _("Proposes to stand down: {reason}. A second person must confirm."),
        "entry.stood_down": _("Stood down: the alarm has ended"),
        "entry.flash_posted": _("FLASH: {text}"),
        "entry.flash_acknowledged": _("Acknowledged the flash message"),
        "entry.access_widened": _("Access widened while this incident is open: {what}"),
        "entry.access_narrowed": _("Access is narrow again: {what}"),
        "entry.glass_broken": _("BROKE GLASS for half an hour: {what}. Reason: {reason}"),
        "entry.disclosure_recorded": _("Disclosed {what} to {to}"),
        "entry.withheld": _("#{seq} is for another audience"),
        "entry.unknown": _("An entry this page does not know yet: {type}"),
        "entry.strike": pgettext("verb", "Strike"),
        "entry.strike_this": _("Strike entry #{seq}"),
        "entry.struck": pgettext("participle", "Struck"),
        "command.attach_file": _("File {caption}"),
        "composer.placeholder": _("What, and where?"),
        "composer.closed": _("The incident is closed"),
        "composer.uploading": _("Uploading {name}…"),
        "composer.upload_failed": _("{name} was not uploaded: {why}"),
        "ask.strike": _("Strike this entry? It stays readable, struck through."),
        "ask.remove_participant": _("Remove this person from the room? They lose it at once."),
        "ask.close_incident": _("Close the incident? The log stays; only reopening is possible afterwards."),
        "ask.reopen_incident": _("Reopen the incident?"),
    }


def _duty_words() -> dict[str, str]:
    return {
        "glass.nothing": _("Choose what you need."),
        "glass.broken": _("Glass is broken for half an hour. The roster is on the site's page."),
        "glass.practised": _("Practised: told and recorded. In an exercise nothing is opened."),
        "disclosure.nothing": _("Choose what was disclosed."),
        "disclosure.recorded": _("The disclosure is recorded."),
    }


def _people_words() -> dict[str, str]:
    return {
        "people.you": _("You"),
        "people.somebody": _("Somebody"),
        "people.not_heard": _("Not connected"),
        "people.away": _("Not connected, last heard {age} ago"),
        "people.current": _("Current to #{seq}"),
        "people.behind": _("At #{seq}, {n} behind, heard {age} ago"),
        "people.left": _("Left"),
        "people.removed": _("Removed"),
        "people.locate": _("Show on the map"),
        "people.remove": _("Remove"),
        "sharing.on": _("Your position is on the map for the people in this room."),
        "sharing.off": _("Your position is off the map."),
        "sharing.denied": _("This browser does not allow positions for this site."),
        "sharing.unavailable": _("This device gives no position."),
    }


def _map_words() -> dict[str, str]:
    return {
        "map.no_floor": _("Outdoors"),
        "marker.placed": _("Placed {time} by {name}"),
        "marker.moved": _("Moved {time}"),
        "marker.move": _("Move"),
        "marker.remove": _("Take off"),
        "marker.some": _("a marker"),
        "shape.drawn": _("Drawn {time} by {name}"),
        "shape.erase": _("Erase"),
        "shape.some": _("a shape"),
        "position.words": _("Within {accuracy} m · {age} old · {level}"),
        "reunification.show": _("Show on the map"),
        "reunification.not_now": _("The sites could not be ranked. Your agreement may not include floorplans."),
        "reunification.no_danger": _("No hazard, hot zone or sighting is on the map: the ranking knows no danger."),
        "reunification.ask_wind": _("Say where the wind comes from: what burns or leaks drifts."),
        "reunification.danger_here": _("{what}: at the school"),
        "reunification.danger_there": _("{what}: {metres} m to the {direction}"),
        "tool.place_marker": _("Tap the map where the marker goes"),
        "tool.say_where": _("Tap the map: its words go into your message"),
        "place.several": _("{n} places can be meant. Choose one"),
        "tool.move_marker": _("Drag {marker}, or tap where it goes"),
        "tool.draw_line": _("Tap the points of the line"),
        "tool.draw_zone": _("Tap the corners of the zone"),
        "tool.center": _("Map's middle"),
        "tool.undo": _("Undo"),
        "tool.finish": _("Finish"),
        "tool.cancel": _("Cancel"),
    }


def _table_words() -> dict[str, str]:
    return {
        "twin.markers": _("Markers"),
        "twin.people": _("People"),
        "twin.rooms": _("Rooms"),
        "twin.doors": _("Doors"),
        "twin.objects": _("Objects"),
        "twin.count": _("{n} rows"),
        "column.marker": _("Marker"),
        "column.person": _("Person"),
        "column.agency": _("Agency"),
        "column.status": _("Status"),
        "column.current": _("Current to"),
        "column.number": _("Number"),
        "column.name": _("Name"),
        "column.kind": _("Kind"),
        "column.floor": _("Floor"),
        "column.time": _("Time"),
        "column.by": _("By"),
    }
