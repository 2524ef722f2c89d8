"""The front page of drills: which of its parts are there for a reader. A reader of one part only is led to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.drills.exercises.access import may_see_page as may_see_exercises
from coordination.drills.improvement.access import may_compare, may_see_actions
from coordination.drills.requirements.access import may_see_page as may_see_law
from coordination.web.signed_in import asker_of
from mou.access.together import asking_together
from mou.officers.access import looks_after_training

type MaySee = Callable[[int, datetime], bool]
# The name of each part's address, and who sees it.
PARTS: dict[str, MaySee] = {
    "exercises": may_see_exercises,
    "corrective_actions": may_see_actions,
    "compare_drills": may_compare,
    "drill_law": may_see_law,
    "training": looks_after_training,
}


def sees_drills(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to drills."""
    user_id, at = cast("int", request.user.pk), datetime.now(UTC)
    # Each page asks. What most people see stands last, and is the cheapest to ask.
    return any(may_see(user_id, at) for may_see in reversed(PARTS.values()))


@require_safe
@never_cache
@login_required
def drills_page(request: HttpRequest) -> HttpResponse:
    """List the parts that are there for the reader."""
    asker = asker_of(request)
    with asking_together():
        parts = [name for name, may_see in PARTS.items() if may_see(asker.user_id, asker.at)]
    if not parts:
        raise Http404
    if len(parts) == 1:
        return HttpResponseRedirect(reverse(parts[0]))
    return render(request, "exercises/front.html", {"parts": parts})
