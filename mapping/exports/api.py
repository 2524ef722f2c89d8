"""Files of a site over HTTP, for readers of its floorplans. Parse, call, answer; no rule stands here."""

from typing import Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import BaseModel, Field

from mapping.access import site_for
from mapping.exports.distribution.records import record_distribution
from mapping.exports.kinds import FILE_TYPES
from mapping.exports.made import Wanted, export_tag, opened_export
from mapping.exports.print_job import PrintChoice
from mapping.exports.sheets.paper import Paper
from mapping.models import Site
from mapping.plans.versions import local_day
from mapping.vocabulary import DistributionForm, ExportKind, PrintLayer, SiteNeed
from mou.api.caller import Caller, caller_of
from mou.api.media_types import declare_types
from mou.api.unless_known import unless_known

router = Router(tags=["exports"])
# More floors than any site has.
MAX_SHEETS = 200


class ExportOut(BaseModel):
    """A file that can be taken away."""

    kind: str
    content_type: str
    href: str


@router.get("/sites/{uuid:site_id}/exports", response=list[ExportOut], operation_id="list_exports")
def list_exports(request: HttpRequest, site_id: UUID) -> list[ExportOut]:
    """List the files that a site with its published floorplans can be taken away as."""
    caller = caller_of(request)
    site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    return [
        ExportOut(kind=kind, content_type=about.content_type, href=f"/api/v1/sites/{site_id}/export?kind={kind}")
        for kind, about in FILE_TYPES.items()
    ]


class ExportQuery(BaseModel):
    """Which file, and for a print (`pdf`, `svg`, `geotiff`) on which paper, which sheets, and what is on them."""

    kind: ExportKind
    paper: Paper = Paper.LETTER
    sheet: list[UUID | Literal["site"]] = Field(default=[], max_length=MAX_SHEETS)
    layer: list[PrintLayer] = Field(default=[], max_length=len(PrintLayer))
    # A form whose boxes are all unticked sends nothing of them: this says that it is meant so.
    only_layers: bool = False
    training: bool = False

    def choice(self) -> PrintChoice:
        """Return what was chosen; every sheet and every layer where none is named."""
        layers = frozenset(self.layer) if self.layer or self.only_layers else frozenset(PrintLayer)
        return PrintChoice(self.paper, frozenset(str(one) for one in self.sheet), layers, self.training)


@router.get(
    "/sites/{uuid:site_id}/export",
    operation_id="read_export",
    openapi_extra=declare_types(*sorted({one.content_type for one in FILE_TYPES.values()})),
)
def read_export(request: HttpRequest, site_id: UUID, query: Query[ExportQuery]) -> HttpResponseBase:
    """Return one file. `training=true` marks every printed sheet as a training copy.

    `paper`, `sheet`, `layer`, `only_layers` and `training` are of prints. `sheet` is `site` or the id of a level, and
    may stand several times; without it, all sheets are printed. Rooms and their numbers always are; `layer` may stand
    several times, and without it every layer is drawn.

    One file is made for a person at a time. The ETag stays as long as the bytes would; If-None-Match then costs a 304.
    """
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    wanted = Wanted(query.kind, on=local_day(site, caller.at), choice=query.choice())
    return unless_known(request, f'"{export_tag(site, wanted)}"', lambda: _handed_out(site, wanted, caller))


def _handed_out(site: Site, wanted: Wanted, caller: Caller) -> FileResponse:
    made, opened = opened_export(site, wanted, person_id=caller.user_id)
    form = DistributionForm.PRINT if made.content_type == "application/pdf" else DistributionForm.EXPORT
    record_distribution(user_id=caller.user_id, site_id=site.pk, form=form, at=caller.at)
    return FileResponse(opened, content_type=made.content_type, as_attachment=True, filename=made.name)
