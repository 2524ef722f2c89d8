"""What the card of agreements needs to be shown: in the room and at its door."""

from datetime import datetime

from coordination.incident.agreement_card.queries import ResponseClock, agreements_of
from coordination.room.access import RoomGrant
from mou.vocabulary import AgencyKind, DataCategory, FirstCommand, RadioMode, SharingTime


def card_context(grant: RoomGrant, at: datetime) -> dict[str, object]:
    """Return the context of `_agreement_card.html`."""
    found = agreements_of(grant, at)
    return {
        "agreements": found,
        "room_id": grant.room.pk,
        "clock_words": clock_words(found.clock.seconds(at)),
        "clock_state": clock_state(found.clock, at),
        "first_commands": FirstCommand.labels(),
        "agency_kinds": AgencyKind.labels(),
        "radio_modes": RadioMode.labels(),
        "categories": DataCategory.labels(),
        "times": SharingTime.labels(),
    }


def clock_words(seconds: int) -> str:
    """Return a time as a clock shows it."""
    hours, rest = divmod(seconds, 3600)
    minutes = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{minutes}" if hours else minutes


def clock_state(clock: ResponseClock, at: datetime) -> str:
    """Return "late", "met", or nothing while there is no target or it can still be met."""
    if clock.target_minutes is None:
        return ""
    if clock.seconds(at) > clock.target_minutes * 60:
        return "late"
    return "met" if clock.arrived_at is not None else ""
