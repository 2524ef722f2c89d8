"""What is given of alerts: the bodies of the interface, and what the forms of its pages ask. Pure."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from coordination.casework.texts import Given, TeamMemberIn
from coordination.prevention.social_alerts.rules.posts import PUBLIC
from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
    AlertRuleStep,
    AlertStep,
    AlertWindowKind,
)
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.room.wire.model import Label
from coordination.vocabulary import IncidentType, Severity
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

AUTHOR_PATTERN = "^[0-9A-Fa-f]*$"
Id = Annotated[UUID, Asked(is_hidden=True)]


# --- alerts -----------------------------------------------------------------------------------------------------------
class AlertsWanted(BaseModel):
    """What of the alerts is wanted. With any of the last six it is a search, which is written down."""

    decided: bool = False
    rule_id: UUID | None = None
    site_id: Annotated[UUID | None, Asked(_("Site"))] = None
    disposition: Annotated[AlertDisposition | None, Asked(_("Decision"))] = None
    author: Annotated[
        str, Field(max_length=64, pattern=AUTHOR_PATTERN), Asked(_("Author's pseudonym"), pattern=AUTHOR_PATTERN)
    ] = ""
    since: Annotated[date | None, Asked(_("From"))] = None
    until: Annotated[date | None, Asked(_("Until"))] = None

    def list_asked(self) -> dict[str, str]:
        """Return what is searched for, as it is written down; empty for the plain list."""
        return {name: str(value) for name, value in self if name != "decided" and value}


class AlertStepIn(Given):
    """A step; a decision has a disposition, `tip` and `threat` own words, `tip` a category."""

    step: Annotated[AlertStep, Asked(is_hidden=True)]
    disposition: Annotated[AlertDisposition | None, Asked(_("What it is"))] = None
    words: Annotated[
        str,
        Field(max_length=2000),
        Asked(_("What is known, in your own words; a tip and a threat need it"), lines=4),
    ] = ""
    category: Annotated[TipCategory | None, Asked(_("What a tip is about"))] = None
    is_now: Annotated[bool, Asked(_("It is happening now"))] = False


class AlertIncidentIn(Given):
    """The incident in the reviewer's own words; five words of the post's in a row are refused."""

    incident_type: Annotated[IncidentType, Asked(_("Kind"))]
    severity: Annotated[Severity, Asked(_("Dispatch priority"))]
    title: Annotated[Label, Asked(_("Title, in your own words"))]


# --- the desk ---------------------------------------------------------------------------------------------------------
class AlertDeskIn(Given):
    """How long alerts are kept after their decision, and whether posts are taken at all."""

    is_open: Annotated[bool, Asked(_("Posts are taken"))] = True
    keep_days: Annotated[int, Asked(_("Days after its decision until an alert is deleted"))] = 90


class AlertTeamIn(TeamMemberIn):
    pass


class AlertProviderIn(Given):
    name: Annotated[str, Field(max_length=120), Asked(_("Name of the provider"))]


class AlertProviderTaken(Given):
    """A provider, as the buttons beside its name say it."""

    provider_id: Id


class AlertKeyTaken(Given):
    """A key of a provider."""

    provider_id: Id
    key_id: Id


class AlertFenceAsked(Given):
    """A fence around a site: what every door asks."""

    site_id: Annotated[UUID, Asked(_("Site"))]
    buffer_m: Annotated[int, Asked(_("Metres around the ground"))]
    only_in_windows: Annotated[bool, Asked(_("Only during events"))] = False


class AlertFenceIn(AlertFenceAsked):
    """A fence around a site's boundary, or around a parcel: GeoJSON, or corners "lat, lon" one a line."""

    parcel: Annotated[str, Field(max_length=50_000)] = ""


class AlertFenceTaken(Given):
    fence_id: Id


class AlertWindowIn(Given):
    kind: Annotated[AlertWindowKind, Asked(_("Event"))]
    starts_at: Annotated[datetime, Asked(_("Begins"))]
    ends_at: Annotated[datetime, Asked(_("Ends"))]


class AlertWindowTaken(Given):
    window_id: Id


# --- rules ------------------------------------------------------------------------------------------------------------
class AlertRuleIn(Given):
    """A rule. `accounts`, and a `visibility` other than `public`, are refused with a code that says so."""

    words: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(max_length=100),
        Asked(_("Words or phrases, one a line"), lines=4),
    ]
    purpose: Annotated[str, Field(max_length=2000), Asked(_("Purpose"), lines=2)]
    legal_basis: Annotated[str, Field(max_length=2000), Asked(_("Legal basis"), lines=2)]
    fence_ids: Annotated[list[UUID], Field(max_length=500), Asked(_("Around"))]
    expires_on: Annotated[date, Asked(_("Last day"))]
    review_on: Annotated[date, Asked(_("Next review"))]
    accounts: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)] = []
    visibility: Annotated[str, Field(max_length=40)] = PUBLIC


class AlertRuleStepIn(Given):
    """A step; a review says when the next one is, a renewal also the last day, and both why."""

    step: Annotated[AlertRuleStep, Asked(is_hidden=True)]
    words: Annotated[str, Field(max_length=500), Asked(_("Note"))] = ""
    expires_on: Annotated[date | None, Asked(_("Last day"))] = None
    review_on: Annotated[date | None, Asked(_("Next review"))] = None
