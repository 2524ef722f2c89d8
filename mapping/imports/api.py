"""Imports of plans over HTTP: bring a file, look how far it is, read what was wrong with it, cancel it."""

import csv
import io
import json
from dataclasses import asdict, astuple, fields
from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from mapping.access import floorplan_image_for, floorplan_to_look_at, import_job_for, site_for
from mapping.imports.jobs import cancel_import, request_import
from mapping.imports.queries import (
    MAX_DEFECTS,
    DefectView,
    ImportJobView,
    WantedDefects,
    all_defects,
    defect_page,
    import_job_view,
    import_job_views,
)
from mapping.imports.readers.drawings.control_points import MAX_CHARS
from mapping.imports.readers.field_mapping import MAX_MAPPING_CHARS
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.uploads import MAX_PATHS_CHARS, packed_upload
from mapping.imports.wording.defect_sentences import sentence_words
from mapping.plans.files import plan_file_path
from mapping.plans.scans import ScanView, scan_under
from mapping.sites.schemas import Answer
from mapping.vocabulary import NAME_MAX_CHARS, DefectOutcome, FloorCounting, PlanFormat, SiteNeed
from mou.api.caller import caller_of
from mou.api.media_types import CSV, PNG, declare_types
from mou.api.unless_known import unless_known
from mou.foundation.tables.cells import harmless_text
from mou.foundation.value_of import ValueOf

router = Router(tags=["map"])


class ImportOrder(Schema):
    """What is said beside the file. All of it may be left out for files that say everything themselves."""

    model_config = ConfigDict(extra="forbid")

    building_name: str = Field("", max_length=NAME_MAX_CHARS)
    format: PlanFormat | None = None
    mapping: str = Field("", max_length=MAX_MAPPING_CHARS, description="JSON: which property is number, name, level …")
    control_points: str = Field("", max_length=MAX_CHARS, description="JSON: a list of [x, y, lon, lat]")
    crs: str = Field("", max_length=200, description="of files that do not say theirs, as in EPSG:26985")
    page: int = Field(1, ge=1, le=2000)
    level: str = Field("", max_length=10, description="ordinal for a scan, or for features that say none; 0 = ground")
    level_name: str = Field("", max_length=NAME_MAX_CHARS)
    counting: FloorCounting = Field(FloorCounting.US, description="how a new building counts its floors")
    dry_run: bool = False
    paths: str = Field("", max_length=MAX_PATHS_CHARS, description="JSON: where each of several files lay")


class DefectOut(Answer):
    """`detail` is the same in every language and every export; `words` is it in the reader's language."""

    feature_ref: str
    code: str
    detail: str
    outcome: Annotated[str, ValueOf(DefectOutcome)]
    lon: float | None
    lat: float | None
    words: str


class DefectsOut(Answer):
    defects: list[DefectOut]
    next_offset: int | None


class DefectFilter(Schema):
    """What narrows a list of defects down; `text` is looked for in the feature's id and in what was wrong."""

    outcome: DefectOutcome | None = None
    code: str = Field("", max_length=60)
    text: str = Field("", max_length=100)


NO_FILTER = DefectFilter(code="", text="")
DEFECT_COLUMNS = tuple(one.name for one in fields(DefectView))


@router.post("/sites/{uuid:site_id}/plan-imports", response={202: ImportJobView}, operation_id="import_plan")
def post_import(
    request: HttpRequest,
    response: HttpResponse,
    site_id: UUID,
    file: Annotated[list[UploadedFile], File()],
    order: Annotated[ImportOrder, Form()],
) -> Status[ImportJobView]:
    """Bring a plan, in one file or several; each of its levels becomes a draft. `Location` says how far it is."""
    caller = caller_of(request)
    with packed_upload(file, order.paths) as (name, chunks):
        job = request_import(
            actor_id=caller.user_id,
            site_id=site_id,
            building_name=order.building_name,
            file_name=name,
            chunks=chunks,
            order=ReadingOrder(
                format=order.format,
                mapping=order.mapping,
                control_points=order.control_points,
                crs=order.crs,
                page=order.page,
                level=order.level,
                level_name=order.level_name,
                counting=order.counting,
            ),
            is_dry_run=order.dry_run,
            at=caller.at,
        )
    response["Location"] = reverse("api-v1:read_plan_import", kwargs={"job_id": job.pk})
    return Status(202, import_job_view(job))


