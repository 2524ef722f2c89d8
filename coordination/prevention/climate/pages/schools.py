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
from coordination.prevention.climate.tables import schools_table
from coordination.prevention.climate.vocabulary import ClimateDomain
from coordination.prevention.climate.work.queries import MOST_LISTED, school_climate, school_lines
from coordination.web.signed_in import asker_of
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop
from mou.foundation.tables.table import ShownTable, show_tables


@page()
def climate_page(request: HttpRequest) -> HttpResponse:
    """List the schools that the reader reads, what fell there, and the teams that they keep."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    ended = request.GET.get("ended") == "yes"
    schools = schools_read_by(asker.user_id, asker.at)
    teams = CLIMATE_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name")
    tasks = CLIMATE_TASK_FACES.list_things(
        request,
        asker,
        caption=gettext_noop("What fell"),
        empty=_("No task has ended yet.")
        if ended
        else _("No task is open. An indicator that falls from one school year to the next becomes one."),
        is_open=not ended,
    )
    # One more than are shown: the page says that there are others.
    lines = school_lines(schools, user_id=asker.user_id, at=asker.at, door=Door.PAGE, most=MOST_LISTED + 1)
    of_schools = ShownTable(request, schools_table(), lines, most_read=MOST_LISTED)
    context = {
        "heading": _("School climate"),
        "teams": teams,
        "schools": of_schools,
        "has_schools": bool(lines),
        "tasks": tasks,
        "ended": ended,
        "kept": CLIMATE_TEAMS.agencies_administered_by(asker.user_id, asker.at),
    }
    # Who is on no team sees no list, and takes none away.
    return show_tables(request, "climate/climate.html", context, [of_schools, tasks] if teams else [of_schools])


@page()
def school_page(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Show the results of a school year by year, which is written down."""
    asker = asker_of(request)
    school = school_read_for(user_id=asker.user_id, school_id=school_id, at=asker.at)
    found = school_climate(school, user_id=asker.user_id, at=asker.at, door=Door.PAGE)
    tasks = CLIMATE_TASK_FACES.table_of(
        request,
        CLIMATE_TASK_FACES.show_lines(found.tasks),
        caption=gettext_noop("What fell"),
        empty=_("No indicator fell."),
    )
    context = {
        "heading": found.school,
        "found": found,
        "domains": plots_by_domain(found),
        "first": ClimateDomain.INDICATOR,
        "beside": plots_beside(found),
        "reads": CLIMATE_READS.reads_of(school.pk) if found.is_on_team else [],
        "doors": Door.labels(),
        "tasks": tasks,
    }
    return show_tables(request, "climate/school.html", context, [tasks] if found.is_on_team else [])
