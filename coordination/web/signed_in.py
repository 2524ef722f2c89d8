"""Who looks at a page, and when: pages have no other source of either."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from coordination.room.access import Asker


def asker_of(request: HttpRequest) -> Asker:
    """Return the signed-in person behind a request that login_required has let through."""
    return Asker(user_id=cast("int", request.user.pk), at=timezone.now())


def public_id_of(request: HttpRequest) -> UUID:
    """Return the id under which this person may be named in a page."""
    assert not isinstance(request.user, AnonymousUser)
    return request.user.public_id
