"""The console's page: for those who dispatch or lead, on a wide screen."""

from datetime import UTC, datetime
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.console.words import console_words
from coordination.room.watching import may_watch
from coordination.web.panes import with_panes


@require_safe
@never_cache
@login_required
@with_panes
def console_page(request: HttpRequest) -> HttpResponse:
    """Show the console; to everybody else there is no such page."""
    if not may_watch(cast("int", request.user.pk), datetime.now(UTC)):
        raise Http404
    context = {"words": console_words(), "has_streets": bool(settings.BASEMAP)}
    return render(request, "coordination/console.html", context)
