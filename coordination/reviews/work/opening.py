"""Open the review of each real incident after its closing: read its log and ledger once, and keep the figures.

A chore does it within a minute, and the pages of reviews at once for what their reader is to see. Nothing in a room
waits for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coordination.drills.evaluation.rules.log_facts import LoggedEntry, first_press
from coordination.drills.evaluation.work.times import logged_entry
from coordination.incident.accountability.rooms import rooms_to_account_for
from coordination.incident.follow_ups.capability import FollowUp
from coordination.reviews.access import kept_sites, led_partners
from coordination.reviews.models import IncidentReview, ReviewFollowUp, ReviewPart
from coordination.reviews.rules.figures import FIGURES, Figures
from coordination.reviews.rules.times import (
    IncidentTimes,
    Told,
    alert_numbers,
    first_arrival,
    seconds_between,
    times_from,
)
from coordination.reviews.work.keeping import KEPT_DAYS
from coordination.room.alerting.recipients import keys_of_room, source_key_of
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.models import Incident, Participant, Room, RoomObject
from coordination.room.reading.log_reading import read_contents
from coordination.vocabulary import Audience, IncidentStatus
from mapping.models import Site
from mou.access.fetch import members_who_count
from mou.access.policy import Place
from mou.agreements.reading.cards import AgreementCard, cards_at
from mou.foundation.chore_signs import due_while
from mou.vocabulary import AgencyKind
from push.models import Notification, Recipient

MOST_AT_ONCE = 25
# What responders say among themselves stays in the room: a review names the entry, not its words.
READ_BY_KEEPERS = frozenset({Audience.EVERYONE.value, Audience.SCHOOL.value, Audience.COMMAND.value})
# Who takes calls is not on scene.
ON_SCENE_KINDS = frozenset(one.value for one in RESPONDER_KINDS if one is not AgencyKind.DISPATCH)


@due_while(lambda at: [without_review(Incident.objects.all(), at)])
def open_reviews(at: datetime) -> int:
    """Open the reviews of real incidents that were closed, the newest first; return how many. Durable each."""
    return _open_each(without_review(Incident.objects.all(), at), at)


def open_due(user_id: int, at: datetime) -> int:
    """Do the same for the sites that a reader keeps or for which they respond: who looks right after a closing sees it.

    Durable each. One query where nothing is due.
    """
    sites = Site.objects.filter(pk__in=kept_sites(user_id, at).values("pk"))
    agencies = led_partners(user_id, at).order_by().values("pk")
    responds = Participant.objects.filter(room__incident=OuterRef("pk"), agency_id__in=agencies)
    return _open_each(without_review(Incident.objects.filter(Q(site__in=sites) | Exists(responds)), at), at)


def without_review(incidents: QuerySet[Incident], at: datetime) -> QuerySet[Incident]:
    """Return the closed real incidents whose figures are not kept: never an exercise, and no incident that is open.

    One so old that its review was deleted gets no second one.
    """
    kept = IncidentReview.objects.filter(incident_id=OuterRef("pk"), closed_at=OuterRef("closed_at"))
    closed = incidents.filter(
        is_exercise=False, status=IncidentStatus.CLOSED.value, closed_at__gt=at - timedelta(days=KEPT_DAYS)
    )
    return closed.filter(~Exists(kept)).order_by(F("closed_at").desc(), "pk")


def _open_each(incidents: QuerySet[Incident], at: datetime) -> int:
    ids = list(incidents.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(open_review(incident_id, at) for incident_id in ids)


def open_review(incident_id: UUID, at: datetime) -> int:
    """Compute and keep the figures of one closed incident; return 1, or 0 where another process did. Durable.

    Locks nothing of the room: its log is only read, up to the head that it has now.
    """
    with transaction.atomic(durable=True):
        room = Room.objects.select_related("incident__site").filter(incident_id=incident_id).first()
        if room is None or room.incident.closed_at is None or room.incident.is_exercise:
            return 0
        if IncidentReview.objects.filter(pk=incident_id, closed_at=room.incident.closed_at).exists():
            return 0
        review = _keep_figures(room, at)
        _keep_follow_ups(review, room)
    return 1


def _keep_figures(room: Room, at: datetime) -> IncidentReview:
    incident = room.incident
    assert incident.closed_at is not None
    contents = read_contents(room, audiences=list(Audience), up_to=room.head_seq)
    entries = [logged_entry(one) for one in contents]
    told = _read_told(room, incident.opened_at)
    first_alert = told.get(_key_of_start(room, entries)) or _first_that_told(room, told)
    site = incident.site_if_there()
    rooms = (
        frozenset(str(pk) for pk in rooms_to_account_for(site).values_list("pk", flat=True)) if site else frozenset()
    )
    times = times_from(
        entries,
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        told=first_alert,
        responders=ON_SCENE_KINDS,
        rooms=rooms,
    )
    first = min(times.arrivals, key=lambda one: one.at, default=None)
    everyone = [one for each in told.values() for one in each]
    figures = Figures(
        from_press=times.from_press,
        start_seq=times.start.seq,
        milestones=list(times.milestones),
        response_s=None if first is None else seconds_between(incident.opened_at, first.at),
        rooms=len(rooms),
        silent=None if times.silent is None or not rooms else sorted(times.silent),
        alerts=alert_numbers(everyone),
        entries=room.head_seq,
    )
    review, _made = IncidentReview.objects.update_or_create(
        incident_id=incident.pk,
        defaults={
            "room_id": room.pk,
            "site": incident.site,
            "incident_type": incident.incident_type,
            "opened_at": incident.opened_at,
            "closed_at": incident.closed_at,
            "made_at": at,
            "figures": FIGURES.dump_python(figures, mode="json"),
        },
    )
    _keep_parts(review, room, times, first_alert, everyone)
    return review


# --- the ledger -------------------------------------------------------------------------------------------------------
def _read_told(room: Room, opened_at: datetime) -> dict[str, list[Told]]:
    """Return who was told of which entry, without leaders who hear of silence only. Three queries."""
    prefix = keys_of_room(room.pk)
    rows = list(Recipient.objects.filter(source_key__startswith=prefix, is_supervisor=False))
    agencies: dict[int, set[UUID]] = defaultdict(set)
    people = {one.user_id for one in rows}
    for user_id, agency_id in members_who_count(opened_at).filter(user_id__in=people).values_list("user", "agency"):
        agencies[user_id].add(agency_id)
    seen: dict[int, list[datetime]] = defaultdict(list)
    ways: dict[int, set[str]] = defaultdict(set)
    columns = ("recipient_id", "device__kind", "opened_at", "acknowledged_at")
    for recipient_id, kind, *instants in Notification.objects.filter(room_id=room.pk).values_list(*columns):
        ways[recipient_id].add(kind)
        seen[recipient_id] += [one for one in instants if one is not None]
    found: dict[str, list[Told]] = defaultdict(list)
    for one in rows:
        instants = [*seen[one.pk], *([one.acknowledged_at] if one.acknowledged_at else [])]
        found[one.source_key].append(
            Told(
                agency_ids=frozenset(agencies[one.user_id]),
                seen_at=min(instants, default=None),
                answered_at=one.acknowledged_at,
                demands_answer=one.demands_acknowledgement,
                ways=frozenset(ways[one.pk]),
            )
        )
    return found


def _key_of_start(room: Room, entries: Sequence[LoggedEntry]) -> str:
    press = first_press(entries)
    return source_key_of(room.pk, press.seq) if press is not None and press.seq is not None else ""


def _first_that_told(room: Room, told: dict[str, list[Told]]) -> list[Told]:
    """Return the alert of the earliest entry that told anyone."""
    prefix = len(keys_of_room(room.pk))
    numbered = {int(key[prefix:]): one for key, one in told.items() if key[prefix:].isdigit()}
    return numbered[min(numbered)] if numbered else []


# --- agreements -------------------------------------------------------------------------------------------------------
def _keep_parts(
    review: IncidentReview, room: Room, times: IncidentTimes, first_alert: Sequence[Told], everyone: Sequence[Told]
) -> None:
    incident = room.incident
    site = incident.site
    place = Place(site.district_id, site.school_id, site.pk)
    cards = cards_at(place, incident.opened_at, agency_ids=None, with_contacts=False)
    # No hold is asked: the same rows are computed again in the same transaction.
    review.parts.all().delete()
    ReviewPart.objects.bulk_create(
        _part_of(review, card, times, first_alert, everyone) for card in _one_per_agency(cards)
    )


def _one_per_agency(cards: Iterable[AgreementCard]) -> list[AgreementCard]:
    """Return one agreement of each agency: where several are in force, the one with the shortest target."""
    found: dict[UUID, AgreementCard] = {}
    for one in cards:
        known = found.get(one.agency_id)
        if known is None or _target_of(one) < _target_of(known):
            found[one.agency_id] = one
    return list(found.values())


def _target_of(card: AgreementCard) -> float:
    return card.response.minutes if card.response is not None else float("inf")


def _part_of(
    review: IncidentReview,
    card: AgreementCard,
    times: IncidentTimes,
    first_alert: Sequence[Told],
    everyone: Sequence[Told],
) -> ReviewPart:
    arrival = first_arrival(times.arrivals, agency_id=card.agency_id, agency=card.agency)
    mine = [one for one in first_alert if card.agency_id in one.agency_ids]
    own = [one for one in everyone if card.agency_id in one.agency_ids]
    numbers = alert_numbers(own)
    instants = {
        "first_seen": min((one.seen_at for one in mine if one.seen_at), default=None),
        "first_answer": min((one.answered_at for one in mine if one.answered_at), default=None),
        "on_scene": arrival.at if arrival else None,
    }
    return ReviewPart(
        review=review,
        agency_id=card.agency_id,
        memorandum_id=card.memorandum_id,
        version_number=card.number,
        target_min=card.response.minutes if card.response else None,
        target_words=card.response.priority if card.response else "",
        seconds={key: seconds_between(review.opened_at, at) for key, at in instants.items() if at is not None},
        told=len(own),
        asked=numbers.told or 0,
        unanswered=numbers.unanswered,
    )


# --- what needs follow-up ---------------------------------------------------------------------------------------------
def _keep_follow_ups(review: IncidentReview, room: Room) -> None:
    """Take over what was marked in the room; what the review has settled already stays as it is."""
    rows = RoomObject.objects.filter(room=room, state_key=FollowUp.state_key, value__isnull=False)
    for row in rows:
        assert row.value is not None
        mark = FollowUp.model_validate_json(row.value)
        is_readable = row.audience in READ_BY_KEEPERS
        defaults = {
            "words": (mark.words or "") if is_readable else "",
            "marked_at": mark.marked_at,
            "settled_at": mark.settled_at,
            "outcome": (mark.outcome or "") if is_readable else "",
        }
        known = ReviewFollowUp.objects.filter(review=review, seq=int(row.object_id)).first()
        if known is None:
            ReviewFollowUp.objects.create(review=review, seq=int(row.object_id), **defaults)
        elif known.settled_by_id is None and known.marked_by_id is None:
            ReviewFollowUp.objects.filter(pk=known.pk).update(**defaults)
