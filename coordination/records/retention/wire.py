"""What is said of times and of legal holds: the bodies of the routes, and the forms of the pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from coordination.keeping.classes import MOST_DAYS
from coordination.keeping.vocabulary import DataClass, HoldScope
from coordination.records.retention.holding import NAME_MAX_CHARS, REASON_MAX_CHARS
from coordination.records.retention.rules import REASON_MAX_CHARS as RULE_REASON_MAX_CHARS
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment

Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]


class RetentionIn(Schema):
    """How long a class is kept; without days, it is kept without end."""

    days: Days | None
    reason: Annotated[str, Field(min_length=1, max_length=RULE_REASON_MAX_CHARS), Asked(_("Reason"))]


class RetentionOfClassIn(RetentionIn):
    """The same for the class that a form names."""

    data_class: Annotated[DataClass, Asked(_("What"))]
    days: Annotated[Days | None, Asked(_("Days (empty: without end)"))] = None


class HeldIn(Schema):
    """What is to be held, and why."""

    scope: Annotated[HoldScope, Asked(_("What"))]
    reason: Annotated[
        str,
        Field(min_length=1, max_length=REASON_MAX_CHARS),
        Asked(_("Reason: the court, the letter, the file number"), lines=2),
    ]
    incident_id: Annotated[UUID | None, Asked(_("Incident"))] = None
    site_id: Annotated[UUID | None, Asked(_("Site"))] = None
    person: Annotated[str, Field(max_length=NAME_MAX_CHARS), Asked(_("Person: full name, login or mail address"))] = ""


class HoldIn(HeldIn):
    """What is to be held, as its scope asks: an incident, a site, a person by name, login or address, or a time."""

    since: Moment | None = None
    until: Moment | None = None


class HoldOfDaysIn(HeldIn):
    """The same with whole days, by the district's clock."""

    since: Annotated[date | None, Asked(_("From the day"))] = None
    until: Annotated[date | None, Asked(_("To the day"))] = None


class ReleaseIn(Schema):
    """Why a hold is to be released; the second person may leave it empty."""

    reason: Annotated[str, Field(max_length=REASON_MAX_CHARS)] = ""


class ReleaseAskedIn(Schema):
    """Why a hold is to be released, of the first person who asks."""

    reason: Annotated[str, Field(min_length=1, max_length=REASON_MAX_CHARS), Asked(_("Why it may be released"))]
