"""The pages on which a support team is chosen: its people, its lines, its directory beside the recommendations."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.kinds.views import Door
from coordination.casework.team_acts import act_by_fields
from coordination.casework.team_page import make_team_page, refusal_sentence
from coordination.prevention.support.access import SUPPORT_READS, SUPPORT_TEAM_ACTS
from coordination.prevention.support.rules.given import SupportPersonIn, SupportPersonTaken
from coordination.prevention.support.tables import DIRECTORY, RATIOS
from coordination.prevention.support.work import directory
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

team_page = make_team_page(SUPPORT_TEAM_ACTS, "support/team.html")


@page(posts=True)
def directory_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show who supports people at a school, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    add = ActForm(
        request,
        "add",
        SupportPersonIn,
        lambda given: directory.add_to_directory(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at),
        initial={"full_time": 1.0},
        first=["name", "profession", "phone", "hours", "languages", "full_time"],
    )
    remove = ActForm(
        request, "remove", SupportPersonTaken, partial(act_by_fields(directory.take_from_directory), asker, agency_id)
    )
    of_page: list[AnyForm] = [add, remove]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    team = directory.team_to_look_up(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    SUPPORT_READS.note_reads([team.pk], user_id=asker.user_id, at=asker.at, door=Door.PAGE)
    enrollment, ratios = directory.ratios_of(team)
    people = ShownTable(request, DIRECTORY, team.people.all())
    professions = ShownTable(request, RATIOS, ratios)
    context = {
        "heading": _("Directory of %(school)s") % {"school": team.agency.name},
        "agency": team.agency,
        "people": people,
        "today": asker.at.date(),
        "enrollment": enrollment,
        "ratios": professions,
        "add_form": add,
        "remove_form": remove,
    }
    return show_tables(request, "support/directory.html", context, [people, professions], of_page)
