"""The pages of one floor: its versions, what differs between two of them, and the editor."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mapping.access import agencies_at, level_for, standing_allows
from mapping.edits.rules.feature_rules import CATEGORIES
from mapping.edits.steps import why_not_publish, why_not_verify
from mapping.errors import LevelNotFound
from mapping.laws.profile import profile_of
from mapping.models import Floorplan
from mapping.plans.levels import level_name
from mapping.plans.versions import VersionView, newest_tag_of, version_views
from mapping.sites.basemap import BaseMap, base_map
from mapping.sites.queries import site_outline
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words
from mapping.vocabulary import FeatureKind, FloorplanState, SiteNeed

OPEN_STATES = (FloorplanState.DRAFT, FloorplanState.VERIFIED)


@require_safe
@never_cache
@login_required
def history_page(request: HttpRequest, level_id: UUID) -> HttpResponse:
    """Show every version of a floor: who drew, walked, published and has seen it."""
    return render(request, "mapping/edits/history.html", _level_page(request, level_id).context())


@require_safe
@never_cache
@login_required
def difference_page(request: HttpRequest, level_id: UUID) -> HttpResponse:
    """Show what differs between two versions of a floor, on the map and as a list; without two, the newest two."""
    page = _level_page(request, level_id)
    before, after = _two_of(request, page.versions)
    return render(request, "mapping/edits/difference.html", {**page.context(), "before": before, "after": after})


@require_safe
@never_cache
@login_required
def edit_page(request: HttpRequest, level_id: UUID) -> HttpResponse:
    """Show the editor of a draft, or the way to one. Only keepers of the maps find this page; others get a 404."""
    page = _level_page(request, level_id)
    if not page.may_edit:
        raise Http404
    newest = page.versions[0] if page.versions else None
    plan = newest if newest is not None and newest.state in OPEN_STATES else None
    why_not = "" if plan is None else _why_not_go_on(request, plan)
    categories = {kind.value: sorted(CATEGORIES[kind]) for kind in FeatureKind if kind is not FeatureKind.PHOTO}
    return render(
        request,
        "mapping/edits/edit.html",
        {**page.context(), "plan": plan, "why_not": why_not, "categories": categories},
    )


@dataclass(frozen=True, slots=True)
class LevelPage:
    """What every page of a floor needs."""

    level_id: UUID
    level_name: str
    site_id: UUID
    site_name: str
    site_time_zone: str
    may_edit: bool
    newest_tag: str
    versions: list[VersionView]
    base_map: BaseMap

    def context(self) -> dict[str, object]:
        """Return the context of a template."""
        return {"page": self, "base_map": self.base_map, "map_words": map_words()}


def _level_page(request: HttpRequest, level_id: UUID) -> LevelPage:
    if isinstance(request.user, AnonymousUser):
        raise Http404
    user_id, at = request.user.pk, timezone.now()
    try:
        level = level_for(user_id=user_id, level_id=level_id, at=at)
    except LevelNotFound as missing:
        raise Http404 from missing
    site = level.site
    may_edit = standing_allows(user_id=user_id, site=site, need=SiteNeed.EDIT, at=at)
    seen_by = agencies_at(user_id=user_id, site=site, at=at)
    return LevelPage(
        level_id=level.pk,
        level_name=level_name(level),
        site_id=site.pk,
        site_name=site.name,
        site_time_zone=site.time_zone,
        may_edit=may_edit,
        newest_tag=newest_tag_of(level) if may_edit else "",
        versions=version_views(level, seen_by=seen_by, may_edit=may_edit, at=at),
        base_map=base_map(site_outline(site), streets_here()),
    )


def _why_not_go_on(request: HttpRequest, shown: VersionView) -> str:
    """Return why another person takes the next step of a version; empty where the reader may."""
    plan = Floorplan.objects.select_related("level__site").get(pk=shown.id)
    profile, user_id = profile_of(plan.level.site.district_id), request.user.pk
    assert user_id is not None
    if plan.state == FloorplanState.VERIFIED:
        return why_not_publish(plan, user_id=user_id, profile=profile)
    return why_not_verify([plan], user_id=user_id, profile=profile)[plan.pk]


def _two_of(request: HttpRequest, versions: list[VersionView]) -> tuple[VersionView, VersionView]:
    """Return the versions that the address names; what it does not name, or names wrongly, are the newest two."""
    if len(versions) < 2:
        raise Http404
    by_id = {str(one.id): one for one in versions}
    after = by_id.get(request.GET.get("after", ""), versions[0])
    older = next((one for one in versions if one.version < after.version), versions[-1])
    before = by_id.get(request.GET.get("before", ""), older)
    return before, after
