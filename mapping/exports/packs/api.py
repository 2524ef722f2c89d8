"""Offline packs over HTTP, for readers of a site's floorplans. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from ninja import Body, Router
from pydantic import BaseModel, ConfigDict, Field

from mapping.access import site_for, standings_meet
from mapping.exports.distribution.records import record_distribution
from mapping.exports.packs.pack import PackOf, PackOrder, agreements_behind
from mapping.vocabulary import DistributionForm, SiteNeed
from mou.access.fetch import standing_at
from mou.api.caller import caller_of
from mou.api.media_types import ZIP, declare_types
from mou.papers.bounded_drawing import one_print_of

router = Router(tags=["exports"])
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Field(max_length=200)]


class KnownFiles(BaseModel):
    """What the reader has: the SHA-256 of each file of their pack, as its manifest lists them, and its tag."""

    model_config = ConfigDict(extra="forbid")

    files: dict[Name, Digest] = Field(max_length=2_000)
    tag: Digest | None = None


@router.get("/sites/{uuid:site_id}/pack", operation_id="read_pack", openapi_extra=declare_types(ZIP))
def read_pack(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return the signed offline pack of a site: unpack it, open index.html, and no network is needed.

    The ETag is its tag: it stays while the pack says the same.
    """
    return _archive_answer(request, _pack_for(request, site_id), known=None)


@router.post(
    "/sites/{uuid:site_id}/pack", operation_id="update_pack", openapi_extra=declare_types(ZIP), response={204: None}
)
def update_pack(request: HttpRequest, site_id: UUID, known: Annotated[KnownFiles, Body()]) -> HttpResponse:
    """Return a pack of only what is new to the reader; verify_pack.py puts it together with what they have.

    With the tag of what they have: 204 while it says the same, and nothing is made.
    """
    pack = _pack_for(request, site_id)
    tag = pack.tag()
    if known.tag == tag:
        return HttpResponse(status=204, headers={"ETag": f'"{tag}"', "Cache-Control": "private, no-store"})
    return _archive_answer(request, pack, known=known.files)


def _pack_for(request: HttpRequest, site_id: UUID) -> PackOf:
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    found = standing_at(
        user_id=caller.user_id,
        district_id=site.district_id,
        school_id=site.school_id,
        site_id=site.pk,
        at=caller.at,
    )
    order = PackOrder(
        at=caller.at,
        includes_roster=standings_meet(found, SiteNeed.ROSTER),
        agreements=agreements_behind(found, caller.at),
    )
    return PackOf(site, order)


def _archive_answer(request: HttpRequest, pack: PackOf, known: dict[str, str] | None) -> HttpResponse:
    caller, site = caller_of(request), pack.site
    # The tag first: what changes while the pack is made is then asked for again.
    tag = pack.tag()
    with one_print_of(caller.user_id):
        body = pack.made().closed(known)
    record_distribution(user_id=caller.user_id, site_id=site.pk, form=DistributionForm.PACK, at=caller.at)
    response = HttpResponse(body, content_type=ZIP)
    kind = "pack" if known is None else "update"
    response["Content-Disposition"] = f'attachment; filename="{slugify(site.name) or "site"}.{kind}.zip"'
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{tag}"'
    return response
