"""What the team reads: the queue, a tip, a desk. Opening a tip is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coordination.prevention.tips.access import TipGrant
from coordination.prevention.tips.models import Tip, TipDesk, TipPhoto, TipRead, TipTeamMember, TipTraining
from coordination.prevention.tips.rules.machine import TIPS
from coordination.prevention.tips.vocabulary import (
    TipCategory,
    TipDisposition,
    TipPriority,
    TipState,
    TipStep,
    TrainingAudience,
)

MOST_LISTED = 200
OPEN = [one.value for one in TipState if one.is_open]
type Door = Literal["page", "api", "photo"]


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip in the queue: enough to choose the next one, without a word of the reporter's."""

    tip_id: UUID
    desk: str
    school: str
    received_at: datetime
    category: TipCategory
    is_now: bool
    priority: TipPriority
    state: TipState
    due_at: datetime
    is_waiting: bool
    is_life_threat: bool
    is_of_flood: bool
    waits_for_answer: bool
    time_zone: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of the dialogue; without an author it is the reporter's."""

    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ActView:
    """A step that was taken."""

    step: TipStep
    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A picture of a tip; its bytes have an address of their own."""

    photo_id: UUID
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class TipView:
    """A tip as a reader has it. `steps` are those that its state allows and the reader may take."""

    tip_id: UUID
    desk: str
    school: str
    received_at: datetime
    category: TipCategory
    is_now: bool
    text: str
    place_words: str
    people_words: str
    how_known: str
    language: str
    has_reporter: bool
    priority: TipPriority
    state: TipState
    due_at: datetime
    is_waiting: bool
    is_life_threat: bool
    to_police: bool
    decides: bool
    steps: list[TipStep]
    duplicate_of: UUID | None
    duplicates: list[UUID]
    disposition: TipDisposition | None
    incident_id: UUID | None
    messages: list[MessageView]
    acts: list[ActView]
    photos: list[PhotoView]
    time_zone: str


@dataclass(frozen=True, slots=True)
class TrainingView:
    """Whom a school taught, and when."""

    audience: TrainingAudience
    taught_on: date
    people: int


def list_queue(tips: QuerySet[Tip], *, is_open: bool, limit: int = MOST_LISTED) -> list[TipLine]:
    """Return tips: open ones by when they are due, those that threaten a life first; ended ones newest first."""
    rows = tips.filter(state__in=OPEN) if is_open else tips.exclude(state__in=OPEN)
    rows = rows.annotate(
        said=Count("messages", filter=Q(messages__author__isnull=True)),
        answered=Count("messages", filter=Q(messages__author__isnull=False)),
    )
    order = ("-is_life_threat", "due_at", "received_at") if is_open else ("-ended_at",)
    return [_tip_line(one) for one in rows.order_by(*order)[:limit]]


def _tip_line(tip: Tip) -> TipLine:
    state = TipState(tip.state)
    newest = tip.messages.order_by("-id").first() if getattr(tip, "said", 0) else None
    return TipLine(
        tip_id=tip.pk,
        desk=tip.desk.agency.name,
        school="" if tip.school is None else tip.school.name,
        received_at=tip.received_at,
        category=TipCategory(tip.category),
        is_now=tip.is_now,
        priority=TipPriority(tip.priority),
        state=state,
        due_at=tip.due_at,
        is_waiting=state.is_waiting,
        is_life_threat=tip.is_life_threat,
        is_of_flood=tip.is_of_flood,
        waits_for_answer=newest is not None and newest.author_id is None,
        time_zone=tip.desk.agency.time_zone,
    )


def open_tip_view(grant: TipGrant, *, user_id: int, at: datetime, door: Door) -> TipView:
    """Return a tip with everything of it, and write down that this person opened it."""
    tip = grant.tip
    note_read(tip, user_id=user_id, at=at, door=door)
    state = TipState(tip.state)
    allowed = TIPS.steps_from(state)
    return TipView(
        tip_id=tip.pk,
        desk=tip.desk.agency.name,
        school="" if tip.school is None else tip.school.name,
        received_at=tip.received_at,
        category=TipCategory(tip.category),
        is_now=tip.is_now,
        text=tip.text,
        place_words=tip.place_words,
        people_words=tip.people_words,
        how_known=tip.how_known,
        language=tip.language,
        has_reporter=tip.has_reporter,
        priority=TipPriority(tip.priority),
        state=state,
        due_at=tip.due_at,
        is_waiting=state.is_waiting,
        is_life_threat=tip.is_life_threat,
        to_police=tip.to_police,
        decides=grant.decides,
        steps=allowed if grant.decides else [one for one in allowed if one is TipStep.ACKNOWLEDGE],
        duplicate_of=tip.duplicate_of_id,
        duplicates=list(tip.duplicates.order_by("received_at").values_list("pk", flat=True)),
        disposition=TipDisposition(tip.disposition) if tip.disposition else None,
        incident_id=tip.incident_id,
        messages=[
            MessageView("" if one.author is None else one.author.shown_name(), one.text, one.at)
            for one in tip.messages.select_related("author").order_by("id")
        ],
        acts=[
            ActView(TipStep(one.step), one.by.shown_name(), one.at, one.words)
            for one in tip.acts.select_related("by").order_by("id")
        ],
        photos=[PhotoView(one.pk, one.width_px, one.height_px) for one in tip.photos.order_by("id")],
        time_zone=tip.desk.agency.time_zone,
    )


def note_read(tip: Tip, *, user_id: int, at: datetime, door: Door) -> None:
    """Write down who opened a tip, when, and by which door."""
    TipRead.objects.create(tip_id=tip.pk, desk_id=tip.desk_id, user_id=user_id, door=door, at=at)


def photo_of(tip: Tip, photo_id: UUID) -> TipPhoto | None:
    return tip.photos.filter(pk=photo_id).first()


def reads_of(tip: Tip) -> list[tuple[str, datetime]]:
    """Return who opened a tip, the newest first: a name and an instant."""
    rows = TipRead.objects.filter(tip_id=tip.pk).select_related("user").order_by("-at", "-id")[:50]
    return [(one.user.shown_name(), one.at) for one in rows]


def similar_open(tip: Tip, tips: QuerySet[Tip]) -> list[TipLine]:
    """Return open tips of the same desk that a tip may repeat, the newest first."""
    rows = tips.filter(desk=tip.desk, state__in=OPEN, duplicate_of__isnull=True).exclude(pk=tip.pk)
    same = rows.filter(Q(category=tip.category) | Q(school=tip.school))
    return [_tip_line(one) for one in same.order_by("-received_at")[:20]]


def team_members(desk: TipDesk) -> Sequence[TipTeamMember]:
    return list(desk.team.select_related("user").order_by("user__display_name", "id"))


def trainings_of(agency_id: UUID) -> list[TrainingView]:
    """Return whom a school or district taught, the newest first."""
    rows = TipTraining.objects.filter(agency_id=agency_id).order_by("-taught_on", "-id")[:50]
    return [TrainingView(TrainingAudience(one.audience), one.taught_on, one.people) for one in rows]
