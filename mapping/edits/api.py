"""Edit a draft over HTTP: draw, change, erase, undo, redo, photos. Writes need If-Match; answers have the next ETag."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Body, File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import FiniteFloat

from mapping.access import plan_photo_for
from mapping.edits.actions import Edit, change_feature, draw_feature, erase_feature, redo_edit, undo_edit
from mapping.edits.photos import add_photo, photo_path
from mapping.edits.schemas import EditOut, FeatureIn, FeaturePatch, feature_out
from mapping.errors import BadFeature, PhotoNotFound
from mapping.vocabulary import NAME_MAX_CHARS, FeatureKind
from mou.api.caller import caller_of
from mou.api.if_match import IfMatch
from mou.api.media_types import JPEG, declare_types

router = Router(tags=["plans"])
# Written out: of a form field whose type has a name of its own, the framework loses the field's.
PhotoName = Annotated[str, Form(max_length=NAME_MAX_CHARS)]


@router.post("/floorplans/{uuid:floorplan_id}/features", response={201: EditOut}, operation_id="draw_feature")
def post_feature(
    request: HttpRequest,
    response: HttpResponse,
    floorplan_id: UUID,
    feature: Annotated[FeatureIn, Body()],
    if_match: IfMatch = None,
) -> Status[EditOut]:
    """Draw a room, door, thing or area on a draft."""
    caller = caller_of(request)
    if feature.kind is FeatureKind.PHOTO:
        raise BadFeature("A photo is uploaded with its picture.")
    edit = draw_feature(
        actor_id=caller.user_id, floorplan_id=floorplan_id, draft=feature.draft(), if_match=if_match, at=caller.at
    )
    return Status(201, _edit_answer(response, edit))


@router.patch(
    "/floorplans/{uuid:floorplan_id}/features/{uuid:feature_id}", response=EditOut, operation_id="change_feature"
)
def patch_feature(
    request: HttpRequest,
    response: HttpResponse,
    floorplan_id: UUID,
    feature_id: UUID,
    patch: Annotated[FeaturePatch, Body()],
    if_match: IfMatch = None,
) -> EditOut:
    """Move, reshape, number, name or reclassify a thing of a draft."""
    caller = caller_of(request)
    edit = change_feature(
        actor_id=caller.user_id,
        floorplan_id=floorplan_id,
        feature_id=feature_id,
        change=patch.change(),
        if_match=if_match,
        at=caller.at,
    )
    return _edit_answer(response, edit)


@router.delete(
    "/floorplans/{uuid:floorplan_id}/features/{uuid:feature_id}", response=EditOut, operation_id="erase_feature"
)
def delete_feature(
    request: HttpRequest, response: HttpResponse, floorplan_id: UUID, feature_id: UUID, if_match: IfMatch = None
) -> EditOut:
    """Take a thing off a draft."""
    caller = caller_of(request)
    edit = erase_feature(
        actor_id=caller.user_id, floorplan_id=floorplan_id, feature_id=feature_id, if_match=if_match, at=caller.at
    )
    return _edit_answer(response, edit)


@router.post("/floorplans/{uuid:floorplan_id}/undo", response=EditOut, operation_id="undo_edit")
def post_undo(request: HttpRequest, response: HttpResponse, floorplan_id: UUID, if_match: IfMatch = None) -> EditOut:
    """Undo the last edit of a draft, by any author."""
    caller = caller_of(request)
    edit = undo_edit(actor_id=caller.user_id, floorplan_id=floorplan_id, if_match=if_match, at=caller.at)
    return _edit_answer(response, edit)


@router.post("/floorplans/{uuid:floorplan_id}/redo", response=EditOut, operation_id="redo_edit")
def post_redo(request: HttpRequest, response: HttpResponse, floorplan_id: UUID, if_match: IfMatch = None) -> EditOut:
    """Do again what was undone last."""
    caller = caller_of(request)
    edit = redo_edit(actor_id=caller.user_id, floorplan_id=floorplan_id, if_match=if_match, at=caller.at)
    return _edit_answer(response, edit)


@router.post("/floorplans/{uuid:floorplan_id}/photos", response={201: EditOut}, operation_id="add_plan_photo")
def post_photo(
    request: HttpRequest,
    response: HttpResponse,
    floorplan_id: UUID,
    file: Annotated[UploadedFile, File()],
    lon: Annotated[FiniteFloat, Form()],
    lat: Annotated[FiniteFloat, Form()],
    name: PhotoName = "",
    about_id: Annotated[UUID | None, Form()] = None,
    if_match: IfMatch = None,
) -> Status[EditOut]:
    """Put a photo at a place of a draft, or on one of its things. What the camera noted about itself is dropped."""
    caller = caller_of(request)
    edit = add_photo(
        actor_id=caller.user_id,
        floorplan_id=floorplan_id,
        name=name.strip(),
        lonlat=(lon, lat),
        about_id=about_id,
        chunks=file.chunks(),
        if_match=if_match,
        at=caller.at,
    )
    return Status(201, _edit_answer(response, edit))


@router.get("/plan-photos/{uuid:photo_id}", operation_id="read_plan_photo", openapi_extra=declare_types(JPEG))
def read_photo(request: HttpRequest, photo_id: UUID) -> FileResponse:
    """Return a photo of a version that the caller may see, as JPEG."""
    caller = caller_of(request)
    photo = plan_photo_for(user_id=caller.user_id, photo_id=photo_id, at=caller.at)
    path = photo_path(photo.sha256)
    if not path.exists():
        raise PhotoNotFound
    response = FileResponse(path.open("rb"), content_type=JPEG, filename=f"{photo.pk}.jpg")
    # A shared cache must never hold it, and a private one must ask each time: the right to it may have ended.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _edit_answer(response: HttpResponse, edit: Edit) -> EditOut:
    response["ETag"] = edit.etag
    return EditOut(
        edit=edit.number,
        feature_id=edit.feature_id,
        feature=feature_out(edit.after),
        can_undo=edit.can_undo,
        can_redo=edit.can_redo,
    )
