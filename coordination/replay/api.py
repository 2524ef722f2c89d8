"""The tracks of an incident as files: the positions that its log holds, as far as the caller may read it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from coordination.replay.track_files import TrackFile, write_geojson, write_gpx
from coordination.replay.tracks import Track, tracks_of
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.reading.log_reading import read_contents
from coordination.sign_in.callers import caller_of
from mou.api.media_types import GEOJSON, GPX, declare_types

router = Router(tags=["rooms"])


@router.get("/rooms/{uuid:room_id}/tracks.gpx", operation_id="read_tracks_gpx", openapi_extra=declare_types(GPX))
def read_tracks_gpx(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Return the positions of a log as GPX 1.1, a track per person or unit. Live positions are not kept."""
    file, tracks = _read_tracks(request, room_id)
    return _file_response(write_gpx(file, tracks), GPX, "gpx", is_exercise=file.is_exercise)


@router.get(
    "/rooms/{uuid:room_id}/tracks.geojson", operation_id="read_tracks_geojson", openapi_extra=declare_types(GEOJSON)
)
def read_tracks_geojson(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Return the positions of a log as GeoJSON, a point per position. Live positions are not kept."""
    file, tracks = _read_tracks(request, room_id)
    return _file_response(write_geojson(file, tracks), GEOJSON, "geojson", is_exercise=file.is_exercise)


def _read_tracks(request: HttpRequest, room_id: UUID) -> tuple[TrackFile, list[Track]]:
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    head = grant.room.head_seq
    tracks = tracks_of(read_contents(grant.room, audiences=grant.audiences, up_to=head))
    kept = _(
        "Live positions are not kept by this product, so none are in this file. It has the positions that alarms and "
        "maydays carried into the log up to entry #{seq}, as far as the reader may read it: {n}."
    ).format(seq=head, n=sum(len(one.points) for one in tracks))
    file = TrackFile(
        title=grant.incident.shown_title(),
        about=kept,
        is_exercise=grant.incident.is_exercise,
        exercise_word=_("EXERCISE"),
        seq=head,
        at=caller.at,
    )
    return file, tracks


def _file_response(body: bytes, media_type: str, ending: str, *, is_exercise: bool) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    name = f"exercise-tracks.{ending}" if is_exercise else f"tracks.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
