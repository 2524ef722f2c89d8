"""The page on which someone of a team, or an administrator, lets in who waits. Plain forms: no script."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.errors import NotOnesOwnPlace, PlaceNotFound, PlaceNotYours
from coordination.prevention.front import sees_prevention
from coordination.prevention.places.waiting import kinds_of_teams, let_person_in, waiting_places
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def places_page(request: HttpRequest) -> HttpResponse:
    """List whom the reader may let in to which team; let one in."""
    if not sees_prevention(request):
        raise Http404
    asker, problem = asker_of(request), ""
    if request.method == "POST":
        try:
            let_person_in(
                actor_id=asker.user_id, kind=request.POST.get("kind", ""), place_id=_place_in(request), at=asker.at
            )
            return redirect_anew(request.path)
        except PlaceNotFound as missing:
            raise Http404 from missing
        except (NotOnesOwnPlace, PlaceNotYours) as refused:
            problem = refused.sentence_or(refused.detail)
    context = {"places": waiting_places(asker.user_id, asker.at), "teams": team_words(), "problem": problem}
    return render(request, "places/places.html", context, status=REFUSED if problem else 200)


def team_words() -> dict[str, str]:
    """Return what each kind of team is called."""
    return {name: _(kind.words) for name, kind in kinds_of_teams().items()}


def _place_in(request: HttpRequest) -> int:
    text = request.POST.get("place_id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
