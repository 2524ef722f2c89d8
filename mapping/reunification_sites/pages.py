"""The page of a school's reunification sites: map, tables, and forms for those who keep them."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mapping.access import site_for, standing_allows
from mapping.errors import SiteNotFound
from mapping.plans.nearest import length_in_words
from mapping.plans.versions import local_day
from mapping.reunification_sites.capacity import Held
from mapping.reunification_sites.draft import SPEED_M_PER_S
from mapping.reunification_sites.geometry import MAX_EYES, Line, LonLat, are_apart
from mapping.reunification_sites.queries import (
    PARENT_AREAS,
    STUDENT_AREAS,
    AreaView,
    ReunificationView,
    reunification_views,
    walls_of,
)
from mapping.reunification_sites.words import direction_words, reunification_words
from mapping.sites.basemap import base_map
from mapping.sites.queries import site_outline, site_view
from mapping.sites.signed_in import user_id_of
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words
from mapping.vocabulary import ReunificationAreaKind, Reunited, RouteMode, SiteNeed


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """An area or a way as a table shows it; `kind` in words, an area without length and minutes."""

    kind: str
    name: str
    corners: tuple[LonLat, ...]
    holds: str = ""
    length: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class DrawingRules:
    """What the script needs to say at once what the server will say: walls, speeds, who must not see whom."""

    walls: list[Line]
    speeds: dict[str, float]
    parents: list[str]
    students: list[str]
    max_eyes: int
    kinds: list[str]
    modes: list[str]


@dataclass(frozen=True, slots=True)
class Card:
    """A site as the page shows it."""

    view: ReunificationView
    distance: str
    direction: str
    areas: list[DrawnRow]
    routes: list[DrawnRow]
    is_expired: bool
    languages: str
    holds: list[tuple[str, Held]]


@require_safe
@never_cache
@login_required
def reunification_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show a school's reunification sites to readers of its floorplans."""
    user_id, at = user_id_of(request), timezone.now()
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound as missing:
        raise Http404 from missing
    views = reunification_views([site])[site.pk]
    may_edit = standing_allows(user_id=user_id, site=site, need=SiteNeed.EDIT, at=at)
    context = {
        "site": site_view(site),
        "base_map": base_map(site_outline(site), streets_here()),
        "map_words": {**map_words(), **reunification_words()},
        "cards": [_card_of(view, local_day(site, at)) for view in views],
        "drawn": [asdict(view) for view in views],
        "directions": direction_words().items(),
        "is_apart": are_apart(view.bearing_deg for view in views if view.distance_m > 0),
        "may_edit": may_edit,
        "drawing": asdict(_drawing_rules(walls_of(site))) if may_edit else None,
    }
    return render(request, "mapping/reunification.html", context)


def _card_of(view: ReunificationView, today: date) -> Card:
    kinds, modes = ReunificationAreaKind.labels(), RouteMode.labels()
    return Card(
        view=view,
        distance=length_in_words(view.distance_m),
        direction=direction_words()[round(view.bearing_deg / 45) % 8 * 45],
        # The last point of a ring is its first.
        areas=[DrawnRow(kinds[one.kind], one.label, one.ring[:-1], _capacity_words(one)) for one in view.areas],
        routes=[
            DrawnRow(
                modes[one.mode],
                one.name,
                one.line,
                length=length_in_words(one.distance_m),
                minutes=round(one.time_s / 60),
            )
            for one in view.routes
        ],
        is_expired=view.agreement_expires_on is not None and view.agreement_expires_on < today,
        languages=", ".join(view.languages),
        holds=[(Reunited(one.kind).label, one) for one in view.holds],
    )


def _capacity_words(area: AreaView) -> str:
    """Return how many an area holds, in words; empty if unknown."""
    counts = (area.capacity_students, area.capacity_adults, area.capacity_cars, area.capacity_buses)
    named = zip(Reunited.labels().values(), counts, strict=True)
    return " · ".join(f"{words} {count}" for words, count in named if count is not None)


def _drawing_rules(walls: list[Line]) -> DrawingRules:
    return DrawingRules(
        walls=walls,
        speeds={mode.value: speed for mode, speed in SPEED_M_PER_S.items()},
        parents=sorted(PARENT_AREAS),
        students=sorted(STUDENT_AREAS),
        max_eyes=MAX_EYES,
        kinds=[kind.value for kind in ReunificationAreaKind],
        modes=[mode.value for mode in RouteMode],
    )