@router.get("/sites/{uuid:site_id}/plan-imports", response=list[ImportJobView], operation_id="list_plan_imports")
def list_imports(request: HttpRequest, site_id: UUID) -> list[ImportJobView]:
    """List the newest imports of a site, for those who keep its map."""
    caller = caller_of(request)
    return import_job_views(site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.EDIT, at=caller.at))


@router.get(
    "/plan-imports/{uuid:job_id}", response=ImportJobView, operation_id="read_plan_import", url_name="read_plan_import"
)
def read_import(request: HttpRequest, job_id: UUID) -> ImportJobView:
    """Return how far an import is, and what it left when it is done."""
    caller = caller_of(request)
    return import_job_view(import_job_for(user_id=caller.user_id, job_id=job_id, at=caller.at, lock=False))


@router.get("/plan-imports/{uuid:job_id}/defects", response=DefectsOut, operation_id="list_import_defects")
def list_defects(
    request: HttpRequest,
    job_id: UUID,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_DEFECTS)] = 100,
    wanted: Annotated[DefectFilter, Query()] = NO_FILTER,
) -> DefectsOut:
    """List what was wrong with the file, feature by feature; go on at `next_offset` until it is null."""
    caller = caller_of(request)
    job = import_job_for(user_id=caller.user_id, job_id=job_id, at=caller.at, lock=False)
    outcome = "" if wanted.outcome is None else wanted.outcome.value
    asked = WantedDefects(outcome=outcome, code=wanted.code, text=wanted.text)
    page = defect_page(job, offset=offset, limit=limit, wanted=asked)
    told = [DefectOut(**asdict(one), words=sentence_words(one.detail)) for one in page.defects]
    return DefectsOut(defects=told, next_offset=page.next_offset)


@router.get(
    "/plan-imports/{uuid:job_id}/defects.csv",
    operation_id="export_import_defects_csv",
    openapi_extra=declare_types(CSV),
)
def export_defects_csv(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Return every defect as a table for a spreadsheet."""
    caller = caller_of(request)
    job = import_job_for(user_id=caller.user_id, job_id=job_id, at=caller.at, lock=False)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(DEFECT_COLUMNS)
    table.writerows([_csv_cell(value) for value in astuple(one)] for one in all_defects(job))
    return _download_answer(text.getvalue().encode(), f"{CSV}; charset=utf-8", "defects.csv")


@router.get(
    "/plan-imports/{uuid:job_id}/defects.json", response=list[DefectView], operation_id="export_import_defects_json"
)
def export_defects_json(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Return every defect as one JSON list."""
    caller = caller_of(request)
    job = import_job_for(user_id=caller.user_id, job_id=job_id, at=caller.at, lock=False)
    body = json.dumps([asdict(one) for one in all_defects(job)], ensure_ascii=False, indent=1)
    return _download_answer(body.encode(), "application/json", "defects.json")


def _csv_cell(value: str | float | None) -> str:
    if not isinstance(value, str):
        return "" if value is None else f"{value:.7f}"
    return harmless_text(value)


def _download_answer(body: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/plan-imports/{uuid:job_id}/cancel", response=ImportJobView, operation_id="cancel_plan_import")
def post_cancel(request: HttpRequest, job_id: UUID) -> ImportJobView:
    """End an import that has not ended; nothing of the plan is stored."""
    caller = caller_of(request)
    return import_job_view(cancel_import(actor_id=caller.user_id, job_id=job_id, at=caller.at))


@router.get("/floorplans/{uuid:floorplan_id}/scan", response=ScanView | None, operation_id="read_plan_scan")
def read_scan(request: HttpRequest, floorplan_id: UUID) -> ScanView | None:
    """Return how the scan under a floorplan lies on the ground and how well it fits; null where there is none."""
    caller = caller_of(request)
    return scan_under(floorplan_to_look_at(user_id=caller.user_id, floorplan_id=floorplan_id, at=caller.at))


@router.get("/floorplans/{uuid:floorplan_id}/image", operation_id="read_plan_image", openapi_extra=declare_types(PNG))
def read_image(request: HttpRequest, floorplan_id: UUID) -> HttpResponseBase:
    """Return the scan under a floorplan, turned north up, as PNG."""
    caller = caller_of(request)
    image = floorplan_image_for(user_id=caller.user_id, floorplan_id=floorplan_id, at=caller.at)
    return unless_known(request, f'"{image.shown_sha256}"', lambda: _picture_answer(image.shown_sha256))


def _picture_answer(sha256: str) -> FileResponse:
    policy = {"Content-Security-Policy": "default-src 'none'; sandbox"}
    return FileResponse(plan_file_path(sha256).open("rb"), content_type=PNG, headers=policy)
