"""Choose the protocol of a district, and its words."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.incident.protocols.access import district_to_choose_for
from coordination.incident.protocols.errors import (
    ProtocolChangedMeanwhile,
    ProtocolWithoutWords,
    SmallChildrenToldToFight,
)
from coordination.incident.protocols.models import ProtocolEdition
from coordination.incident.protocols.queries import stored_from_words
from coordination.incident.protocols.rules import SMALL_CHILDREN, WordsFor, has_fighting_words, library_words
from coordination.incident.protocols.vocabulary import Protocol
from coordination.incident.protocols.wire import ProtocolChosenIn
from mou.administrative_acts import administrative_act


@administrative_act(
    who="administrators of the district",
    told="no one",
    recorded="rules_changed, and the edition with who made it and when",
    needs_recent_sign_in=False,
    because="it changes words for later actions, each edition is kept, and the one before is one tap away",
)
def choose_protocol(*, user_id: int, agency_id: UUID, given: ProtocolChosenIn, at: datetime) -> int:
    """Store a new edition of a district's protocol and return its version.

    Raises: ProtocolNotFound, ProtocolNotYours, ProtocolChangedMeanwhile, ProtocolWithoutWords,
        SmallChildrenToldToFight.
    """
    if not given.words and given.protocol is Protocol.OWN:
        raise ProtocolWithoutWords(pointer="/words")
    for_small = [one for one in given.words if one.audience in SMALL_CHILDREN]
    if any(has_fighting_words(f"{one.words} {one.words_es}") for one in for_small):
        raise SmallChildrenToldToFight(pointer="/words")
    own = {one.audience: WordsFor(one.words, one.words_es) for one in given.words}
    with transaction.atomic(durable=True):
        district = district_to_choose_for(user_id=user_id, agency_id=agency_id, at=at)
        last = ProtocolEdition.objects.filter(district=district).order_by("-number").first()
        before = 0 if last is None else last.number
        if before != given.drawn_from:
            raise ProtocolChangedMeanwhile
        edition = ProtocolEdition.objects.create(
            district=district,
            number=before + 1,
            protocol=given.protocol.value,
            words=stored_from_words(own or library_words()[given.protocol]),
            made_by_id=user_id,
            made_at=at,
        )
        return edition.number
