"""Every word that the pages' scripts show, in the reader's language; templates translate their own."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.home.search_words import search_words
from coordination.incident.first_actions.words import first_action_words
from coordination.incident.one_tap.words import tap_words
from coordination.incident.panic.words import alerts_here_words
from coordination.incident.sites.words import place_field_words
from coordination.room.registry import page_words_of_capabilities
from coordination.web.wording.palette_words import palette_words
from coordination.web.wording.standing_words import standing_kinds, standing_words
from coordination.web.wording.vocabulary_words import WordList, vocabulary_words

type PageWords = dict[str, str | dict[str, WordList]]


def incident_words(plan_words: WordList) -> PageWords:
    """Return the catalogue of the incident page; `plan_words` name what a floorplan holds."""
    return {
        **_connection_words(),
        **_entry_words(),
        **_command_words(),
        **_duty_words(),
        **_people_words(),
        **_map_words(),
        **_table_words(),
        **page_words_of_capabilities(),
        **standing_words(),
        **palette_words(),
        **search_words(),
        "lists": {**vocabulary_words(), "plan": plan_words, "standing_kind": standing_kinds()},
    }


def home_words() -> PageWords:
    """Return the catalogue of the first page."""
    return {
        "problem.unreachable": _("The server was not reached. Nothing was recorded; try again."),
        **alerts_here_words(),
        **place_field_words(),
        **first_action_words(),
        **tap_words(),
        "home.calm": _("No real incident is open. As of {time}"),
        "home.unsure": _("Not current: whether a real incident is open was last known at {time}."),
        "home.as_of": _("As of {time}"),
        "home.new": _("New open incidents: {n}. Show them"),
        "home.new_real": _("REAL: {site} · {title}. Show it"),
        "home.open_real": _("Open a REAL incident"),
        "home.open_exercise": _("Open an EXERCISE"),
        "home.choose": _("Choose: real or exercise"),
        "home.no_match": _("No site matches."),
        "home.overdue": pgettext("duty", "Overdue"),
        "home.exercise": _("EXERCISE"),
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
        "entry.withheld": _("#{seq} is for another audience"),
        "entry.unknown": _("An entry this page does not know yet: {type}"),
        "entry.replay": _("Replay"),
        "entry.replay_this": _("Replay the incident from entry #{seq}"),
        "entry.strike": pgettext("verb", "Strike"),
        "entry.strike_this": _("Strike entry #{seq}"),
        "entry.struck": pgettext("participle", "Struck"),
        "entry.follow_up": _("Follow up"),
        "entry.follow_up_this": _("Follow up: entry #{seq}"),
        "entry.followed_up": _("Followed up"),
        "entry.followed_up_this": _("Followed up: entry #{seq}"),
        "entry.needs_follow_up": _("Needs follow-up"),
        "ask.mark_follow_up": _("What needs another look?"),
        "ask.settle_follow_up": _("What came of it?"),
        "composer.placeholder": _("What, and where?"),
        "composer.placeholder_to": _("To {audience} …"),
        "composer.closed": _("The incident is closed"),
        "composer.uploading": _("Uploading {name}…"),
        "composer.kept": _("NOT SENT YET: {name}. It stays on this device and goes by itself."),
        "composer.upload_failed": _("{name} was not uploaded: {why}"),
        "ask.strike": _("Strike this entry? It stays readable, struck through."),
        "ask.remove_participant": _("Remove this person from the room? They lose it at once."),
        "closing.mayday": _("It can be closed once no mayday is open."),
        "closing.action": _("It can be closed once every response action is released."),
        "closing.alarm": _("It can be closed once two people have given the all clear."),
        "ask.close_incident": _("Close the incident? The log stays; only reopening is possible afterwards."),
        "ask.reopen_incident": _("Reopen the incident?"),
        "ask.readmit_participant": _("Let this person enter the room again?"),
    }


def _command_words() -> dict[str, str]:
    """Return what was asked for and is not in the log yet."""
    return {
        "command.place_marker": _("Place a marker"),
        "command.move_marker": _("Move a marker"),
        "command.remove_marker": _("Take a marker off the map"),
        "command.draw_shape": _("Draw"),
        "command.erase_shape": _("Erase a shape"),
        "command.set_status": _("My status"),
        "command.strike_entry": _("Strike an entry"),
        "command.mark_follow_up": _("Mark for follow-up"),
        "command.settle_follow_up": _("Followed up"),
        "command.attach_file": _("File"),
        "command.close_incident": _("Close the incident"),
        "command.reopen_incident": _("Reopen the incident"),
        "command.remove_participant": _("Remove a person"),
        "command.readmit_participant": _("Let a person in again"),
        "command.post_priority_message": _("Priority message"),
        "command.acknowledge_priority_message": _("Acknowledge a priority message"),
        "command.confirm_panic": _("Confirm the alarm"),
        "command.judge_threats": _("Say whether it is one threat"),
        "command.propose_all_clear": _("Propose the all clear"),
        "command.confirm_all_clear": _("Confirm the all clear"),
        "command.start_response_action": _("Start a response action"),
        "command.change_response_action": _("Change the response action"),
        "command.release_response_action": _("Release a response action"),
        "command.open_locked_rooms": _("Rooms opened"),
        "command.report_room": _("Report a room"),
        "command.withdraw_room_report": _("Withdraw a report"),
    }


def _duty_words() -> dict[str, str]:
    return {
        "emergency_access.nothing": _("Choose what you need."),
        "emergency_access.taken": _("You have emergency access for half an hour. The roster is on the site's page."),
        "emergency_access.practised": _("Practised: told and recorded. In an exercise nothing is opened."),
        "disclosure.nothing": _("Choose what was disclosed."),
        "disclosure.recorded": _("The disclosure is recorded."),
    }


def _people_words() -> dict[str, str]:
    return {
        "people.you": _("You"),
        "people.someone": _("Someone"),
        "people.not_heard": _("Not connected"),
        "people.away": _("Not connected, last heard {age} ago"),
        "people.current": _("Current to #{seq}"),
        "people.behind": _("At #{seq}, {n} behind, heard {age} ago"),
        "people.left": _("Left"),
        "people.removed": _("Removed"),
        "people.locate": _("Show on the map"),
        "people.remove": _("Remove"),
        "people.readmit": _("Let in again"),
        "sharing.on": _("Your position is on the map. Who sees it: {audience}."),
        "sharing.off": _("Your position is off the map."),
        "sharing.now_waiting": _("Waiting for your first position"),
        "sharing.now_on": _("Your position is on the map · {audience}"),
        "sharing.now_no_fix": _("No position for 15 s: others see an old one"),
        "sharing.which_floor": _("Which floor are you on?"),
        "sharing.on_floor": _("I am on floor"),
        "sharing.floor_unknown": _("Not known"),
        "sharing.no_fix": _("Your position is not known yet."),
        "sharing.denied": _("This browser does not allow positions for this site."),
        "sharing.unavailable": _("This device gives no position."),
    }


def _map_words() -> dict[str, str]:
    return {
        "map.no_floor": _("Outdoors"),
        "units.no_floor": _("floor not known"),
        "marker.placed": _("Placed {time} by {name}"),
        "marker.moved": _("Moved {time}"),
        "marker.move": _("Move"),
        "marker.remove": _("Take off"),
        "marker.removed": _("Taken off: {mark}"),
        "shape.drawn": _("Drawn {time} by {name}"),
        "shape.erase": _("Erase"),
        "shape.erased": _("Erased: {mark}"),
        "sure.erase_shape": _("Erase it for everybody?"),
        "sure.remove_marker": _("Take it off everybody's map?"),
        "units.several": _("{n} people here"),
        "position.words": _("Within {accuracy} · {age} old · {level}"),
        "reunification.show": _("Show on the map"),
        "reunification.not_now": _("The sites could not be ranked. Your agreement may not include floorplans."),
        "reunification.no_danger": _("No hazard, hot zone or sighting is on the map: the ranking knows no danger."),
        "reunification.ask_wind": _("Say where the wind comes from: what burns or leaks drifts."),
        "reunification.danger_here": _("{what}: at the school"),
        "reunification.danger_there": _("{what}: {length} to the {direction}"),
        "tapped.cleared": _("Cleared"),
        "tapped.casualty": _("Casualty"),
        "tapped.help": _("Help"),
        "tapped.locked": _("Locked"),
        "tapped.label": _("{what}: {room}"),
        "tapped.said": _("{room}: {what}"),
        "tapped.undone": _("Taken back"),
        "tool.place_marker": _("Tap the map where the marker goes"),
        "tool.say_where": _("Tap the map: its words go into your message"),
        "place.several": _("{n} places can be meant. Choose one"),
        "tool.move_marker": _("Drag {marker}, or tap where it goes"),
        "tool.draw_line": _("Tap the points of the line"),
        "tool.draw_zone": _("Tap the corners of the zone"),
        "tool.marker_here": _("Marker here"),
        "tool.zone_here": _("Zone here"),
        "tool.center": _("Map's middle"),
        "tool.undo": _("Undo"),
        "tool.finish": _("Finish"),
        "tool.cancel": _("Cancel"),
    }


def _table_words() -> dict[str, str]:
    return {
        "twin.standing": _("What stands"),
        "twin.markers": _("Markers"),
        "twin.shapes": _("Lines and zones"),
        "twin.facts": _("Facts"),
        "twin.people": _("People"),
        "twin.rooms": _("Rooms"),
        "twin.doors": _("Doors"),
        "twin.objects": _("Objects"),
        "twin.count": _("{n} rows"),
        "column.what": _("What"),
        "column.where": _("Where"),
        "column.marker": _("Marker"),
        "column.fact": _("Fact"),
        "column.person": _("Person"),
        "column.agency": _("Agency"),
        "column.status": _("Status"),
        "column.current": _("Current to"),
        "column.number": _("Number"),
        "column.name": _("Name"),
        "column.kind": _("Kind"),
        "column.floor": _("Floor"),
        "column.time": _("Time"),
        "column.do": _("Do"),
        "column.by": _("By"),
    }
