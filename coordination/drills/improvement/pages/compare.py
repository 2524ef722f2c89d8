"""The page on which drills are compared: between schools in the order of their names, and over the years."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.exercises.vocabulary import DrillAction, ExerciseKind
from coordination.drills.improvement.errors import ComparisonNotFound
from coordination.drills.improvement.pages.plots import PointPlot, RangePlot, point_plot, range_plot
from coordination.drills.improvement.work.comparing import CompareChosen, MeasureCompared, compare_drills, zone_of
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of

# So many schools stand in a plot; the next ones on the next page.
SCHOOLS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure with its plots: between sites, over the years, and of one site drill by drill."""

    key: str
    name: str
    drills: int
    sites: RangePlot | None
    not_measured: list[str]
    years: RangePlot | None
    singles: PointPlot | None


@require_safe
@never_cache
@login_required
def compare_page(request: HttpRequest) -> HttpResponse:
    """Compare the drills that the reader may compare. A constant number of queries, however many schools."""
    asker = asker_of(request)
    chosen = _read_choice(request.GET)
    try:
        found = compare_drills(user_id=asker.user_id, chosen=chosen, at=asker.at)
    except ComparisonNotFound as missing:
        raise Http404 from missing
    page, pages = _page_asked(request.GET, len(found.sites))
    zone = zone_of(chosen.site_id)
    context = {
        "found": found,
        "chosen": chosen,
        "measures": [_show_measure(one, page, zone, is_single=chosen.site_id is not None) for one in found.measures],
        "kinds": ExerciseKind.labels(),
        "actions": DrillAction.labels(),
        "page": page,
        "pages": range(1, pages + 1),
    }
    return render(request, "improvement/compare.html", context)


def _read_choice(asked: QueryDict) -> CompareChosen:
    kind, action = asked.get("kind", ""), asked.get("action", "")
    return CompareChosen(
        kind=ExerciseKind(kind) if kind in ExerciseKind else None,
        action=DrillAction(action) if action in DrillAction else None,
        site_id=uuid_in(asked, "site") if asked.get("site") else None,
    )


def _page_asked(asked: QueryDict, sites: int) -> tuple[int, int]:
    pages = max(1, -(-sites // SCHOOLS_PER_PAGE))
    text = asked.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), pages), pages


def _show_measure(one: MeasureCompared, page: int, zone: ZoneInfo, *, is_single: bool) -> MeasureShown:
    here = one.sites[(page - 1) * SCHOOLS_PER_PAGE : page * SCHOOLS_PER_PAGE]
    return MeasureShown(
        key=one.measure.value,
        name=MilestoneKind(one.measure).label,
        drills=one.together.n,
        sites=None if is_single else range_plot([(each.site, each.spread) for each in here if each.spread]),
        not_measured=[] if is_single else [each.site for each in here if each.spread is None],
        years=range_plot([(f"{each.school_year}\N{EN DASH}{each.school_year + 1}", each.spread) for each in one.years]),
        singles=point_plot(
            [(each.began_at.astimezone(zone).date(), each.seconds) for each in one.drills], one.together.median
        ),
    )
