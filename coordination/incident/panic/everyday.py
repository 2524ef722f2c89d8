"""Which rooms are of an everyday alarm: most alarms are small, and need neither all people nor a commander."""

from django.db.models import Exists, OuterRef, Q

from coordination.incident.panic.models import PanicAlarm
from coordination.incident.response_actions.hiding import SILENT_ALARM
from coordination.incident.response_actions.models import ActionInForce
from coordination.vocabulary import ResponseActionKind

# A hold keeps the halls clear for a stretcher; every other action is the whole school's.
SMALL = (ResponseActionKind.HOLD.value, SILENT_ALARM)


def is_everyday_room() -> Q:
    """Return the condition on rooms: their alarm is an everyday one, and nothing that calls responders is in force."""
    alarm = PanicAlarm.objects.filter(room=OuterRef("pk"), is_everyday=True)
    grave = ActionInForce.objects.filter(room=OuterRef("pk"), ended_at__isnull=True).exclude(kind__in=SMALL)
    return Q(Exists(alarm)) & ~Q(Exists(grave))
