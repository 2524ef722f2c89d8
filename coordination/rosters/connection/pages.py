"""The page of a district's connection to its school's system: set it, try it, read now, forget it. Plain forms."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.administration.models import SpeakingAct
from coordination.room.access import Asker
from coordination.rosters import words
from coordination.rosters.access import district_kept_for
from coordination.rosters.asking import REFUSALS, ask_in, refusal_words
from coordination.rosters.connection import keeping
from coordination.rosters.connection.keeping import (
    HOUR,
    SCOPE,
    ConnectionGiven,
    RosterConnectionTest,
    connection_of,
)
from coordination.rosters.connection.queries import connection_view
from coordination.rosters.errors import BadRosterConnection, RosterNotFound
from coordination.rosters.vocabulary import RosterReadFailure, RosterTable
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.errors import SecondPersonNeeded
from mou.models import Agency

REFUSED = 422


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a form: what stood in the way, or what a test said."""

    problem: str = ""
    tried: RosterConnectionTest | None = None
    leads_to: str = ""
    # Two people decide on it, and this is what the second one is to read.
    asks: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("secret")
@login_required
def roster_connection_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show how the connection stands, and carry out what a form asks for. The secret is never shown again."""
    asker = asker_of(request)
    try:
        district = district_kept_for(user_id=asker.user_id, agency_id=district_id, at=asker.at)
    except RosterNotFound as missing:
        raise Http404 from missing
    done = _carried_out(asker, district, request.POST) if request.method == "POST" else _Done()
    if request.method == "POST" and not done.problem and done.tried is None:
        # Read with GET, so that nothing is asked for twice.
        return redirect_anew(done.leads_to or reverse("roster_connection", args=[district_id]))
    row = connection_of(district)
    context = {
        "agency": district,
        "view": connection_view(row, asker.at) if row is not None else None,
        "typed": _read_connection(request.POST) if request.POST.get("act") == "set" else row,
        "hours": range(24),
        "hour": HOUR,
        "scope": SCOPE,
        "tried": done.tried,
        "asks": done.asks,
        "problem": done.problem,
        "failures": RosterReadFailure.labels(),
        "tables": RosterTable.labels(),
    }
    return render(request, "rosters/connection.html", context, status=REFUSED if done.problem else 200)


def _carried_out(asker: Asker, district: Agency, posted: QueryDict) -> _Done:
    """Carry a form out. Raises: Http404: nothing that the asker knows of."""
    try:
        match posted.get("act"):
            case "set":
                given = _read_connection(posted)
                keeping.set_connection(actor_id=asker.user_id, agency_id=district.pk, given=given, at=asker.at)
            case "test":
                tried = keeping.try_connection(actor_id=asker.user_id, agency_id=district.pk, at=asker.at)
                return _Done(tried=tried)
            case "read":
                keeping.ask_to_read(
                    actor_id=asker.user_id,
                    agency_id=district.pk,
                    is_whole=posted.get("is_whole") == "yes",
                    may_shrink=posted.get("may_shrink") == "yes",
                    at=asker.at,
                )
            case "ask":
                return _Done(leads_to=ask_in(asker, district.pk, SpeakingAct.ROSTER_SOURCE, posted))
            case "forget":
                keeping.forget_connection(actor_id=asker.user_id, agency_id=district.pk, at=asker.at)
            case _:
                raise Http404
    except BadRosterConnection as error:
        return _Done(words.connection_fields().get(error.pointer.removeprefix("/"), error.detail))
    except REFUSALS as error:
        return _Done(refusal_words(error), asks=error.asks if isinstance(error, SecondPersonNeeded) else "")
    return _Done()


def _read_connection(posted: QueryDict) -> ConnectionGiven:
    hour = posted.get("hour", "")
    return ConnectionGiven(
        base_url=posted.get("base_url", ""),
        token_url=posted.get("token_url", ""),
        client_id=posted.get("client_id", ""),
        secret=posted.get("secret", ""),
        scopes=posted.get("scopes", ""),
        hour=int(hour) if hour.isascii() and hour.isdigit() and len(hour) <= 2 else -1,
        is_nightly=posted.get("is_nightly") == "yes",
    )
