"""What the interface of alerts returns, and its pages show. What it takes: rules.given."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema

from coordination.casework.kinds.views import EmptyIsNone, PersonName, View
from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
    AlertMatch,
    AlertRuleState,
    AlertRuleStep,
    AlertState,
    AlertStep,
    AlertWindowKind,
)


# --- alerts -----------------------------------------------------------------------------------------------------------
class AlertKnown(View):
    """What a list and a page say of an alert, without a word of the post."""

    alert_id: UUID
    number: int
    district: str
    site: str
    rule_number: int
    author: str
    match: AlertMatch
    captured_at: datetime
    state: AlertState
    disposition: Annotated[AlertDisposition | None, EmptyIsNone]
    reviewer: PersonName
    time_zone: str


class AlertLine(AlertKnown):
    """An alert in the queue: enough to choose the next one, without a word of the post."""

    rule_id: UUID


class AlertActView(View):
    """A step that was taken."""

    step: AlertStep
    by: PersonName
    at: datetime


class AlertPostView(View):
    """What the post said: there until the decision, and only for reviewers."""

    text: str
    url: str
    place: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    found: list[str]


class AlertView(AlertKnown):
    """An alert as a reader has it. `steps` are those that its state allows and the reader may take."""

    site_id: UUID
    purpose: str
    posted_at: datetime
    is_mine: bool
    decides: bool
    steps: list[AlertStep]
    post: AlertPostView | None
    text_hash: str
    words: str
    to_police: bool
    tip_id: UUID | None
    incident_id: UUID | None
    decided_at: datetime | None
    acts: list[AlertActView]


# --- rules ------------------------------------------------------------------------------------------------------------
class AlertRuleActView(View):
    """What was done with a rule."""

    step: AlertRuleStep
    by: PersonName
    at: datetime
    words: str


class AlertRuleView(View):
    """A rule with its dates, who stands for it, and how often it was wrong: 0 to 1, none before a decision."""

    rule_id: UUID
    number: int
    state: AlertRuleState
    is_running: bool
    is_review_due: bool
    words: list[str]
    purpose: str
    legal_basis: str
    sites: list[str]
    expires_on: date
    review_on: date
    written_by: PersonName
    approved_by: PersonName
    matched: int
    decided: int
    false_positive_rate: float | None
    is_mine: bool
    steps: list[AlertRuleStep]
    acts: list[AlertRuleActView]


# --- the desk ---------------------------------------------------------------------------------------------------------
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
