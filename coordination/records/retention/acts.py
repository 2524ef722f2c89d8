"""The acts on times and legal holds as the pages ask for them: from what a form gave to the action."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coordination.keeping.errors import BadHold
from coordination.records.retention.holding import WantedHold, keep_holding, release_hold, set_hold
from coordination.records.retention.rules import set_days
from coordination.records.retention.wire import HoldOfDaysIn, ReleaseAskedIn, RetentionOfClassIn
from coordination.room.access import Asker
from mou.foundation.forms.act_form import NothingGiven
from mou.models import Agency


def set_days_of_class(asker: Asker, district_id: UUID, given: RetentionOfClassIn) -> None:
    """Set how long a district keeps a class."""
    set_days(asker=asker, district_id=district_id, data_class=given.data_class, days=given.days, reason=given.reason)


def hold_days(asker: Asker, district: Agency, given: HoldOfDaysIn) -> None:
    """Put something under hold; of a time its days are whole, the last one with it."""
    try:
        wanted = WantedHold(
            scope=given.scope,
            reason=_in_one_line(given.reason),
            incident_id=given.incident_id,
            site_id=given.site_id,
            person=given.person,
            since=_midnight_of(given.since, district),
            until=_midnight_of(given.until, district, plus=timedelta(days=1)),
        )
        set_hold(asker=asker, district_id=district.pk, wanted=wanted)
    except OverflowError as nonsense:
        # The last day that a calendar has, or the first one in a zone east of Greenwich.
        raise BadHold("A time has a beginning and a later end.", pointer="/until") from nonsense


def ask_release(asker: Asker, district_id: UUID, hold_id: UUID, given: ReleaseAskedIn) -> None:
    """Ask that a hold be released."""
    release_hold(asker=asker, district_id=district_id, hold_id=hold_id, reason=_in_one_line(given.reason))


def release_as_second(asker: Asker, district_id: UUID, hold_id: UUID, _given: NothingGiven) -> None:
    """Release a hold that another person asked to release."""
    release_hold(asker=asker, district_id=district_id, hold_id=hold_id, reason="")


def keep_hold(asker: Asker, district_id: UUID, hold_id: UUID, _given: NothingGiven) -> None:
    """Drop the request to release a hold."""
    keep_holding(asker=asker, district_id=district_id, hold_id=hold_id)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _midnight_of(day: date | None, district: Agency, plus: timedelta = timedelta()) -> datetime | None:
    return None if day is None else datetime.combine(day + plus, time(), ZoneInfo(district.time_zone))
