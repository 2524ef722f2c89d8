"""Which rules of a desk find a post, and around which fence it was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.casework.clocks import day_in
from coordination.prevention.social_alerts.models import AlertDesk, AlertFence, AlertRule
from coordination.prevention.social_alerts.rules.dates import Window, counts_at
from coordination.prevention.social_alerts.rules.fences import FenceIndex
from coordination.prevention.social_alerts.rules.posts import MOST_ACCURACY_M, AlertPost
from coordination.prevention.social_alerts.rules.texts import fold_text, found_in
from coordination.prevention.social_alerts.vocabulary import AlertMatch, AlertRuleState
from coordination.prevention.social_alerts.work.fences import drawn_fences, index_of

# A shorter name of a site is a word that anybody writes.
MIN_NAME_CHARS = 5


@dataclass(frozen=True, slots=True)
class WatchedFence:
    """A fence of a desk and when it counts; `name` is its site's, folded."""

    fence_id: UUID
    name: str
    only_in_windows: bool
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class WatchingRule:
    """A rule that runs today."""

    rule_id: UUID
    words: tuple[str, ...]
    fence_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything by which a desk looks at posts."""

    rules: tuple[WatchingRule, ...]
    fences: tuple[WatchedFence, ...]
    index: FenceIndex


@dataclass(frozen=True, slots=True)
class Found:
    """That a rule found a post, around which fence, by what, and which of its words."""

    post: AlertPost
    rule_id: UUID
    fence_id: UUID
    match: AlertMatch
    words: tuple[str, ...]


def running_rules(desk: AlertDesk, at: datetime) -> list[AlertRule]:
    """Return the rules of a desk that run at an instant: approved, and not past their last day."""
    today = day_in(desk.district.time_zone, at)
    rows = desk.rules.filter(state=AlertRuleState.APPROVED.value, expires_on__gte=today)
    return list(rows.prefetch_related("fences").order_by("number"))


def watch_of(desk: AlertDesk, at: datetime) -> Watch:
    """Return what a desk looks for at an instant. Four queries."""
    rules = tuple(
        WatchingRule(one.pk, tuple(one.words), frozenset(fence.pk for fence in one.fences.all()))
        for one in running_rules(desk, at)
    )
    return Watch(rules, tuple(map(_watched_fence, drawn_fences(desk).prefetch_related("windows"))), index_of(desk))


def _watched_fence(fence: AlertFence) -> WatchedFence:
    windows = tuple(Window(one.starts_at, one.ends_at) for one in fence.windows.all())
    return WatchedFence(fence.pk, fold_text(fence.site.name), fence.only_in_windows, windows)


def found_by(watch: Watch, posts: Iterable[AlertPost]) -> Iterator[Found]:
    """Yield what the rules find, at most once for each rule and post."""
    for post in posts:
        text = fold_text(post.text)
        hits = {one.rule_id: found for one in watch.rules if (found := tuple(found_in(text, one.words)))}
        # Most posts say nothing that a rule looks for: where they were written is not even looked at.
        if not hits:
            continue
        here = _fences_of(watch, post, text)
        for rule in watch.rules:
            fence_id = next((one for one in here if one in rule.fence_ids), None)
            if rule.rule_id in hits and fence_id is not None:
                yield Found(post, rule.rule_id, fence_id, here[fence_id], hits[rule.rule_id])


def _fences_of(watch: Watch, post: AlertPost, text: str) -> dict[UUID, AlertMatch]:
    """Return the fences that a post belongs to and that count when it was written, the surest first."""
    around: set[UUID] = set()
    if post.point is not None and post.point.accuracy_m <= MOST_ACCURACY_M:
        around = set(watch.index.fences_around((post.point.lon, post.point.lat)))
    place, found = fold_text(post.place), []
    for one in watch.fences:
        match = _match_post(one, around, place, text)
        if match is not None and counts_at(post.posted_at, only_in_windows=one.only_in_windows, windows=one.windows):
            found.append((list(AlertMatch).index(match), one.fence_id, match))
    return {fence_id: match for _, fence_id, match in sorted(found, key=lambda one: one[0])}


def _match_post(fence: WatchedFence, around: set[UUID], place: str, text: str) -> AlertMatch | None:
    if fence.fence_id in around:
        return AlertMatch.POINT
    if len(fence.name) < MIN_NAME_CHARS:
        return None
    if place and found_in(place, [fence.name]):
        return AlertMatch.PLACE_TAG
    return AlertMatch.TEXT_MENTION if found_in(text, [fence.name]) else None
