"""The front page of prevention: which of its parts are there for a reader. Who has one part only is led to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.prevention.cases.access import may_see_page as may_see_cases
from coordination.prevention.climate.access import may_see_page as may_see_climate
from coordination.prevention.social_alerts.access import may_see_page as may_see_alerts
from coordination.prevention.support.access import may_see_page as may_see_support
from coordination.prevention.tips.access import may_see_page as may_see_tips
from coordination.web.signed_in import asker_of
from mapping.assessments.access import may_see_page as may_see_assessments
from mou.access.together import asking_together

type MaySee = Callable[[int, datetime], bool]
PARTS: dict[str, MaySee] = {
    "tips": may_see_tips,
    "cases": may_see_cases,
    "support": may_see_support,
    "climate": may_see_climate,
    "social_alerts": may_see_alerts,
    "assessments": may_see_assessments,
}


def sees_prevention(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to prevention."""
    user_id, at = cast("int", request.user.pk), datetime.now(UTC)
    return any(may_see(user_id, at) for may_see in PARTS.values())


@require_safe
@never_cache
@login_required
def prevention_page(request: HttpRequest) -> HttpResponse:
    """List the parts that are there for the reader."""
    asker = asker_of(request)
    with asking_together():
        parts = [name for name, may_see in PARTS.items() if may_see(asker.user_id, asker.at)]
    if not parts:
        raise Http404
    if len(parts) == 1:
        return HttpResponseRedirect(reverse(parts[0]))
    return render(request, "cases/front.html", {"parts": parts})
