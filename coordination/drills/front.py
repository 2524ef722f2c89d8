"""The front page of drills: which of its parts are there for a reader. A reader of one part only is led to it."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.web.apps.fronts import sees_any_part, show_front


def sees_drills(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to drills."""
    return sees_any_part("drills", cast("int", request.user.pk), timezone.now(), last_first=True)


@require_safe
@never_cache
@login_required
def drills_page(request: HttpRequest) -> HttpResponse:
    """List the parts that are there for the reader."""
    return show_front(request, "drills", "exercises/front.html")
