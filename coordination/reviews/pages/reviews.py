"""The pages of reviews: the list of real incidents, and the review of one."""

from datetime import UTC
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.evaluation.vocabulary import HotWashGroup, HotWashState
from coordination.drills.evaluation.words import seconds_text
from coordination.reviews.access import is_of_school, led_partners, open_washes, review_for, years_of
from coordination.reviews.pages.review_forms import ReviewForms
from coordination.reviews.pages.tables import ACTIONS, RESPONSES, REVIEWS, REVIEWS_OF_PARTNER, TIMES, TimeRow
from coordination.reviews.rules.bars import BarGiven, BarPlot, bar_plot
from coordination.reviews.rules.figures import Figures
from coordination.reviews.vocabulary import ReviewScale
from coordination.reviews.words import milestone_sources, refusal_sentence, way_words
from coordination.reviews.work.opening import open_due
from coordination.reviews.work.queries import ReviewView, review_actions, review_lines, review_view, wash_summary
from coordination.reviews.work.sealing import sealed_version
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables


@page()
def reviews_page(request: HttpRequest) -> HttpResponse:
    """List the real incidents that were closed, as far as the reader reads them."""
    asker = asker_of(request)
    open_due(asker.user_id, asker.at)
    partners = frozenset(led_partners(asker.user_id, asker.at).values_list("pk", flat=True))
    lines = review_lines(asker.user_id, partners, asker.at)
    years = years_of(asker.user_id, asker.at)
    keeps = any(is_of_school(one) for one in years)
    # By the clock of the sites, where they have one clock.
    zones = {one.time_zone for one in lines}
    zone = ZoneInfo(zones.pop()) if len(zones) == 1 else UTC
    # Who reads no review is not told that there was no incident.
    empty = (
        ""
        if years
        else _("Reviews are read by administrators of the school and its district, and by leaders of agencies.")
    )
    reviews = ShownTable(request, REVIEWS if keeps else REVIEWS_OF_PARTNER, lines, zone=zone, empty=empty)
    asked = list(open_washes(asker.user_id, asker.at))
    context = {"reviews": reviews, "asked": asked, "years": years}
    return show_tables(request, "reviews/reviews.html", context, [reviews])


@page(posts=True)
def review_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the review of one real incident: all of it to its keepers, its own response to an agency."""
    asker = asker_of(request)
    open_due(asker.user_id, asker.at)
    grant = review_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    view = review_view(grant)
    forms = ReviewForms(request, asker, grant.review, view) if grant.is_keeper else None
    sent = forms.all() if forms else []
    if carry_out(request, sent, refusal_sentence):
        return redirect_anew(request.path)
    times = ShownTable(request, TIMES, _list_times(view, view.figures) if view.figures else [])
    responses = ShownTable(request, RESPONSES, view.line.responses)
    actions = ShownTable(request, ACTIONS, review_actions(grant, asker.user_id, asker.at))
    context = {
        "view": view,
        "line": view.line,
        "forms": forms,
        "times": times,
        "times_plot": _plot_times(view.figures) if view.figures else None,
        "responses": responses,
        "ways": _name_ways(view.figures) if view.figures else [],
        "actions": actions,
        "wash": wash_summary(grant.review) if grant.is_keeper else None,
        "scale_words": ReviewScale.labels(),
        "group_words": HotWashGroup.labels(),
        "hot_wash_states": HotWashState.labels(),
    }
    return show_tables(request, "reviews/review.html", context, [times, responses, actions], sent)


@page()
def sealed_file(request: HttpRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Hand a sealed report out as it was sealed, byte for byte: as a PDF or as JSON."""
    asker = asker_of(request)
    grant = review_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    text = request.GET.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
    sealed = sealed_version(grant, number)
    content, kind = (sealed.pdf, "application/pdf") if form == "pdf" else (sealed.document, "application/json")
    response = HttpResponse(bytes(content), content_type=kind)
    shown = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="incident-review.{form}"'
    return response


def _list_times(view: ReviewView, figures: Figures) -> list[TimeRow]:
    sources = milestone_sources()
    log = reverse("incident", args=[view.line.incident_id]) if view.has_log else ""
    return [
        TimeRow(one.kind, one.seconds, sources[one.kind], one.seq, f"{log}#entry-{one.seq}" if log and one.seq else "")
        for one in figures.milestones
    ]


def _plot_times(figures: Figures) -> BarPlot | None:
    # How long it lasted in all would leave nothing to be seen of the first minutes.
    first = [one for one in figures.milestones if one.kind.value not in ("all_clear", "closed")]
    return bar_plot([BarGiven(one.kind.label, one.seconds, seconds_text(one.seconds)) for one in first])


def _name_ways(figures: Figures) -> list[tuple[str, int]]:
    return [(way_words(way), count) for way, count in figures.alerts.by_way.items()]
