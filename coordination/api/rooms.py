"""A room over HTTP: commands in, state and entries out; the same classes and the same bytes as on the socket."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Body, File, Query, Router, Status
from ninja.files import UploadedFile

from coordination.access import Asker, RoomGrant, RoomNeed, attachment_for, room_for
from coordination.actions.attachments import blob_path, upload_file
from coordination.actions.dispatch import Accepted, execute
from coordination.api.schemas import AcceptedOut, EntriesOut, RoomLevelOut, UploadOut
from coordination.api.signed_in import caller_of
from coordination.queries.entrance import grant_for, page_before_for, snapshot_for, tail_for
from coordination.queries.entries import MAX_PAGE
from coordination.queries.room_levels import room_gazetteer, room_levels
from coordination.replay import RoomState
from coordination.wire.commands import AnyCommand
from coordination.wire.encoded import EncodedEntry, entries_json
from mapping.access import site_for
from mapping.places.api import Language, gazetteer_response
from mapping.sites.schemas import LevelOut
from mapping.vocabulary import SiteNeed

router = Router(tags=["rooms"])
# What a browser may show by itself; anything else is a download.
SHOWN_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})

Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]
Seq = Annotated[int, Query(ge=0)]


@router.post("/rooms/{uuid:room_id}/commands", response=AcceptedOut, operation_id="run_command")
def post_command(request: HttpRequest, room_id: UUID, command: Annotated[AnyCommand, Body()]) -> Accepted:
    """Carry out a command: the same classes as on the socket. The same id has effect once."""
    return execute(asker=caller_of(request).asker(), room_id=room_id, command=command)


@router.get("/rooms/{uuid:room_id}/snapshot", response=RoomState, operation_id="read_snapshot")
def read_snapshot(request: HttpRequest, room_id: UUID) -> RoomState:
    """Return the room's state now, and the seq up to which it holds."""
    return snapshot_for(caller_of(request).asker(), room_id)[1]


@router.get("/rooms/{uuid:room_id}/entries", response=EntriesOut, operation_id="list_entries")
def list_entries(
    request: HttpRequest, room_id: UUID, after: Seq = 0, before: Seq | None = None, limit: Limit = MAX_PAGE
) -> HttpResponse:
    """Return entries above `after`, or the last ones below `before`; what one may not read is withheld in place."""
    asker = caller_of(request).asker()
    if before is not None:
        grant, entries = page_before_for(asker, room_id, before=before, limit=limit)
    else:
        grant, entries = tail_for(asker, room_id, after=after, limit=limit)
    return entries_response(grant, entries)


def entries_response(grant: RoomGrant, entries: list[EncodedEntry]) -> HttpResponse:
    """Return entries with the very bytes the socket sends."""
    body = entries_json(head=grant.room.head_seq, entries=entries, audiences=grant.audiences)
    return HttpResponse(body, content_type="application/json")


@router.get("/rooms/{uuid:room_id}/levels", response=list[RoomLevelOut], operation_id="list_room_levels")
def list_room_levels(request: HttpRequest, room_id: UUID) -> list[RoomLevelOut]:
    """List the site's floors with the plans the incident opened with, and say where a newer one is published."""
    asker = caller_of(request).asker()
    grant = _grant_with_plans(asker, room_id)
    return [
        RoomLevelOut(
            **LevelOut.model_validate(one.level).model_dump(),
            newer_floorplan_id=one.newer_floorplan_id,
            newer_version=one.newer_version,
        )
        for one in room_levels(grant.incident, asker.at)
    ]


@router.get("/rooms/{uuid:room_id}/gazetteer", operation_id="read_room_gazetteer")
def read_room_gazetteer(request: HttpRequest, room_id: UUID, lang: Language | None = None) -> HttpResponse:
    """Return the places of the plans the incident opened with, as `read_gazetteer` does of those in force."""
    grant = _grant_with_plans(caller_of(request).asker(), room_id)
    return gazetteer_response(request, room_gazetteer(grant.incident), lang)


def _grant_with_plans(asker: Asker, room_id: UUID) -> RoomGrant:
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    # The room's agreement may be without floorplans.
    site_for(user_id=asker.user_id, site_id=grant.incident.site_id, need=SiteNeed.FLOORPLAN, at=asker.at)
    return grant


@router.post("/rooms/{uuid:room_id}/uploads", response={201: UploadOut}, operation_id="upload_file")
def post_upload(
    request: HttpRequest, room_id: UUID, file: Annotated[UploadedFile, File()]
) -> Status[dict[str, object]]:
    """Store a photo or file; the command attach_file puts it into the log."""
    attachment = upload_file(
        asker=caller_of(request).asker(), room_id=room_id, name=file.name or "", chunks=file.chunks()
    )
    return Status(
        201,
        {
            "upload_id": attachment.id,
            "name": attachment.name,
            "media_type": attachment.media_type,
            "size_bytes": attachment.size_bytes,
            "sha256": attachment.sha256,
        },
    )


@router.get("/rooms/{uuid:room_id}/attachments/{uuid:attachment_id}", operation_id="read_attachment")
def read_attachment(request: HttpRequest, room_id: UUID, attachment_id: UUID) -> FileResponse:
    """Return an attached file that the caller may read, never as something a browser would run."""
    attachment = attachment_for(grant_for(caller_of(request).asker(), room_id), attachment_id)
    is_shown = attachment.media_type in SHOWN_TYPES
    response = FileResponse(
        blob_path(attachment.sha256).open("rb"),
        content_type=attachment.media_type if is_shown else "application/octet-stream",
        as_attachment=not is_shown,
        filename=attachment.name,
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
