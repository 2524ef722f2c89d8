"""The hand-over brief as a page and on paper: one page that the system makes for the person who takes command."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.errors import EntryNotFound, RoomNotFound
from coordination.incident.agreement_card.page import card_context
from coordination.incident.command.brief import MAX_ITEMS, Brief, Force, brief_of, may_read_brief
from coordination.incident.ics_forms.capability import FormBlock
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.incident.lifecycle.capability import IncidentFacts
from coordination.incident.standing.things import is_undecided, standing_things, threat_words
from coordination.incident.units.capability import Unit
from coordination.incident.units.vocabulary import UnitSecondary
from coordination.records.evidence.maps import maps_of
from coordination.room.access import Asker, RoomGrant, incident_for
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus
from coordination.web.signed_in import asker_of
from coordination.web.wording import vocabulary_words as lists
from coordination.web.wording.timeline_words import entry_line
from mou.errors import PaperNotDrawn
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealing.drawing import Page


@require_safe
@never_cache
@login_required
def brief_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the brief to those in the room who have a command role or may be in command."""
    asker = asker_of(request)
    try:
        grant, seq = _find_grant(asker, incident_id), seq_asked(request)
        return render(request, "incident/brief.html", brief_context(grant, asker.at, seq))
    except (RoomNotFound, EntryNotFound) as missing:
        raise Http404 from missing


