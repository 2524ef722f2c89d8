"""The live page of the design system: every component in every theme, for those who build pages and look after them."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.web.signed_in import asker_of
from mou.access.fetch import active_memberships
from mou.vocabulary import AgencyKind, MemberRole

THEMES = ("light", "dark", "night")
COLORS = ("text", "text-2", "text-3", "accent", "danger", "warning", "ok", "info", "exercise")
SURFACES = ("surface-0", "surface-1", "surface-2", "surface-3", "line", "line-strong")
TYPE_SCALE = (12, 14, 16, 20, 28, 40)
SPACES = (4, 8, 12, 16, 24, 32, 48)


@require_safe
@login_required
def style_page(request: HttpRequest) -> HttpResponse:
    """Show it to administrators of an agency, and in development and the demo to everybody."""
    if settings.MODE not in ("dev", "demo") and not _is_administrator(request):
        raise Http404
    context = {
        "themes": THEMES,
        "colors": COLORS,
        "surfaces": SURFACES,
        "type_scale": TYPE_SCALE,
        "spaces": SPACES,
        "agency_kinds": AgencyKind.labels(),
    }
    return render(request, "home/style.html", context)


def _is_administrator(request: HttpRequest) -> bool:
    asker = asker_of(request)
    return any(one.role == MemberRole.ADMINISTRATOR for one in active_memberships(asker.user_id, asker.at))
