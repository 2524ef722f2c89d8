"""What is otherwise today, as sentences in the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.building_today.models import DayChange
from coordination.building_today.vocabulary import DayChangeKind
from mapping.models import Site


def change_words(one: DayChange, site: Site, *, with_contact: bool) -> str:
    """Return what is otherwise, in one sentence. Without `with_contact` no person and no phone number is in it."""
    until = clock_words(one.ends_at, site)
    values = {"room": one.room, "place": one.place, "group": one.group, "until": until}
    match DayChangeKind(one.kind):
        case DayChangeKind.ROOM_CLOSED:
            return _("%(room)s: closed until %(until)s") % values
        case DayChangeKind.ROOM_MOVED:
            return _("%(room)s: its class meets in %(place)s until %(until)s") % values
        case DayChangeKind.TRIP:
            numbers = {**values, "students": one.students or 0, "adults": one.adults or 0}
            said = (
                _("%(group)s: away, %(students)s students and %(adults)s adults, %(place)s, back %(until)s") % numbers
            )
        case DayChangeKind.AFTER_HOURS:
            said = _("After hours: %(group)s, %(place)s, until %(until)s") % {**values, "place": one.place or site.name}
    contact = " ".join(part for part in (one.contact, one.phone) if part)
    return f"{said} · {contact}" if with_contact and contact else said


def clock_words(at: datetime, site: Site) -> str:
    """Return a moment by the site's clock: today the time alone would do, and a day never misleads."""
    return date_format(at.astimezone(ZoneInfo(site.time_zone)), "SHORT_DATETIME_FORMAT")
