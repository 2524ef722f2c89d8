"""What forms say of mutual aid: who was let in without an agreement, and by whom."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.mutual_aid.capability import MutualAid
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic


def say_aid(context: FormContext) -> Iterable[FormLine]:
    """Return the people who were invited and whose aid has not ended."""
    for one in context.history.of(MutualAid):
        if one.value.ended_at is None:
            position = " · ".join(part for part in (_("Mutual aid"), one.value.title, one.value.callsign) if part)
            cells = {"agency": one.value.agency, "name": one.value.person, "position": position}
            yield FormLine(cells, one.cites)


FORM_LINES: dict[Topic, Seed] = {Topic.AGENCIES: say_aid}
