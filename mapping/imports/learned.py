"""Remember what words of files mean to a district, and apply it to the next file."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from mapping.imports.readers.field_mapping import mapping_from_json
from mapping.models import LearnedWord, Site

TABLES = ("layers", "kinds", "categories")
MAX_WORD_CHARS = 200
# More words than all files of a district hold; a flood of them would slow each import.
MAX_WORDS = 2_000


def with_learned(site: Site, mapping: str) -> str:
    """Return a field mapping with what the site's district said before, where the mapping says nothing. One query.

    Raises: BadFile: bad_mapping.
    """
    told = mapping_from_json(mapping)
    found: dict[str, dict[str, str]] = {}
    rows = LearnedWord.objects.filter(district_id=site.district_id).values_list("table", "word", "meaning")[:MAX_WORDS]
    for table, word, meaning in rows:
        found.setdefault(table, {})[word] = meaning
    if not found:
        return mapping
    whole: dict[str, object] = json.loads(mapping) if mapping.strip() else {}
    for table in TABLES:
        said: Mapping[str, str] = getattr(told, table)
        if table in found:
            whole[table] = {**found[table], **said}
    return json.dumps(whole)


def learn_words(district_id: UUID, mapping: str) -> None:
    """Remember what a mapping says of words; called inside the caller's transaction."""
    told = mapping_from_json(mapping)
    rows = [
        LearnedWord(district_id=district_id, table=table, word=word, meaning=meaning)
        for table in TABLES
        for word, meaning in getattr(told, table).items()
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
