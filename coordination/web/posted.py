"""What a plain form sent, where every field is text and may be missing or nonsense; and where its answer leads."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict

NOTHING = UUID(int=0)


def uuid_in(posted: QueryDict, name: str) -> UUID:
    """Return an id; what is none names nothing that exists."""
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        return NOTHING


def redirect_anew(address: str) -> HttpResponse:
    """Return a redirect that is read with GET: a page that is loaded again sends no form twice."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
