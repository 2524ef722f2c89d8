"""One school of several: which entries are its own, which of the whole incident, and what of the others is not shown.

The rule is that of timeline/by_school.js, which applies it to the lines of the page.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from coordination.errors import SiteNotInIncident
from coordination.room.access import Asker, RoomGrant
from coordination.room.entrance import grant_for, one_instant
from coordination.room.models import Incident
from coordination.room.reading.log_reading import encoded_from_row
from coordination.room.reading.state import ObjectTexts, state_now
from coordination.room.text_search.search import Question, rows_found_in
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.model import JsonObject
from coordination.web.wording.timeline_words import line_rules, object_of
from mapping.models import Level, Site
from mou.vocabulary import AgencyKind

ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Schools:
    """The sites that are or were in an incident, by what an entry names of them; all as texts.

    `names` and `agency_ids` are by site, `agency_ids` of those that are a school's.
    """

    own_site_id: str
    names: Mapping[str, str]
    agency_ids: Mapping[str, str]
    levels: Mapping[str, str]

    def school_of(self, content: JsonObject, known: JsonObject) -> str | None:
        """Return of which school an entry is; None: of the whole incident.

        What it is about counts before who wrote it: its site, its floor, the school that a press names; then the
        school of the person it is about, or of its author. District and responders are of the whole incident.

        Args:
            content: the entry's content.
            known: the room's objects, as for entry_line.
        """
        event, by = cast("dict[str, Any]", content["event"]), cast("dict[str, Any]", content["by"])
        rule = line_rules().get(event["type"])
        about = {} if rule is None else object_of(content, rule, known)
        found = {**about, **event}
        is_of_site = rule is not None and rule.of_site
        site_id = (found.get("site_id") or self.own_site_id) if is_of_site else event.get("site_id")
        if site_id in self.names:
            return str(site_id)
        place = found["place"] if isinstance(found.get("place"), dict) else {}
        if (of_level := self.levels.get(found.get("level_id") or place.get("level_id") or "")) is not None:
            return of_level
        of_name = _only_one(self.names, place.get("site"))
        who = found if "agency_kind" in found else by
        if of_name is not None or who["agency_kind"] != AgencyKind.SCHOOL:
            return of_name
        return _only_one(self.agency_ids, who["agency_id"])

    def shows(self, content: JsonObject, known: JsonObject, *, site_id: str) -> bool:
        """Tell whether an entry stands among those of a school: its own, the whole incident's, and what is urgent.

        What may be of life safety is shown from every school.
        """
        rule = line_rules().get(str(cast("JsonObject", content["event"])["type"]))
        return (rule is not None and rule.calls) or self.school_of(content, known) in (None, site_id)


@dataclass(frozen=True, slots=True)
class FoundAtSchool:
    """What was found, newest first. `others`: how many newer ones of other schools are not here; `more`: older ones."""

    grant: RoomGrant
    entries: list[EncodedEntry]
    others: int
    more: bool


def search_at_school(
    asker: Asker, room_id: UUID, question: Question, *, site_id: UUID, before: int | None, limit: int
) -> FoundAtSchool:
    """Return the newest entries that answer a question and stand among those of one of the incident's schools.

    Raises: RoomNotFound, NotJoined. SiteNotInIncident: it is not in the incident, and never was.
    """
    with one_instant():
        grant = grant_for(asker, room_id)
        schools = schools_of(grant.incident)
        if str(site_id) not in schools.names:
            raise SiteNotInIncident(pointer="/site_id")
        known = _Known(state_now(grant.room, audiences=grant.audiences).objects)
        entries: list[EncodedEntry] = []
        others = passed = 0
        for row in rows_found_in(grant, question, before=before).iterator(chunk_size=ROWS_AT_ONCE):
            content = json.loads(row.content)
            if not schools.shows(content, known.of(content), site_id=str(site_id)):
                passed += 1
            elif len(entries) == limit:
                return FoundAtSchool(grant, entries, others, more=True)
            else:
                entries.append(encoded_from_row(row))
                others, passed = others + passed, 0
        return FoundAtSchool(grant, entries, others + passed, more=False)


def schools_of(incident: Incident) -> Schools:
    """Return the sites that are or were in an incident. Two queries."""
    joined = incident.joined_sites.values("site_id")
    sites = [incident.site, *Site.objects.filter(pk__in=joined).exclude(pk=incident.site_id)]
    levels = Level.objects.filter(site__in=[one.pk for one in sites]).values_list("pk", "site_id")
    return Schools(
        own_site_id=str(incident.site_id),
        names={str(one.pk): one.name for one in sites},
        agency_ids={str(one.pk): str(one.school_id) for one in sites if one.school_id is not None},
        levels={str(level_id): str(site_id) for level_id, site_id in levels},
    )


def _only_one(by_site: Mapping[str, str], value: object) -> str | None:
    """Return the one site that has a value; None where none has it, or several have."""
    found = [site_id for site_id, one in by_site.items() if one == value]
    return found[0] if len(found) == 1 else None


class _Known:
    """The objects of a room, each read from its text once, when an entry is about it."""

    def __init__(self, objects: ObjectTexts) -> None:
        self._objects = objects
        self._read: dict[tuple[str, str], Any] = {}

    def of(self, content: JsonObject) -> JsonObject:
        """Return the object that an entry is about, by kind and id, as line rules name it."""
        event = cast("dict[str, Any]", content["event"])
        rule = line_rules().get(event["type"])
        if rule is None or rule.about is None:
            return {}
        kind, object_id = rule.about[0], str(event.get(rule.about[1]))
        if (kind, object_id) not in self._read:
            self._read[kind, object_id] = json.loads(self._objects.get(kind, {}).get(object_id, "null"))
        return {kind: {object_id: self._read[kind, object_id]}}
