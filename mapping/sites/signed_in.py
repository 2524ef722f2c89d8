"""Who looks at a page."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest


def user_id_of(request: HttpRequest) -> int:
    """Return the signed-in person's id. Raises: Http404: not signed in."""
    if isinstance(request.user, AnonymousUser):
        raise Http404
    return request.user.pk
