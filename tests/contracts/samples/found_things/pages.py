"""The pages of found things: the list with the form that notes one, one thing, and its team."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import Face, Faces, Facts, Head, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.casework.team_page import make_team_page, refusal_sentence
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop
from mou.foundation.tables.table import show_tables
from tests.contracts.samples.found_things.access import FOUND_TEAM_ACTS, FOUND_TEAMS
from tests.contracts.samples.found_things.rules.given import FoundStepIn, FoundThingIn
from tests.contracts.samples.found_things.wire import FoundLine, FoundView
from tests.contracts.samples.found_things.work.kinds import FOUND_KIND
from tests.contracts.samples.found_things.work.noting import note_thing


def _found_face(line: FoundLine) -> Face:
    return Face(
        name=_("Found thing %(number)s") % {"number": line.number},
        badges=[line.state],
        small=line.agency,
        since=line.found_at,
    )


def _found_panels(view: FoundView) -> tuple[list[Facts], list[Facts]]:
    return [Facts(view.thing, view.place, {_("Found by"): view.found_by})], []


FOUND_FACES = Faces(
    kind=FOUND_KIND,
    address="found_thing",
    face=_found_face,
    head=lambda view: Head(join_texts(view.agency, view.found_by), view.found_at),
    panels=_found_panels,
    steps=FoundStepIn,
)
thing_page = make_detail_page(FOUND_FACES, "found_things/_trail.html")
team_page = make_team_page(FOUND_TEAM_ACTS, "found_things/team.html")


@page(posts=True)
def front_page(request: HttpRequest) -> HttpResponse:
    """List what was found; note more."""
    asker = asker_of(request)
    teams = FOUND_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name")
    if not teams:
        raise Http404
    note = ActForm(
        request,
        "note",
        FoundThingIn,
        lambda given: note_thing(actor_id=asker.user_id, given=given, at=asker.at),
        choices={"agency_id": [(one.agency.pk, one.agency.name) for one in teams]},
    )
    if carry_out(request, [note], refusal_sentence):
        return redirect_anew(request.path)
    things = FOUND_FACES.list_things(
        request, asker, caption=gettext_noop("Found things"), empty=_("Nothing was found yet.")
    )
    context = {"heading": _("Found things"), "things": things, "note_form": note}
    return show_tables(request, "found_things/found_things.html", context, [things], [note])
