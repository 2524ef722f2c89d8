"""What forms say of capabilities whose own folders are full: rooms that people reported, and mutual aid."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.mutual_aid.capability import MutualAid
from coordination.room.reading.form_lines import FormContext, FormLine, text_line
from coordination.room.reading.history import PastObject


def say_room_reports(context: FormContext) -> Iterable[FormLine]:
    """Return how many people are reported missing and injured: of each room its newest report, as of now.

    What an exercise plays stands in no count.
    """
    newest: dict[str, PastObject[RoomReport]] = {}
    for one in sorted(context.history.of(RoomReport), key=lambda one: one.changed_seq):
        if not one.value.is_simulated:
            newest[f"{one.value.site_id}/{one.value.room_key}"] = one
    counted = (
        ("missing", _("Reported missing: {n} in {rooms}")),
        ("injured", _("Reported injured: {n} in {rooms}")),
    )
    for name, words in counted:
        told = [one for one in newest.values() if getattr(one.value, name)]
        if told:
            rooms = ", ".join(sorted(one.value.room for one in told))
            number = sum(getattr(one.value, name) for one in told)
            yield text_line(words.format(n=number, rooms=rooms), *sorted(one.changed_seq for one in told))


def say_aid(context: FormContext) -> Iterable[FormLine]:
    """Return the people who were invited and whose aid has not ended."""
    for one in context.history.of(MutualAid):
        if one.value.ended_at is None:
            position = " · ".join(part for part in (_("Mutual aid"), one.value.title, one.value.callsign) if part)
            cells = {"agency": one.value.agency, "name": one.value.person, "position": position}
            yield FormLine(cells, one.cites)
