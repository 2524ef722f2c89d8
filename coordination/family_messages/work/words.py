"""The words of a district by kind and language: read, and changed edition by edition."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from coordination.family_messages.access import words_to_change
from coordination.family_messages.errors import FamilyWordsChanged, FamilyWordsRefused
from coordination.family_messages.models import FamilySettings, FamilyWords
from coordination.family_messages.rules.given import FamilySettingsIn, FamilyWordsIn
from coordination.family_messages.rules.library import proposed_words
from coordination.family_messages.rules.texts import is_well_braced
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from mou.administrative_acts import administrative_act


@dataclass(frozen=True, slots=True)
class WordsNow:
    """The words of one kind in one language. `number`: the district's edition; 0: the product proposes them."""

    kind: FamilyMessageKind
    language: str
    text: str
    number: int


def words_of(district_id: UUID) -> dict[FamilyMessageKind, dict[str, WordsNow]]:
    """Return all words of a district, by kind and language; the proposed ones where it has none. One query."""
    found: dict[FamilyMessageKind, dict[str, WordsNow]] = defaultdict(dict)
    for kind, by_language in proposed_words().items():
        for language, text in by_language.items():
            found[kind][language] = WordsNow(kind, language, text, 0)
    for row in FamilyWords.objects.filter(district=district_id).order_by("number"):
        kind = FamilyMessageKind(row.kind)
        found[kind][row.language] = WordsNow(kind, row.language, row.text, row.number)
    return dict(found)


def texts_of(district_id: UUID, kind: FamilyMessageKind) -> Mapping[str, str]:
    """Return the words of one kind, by language."""
    return {language: one.text for language, one in words_of(district_id)[kind].items()}


@administrative_act(
    who="administrators of the district",
    told="no one",
    recorded="rules_changed, and the edition with who made it and when",
    needs_recent_sign_in=False,
    because="it changes words of later messages, each edition is kept, and two people read them before they go out",
)
def change_words(*, user_id: int, agency_id: UUID, given: FamilyWordsIn, at: datetime) -> int:
    """Store a new edition of a district's words for a kind and a language; return its number.

    Raises: FamilyWordsNotFound, FamilyWordsNotYours, FamilyWordsRefused, FamilyWordsChanged.
    """
    if not is_well_braced(given.text):
        raise FamilyWordsRefused(pointer="/text")
    with transaction.atomic(durable=True):
        district = words_to_change(user_id=user_id, agency_id=agency_id, at=at)
        rows = FamilyWords.objects.filter(district=district, kind=given.kind.value, language=given.language)
        last = rows.order_by("-number").first()
        before = 0 if last is None else last.number
        if before != given.drawn_from:
            raise FamilyWordsChanged
        row = FamilyWords.objects.create(
            district=district,
            kind=given.kind.value,
            language=given.language,
            number=before + 1,
            text=given.text,
            made_by_id=user_id,
            made_at=at,
        )
        return row.number


def settings_of(district_id: UUID) -> FamilySettings:
    """Return when a district's families are not disturbed; the proposed hours where it chose none."""
    return FamilySettings.objects.filter(pk=district_id).first() or FamilySettings(district_id=district_id)


@administrative_act(
    who="administrators of the district",
    told="no one",
    recorded="rules_changed",
    needs_recent_sign_in=False,
    because="it delays notices of drills by hours, and nothing urgent",
)
def change_settings(*, user_id: int, agency_id: UUID, given: FamilySettingsIn, at: datetime) -> None:
    """Store a district's quiet hours. Raises: FamilyWordsNotFound, FamilyWordsNotYours."""
    with transaction.atomic(durable=True):
        district = words_to_change(user_id=user_id, agency_id=agency_id, at=at)
        hours = {
            "quiet_from": time.fromisoformat(given.quiet_from),
            "quiet_until": time.fromisoformat(given.quiet_until),
        }
        FamilySettings.objects.update_or_create(district=district, defaults=hours)
