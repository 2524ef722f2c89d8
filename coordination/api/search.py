"""Search what one may read, in one room or in all that one is in; and whom an entry has reached."""

import json
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from coordination.api.problems import BadField
from coordination.incident.lifecycle.queries import IncidentView, incident_views
from coordination.incident.sites.by_school import search_at_school
from coordination.room.answers import FoundOut
from coordination.room.entrance import readers_for, search_everywhere_for, search_for
from coordination.room.reading.read_marks import Readers
from coordination.room.text_search.search import MAX_FOUND, MAX_WORDS, Question, asked_words
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.model import JsonObject
from coordination.sign_in.callers import caller_of
from mapping.sites.bbox import boxes_from_text
from mou.api.encoding import AnswerEncoder
from mou.foundation.moments import Moment

router = Router(tags=["rooms"])
Limit = Annotated[int, Query(ge=1, le=MAX_FOUND)]
MAX_KINDS = 100


class SearchQuery(Schema):
    """What is looked for; everything that is said must hold.

    `q`: words; each begins a word of the entry, without case and accents. `by`: the author's participant_id. `kind`:
    events by their word, any of them. `bbox`: west,south,east,north. `since` and `until`: RFC 3339, until excluded.
    """

    q: Annotated[str, Field(max_length=200)] = ""
    by: UUID | None = None
    kind: Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=MAX_KINDS)] = []
    bbox: Annotated[str, Field(max_length=200)] = ""
    level_id: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None

    def question(self, *, may_be_empty: bool = False) -> Question:
        """Return the question. Raises: BadField: nothing is asked, or too much. mapping.errors.BadBox."""
        words = asked_words(self.q)
        question = Question(
            words=words,
            author_id=self.by,
            kinds=tuple(self.kind),
            boxes=boxes_from_text(self.bbox) if self.bbox else (),
            level_id=self.level_id,
            since=self.since,
            until=self.until,
        )
        if (question.is_empty() and not may_be_empty) or (self.q and not words):
            raise BadField("Say a word, an author, a kind, a place or a time.", pointer="/q")
        if len(words) > MAX_WORDS:
            raise BadField(f"At most {MAX_WORDS} words.", pointer="/q")
        return question


class RoomSearchQuery(SearchQuery):
    """As of all rooms, and at which of the incident's sites."""

    site_id: Annotated[
        UUID | None,
        Field(
            description="A site that is or was in the incident: what is of it or of the whole incident, and what may "
            "be of life safety from every site."
        ),
    ] = None


@router.get("/rooms/{uuid:room_id}/entries/{int:seq}/readers", response=Readers, operation_id="list_readers")
def list_readers(request: HttpRequest, room_id: UUID, seq: int) -> Readers:
    """Return who has received and who has opened an entry; for its author, and for those with a command role."""
    return readers_for(caller_of(request).asker(), room_id, seq=seq)


class FoundEverywhereOut(Schema):
    """Entries of several rooms, and the incidents they are of, the newest incident first. `more`: not all are here."""

    incidents: list[IncidentView]
    entries: list[JsonObject]
    more: bool


@router.get("/rooms/{uuid:room_id}/entries/search", response=FoundOut, operation_id="search_entries")
def search_entries(
    request: HttpRequest,
    room_id: UUID,
    asked: Query[RoomSearchQuery],
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Limit = MAX_FOUND,
) -> HttpResponse:
    """Return the entries that answer a question, newest first; what one may not read is neither here nor counted."""
    asker, others = caller_of(request).asker(), 0
    question = asked.question(may_be_empty=asked.site_id is not None)
    if asked.site_id is None:
        grant, found = search_for(asker, room_id, question, before=before, limit=limit + 1)
        entries, more = found[:limit], len(found) > limit
    else:
        at_school = search_at_school(asker, room_id, question, site_id=asked.site_id, before=before, limit=limit)
        grant, entries, more, others = at_school.grant, at_school.entries, at_school.more, at_school.others
    return _answer_search(f'{{"head":{grant.room.head_seq},"others":{others},"entries":[', entries, more=more)


@router.get("/entries/search", response=FoundEverywhereOut, operation_id="search_all_entries")
def search_all_entries(request: HttpRequest, asked: Query[SearchQuery], limit: Limit = MAX_FOUND) -> HttpResponse:
    """Return entries of all rooms one is in that answer a question: of the newest incident first, newest first."""
    asker = caller_of(request).asker()
    grants, found = search_everywhere_for(asker, asked.question(), limit=limit + 1)
    views = [asdict(one) for one in incident_views(grant.incident for grant in grants)]
    incidents = json.dumps(views, cls=AnswerEncoder)
    return _answer_search(f'{{"incidents":{incidents},"entries":[', found[:limit], more=len(found) > limit)


def _answer_search(head: str, found: list[EncodedEntry], *, more: bool) -> HttpResponse:
    frames = b",".join(entry.full for entry in found)
    body = head.encode() + frames + b'],"more":' + (b"true" if more else b"false") + b"}"
    return HttpResponse(body, content_type="application/json")
