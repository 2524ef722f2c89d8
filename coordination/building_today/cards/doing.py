"""What who has a card does: press, report their room, read what holds at the school now; at the tablet, check in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from coordination.building_today.cards.devices import HeldCard, account_of, check_pace, name_in_log
from coordination.building_today.errors import NoOpenIncident
from coordination.building_today.models import DayCard, Visitor
from coordination.building_today.vocabulary import DayCardKind
from coordination.building_today.wire import CardPressIn, CardReportIn, VisitorIn
from coordination.incident.accountability.capability import ReportRoom
from coordination.incident.panic.capability import RaisePanic
from coordination.incident.panic.models import PanicPress
from coordination.incident.people.capability import JoinRoom
from coordination.incident.response_actions.hiding import SILENT_ALARM
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.words import directive_words, duty_words
from coordination.room.access import Asker, incidents_for
from coordination.room.dispatch import Accepted, execute
from coordination.room.models import Incident, JoinedSite, Participant
from coordination.vocabulary import IncidentStatus, RoomLead, SafetyStrategy

OPEN = [one.value for one in IncidentStatus if one.is_open]
UNKNOWN_ROOM = "Not said"
PRESS_IS_NEWS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class HoldsNow:
    """What holds at the school: an exercise says so. No name; `scope`: of which part, empty where it is the whole."""

    kind: str
    is_exercise: bool
    directive: str
    duty: str
    scope: str


def press_by_card(held: HeldCard, given: CardPressIn, at: datetime) -> Accepted:
    """Call for help, as every press does: durable, and told at once.

    In an exercise only while one is played: a card begins none. Raises: NoOpenIncident; as execute() of dispatch.
    """
    card = held.card
    if given.is_exercise and not open_incidents_at(card, at).filter(is_exercise=True).exists():
        raise NoOpenIncident
    command = RaisePanic(
        id=uuid5(card.pk, str(given.press_id)),
        type="raise_panic",
        site_id=card.site_id,
        is_exercise=given.is_exercise,
        kind=given.kind,
        space_id=card.space_id,
        # Also in the alert: a substitute knows neither the exits nor the names.
        note=name_in_log(card),
    )
    return execute(asker=Asker(user_id=account_of(card), at=at), room_id=None, command=command)


def report_by_card(held: HeldCard, given: CardReportIn, at: datetime) -> Accepted:
    """Report the room of a card in what is open at its site, real or played as the page said; enters it first. Durable.

    Raises: NoOpenIncident, TooOften; as coordination.room.dispatch.execute().
    """
    card = held.card
    asker = Asker(user_id=account_of(card), at=at)
    with transaction.atomic(durable=True):
        check_pace(held.device_id, at)
    incident = open_incidents_at(card, at).filter(is_exercise=given.is_exercise).first()
    if incident is None:
        raise NoOpenIncident
    room_id = incident.room.pk
    if not Participant.objects.filter(room_id=room_id, user_id=asker.user_id, left_at__isnull=True).exists():
        execute(asker=asker, room_id=room_id, command=JoinRoom(id=uuid4(), type="join_room"))
    command = ReportRoom(
        id=uuid5(card.pk, str(given.report_id)),
        type="report_room",
        site_id=card.site_id,
        space_id=card.space_id,
        room=(card.place or UNKNOWN_ROOM) if card.space_id is None else None,
        led_by=RoomLead.SUBSTITUTE if card.kind == DayCardKind.SUBSTITUTE.value else None,
        **given.model_dump(exclude={"report_id", "is_exercise", "note"}),
        note=given.note or None,
    )
    return execute(asker=asker, room_id=room_id, command=command)


def check_in_by_card(held: HeldCard, given: VisitorIn, at: datetime) -> None:
    """Enter a visitor who typed it at the tablet. Durable. Raises: TooOften."""
    with transaction.atomic(durable=True):
        check_pace(held.device_id, at)
        Visitor.objects.create(site_id=held.card.site_id, **given.model_dump(), came_at=at)


def open_incidents_at(card: DayCard, at: datetime) -> QuerySet[Incident]:
    """Return the open incidents at a card's site of which they know, real ones before exercises, then the newest.

    Also one of another site that theirs has joined. They know where an action was called, and where they pressed
    themselves; of no silent alarm.
    """
    user_id = account_of(card)
    known = Q(room__in=_actions_at(card).values("room_id")) | Q(room__participants__user_id=user_id)
    joined = JoinedSite.objects.filter(site_id=card.site_id, left_at__isnull=True).values("incident_id")
    here = Q(site_id=card.site_id, place__isnull=True) | Q(pk__in=joined)
    found = incidents_for(user_id, at).filter(known, here, status__in=OPEN)
    return found.order_by("is_exercise", "-opened_at")


def has_pressed_lately(card: DayCard, at: datetime) -> bool:
    """Tell whether a card has pressed in the last minutes: an address that is opened later does not say so."""
    since = at - PRESS_IS_NEWS
    return PanicPress.objects.filter(pressed_by__user_id=account_of(card), pressed_at__gte=since).exists()


def holds_now(card: DayCard) -> list[HoldsNow]:
    """Return what holds at a card's site now, the real first, in the language that is active. One query."""
    return [_say_action(one, card.site.name) for one in _actions_at(card).order_by("is_exercise", "-started_at")]


def _actions_at(card: DayCard) -> QuerySet[ActionInForce]:
    rows = ActionInForce.objects.filter(site_id=card.site_id, ended_at__isnull=True)
    return rows.exclude(kind=SILENT_ALARM)


def _say_action(one: ActionInForce, site: str) -> HoldsNow:
    strategy = SafetyStrategy.labels().get(one.strategy, one.strategy)
    directive = directive_words()[f"directive.{one.kind}"].format(where=one.destination or strategy)
    mark = f"{_('EXERCISE')} · " if one.is_exercise else ""
    return HoldsNow(
        one.kind,
        is_exercise=one.is_exercise,
        directive=mark + directive,
        duty=duty_words()[f"do_now.school.{one.kind}"],
        # Who is elsewhere in the building must not take it for theirs.
        scope="" if one.scope == site else one.scope,
    )
