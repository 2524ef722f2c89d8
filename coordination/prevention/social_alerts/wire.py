"""What the interface of alerts takes and returns, beside the views of social_alerts.work."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

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

Words = Annotated[str, Field(max_length=2000)]
Reason = Annotated[str, Field(max_length=500)]


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class AlertStepIn(Closed):
    """A step; a decision has a disposition, `tip` and `threat` own words, `tip` a category."""

    step: AlertStep
    disposition: AlertDisposition | None = None
    words: Words = ""
    category: TipCategory | None = None
    is_now: bool = False


class AlertIncidentIn(Closed):
    """The incident in the reviewer's own words; five words of the post's in a row are refused."""

    incident_type: IncidentType
    severity: Severity
    title: Label


class AlertIncidentOut(Schema):
    incident_id: UUID


class AlertDeskIn(Closed):
    """How long alerts are kept after their decision, and whether posts are taken at all."""

    is_open: bool = True
    keep_days: int = 90


class AlertPerson(Schema):
    person_id: UUID
    name: str
    counts: bool


class AlertKeyOut(Schema):
    key_id: UUID
    created_at: datetime


class AlertProviderOut(Schema):
    provider_id: UUID
    name: str
    keys: list[AlertKeyOut]


class AlertWindowOut(Schema):
    window_id: UUID
    kind: AlertWindowKind
    starts_at: datetime
    ends_at: datetime


class AlertFenceOut(Schema):
    fence_id: UUID
    site: str
    buffer_m: int
    only_in_windows: bool
    windows: list[AlertWindowOut]


class AlertDeskOut(Schema):
    """A desk as its keepers have it."""

    district_id: UUID
    is_open: bool
    keep_days: int
    team: list[AlertPerson]
    providers: list[AlertProviderOut]
    fences: list[AlertFenceOut]


class AlertTeamIn(Closed):
    person_id: UUID


class AlertProviderIn(Closed):
    name: Annotated[str, Field(max_length=120)]


class AlertKeyMade(Schema):
    """The secret is shown once; it is stored nowhere."""

    provider_id: UUID
    key_id: UUID
    secret: str


class AlertFenceIn(Closed):
    """A fence around a site's boundary, or around a parcel: GeoJSON, or corners "lat, lon" one a line."""

    site_id: UUID
    buffer_m: int
    only_in_windows: bool = False
    parcel: Annotated[str, Field(max_length=50_000)] = ""


class AlertFenceMade(Schema):
    fence_id: UUID


class AlertWindowIn(Closed):
    kind: AlertWindowKind
    starts_at: datetime
    ends_at: datetime


class AlertWindowMade(Schema):
    window_id: UUID


class AlertRuleIn(Closed):
    """A rule. `accounts`, and a `visibility` other than `public`, are refused with a code that says so."""

    words: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)]
    purpose: Annotated[str, Field(max_length=2000)]
    legal_basis: Annotated[str, Field(max_length=2000)]
    fence_ids: Annotated[list[UUID], Field(max_length=500)]
    expires_on: date
    review_on: date
    accounts: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)] = []
    visibility: Annotated[str, Field(max_length=40)] = PUBLIC


class AlertRuleMade(Schema):
    rule_id: UUID


class AlertRuleStepIn(Closed):
    """A step; a review says when the next one is, a renewal also the last day, and both why."""

    step: AlertRuleStep
    words: Reason = ""
    expires_on: date | None = None
    review_on: date | None = None
