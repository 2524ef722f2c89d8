"""What helps to bring a plan over HTTP: look at a file before it is imported, and see how well points place it."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field, FiniteFloat

from mapping.access import site_for
from mapping.errors import BadFile
from mapping.imports.bounded_reading import look_bounded
from mapping.imports.learned import learned_among, learned_of, with_learned
from mapping.imports.learned_api import LearnedOut
from mapping.imports.readers.drawings.control_points import MAX_CHARS, MAX_POINTS, ControlPoint
from mapping.imports.readers.drawings.placement import Placement, fit_placement
from mapping.imports.readers.field_mapping import MAX_MAPPING_CHARS, NAMES
from mapping.imports.readers.looking import FieldSeen, LayerSeen, Look, PictureSeen
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.saving.store import check_position
from mapping.imports.uploads import MAX_PATHS_CHARS, packed_upload
from mapping.imports.wording.defect_sentences import sentence_words
from mapping.sites.schemas import Answer
from mapping.vocabulary import FloorCounting, PlanFormat, SiteNeed
from mou.api.caller import caller_of

router = Router(tags=["map"])

type Lon = Annotated[FiniteFloat, Field(ge=-180, le=180)]
type Lat = Annotated[FiniteFloat, Field(ge=-90, le=90)]
# A scan takes three points at least; a drawing is not skewed, so that two say how it lies.
LEAST_POINTS = {"scan": 3, "drawing": 2}


class LookOrder(Schema):
    """What is said beside the file."""

    model_config = ConfigDict(extra="forbid")

    format: PlanFormat | None = None
    crs: str = Field("", max_length=200)
    page: int = Field(1, ge=1, le=2000)
    mapping: str = Field("", max_length=MAX_MAPPING_CHARS)
    control_points: str = Field("", max_length=MAX_CHARS)
    counting: FloorCounting = FloorCounting.US
    paths: str = Field("", max_length=MAX_PATHS_CHARS)


class FloorSeenOut(Answer):
    """A word of the file for a floor, and the floor it most likely means: null, if nothing tells."""

    word: str
    count: int
    ordinal: float | None
    short_name: str
    name: str


class LookOut(Answer):
    """What a file is. With a `code`, an import would be refused like this; `words` is `detail` in one's language.

    `learned` is what the district said before of fields and words of this file, and what was applied to it.
    """

    format: PlanFormat | None
    code: str
    detail: str
    page_count: int
    features: int
    least_points: int
    fields: list[FieldSeen]
    layers: list[LayerSeen]
    floors: list[FloorSeenOut]
    kinds: list[LayerSeen]
    categories: list[LayerSeen]
    picture: PictureSeen | None
    words: str = ""
    undrawn: int = Field(0, description="Of a drawing, how many things the picture lacks, as meshes.")
    buildings: list[str] = Field([], description="What the file calls its buildings.")
    learned: list[LearnedOut] = []


class PlacementIn(Schema):
    """Points as [x, y, lon, lat]; of a `scan`, x and y are pixels from the top left."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["scan", "drawing"]
    points: list[tuple[FiniteFloat, FiniteFloat, Lon, Lat]] = Field(min_length=2, max_length=MAX_POINTS)


@router.post("/sites/{uuid:site_id}/plan-looks", response=LookOut, operation_id="look_at_plan")
def post_look(
    request: HttpRequest,
    site_id: UUID,
    file: Annotated[list[UploadedFile], File()],
    order: Annotated[LookOrder, Form()],
) -> LookOut:
    """Say what a file is, which fields and layers it has, and what it looks like. Nothing is kept of it."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.EDIT, at=caller.at)
    told = ReadingOrder(
        format=order.format,
        crs=order.crs,
        page=order.page,
        mapping=with_learned(site, order.mapping),
        control_points=order.control_points,
        counting=order.counting,
    )
    with (
        packed_upload(file, order.paths) as (_name, chunks),
        tempfile.NamedTemporaryFile(prefix="musterpoint-look-") as copy,
    ):
        for chunk in chunks:
            copy.write(chunk)
        copy.flush()
        look = look_bounded(Path(copy.name), told)
    look = _where_it_is(look, (site.location.x, site.location.y))
    learned = [LearnedOut.model_validate(one) for one in learned_among(learned_of(site), words_in(look))]
    return LookOut.model_validate(look).model_copy(update={"words": sentence_words(look.detail), "learned": learned})


def _where_it_is(look: Look, site_lonlat: tuple[float, float]) -> Look:
    """Return the look, refused as an import would be if the plan lies somewhere else: before it is brought."""
    # What control points place lies wherever they say.
    if look.code or look.first is None or look.least_points > 0:
        return look
    try:
        check_position(look.first, site_lonlat)
    except BadFile as refusal:
        return replace(look, code=refusal.code, detail=refusal.detail)
    return look


def words_in(look: Look) -> list[tuple[str, str]]:
    """Return the words and fields that were seen in a file, each under the table in which it may be learned."""
    tables = (("layers", look.layers), ("kinds", look.kinds), ("categories", look.categories))
    words = [(table, one.name) for table, seen in tables for one in seen]
    words += [("levels", one.word) for one in look.floors]
    return words + [(what, one.name) for one in look.fields for what in NAMES]


@router.post("/sites/{uuid:site_id}/plan-placements", response=Placement, operation_id="fit_plan_placement")
def post_placement(request: HttpRequest, site_id: UUID, body: PlacementIn) -> Placement:
    """Say how control points would place a scan or a drawing, and by how much each is missed. Nothing is kept."""
    caller = caller_of(request)
    site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.EDIT, at=caller.at)
    least = LEAST_POINTS[body.kind]
    if len(body.points) < least:
        raise BadFile("too_few_control_points", f"It takes at least {least} control points.")
    return fit_placement([ControlPoint(*point) for point in body.points], y_is_down=body.kind == "scan")
