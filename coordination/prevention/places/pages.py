"""The page on which someone of a team, or an administrator, lets in who waits. Plain forms: no script."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from pydantic import BaseModel, ConfigDict, Field

from coordination.prevention.front import sees_prevention
from coordination.prevention.places.waiting import kinds_of_teams, let_person_in, waiting_places
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page

# What the database counts places with.
PLACE_ID_MOST = 2**63 - 1


class PlaceToOpen(BaseModel):
    """A place on a team, as the button beside the name says it."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=20), Asked(is_hidden=True)]
    place_id: Annotated[int, Field(ge=0, le=PLACE_ID_MOST), Asked(is_hidden=True)]


@page(posts=True)
def places_page(request: HttpRequest) -> HttpResponse:
    """List whom the reader may let in to which team; let one in."""
    if not sees_prevention(request):
        raise Http404
    asker = asker_of(request)

    def let_in(given: PlaceToOpen) -> None:
        let_person_in(actor_id=asker.user_id, kind=given.kind, place_id=given.place_id, at=asker.at)

    form = ActForm(request, "let_in", PlaceToOpen, let_in)
    if carry_out(request, [form], lambda refusal: refusal.sentence_or(str(refusal))):
        return redirect_anew(request.path)
    context = {"places": waiting_places(asker.user_id, asker.at), "teams": team_words(), "form": form}
    return show_page(request, "places/places.html", context, [form])


def team_words() -> dict[str, str]:
    """Return what each kind of team is called."""
    return {name: gettext(kind.words) for name, kind in kinds_of_teams().items()}
