"""The pages on which a support team is chosen: its people, its lines, its directory beside the recommendations."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.casework.team_acts import act_by_fields
from coordination.casework.team_page import make_team_page, refusal_sentence
from coordination.prevention.support.audit import SUPPORT_READS
from coordination.prevention.support.rules.given import SupportPersonIn, SupportPersonTaken
from coordination.prevention.support.team_acts import SUPPORT_TEAM_ACTS
from coordination.prevention.support.vocabulary import SupportProfession
from coordination.prevention.support.work import teams
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page

team_page = make_team_page(SUPPORT_TEAM_ACTS, "support/team.html")


@page(posts=True)
def directory_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show who supports people at a school, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    add = ActForm(
        request,
        "add",
        SupportPersonIn,
        lambda given: teams.add_to_directory(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at),
        initial={"full_time": 1.0},
        first=["name", "profession", "phone", "hours", "languages", "full_time"],
    )
    remove = ActForm(
        request, "remove", SupportPersonTaken, partial(act_by_fields(teams.take_from_directory), asker, agency_id)
    )
    of_page: list[AnyForm] = [add, remove]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    team = teams.team_to_look_up(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    SUPPORT_READS.note_reads([team.pk], user_id=asker.user_id, at=asker.at, door="page")
    enrollment, ratios = teams.ratios_of(team)
    context = {
        "agency": team.agency,
        "people": team.people.order_by("name", "id"),
        "today": asker.at.date(),
        "enrollment": enrollment,
        "ratios": ratios,
        "professions": SupportProfession.labels(),
        "add_form": add,
        "remove_form": remove,
    }
    return show_page(request, "support/directory.html", context, of_page)
