"""The page of a site: map, floor switch, and the table twin of both."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mapping.access import agencies_at, agencies_concerned, grants_at, site_for, standing_allows
from mapping.errors import SiteNotFound
from mapping.plans.floor_rows import houses_of, way_to_draw
from mapping.plans.unacknowledged import unacknowledged_floors
from mapping.sites.basemap import base_map
from mapping.sites.queries import people_at, site_outline, site_view
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words
from mapping.vocabulary import FloorCounting, SiteNeed
from mou.access.policy import Place
from mou.agreements.reading.gaps import gaps_at


@login_required
def site_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show one site; a page about a site that is not theirs is not found."""
    if isinstance(request.user, AnonymousUser):
        raise Http404
    user_id, at = request.user.pk, timezone.now()
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.SEE, at=at)
    except SiteNotFound as missing:
        raise Http404 from missing
    # As in the history of a floor: which agencies have looked at it is for the school's and the district's own people.
    sees_who_looked = agencies_at(user_id=user_id, site=site, at=at).is_insider
    may_edit = standing_allows(user_id=user_id, site=site, need=SiteNeed.EDIT, at=at)
    houses = houses_of(site) if may_edit else []
    return render(
        request,
        "mapping/site.html",
        {
            "site": site_view(site),
            "base_map": base_map(site_outline(site), streets_here()),
            "may_see_plans": standing_allows(user_id=user_id, site=site, need=SiteNeed.FLOORPLAN, at=at),
            "may_edit": may_edit,
            "houses": houses,
            "way_to_draw": way_to_draw(site, houses),
            "is_drawn": any(floor.is_in_force for house in houses for floor in house.floors),
            "countings": list(FloorCounting.labels().items()),
            "gaps": gaps_at(
                Place(site.district_id, site.school_id, site.pk),
                at,
                agency_ids=agencies_concerned(user_id=user_id, site=site, at=at),
            ),
            "unacknowledged": unacknowledged_floors(site, at) if sees_who_looked else [],
            "people": people_at(site, grants_at(user_id=user_id, site=site, at=at), at),
            "map_words": map_words(),
        },
    )
