"""The agreements of a room: who commands, on which channel, what may be shared, how fast; plain questions."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.people.capability import Person
from coordination.room.access import RoomGrant
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.models import LogEntry
from coordination.vocabulary import ResponderStatus
from mou.access.policy import Place
from mou.agreements.reading.cards import AgreementCard, cards_at
from mou.agreements.reading.gaps import AgreementGap, gaps_at
from mou.agreements.reading.plain_words import Answer, find_answers

# The first to arrive is among the first to say so; a log is never searched to its end for it.
STATUSES_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """From the opening to the first responder on scene; `target_minutes` is the shortest of what agreements say."""

    opened_at: datetime
    arrived_at: datetime | None
    target_minutes: float | None
    is_closed: bool

    def seconds(self, at: datetime) -> int:
        """Return how long it took, or has taken until now."""
        return max(0, int(((self.arrived_at or at) - self.opened_at).total_seconds()))


@dataclass(frozen=True, slots=True)
class QuotedAnswer:
    """A clause that may answer, and the agreement it stands in."""

    card: AgreementCard
    answer: Answer


@dataclass(frozen=True, slots=True)
class RoomAgreements:
    """What the reader may see of the agreements that hold here now."""

    cards: tuple[AgreementCard, ...]
    clock: ResponseClock
    gaps: tuple[AgreementGap, ...]


def agreements_of(grant: RoomGrant, at: datetime) -> RoomAgreements:
    """Return the agreements of a room: all to the site's own people, to partners those of their agencies.

    Of an incident at several sites, those of the site for which the reader is there.

    A reader who has not joined sees names without contacts: joining is recorded, looking from outside is not.
    """
    place, is_insider, mine = _asked_of(grant)
    cards = agreement_cards(grant, at)
    targets = [card.response.minutes for card in cards if card.response is not None]
    clock = ResponseClock(
        opened_at=grant.incident.opened_at,
        arrived_at=_first_arrival(grant),
        target_minutes=min(targets, default=None),
        is_closed=grant.incident.closed_at is not None,
    )
    # People in the room must know why a partner is missing; a reader outside learns of their own agency only.
    asked = None if is_insider or grant.participant is not None else mine
    return RoomAgreements(cards=tuple(cards), clock=clock, gaps=tuple(gaps_at(place, at, agency_ids=asked)))


def agreement_cards(grant: RoomGrant, at: datetime) -> list[AgreementCard]:
    """Return the agreements that were in force at an instant, as `agreements_of` does."""
    place, is_insider, mine = _asked_of(grant)
    return cards_at(place, at, agency_ids=None if is_insider else mine, with_contacts=grant.participant is not None)


def _asked_of(grant: RoomGrant) -> tuple[Place, bool, set[UUID]]:
    """Return the place whose agreements a reader reads, whether they are its own, and their agencies there."""
    site = site_of_rooms(grant, None)
    standings = grant.standings or [one.standing for one in grant.at_joined if one.site_id == site.pk]
    place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    return place, any(one.is_insider for one in standings), {one.member.agency_id for one in standings}


def answers_in(found: RoomAgreements, question: str) -> list[QuotedAnswer]:
    """Return the clauses that may answer a question, best first, over all agreements."""
    quoted = [QuotedAnswer(card, answer) for card in found.cards for answer in find_answers(question, card.passages)]
    return sorted(quoted, key=lambda one: -one.answer.score)[:5]


def _first_arrival(grant: RoomGrant) -> datetime | None:
    """Return when a responder first said to be on scene, in what the reader may read."""
    rows = LogEntry.objects.filter(
        room=grant.room,
        event_type="status_set",
        audience="everyone",
    ).order_by("seq")[:STATUSES_LOOKED_AT]
    for row in rows:
        content = json.loads(row.content)
        status = content["patch"][Person.state_key][content["by"]["participant_id"]].get("status")
        if status == ResponderStatus.ON_SCENE and content["by"]["agency_kind"] in RESPONDER_KINDS:
            return row.at
    return None
