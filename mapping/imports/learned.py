"""Remember what fields and words of files mean to a district, apply it to the next file, and forget it when asked."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mapping.access import site_for
from mapping.errors import LearnedWordNotFound
from mapping.geometry.floor_words import PLAIN_NUMBER, own_key
from mapping.imports.readers.field_mapping import NAMES, FieldMapping, mapping_from_json
from mapping.models import LearnedWord, Site
from mapping.vocabulary import SiteNeed

TABLES = ("layers", "kinds", "categories")
LEVELS = "levels"
MAX_WORD_CHARS = 200
# More words than all files of a district hold; a flood of them would slow each import.
MAX_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Learned:
    """What a word means: of `layers`, `kinds` and `categories` the meaning, of `levels` the floor's name, of a field
    (`number`, `name` …) that the property of this name says it."""

    id: int
    table: str
    word: str
    meaning: str


def learned_of(site: Site) -> list[Learned]:
    """Return what the site's district said before, in the order in which a page lists it. One query."""
    found = [
        Learned(one.pk, one.table, one.word, _shown_meaning(one))
        for one in LearnedWord.objects.filter(district_id=site.district_id)[:MAX_WORDS]
    ]
    return sorted(found, key=lambda one: (one.table, one.word.casefold()))


def _shown_meaning(one: LearnedWord) -> str:
    return str(json.loads(one.meaning)["name"]) if one.table == LEVELS else one.meaning


def with_learned(site: Site, mapping: str) -> str:
    """Return a field mapping with what the site's district said before, where the mapping says nothing. One query.

    Raises: BadFile: bad_mapping.
    """
    told = mapping_from_json(mapping)
    rows = list(LearnedWord.objects.filter(district_id=site.district_id)[:MAX_WORDS])
    if not rows:
        return mapping
    whole: dict[str, object] = json.loads(mapping) if mapping.strip() else {}
    for table in TABLES:
        found = {one.word: one.meaning for one in rows if one.table == table}
        whole[table] = {**found, **getattr(told, table)}
    floors = {one.word: json.loads(one.meaning) for one in rows if one.table == LEVELS}
    said = whole.get(LEVELS, {})
    whole[LEVELS] = {**floors, **(said if isinstance(said, dict) else {})}
    whole["usual"] = {what: [one.word for one in rows if one.table == what] for what in NAMES}
    return json.dumps(whole)


def learn_words(district_id: UUID, mapping: str) -> None:
    """Remember what a mapping says of fields and words; called inside the caller's transaction."""
    rows = [
        LearnedWord(district_id=district_id, table=table, word=word, meaning=meaning)
        for table, word, meaning in _told_words(mapping_from_json(mapping))
        if len(word) <= MAX_WORD_CHARS
    ]
    others = LearnedWord.objects.filter(~Q(word__in=[one.word for one in rows]), district_id=district_id)
    room = MAX_WORDS - others.count()
    LearnedWord.objects.bulk_create(
        rows[: max(room, 0)],
        update_conflicts=True,
        unique_fields=["district", "table", "word"],
        update_fields=["meaning"],
    )


def _told_words(told: FieldMapping) -> Iterator[tuple[str, str, str]]:
    for table in TABLES:
        for word, meaning in getattr(told, table).items():
            yield table, word, meaning
    for what in NAMES:
        for word in getattr(told, what):
            yield what, word, what
    for word, floor in told.levels.items():
        # "1" is another floor in the next building; only what says no floor by itself is learned.
        if not own_key(word) and PLAIN_NUMBER.fullmatch(word) is None:
            meaning = {"ordinal": str(floor.ordinal), "short_name": floor.short_name, "name": floor.name}
            yield LEVELS, word, json.dumps(meaning)


def forget_word(*, actor_id: int, site_id: UUID, word_id: int, at: datetime) -> None:
    """Forget what one word means to a site's district. One durable transaction.

    Raises: SiteNotFound, NotAllowed, LearnedWordNotFound.
    """
    with transaction.atomic(durable=True):
        site = site_for(user_id=actor_id, site_id=site_id, need=SiteNeed.EDIT, at=at)
        gone, _ = LearnedWord.objects.filter(pk=word_id, district_id=site.district_id).delete()
        if not gone:
            raise LearnedWordNotFound


def learned_among(learned: Collection[Learned], words: Collection[tuple[str, str]]) -> list[Learned]:
    """Return what was learned of these words of a file, each with its table; fields are told apart by no case."""
    plain = {(table, word.lower() if table in NAMES else word) for table, word in words}
    return [one for one in learned if (one.table, one.word.lower() if one.table in NAMES else one.word) in plain]
