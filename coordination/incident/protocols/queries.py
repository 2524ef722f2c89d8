"""Read which protocol a district has, and what it tells whom. Access was asked before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from coordination.incident.protocols.models import ProtocolEdition
from coordination.incident.protocols.rules import PROPOSED, ProtocolWords, WordsFor, library_words
from coordination.incident.protocols.vocabulary import Protocol, ProtocolAudience

type StoredWords = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class ProtocolNow:
    """A district's protocol. `version`: the number of its edition; 0: the product proposes it."""

    protocol: Protocol
    version: int
    words: ProtocolWords
    made_by: str
    made_at: datetime | None


def protocol_of(district_id: UUID, at: datetime) -> ProtocolNow:
    """Return the protocol that a district had at an instant; the proposed one where it had chosen none. One query."""
    rows = ProtocolEdition.objects.filter(district=district_id, made_at__lte=at).select_related("made_by")
    edition = rows.order_by("-number").first()
    if edition is None:
        return ProtocolNow(PROPOSED, 0, library_words()[PROPOSED], "", None)
    words = words_from_stored(edition.words)
    return ProtocolNow(Protocol(edition.protocol), edition.number, words, edition.made_by.shown_name(), edition.made_at)


def words_from_stored(stored: StoredWords) -> ProtocolWords:
    """Return words as the rules read them."""
    return {ProtocolAudience(name): WordsFor(*both) for name, both in stored.items()}


def stored_from_words(words: ProtocolWords) -> dict[str, list[str]]:
    """Return words as they are stored."""
    return {audience.value: [one.words, one.words_es] for audience, one in words.items()}


def edition_of_start(district: str, started_at: str) -> Subquery:
    """Return, for rows with these columns, the stored words that held then: no query of its own."""
    rows: QuerySet[ProtocolEdition] = ProtocolEdition.objects.filter(
        district=OuterRef(district), made_at__lte=OuterRef(started_at)
    )
    return Subquery(rows.order_by("-number").values("words")[:1])


def adult_words(stored: StoredWords | None) -> str:
    """Return what adults do, in the active language, from what `edition_of_start` found."""
    words = library_words()[PROPOSED] if stored is None else words_from_stored(stored)
    return words[ProtocolAudience.ADULTS].words_in(get_language() or "")
