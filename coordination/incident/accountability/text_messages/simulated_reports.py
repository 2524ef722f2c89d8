"""A text message that an exercise plays, read as the door of text messages reads one: a report of a room, or none.

The report is marked: no person said it. The caller, which brings the text into play, writes it.
"""

from uuid import UUID

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.rooms import NamedRoom, room_named, rooms_by_words
from coordination.incident.accountability.text_messages.text_grammar import TextReport, read_text
from coordination.incident.accountability.text_messages.text_reports import said_in
from coordination.room.objects import patch_to_create
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import RoomLead, RoomReportState
from mapping.models import Site

NOBODY_ID = UUID(int=0)
MAX_NOTE_CHARS = 500


def simulated_report(
    site: Site, *, report_id: UUID, sender: str, shown_sender: str, words: str, at_text: str
) -> JsonObject | None:
    """Return the patch that shows a played text as a report; None where the door would find none in it.

    Args:
        sender: as whom it is sent; where the words name no room, this may: "Room 112".
        shown_sender: the same as people read it, with the mark of an exercise.
        words: of the text; `at_text`: when it is played.
    """
    report = read_text(words)
    # "No one is ok": a room is fine only where every word was understood, as at the door.
    if report.state is None or not (report.is_whole or report.state is not RoomReportState.OK):
        return None
    said = said_in(report, site)
    room = _room_meant(site, sender, said.room, said.space_id)
    if room is None:
        return None
    return patch_to_create(
        RoomReport,
        report_id,
        room=room.label,
        room_key=room.key,
        space_id=room.space_id,
        level_id=room.level_id,
        state=report.state,
        students=said.students,
        door=report.door,
        led_by=_lead_of(report),
        note=words[:MAX_NOTE_CHARS],
        on_behalf_of=shown_sender,
        reported_by=NOBODY_ID,
        reported_at=at_text,
        is_simulated=True,
    )


def _room_meant(site: Site, sender: str, words: str | None, space_id: UUID | None) -> NamedRoom | None:
    if words is not None or space_id is not None:
        return room_named(site, space_id=space_id, words=words, pointer="/text")
    named = rooms_by_words(site, {sender}).get(sender) if sender else None
    return named if named is not None and named.space_id is not None else None


def _lead_of(report: TextReport) -> RoomLead | None:
    return RoomLead.SUBSTITUTE if report.is_substitute else None
