"""Give the evidence of an incident as one archive, to everybody in its room: each what they may read."""

import tempfile
from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.errors import NotJoined, RoomNotFound
from coordination.records.evidence.bundle import names_of_archive, write_bundle
from coordination.records.evidence.maps import maps_of
from coordination.room.access import Asker, RoomGrant, incident_for, require_need
from coordination.room.capability import RoomNeed
from coordination.room.reading.log_reading import read_contents
from coordination.room.reading.state import state_now
from coordination.room.wire.model import JsonObject
from coordination.web.signed_in import asker_of
from coordination.web.wording.timeline_words import entry_line, known_after
from coordination.web.wording.vocabulary_words import vocabulary_words
from mou.errors import PaperNotDrawn, PrintUnderWay
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealing.drawing import Page

# A timeline of more lines is a book; log.jsonl holds all of them.
MAX_LINES = 3_000
# Kept in memory to this, then on the disk.
IN_MEMORY_BYTES = 8 * 1024 * 1024


@require_safe
@never_cache
@login_required
def evidence_zip(request: HttpRequest, incident_id: UUID) -> HttpResponseBase:
    """Make the archive. Starts a process that draws the timeline, and waits for it."""
    try:
        return make_evidence(asker_of(request), incident_id)
    except (RoomNotFound, NotJoined) as missing:
        raise Http404 from missing
    except (PaperNotDrawn, PrintUnderWay):
        sorry = _("The evidence could not be put together just now. Try again in a minute.")
        return HttpResponse(sorry, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def make_evidence(asker: Asker, incident_id: UUID) -> FileResponse:
    """Return the archive of what a person may read. Starts a process, and waits for it.

    Raises: RoomNotFound, NotJoined, PaperNotDrawn.
    """
    grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    require_need(grant, RoomNeed.READ)
    text = render_to_string("records/evidence_print.html", timeline_context(grant, asker.at))
    with one_print_of(asker.user_id):
        timeline = pdf_of(Page(text))
    archive = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - the answer closes it
    write_bundle(grant, timeline, archive, at=asker.at)
    archive.seek(0)
    response = FileResponse(archive, as_attachment=True, filename=f"{names_of_archive(grant).folder}.zip")
    response["Cache-Control"] = "private, no-store"
    return response


def timeline_context(grant: RoomGrant, at: datetime) -> dict[str, object]:
    """Return what the printed timeline says, in the active language and the site's time."""
    incident, words = grant.incident, vocabulary_words()
    found = read_contents(grant.room, audiences=grant.audiences, up_to=grant.room.head_seq)
    known: JsonObject = {}
    lines = []
    for one in found[:MAX_LINES]:
        known = known_after(known, one)
        by = cast("dict[str, Any]", one["by"])
        said_at = datetime.fromisoformat(str(one["at"]))
        lines.append((one["seq"], said_at, str(by["name"]), str(by.get("agency", "")), entry_line(one, known)))
    return {
        "incident": incident,
        "zone": ZoneInfo(incident.site.time_zone),
        "at": at,
        "reader": grant.joined(),
        "head": grant.room,
        "lines": lines,
        "left_out": len(found) - len(lines),
        "withheld": grant.room.head_seq - len(found),
        "maps": maps_of(grant, state_now(grant.room, audiences=grant.audiences), at),
        "type_words": words["incident_type"].get(incident.incident_type, incident.incident_type),
        "watermark": _("EXERCISE"),
    }
