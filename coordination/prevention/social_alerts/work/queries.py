"""What reviewers read: the queue, a search, an alert, the rules. Opening and searching are written down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from coordination.prevention.social_alerts.access import ALERT_DESKS, AlertGrant
from coordination.prevention.social_alerts.audit import Door, note_read, note_search
from coordination.prevention.social_alerts.models import AlertDesk, AlertRule, AlertRuleYear, SocialAlert
from coordination.prevention.social_alerts.rules.dates import false_positive_rate
from coordination.prevention.social_alerts.rules.machine import ALERTS, RULES
from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
    AlertMatch,
    AlertRuleState,
    AlertRuleStep,
    AlertState,
    AlertStep,
)
from coordination.prevention.social_alerts.work.authors import opened_post, shown_author
from mapping.models import Site

MOST_LISTED = 200
DISPOSITIONS = tuple(one.value for one in AlertDisposition)


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert in the queue: enough to choose the next one, without a word of the post."""

    alert_id: UUID
    number: int
    district: str
    site: str
    rule_id: UUID
    rule_number: int
    author: str
    match: AlertMatch
    captured_at: datetime
    state: AlertState
    disposition: AlertDisposition | None
    reviewer: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class AlertActView:
    """A step that was taken."""

    step: AlertStep
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertPostView:
    """What the post said: there until the decision, and only for reviewers."""

    text: str
    url: str
    place: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    found: list[str]


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert as a reader has it. `steps` are those that its state allows and the reader may take."""

    alert_id: UUID
    number: int
    district: str
    site: str
    site_id: UUID
    rule_number: int
    purpose: str
    author: str
    match: AlertMatch
    posted_at: datetime
    captured_at: datetime
    state: AlertState
    disposition: AlertDisposition | None
    reviewer: str
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
    time_zone: str


@dataclass(frozen=True, slots=True)
class AlertSearch:
    """What someone looks for among alerts: ids, words of the vocabulary, days, a pseudonym. Nothing of a post."""

    rule_id: UUID | None = None
    site_id: UUID | None = None
    disposition: AlertDisposition | None = None
    author: str = ""
    since: date | None = None
    until: date | None = None

    def asked(self) -> Mapping[str, str]:
        """Return what was asked for, as it is written down; empty for the plain queue."""
        named = {
            "rule_id": self.rule_id,
            "site_id": self.site_id,
            "disposition": self.disposition,
            "author": self.author,
            "since": self.since,
            "until": self.until,
        }
        return {name: str(value) for name, value in named.items() if value}


def alert_lines(alerts: QuerySet[SocialAlert], *, is_open: bool) -> list[AlertLine]:
    """Return alerts: open ones oldest first, decided ones newest first."""
    decided = AlertState.DECIDED.value
    rows = alerts.exclude(state=decided) if is_open else alerts.filter(state=decided)
    return [
        _alert_line(one) for one in rows.order_by("captured_at" if is_open else "-decided_at", "number")[:MOST_LISTED]
    ]


def search_alerts(alerts: QuerySet[SocialAlert], wanted: AlertSearch, *, user_id: int, at: datetime) -> list[AlertLine]:
    """Return alerts that a search finds, the newest first. It is written down, in each desk that was searched."""
    asked = wanted.asked()
    # Officers search as well, in what they were told of.
    searched = Q(pk__in=ALERT_DESKS.teams_of(user_id, at).values("pk")) | Q(pk__in=alerts.values("desk_id"))
    for desk in AlertDesk.objects.filter(searched):
        note_search(desk, asked, user_id=user_id, at=at, door="search")
    named = {"rule_id": wanted.rule_id, "fence__site_id": wanted.site_id, "disposition": wanted.disposition}
    rows = alerts.filter(**{name: value for name, value in named.items() if value})
    if wanted.author:
        rows = rows.filter(author_hash__startswith=wanted.author.lower())
    if wanted.since:
        rows = rows.filter(captured_at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(captured_at__date__lte=wanted.until)
    return [_alert_line(one) for one in rows.order_by("-captured_at", "-number")[:MOST_LISTED]]


def sites_of(desks: Iterable[AlertDesk]) -> QuerySet[Site]:
    """Return the sites of the districts of some desks, by name."""
    return Site.objects.filter(district_id__in=[one.district_id for one in desks]).order_by("name")


def _alert_line(alert: SocialAlert) -> AlertLine:
    return AlertLine(
        alert_id=alert.pk,
        number=alert.number,
        district=alert.desk.district.name,
        site=alert.fence.site.name,
        rule_id=alert.rule_id,
        rule_number=alert.rule.number,
        author=shown_author(alert.author_hash),
        match=AlertMatch(alert.match),
        captured_at=alert.captured_at,
        state=AlertState(alert.state),
        disposition=AlertDisposition(alert.disposition) if alert.disposition else None,
        reviewer="" if alert.reviewer is None else alert.reviewer.shown_name(),
        time_zone=alert.desk.district.time_zone,
    )


def opened_alert(grant: AlertGrant, *, user_id: int, at: datetime, door: Door) -> AlertView:
    """Return an alert with everything of it, and write down that this person opened it."""
    alert = grant.alert
    note_read(alert, user_id=user_id, at=at, door=door)
    is_mine = alert.reviewer_id == user_id
    allowed = ALERTS.steps_from(AlertState(alert.state)) if grant.decides else []
    return AlertView(
        alert_id=alert.pk,
        number=alert.number,
        district=alert.desk.district.name,
        site=alert.fence.site.name,
        site_id=alert.fence.site_id,
        rule_number=alert.rule.number,
        purpose=alert.rule.purpose,
        author=shown_author(alert.author_hash),
        match=AlertMatch(alert.match),
        posted_at=alert.posted_at,
        captured_at=alert.captured_at,
        state=AlertState(alert.state),
        disposition=AlertDisposition(alert.disposition) if alert.disposition else None,
        reviewer="" if alert.reviewer is None else alert.reviewer.shown_name(),
        is_mine=is_mine,
        decides=grant.decides,
        steps=[one for one in allowed if is_mine or one is not AlertStep.DECIDE],
        post=_post_view(alert) if grant.decides else None,
        text_hash=alert.text_hash,
        words=alert.words,
        to_police=alert.to_police,
        tip_id=alert.tip_id if grant.decides else None,
        incident_id=alert.incident_id,
        decided_at=alert.decided_at,
        acts=[
            AlertActView(AlertStep(one.step), one.by.shown_name(), one.at)
            for one in alert.acts.select_related("by").order_by("id")
        ],
        time_zone=alert.desk.district.time_zone,
    )


def _post_view(alert: SocialAlert) -> AlertPostView | None:
    said = opened_post(alert)
    if said is None:
        return None
    lon, lat = said.point or (None, None)
    return AlertPostView(said.text, said.url, said.place, lon, lat, said.accuracy_m, list(said.found))


# --- rules ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AlertRuleActView:
    """What was done with a rule."""

    step: AlertRuleStep
    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class AlertRuleView:
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
    written_by: str
    approved_by: str
    matched: int
    decided: int
    false_positive_rate: float | None
    is_mine: bool
    steps: list[AlertRuleStep]
    acts: list[AlertRuleActView]


def rules_of(desk: AlertDesk, *, user_id: int, may_approve: bool, at: datetime) -> Sequence[AlertRuleView]:
    """Return the rules of a desk, those that wait or run first."""
    rows = desk.rules.select_related("written_by", "approved_by").prefetch_related("fences__site", "acts__by")
    today = at.astimezone(ZoneInfo(desk.district.time_zone)).date()
    order = {AlertRuleState.PROPOSED: 0, AlertRuleState.APPROVED: 1, AlertRuleState.ENDED: 2}
    found = [_rule_view(one, user_id, may_approve=may_approve, today=today) for one in rows]
    return sorted(found, key=lambda one: (order[one.state], -one.number))


def _rule_view(rule: AlertRule, user_id: int, *, may_approve: bool, today: date) -> AlertRuleView:
    state, is_mine = AlertRuleState(rule.state), rule.written_by_id == user_id
    numbers = AlertRuleYear.objects.filter(rule=rule).aggregate(
        **{name: Sum(name, default=0) for name in ("matched", *DISPOSITIONS)}
    )
    decided = sum(numbers[one] for one in DISPOSITIONS)
    approves = may_approve and not is_mine
    is_approved = state is AlertRuleState.APPROVED
    return AlertRuleView(
        rule_id=rule.pk,
        number=rule.number,
        state=state,
        is_running=is_approved and today <= rule.expires_on,
        is_review_due=is_approved and rule.review_on <= today <= rule.expires_on,
        words=list(rule.words),
        purpose=rule.purpose,
        legal_basis=rule.legal_basis,
        sites=sorted({one.site.name for one in rule.fences.all()}),
        expires_on=rule.expires_on,
        review_on=rule.review_on,
        written_by=rule.written_by.shown_name(),
        approved_by="" if rule.approved_by is None else rule.approved_by.shown_name(),
        matched=numbers["matched"],
        decided=decided,
        false_positive_rate=false_positive_rate(dismissed=numbers["dismiss"], decided=decided),
        is_mine=is_mine,
        steps=[one for one in RULES.steps_from(state) if approves or one is AlertRuleStep.END],
        acts=[
            AlertRuleActView(AlertRuleStep(one.step), one.by.shown_name(), one.at, one.words) for one in rule.acts.all()
        ],
    )
