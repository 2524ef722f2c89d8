"""What is said of duty by hand: the body of the route, and the form of every page on which it is set."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class DutyLasts(Labelled):
    """How long duty that was set by hand holds."""

    # Where no shift is planned: until it is set again.
    PLAN = "plan", _("Until the next change of shifts")
    FOUR_HOURS = "4h", _("For 4 hours")
    EIGHT_HOURS = "8h", _("For 8 hours")
    TWELVE_HOURS = "12h", _("For 12 hours")
    DAY = "24h", _("For 24 hours")


HOURS = {DutyLasts.FOUR_HOURS: 4, DutyLasts.EIGHT_HOURS: 8, DutyLasts.TWELVE_HOURS: 12, DutyLasts.DAY: 24}


class DutyGiven(BaseModel):
    """Whether a member is on duty, and for how long that holds; then shifts decide again."""

    model_config = ConfigDict(extra="forbid")

    is_on_duty: Annotated[bool, Asked(is_hidden=True)]
    lasts: Annotated[DutyLasts, Asked(_("How long"))] = DutyLasts.PLAN

    def until(self, at: datetime) -> datetime | None:
        """Return when it ends; None: with the next change of a shift."""
        hours = HOURS.get(self.lasts)
        return None if hours is None else at + timedelta(hours=hours)
