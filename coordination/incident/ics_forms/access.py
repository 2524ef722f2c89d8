"""Who writes on a form: command, dispatch, and the section that owns it; always responders, who alone read it."""

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.ics_forms.official.declared import Form
from coordination.room.access import RoomGrant
from coordination.room.objects import BatchObjects, ContextObjects
from coordination.room.reading.form_lines import holders_of
from coordination.vocabulary import Audience
from mou.vocabulary import AgencyKind

# What stands on forms is of units, searches and searched rooms: who reads those reads and writes this.
READERS = Audience.RESPONDERS
# What all who read a written block may read: nothing else is taken over into one.
SHARED = frozenset({Audience.EVERYONE, READERS})


def may_write(grant: RoomGrant, form: Form, objects: ContextObjects) -> bool:
    """Tell whether the asker writes on a form; who came by mutual aid, on none.

    At most as many queries as there are kinds of holders.
    """
    me = grant.participant
    if me is None or READERS not in grant.audiences or grant.by_mutual_aid():
        return False
    if grant.may_command() or me.agency_kind == AgencyKind.DISPATCH:
        return True
    held = objects.get(IncidentCommand, grant.incident.pk)
    is_in_command = held is not None and str(me.pk) in held.commanders
    return is_in_command or me.pk in holders_of(form.owner, objects)


def may_write_now(grant: RoomGrant, form: Form) -> bool:
    """Tell the same outside a command: for pages, which offer what would be done."""
    objects = ContextObjects(BatchObjects(), room_id=grant.room.pk, audiences=lambda: grant.audiences)
    return may_write(grant, form, objects)