@require_safe
@never_cache
@login_required
def brief_pdf(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Give the brief on paper, to the same people. Starts a process and waits for it."""
    try:
        return make_brief(asker_of(request), incident_id, seq_asked(request))
    except (RoomNotFound, EntryNotFound) as missing:
        raise Http404 from missing
    except PaperNotDrawn:
        sorry = _("The brief could not be printed just now. Try again in a minute.")
        return HttpResponse(sorry, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def seq_asked(request: HttpRequest) -> int | None:
    """Return the entry that an address names. Raises: EntryNotFound: it is no number."""
    said = request.GET.get("at", "").strip().removeprefix("#")
    if said and not (said.isascii() and said.isdigit() and len(said) <= 12):
        raise EntryNotFound
    return int(said) if said else None


def make_brief(asker: Asker, incident_id: UUID, seq: int | None = None) -> HttpResponse:
    """Return the brief on paper. Starts a process and waits for it.

    Raises: RoomNotFound, EntryNotFound, PaperNotDrawn.
    """
    grant = _find_grant(asker, incident_id)
    text = render_to_string("incident/brief_print.html", brief_context(grant, asker.at, seq))
    with one_print_of(asker.user_id):
        made = pdf_of(Page(text))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="brief.pdf"'
    return response


def _find_grant(asker: Asker, incident_id: UUID) -> RoomGrant:
    """Return the room of a brief that a person may read. Raises: RoomNotFound."""
    grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    if not may_read_brief(grant, asker.at):
        raise RoomNotFound
    return grant


def brief_context(grant: RoomGrant, now: datetime, seq: int | None = None) -> dict[str, object]:
    """Return what both templates say, in the active language; times are the site's.

    With `seq` as its reader knew the room after that entry: ages are of then. Raises: EntryNotFound.
    """
    brief = brief_of(grant, seq)
    at = brief.past_at or now
    words = lists.vocabulary_words()
    incident = grant.incident
    # What it was called and how it stood then; a reader always reads it, from the first entry on.
    was = next(iter(brief.state.of(IncidentFacts).values()), None)
    kind = was.incident_type.value if was is not None else incident.incident_type
    severity = was.severity.value if was is not None else incident.severity
    status = was.status if was is not None else IncidentStatus(incident.status)
    return {
        **card_context(grant, at),
        "brief": brief,
        "incident": incident,
        "seq": seq,
        "head": grant.room.head_seq,
        "site": incident.site,
        "at": at,
        "zone": ZoneInfo(incident.site.time_zone),
        "type_words": words["incident_type"].get(kind, kind),
        "severity_words": words["severity"].get(severity, severity),
        "roles": words["role"],
        "facts": _fact_lines(brief),
        "actions": _in_force(brief, is_open=status.is_open),
        "action_kinds": words["response_action_kind"],
        "messages": _unanswered_messages(brief),
        "forces": [(one, _status_words(one, words["responder_status"])) for one in brief.forces],
        "pinned": _pinned_facts(brief, words, at),
        "cad_numbers": _objects_of_brief(brief, "cad_numbers"),
        "standing": _standing_lines(brief),
        "units": _unit_lines(brief),
        "objectives": _objective_lines(brief),
        "areas": _objects_of_brief(brief, "search_areas"),
        # Whether plans are seen is asked of now.
        "maps": maps_of(grant, brief.state, now),
        "open_questions": open_questions(brief),
    }


def _objects_of_brief(brief: Brief, key: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in brief.state.objects.get(key, {}).values() if text != "null"]


def _standing_lines(brief: Brief) -> list[tuple[datetime, str]]:
    """Return since when each thing stands, and its words. Unanswered messages have a list of their own."""
    found = standing_things(brief.state, waits=lambda _message: False)
    return [(datetime.fromisoformat(one.since), one.words) for one in found]


def _unit_lines(brief: Brief) -> list[tuple[str, str, str]]:
    """Return the units that are here: each with what it does and where; those with neither by their status."""
    here = [one for one in brief.state.of(Unit).values() if one.secondary is not UnitSecondary.DEPARTED]
    here.sort(key=lambda one: (one.team or "", one.callsign))
    free: dict[str, list[str]] = {}
    lines = []
    for one in here:
        name = f"{one.callsign} ({one.people})"
        if not (one.task or one.team or one.zone or one.place):
            free.setdefault(one.secondary.label, []).append(name)
            continue
        kind = "" if one.team_kind is None else one.team_kind.label
        does = " · ".join(part for part in (one.task, kind, one.team) if part) or one.secondary.label
        zone = "" if one.zone is None else one.zone.label
        lines.append((name, does, " · ".join(part for part in (zone, one.place) if part)))
    return lines + [(", ".join(names), status, "") for status, names in free.items()]


def _objective_lines(brief: Brief) -> list[str]:
    """Return the objectives that a person wrote on ICS 202."""
    blocks = brief.state.of(FormBlock).values()
    return [line[0] for one in blocks if (one.form, one.block) == (IcsForm.F202, "3") for line in one.lines]


def _in_force(brief: Brief, *, is_open: bool) -> list[dict[str, Any]]:
    """Return the response actions that hold; none in an incident that is over, whatever an old log says of it."""
    return [one for one in _objects_of_brief(brief, "response_actions") if is_open and one["status"] == "in_force"]


def _fact_lines(brief: Brief) -> list[tuple[datetime, str, str]]:
    """Return time, author and words of each fact."""
    known: JsonObject = {
        key: {one: json.loads(text) for one, text in found.items()} for key, found in brief.state.objects.items()
    }
    return [
        (datetime.fromisoformat(str(one["at"])), str(cast("JsonObject", one["by"])["name"]), entry_line(one, known))
        for one in brief.facts
    ]


def _status_words(force: Force, words: lists.WordList) -> str:
    """Return how many people of an agency are doing what."""
    return ", ".join(f"{words.get(status, _('no status'))}: {count}" for status, count in force.statuses)


def _unanswered_messages(brief: Brief) -> list[tuple[str, datetime, str]]:
    """Return each priority message that people in the room have not acknowledged, and how many have not."""
    here = {one for one, text in brief.state.objects.get("people", {}).items() if '"presence":"in_room"' in text}
    found = []
    for one in _objects_of_brief(brief, "priority_messages"):
        missing = len(here - set(one["acknowledged_by"]) - {one["posted_by"]})
        if missing:
            said = ngettext("{n} has not answered", "{n} have not answered", missing).format(n=missing)
            found.append((one["text"], datetime.fromisoformat(one["posted_at"]), said))
    return found


@dataclass(frozen=True, slots=True)
class PinnedFact:
    """A fact that stands, as one line, since when, and what makes it doubtful."""

    words: str
    since: datetime
    source: str
    is_confirmed: bool
    is_old: bool
    is_contradicted: bool


def _pinned_facts(brief: Brief, words: dict[str, lists.WordList], at: datetime) -> list[PinnedFact]:
    """Return the facts that stand, those of one kind and subject beside each other."""
    standing = [one for one in _objects_of_brief(brief, "facts") if one["standing"] == "stands"]
    standing.sort(key=lambda one: (one["kind"], _subject_of_fact(one), one["pinned_at"]))
    said = Counter(
        (one["kind"], _subject_of_fact(one)) for one in {(_key_of_fact(one)): one for one in standing}.values()
    )
    return [
        PinnedFact(
            words=" · ".join(
                part for part in (words["fact_kind"][one["kind"]], one.get("subject", ""), one["value"]) if part
            ),
            since=datetime.fromisoformat(one["since"]),
            source=str(words["fact_source"][one["source"]]),
            is_confirmed="confirmed_at" in one,
            is_old=datetime.fromisoformat(one["valid_until"]) <= at,
            is_contradicted=said[one["kind"], _subject_of_fact(one)] > 1 and _may_contradict(one),
        )
        for one in standing[:MAX_ITEMS]
    ]


def _subject_of_fact(fact: dict[str, Any]) -> str:
    return " ".join(str(fact.get("subject", "")).casefold().split())


def _key_of_fact(fact: dict[str, Any]) -> tuple[str, str, str]:
    return fact["kind"], _subject_of_fact(fact), " ".join(fact["value"].casefold().split())


def _may_contradict(fact: dict[str, Any]) -> bool:
    """Two dangers are two dangers, unless both are about the same thing: as facts/contradictions.js has it."""
    return fact["kind"] not in ("hazard", "other") or _subject_of_fact(fact) != ""


def open_questions(brief: Brief) -> list[str]:
    """Return what is not decided yet."""
    all_clear = _objects_of_brief(brief, "all_clear")
    held = next(iter(_objects_of_brief(brief, "incident_command")), {})
    places = [one for one in _objects_of_brief(brief, "ground_places") if "closed_at" not in one]
    kinds = {one["kind"] for one in [*_objects_of_brief(brief, "markers"), *places]}
    asked = [one for one in _objects_of_brief(brief, "room_reports") if one["state"] != "ok"]
    waiting = [one for one in _objects_of_brief(brief, "panic_alerts") if _awaits_confirmation(one)]
    standing = standing_things(brief.state, waits=lambda _message: False)
    questions = [
        (not brief.holders, _("No one is in command.")),
        ("offer" in held, _("An offer of command waits for its answer.")),
        (
            any("given_at" not in one for one in all_clear),
            _("The all clear is proposed; a second person must confirm it."),
        ),
        (is_undecided(standing), threat_words(standing)),
        (bool(waiting), _("A panic press waits to be confirmed by the school.")),
        (bool(asked), _("Rooms that need help: {rooms}").format(rooms=", ".join(map(_room_of, asked)))),
        ("command_post" not in kinds, _("There is no command post on the map.")),
        ("staging" not in kinds, _("There is no staging area on the map.")),
    ]
    return [text for is_open, text in questions if is_open]


def _room_of(report: dict[str, Any]) -> str:
    """Return the room of a report; what an exercise plays is never read as what a person said."""
    return f"{report['room']} ({_('EXERCISE · simulated')})" if report.get("is_simulated") else str(report["room"])


def _awaits_confirmation(press: dict[str, Any]) -> bool:
    return bool(press["confirmation_required"]) and "confirmed_at" not in press and "cancelled_at" not in press
