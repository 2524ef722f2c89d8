"""The page on which a Word file becomes a draft; only for those who may write that draft."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mou.agreements import version_access
from mou.agreements.reading.version_queries import version_view
from mou.errors import NotAllowed, NotFound
from mou.web.word_file_words import word_file_words


@require_safe
@never_cache
@login_required
def word_file_page(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Show where a file is chosen; what was read is decided in the browser and written by one request."""
    user_id, at = cast("int", request.user.pk), timezone.now()
    try:
        version = version_access.version_for(
            user_id=user_id,
            memorandum_id=memorandum_id,
            number=number,
            need=version_access.VersionNeed.KEEP,
            at=at,
            lock=False,
        )
    except (NotFound, NotAllowed) as missing:
        raise Http404 from missing
    view = version_view(version, user_id=user_id, at=at)
    if not view.may_edit:
        raise Http404
    context = {
        "version": view,
        "config": {
            "memorandum_id": str(memorandum_id),
            "number": number,
            "back": reverse("agreement_version", args=[memorandum_id, number]),
            # What was signed under a title keeps it.
            "may_title": version.memorandum.current_version_id is None,
        },
        "words": word_file_words(),
    }
    return render(request, "mou/word_file.html", context)
