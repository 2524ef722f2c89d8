"""The pages of school climate: schools with what fell there, and the plots of a school."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.kinds.views import Door
from coordination.prevention.climate.access import (
    CLIMATE_READS,
    CLIMATE_TEAMS,
    may_see_page,
    school_read_for,
    schools_read_by,
)
from coordination.prevention.climate.pages.school_plots import plots_beside, plots_by_domain
from coordination.prevention.climate.pages.tasks import CLIMATE_TASK_FACES
from coordination.prevention.climate.rules.scales import INDICATORS
from coordination.prevention.climate.vocabulary import ClimateDomain, ClimateScale
from coordination.prevention.climate.work.queries import school_climate, school_lines
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import show_page
from mou.foundation.forms.page import page


@page()
def climate_page(request: HttpRequest) -> HttpResponse:
    """List the schools that the reader reads, what fell there, and the teams that they keep."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    ended = request.GET.get("ended") == "yes"
    schools = schools_read_by(asker.user_id, asker.at)
    teams = CLIMATE_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name")
    context = {
        "heading": _("School climate"),
        "teams": teams,
        "schools": school_lines(schools, user_id=asker.user_id, at=asker.at, door=Door.PAGE),
        "indicators": [ClimateScale(one).label for one in INDICATORS],
        "tasks": CLIMATE_TASK_FACES.shown_lines(asker, is_open=not ended),
        "no_tasks": _("No task has ended yet.")
        if ended
        else _("No task is open. An indicator that falls from one school year to the next becomes one."),
        "ended": ended,
        "kept": CLIMATE_TEAMS.agencies_administered_by(asker.user_id, asker.at),
    }
    return show_page(request, "climate/climate.html", context)


@page()
def school_page(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Show the results of a school year by year, which is written down."""
    asker = asker_of(request)
    school = school_read_for(user_id=asker.user_id, school_id=school_id, at=asker.at)
    found = school_climate(school, user_id=asker.user_id, at=asker.at, door=Door.PAGE)
    context = {
        "heading": found.school,
        "found": found,
        "domains": plots_by_domain(found),
        "first": ClimateDomain.INDICATOR,
        "beside": plots_beside(found),
        "reads": CLIMATE_READS.reads_of(school.pk) if found.is_on_team else [],
        "doors": Door.labels(),
        "tasks": CLIMATE_TASK_FACES.show_lines(found.tasks),
        "no_tasks": _("No indicator fell."),
    }
    return show_page(request, "climate/school.html", context)
