"""The page on which one chooses what is printed of a site."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mapping.access import site_for
from mapping.errors import NothingToPrint, SiteNotFound
from mapping.exports.print_job import SITE_SHEET, PrintForm
from mapping.exports.sheets.paper import Paper
from mapping.exports.underlay import prints_streets
from mapping.models import Floorplan, Site
from mapping.sites.queries import site_view
from mapping.sites.signed_in import user_id_of
from mapping.sites.street_map.streets import streets_here
from mapping.vocabulary import FloorplanState, PrintLayer, SiteNeed
from mou.errors import PaperNotDrawn, PrintUnderWay


@require_safe
@never_cache
@login_required
def print_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show the choices of a print to readers of the site's floorplans."""
    user_id, at = user_id_of(request), timezone.now()
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound as missing:
        raise Http404 from missing
    context = {
        "site": site_view(site),
        "sheets": [(SITE_SHEET, _("The whole site")), *_published_floors(site)],
        "papers": list(Paper.labels().items()),
        "kinds": list(PrintForm.labels().items()),
        "layers": [(one, words) for one, words in PrintLayer.labels().items() if one in _installed_layers()],
        "has_streets_on_screen_only": streets_here() is not None and not prints_streets(),
        "words": said_words(),
    }
    return render(request, "mapping/exports/print_choice.html", context)


def said_words() -> dict[str, str]:
    """Return what the page's script says, by its key; refusals go by their code."""
    return {
        "print.making": _("The sheets are being made. Keep this page open."),
        "print.made": _("The file is among your downloads."),
        "print.unreachable": _("The server was not reached. Try again."),
        **{f"print.{one.code}": _(one.sentence) for one in (NothingToPrint, PrintUnderWay, PaperNotDrawn)},
    }


def _installed_layers() -> frozenset[PrintLayer]:
    return frozenset(PrintLayer) if prints_streets() else frozenset(PrintLayer) - {PrintLayer.STREETS}


def _published_floors(site: Site) -> list[tuple[str, str]]:
    """Return the floors that have a published plan, by level id. One query."""
    plans = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED, level__building__isnull=False)
    rows = plans.order_by("level__building__name", "level__ordinal", "level__id")
    found = rows.values_list("level_id", "level__building__name", "level__name")
    return [(str(level_id), f"{building} · {floor}") for level_id, building, floor in found]
