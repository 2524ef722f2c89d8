"""The tables of reviews: each is the twin of a plot, and may be taken as CSV."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator

from coordination.drills.evaluation.words import seconds_text
from coordination.drills.improvement.vocabulary import ActionState
from coordination.reviews.rules.figures import AgencyYear
from coordination.reviews.vocabulary import IncidentMilestone, ReviewState, TargetStanding
from coordination.reviews.wire import ReviewActionLine
from coordination.reviews.words import minutes_words
from coordination.reviews.work.queries import AgencyResponse, MonthCount, ResponseShown, ReviewLine
from coordination.vocabulary import IncidentType
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop
from mou.foundation.tables.columns import Column, Table


def _seconds_words(value: int | None) -> str | None:
    return None if value is None else seconds_text(value)


def _target_words(value: float | None) -> str | None:
    return None if value is None else minutes_words(value)


def _worst_standing(line: ReviewLine) -> TargetStanding | None:
    order = (TargetStanding.MISSED, TargetStanding.NOT_MEASURED, TargetStanding.MET)
    found = {one.standing for one in line.responses}
    return next((one for one in order if one in found), None)


# Of an agency's own, where the reader keeps no more than that: what they did is what they look for.
def _first_of(line: ReviewLine, kept: int | None, own: Callable[[AgencyResponse], int | None]) -> str | None:
    found = [each for one in line.responses if (each := own(one)) is not None]
    return _seconds_words(kept if line.is_kept else min(found, default=None))


def _first_seen(line: ReviewLine) -> str | None:
    return _first_of(line, line.first_seen_s, lambda one: one.first_seen_s)


def _first_on_scene(line: ReviewLine) -> str | None:
    return _first_of(line, line.response_s, lambda one: one.on_scene_s)


def _unanswered_of(line: ReviewLine) -> int | None:
    return line.unanswered if line.is_kept else sum(one.unanswered for one in line.responses)


REVIEWS: Table[ReviewLine] = Table(
    name="reviews",
    caption=_("Real incidents"),
    empty=_("No real incident was closed at your sites, or with your agency. Exercises are never listed here."),
    searches=True,
    columns=(
        Column(
            "type",
            _("Incident"),
            lambda one: one.incident_type,
            link=lambda one: reverse("review", args=[one.incident_id]),
            sorts=True,
            filters=IncidentType,
            is_head=True,
        ),
        Column("site", _("Site"), lambda one: one.site, sorts=True),
        Column("opened", _("Opened"), lambda one: one.opened_at, sorts=True),
        Column("seen", _("Alert first seen after"), _first_seen, is_number=True),
        Column("on_scene", _("First on scene after"), _first_on_scene, is_number=True),
        Column("target", _("Promised response"), _worst_standing, filters=TargetStanding),
        Column("silent", _("Silent rooms"), lambda one: one.silent, is_number=True),
        Column("unanswered", _("Alerts not acknowledged"), _unanswered_of, is_number=True),
        Column("state", _("State"), lambda one: one.state, template="tables/_badge.html", filters=ReviewState),
    ),
)

# Rooms are the school's: who keeps no review has no column for them.
REVIEWS_OF_PARTNER = replace(REVIEWS, columns=tuple(one for one in REVIEWS.columns if one.name != "silent"))


# --- one review -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TimeRow:
    """A time of one incident with its words. `entry`: the page at which the log says it, while the log is there."""

    kind: IncidentMilestone
    seconds: int | None
    source: str
    seq: int | None
    entry: str


TIMES: Table[TimeRow] = Table(
    name="review-times",
    prefix="times",
    caption=_("Times"),
    columns=(
        Column("time", _("Until"), lambda one: one.kind, is_head=True),
        Column(
            "after",
            _("After"),
            lambda one: _seconds_words(one.seconds),
            template="reviews/cells/after.html",
            is_number=True,
            says_none=True,
        ),
        Column("seconds", _("Seconds"), lambda one: one.seconds, is_of_file=True),
        Column("source", _("Read from"), lambda one: one.source),
        Column("entry", _("Entry"), lambda one: one.seq, template="reviews/cells/entry.html", is_number=True),
    ),
)
_TARGET_OF_RESPONSE: Column[AgencyResponse] = Column(
    "target",
    _("Promised"),
    lambda one: _target_words(one.target_min),
    template="reviews/cells/target.html",
    says_none=True,
)
RESPONSES: Table[AgencyResponse] = Table(
    name="review-responses",
    prefix="responses",
    caption=_("Response and promise"),
    empty=_("No response time is promised: the school had no agreement in force at the opening."),
    columns=(
        Column("agency", _("Agency"), lambda one: one.agency, is_head=True),
        Column("told", _("Alerts"), lambda one: one.told, is_number=True),
        Column("seen", _("First seen after"), lambda one: _seconds_words(one.first_seen_s), is_number=True),
        Column("answer", _("First acknowledged after"), lambda one: _seconds_words(one.first_answer_s), is_number=True),
        Column("on_scene", _("First on scene after"), lambda one: _seconds_words(one.on_scene_s), is_number=True),
        Column("on_scene_s", _("Seconds until on scene"), lambda one: one.on_scene_s, is_of_file=True),
        _TARGET_OF_RESPONSE,
        Column("standing", _("Against the promise"), lambda one: one.standing, template="reviews/cells/standing.html"),
        Column("unanswered", _("Not acknowledged"), lambda one: one.unanswered, is_number=True),
    ),
)


ACTIONS: Table[ReviewActionLine] = Table(
    name="review-actions",
    prefix="actions",
    caption=_("Corrective actions"),
    empty=_("No corrective action was written yet."),
    tone=lambda line: "overdue" if line.is_overdue else "",
    columns=(
        Column(
            "action",
            _("Action"),
            lambda line: Truncator(line.words).chars(160),
            link=lambda line: reverse("review_action", args=[line.action_id]),
            is_head=True,
        ),
        Column("area", _("Area"), lambda line: line.area),
        Column("organization", _("Organization"), lambda line: line.agency),
        Column("owner", _("Who does it"), lambda line: line.owner),
        Column("state", _("State"), lambda line: line.state, template="tables/_badge.html", filters=ActionState),
        Column("due", _("Due"), lambda line: line.due_on),
    ),
)


# --- a year -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CountRow:
    """A name and how many."""

    name: str
    count: int


def month_words(month: date) -> str:
    """Return a month as people read it."""
    return date_format(month, "YEAR_MONTH_FORMAT")


YEAR_RESPONSES: Table[ResponseShown] = Table(
    name="year-responses",
    prefix="responses",
    caption=_("Each response"),
    empty=_("No agency was alerted or came in this year."),
    searches=True,
    columns=(
        Column("on", _("Day"), lambda one: one.on, sorts=True, is_head=True),
        Column("site", _("Site"), lambda one: one.site, sorts=True),
        Column("agency", _("Agency"), lambda one: one.agency, sorts=True),
        Column("on_scene", _("First on scene after"), lambda one: _seconds_words(one.response_s), is_number=True),
        Column("seconds", _("Seconds until on scene"), lambda one: one.response_s, is_of_file=True),
        Column("target", _("Promised"), lambda one: _target_words(one.target_min)),
        Column(
            "standing",
            _("Against the promise"),
            lambda one: one.standing,
            template="reviews/cells/standing.html",
            filters=TargetStanding,
        ),
    ),
)
YEAR_AGENCIES: Table[AgencyYear] = Table(
    name="year-agencies",
    prefix="agencies",
    caption=_("Agencies and what they promised"),
    empty=_("No agreement was in force in any incident of this year."),
    columns=(
        Column("agency", _("Agency"), lambda one: one.agency, is_head=True),
        Column("incidents", _("Real incidents"), lambda one: one.incidents, is_number=True),
        Column("median", _("Median until on scene"), lambda one: _seconds_words(one.median_s), is_number=True),
        Column(
            "targets",
            _("Promised"),
            lambda one: " · ".join(minutes_words(each) for each in one.targets_min) or None,
            template="reviews/cells/target.html",
            says_none=True,
        ),
        Column("met", pgettext_noop("target", "Within the target"), lambda one: one.met, is_number=True),
        Column("missed", pgettext_noop("target", "Later than the target"), lambda one: one.missed, is_number=True),
        Column("unmeasured", _("No one on scene by the log"), lambda one: one.not_measured, is_number=True),
        Column("unanswered", _("Alerts not acknowledged"), lambda one: one.unanswered, is_number=True),
    ),
)
YEAR_TYPES: Table[CountRow] = Table(
    name="year-types",
    prefix="types",
    caption=_("Real incidents by type"),
    empty=_("No real incident was closed in this year."),
    columns=(
        Column("type", _("Type"), lambda one: one.name, is_head=True),
        Column("incidents", _("Real incidents"), lambda one: one.count, is_number=True),
    ),
)
YEAR_MONTHS: Table[MonthCount] = Table(
    name="year-months",
    prefix="months",
    caption=_("Real incidents by month"),
    columns=(
        Column("month", _("Month"), lambda one: month_words(one.month), is_head=True),
        Column("incidents", _("Real incidents"), lambda one: one.incidents, is_number=True),
    ),
)
YEAR_WAYS: Table[CountRow] = Table(
    name="year-ways",
    prefix="ways",
    caption=_("Alerts not acknowledged, by the way they were tried"),
    empty=_("Each alert that asked for an answer has one."),
    columns=(
        Column("way", _("Sent by"), lambda one: one.name, is_head=True),
        Column("alerts", _("Alerts not acknowledged"), lambda one: one.count, is_number=True),
    ),
)
