"""Offline packs over HTTP, for whoever may see a site's floorplans. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from ninja import Body, Router
from pydantic import BaseModel, ConfigDict, Field

from mapping.access import site_for, standings_meet
from mapping.actions.distribution import record_distribution
from mapping.exports.pack import Pack, PackOrder, agreements_behind, pack_of
from mapping.vocabulary import DistributionForm, SiteNeed
from mou.access import standing_at
from mou.api.caller import caller_of

router = Router(tags=["exports"])
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Field(max_length=200)]


class KnownFiles(BaseModel):
    """What the reader has: the SHA-256 of each file of their pack, as its manifest lists them."""

    model_config = ConfigDict(extra="forbid")

    files: dict[Name, Digest] = Field(max_length=2_000)


@router.get("/sites/{uuid:site_id}/pack", operation_id="read_pack")
def read_pack(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return the signed offline pack of a site: unpack it, open index.html, and no network is needed."""
    return _archive(*_pack(request, site_id), known=None)


@router.post("/sites/{uuid:site_id}/pack", operation_id="update_pack")
def update_pack(request: HttpRequest, site_id: UUID, known: Annotated[KnownFiles, Body()]) -> HttpResponse:
    """Return a pack of only what is new to the reader; verify_pack.py puts it together with what they have."""
    return _archive(*_pack(request, site_id), known=known.files)


def _pack(request: HttpRequest, site_id: UUID) -> tuple[Pack, str]:
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
    made = pack_of(site, order)
    record_distribution(user_id=caller.user_id, site_id=site_id, form=DistributionForm.PACK, at=caller.at)
    return made, slugify(site.name) or "site"


def _archive(pack: Pack, name: str, known: dict[str, str] | None) -> HttpResponse:
    response = HttpResponse(pack.closed(known), content_type="application/zip")
    kind = "pack" if known is None else "update"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
