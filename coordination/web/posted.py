"""What a plain form sent, where every field is text and may be missing or nonsense; and where its answer leads."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict

NOTHING = UUID(int=0)


def uuid_in(posted: QueryDict, name: str) -> UUID:
    """Return an id; what is none names nothing that exists."""
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        return NOTHING


def act_in[Act](posted: QueryDict, acts: Mapping[str, Act]) -> Act:
    """Return what a form of a page asks for by its field "act". Raises: Http404: nothing that the page does."""
    act = acts.get(posted.get("act", ""))
    if act is None:
        raise Http404
    return act


def redirect_anew(address: str) -> HttpResponse:
    """Return a redirect that is read with GET: a page that is loaded again sends no form twice."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
