"""The console's page: for those who dispatch or lead, also a district."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.console.grounds import grounds_for
from coordination.console.words import console_words
from coordination.room.people.watching import districts_led_by, has_console
from coordination.web.panes import with_panes
from mapping.sites.street_map.streets import streets_here


@require_safe
@never_cache
@login_required
@with_panes
def console_page(request: HttpRequest) -> HttpResponse:
    """Show the console; to everybody else there is no such page."""
    user_id, at = cast("int", request.user.pk), timezone.now()
    if not has_console(user_id, at):
        raise Http404
    context = {
        "words": console_words(),
        "grounds": grounds_for(user_id, at),
        "streets": streets_here(),
        "leads_district": bool(districts_led_by(user_id, at)),
    }
    return render(request, "coordination/console.html", context)
