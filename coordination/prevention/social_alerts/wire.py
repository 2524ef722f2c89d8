"""What the interface of alerts returns, beside the views of social_alerts.work. What it takes: rules.given."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from coordination.prevention.social_alerts.vocabulary import AlertWindowKind


class AlertIncidentOut(Schema):
    incident_id: UUID


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


class AlertKeyMade(Schema):
    """The secret is shown once; it is stored nowhere."""

    provider_id: UUID
    key_id: UUID
    secret: str


class AlertFenceMade(Schema):
    fence_id: UUID


class AlertWindowMade(Schema):
    window_id: UUID


class AlertRuleMade(Schema):
    rule_id: UUID
