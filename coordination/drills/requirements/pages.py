"""The pages of what the law asks: whose schools one reads, a district at a glance, a school, and what is taken away."""

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from coordination.drills.requirements import access, words
from coordination.drills.requirements.access import DrillReader, SchoolGrant
from coordination.drills.requirements.tables.drills import DRILLS, DUTIES, show_duty
from coordination.drills.requirements.tables.schools import SCHOOLS, SchoolOfReader, show_school, standing_table
from coordination.drills.requirements.views import DrillDutyView, SchoolDrillState
from coordination.drills.requirements.vocabulary import DrillStanding
from coordination.drills.requirements.work.certificates import certificate_of, certificate_pdf
from coordination.drills.requirements.work.feeds import (
    district_calendar,
    district_drills_csv,
    school_calendar,
    school_drills_csv,
)
from coordination.drills.requirements.work.laws import held_to, school_year_for
from coordination.drills.requirements.work.queries import district_state, drills_of_year, read_drill_lines, school_state
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mapping.models import Site
from mou.errors import PaperNotDrawn
from mou.foundation.forms.act_form import show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency

CSV, ICS, PDF = "text/csv; charset=utf-8", "text/calendar; charset=utf-8", "application/pdf"


@page()
def law_page(request: HttpRequest) -> HttpResponse:
    """List the districts and schools whose drills the reader reads."""
    asker = asker_of(request)
    if not access.may_see_page(asker.user_id, asker.at):
        raise Http404
    reader = access.reader_of(asker.user_id, asker.at)
    schools = ShownTable(request, SCHOOLS, access.schools_for(reader), read=partial(_show_schools, reader))
    context = {
        "districts": access.districts_for(asker.user_id, asker.at),
        "schools": schools,
        "keeps_any": bool(reader.kept_districts or reader.kept_schools),
    }
    return show_tables(request, "requirements/laws/law.html", context, [schools])


def _show_schools(reader: DrillReader, rows: QuerySet[Site]) -> list[SchoolOfReader]:
    return [SchoolOfReader(one.pk, one.name, one.district.name, reader.keeps_site(one)) for one in rows]


# --- a district -------------------------------------------------------------------------------------------------------
@page()
def district_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show how every school of a district stands; a filter leaves those at which something is wanting."""
    asker = asker_of(request)
    district = _find_district(asker, district_id)
    state = words.state_in_words(district_state(district, year=year_in(request.GET), at=asker.at))
    only = request.GET.get("only") == "wanting"
    months = state.schools[0].months if state.schools else []
    schools = ShownTable(
        request,
        standing_table(months),
        [show_school(one) for one in state.schools if not only or one.wanting or one.exceeded],
        empty=gettext("Nothing is overdue at any school.") if only else "",
    )
    context = {
        "district": district,
        "state": state,
        "note": words.note_of(state.law),
        "schools": schools,
        "wanting": sum(one.wanting > 0 for one in state.schools),
        "exceeded": sum(one.exceeded > 0 for one in state.schools),
        "only": only,
        "years": range(state.today.year - 3, state.today.year + 1),
        "keeps": access.keeps_district(asker.user_id, district.pk, asker.at),
    }
    return show_tables(request, "requirements/district.html", context, [schools])


def _find_district(asker: Asker, district_id: UUID) -> Agency:
    return access.district_for(user_id=asker.user_id, district_id=district_id, at=asker.at)


# --- a school ---------------------------------------------------------------------------------------------------------
@page()
def school_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show what the law asks of a school: done, due next, overdue; and its drills."""
    asker = asker_of(request)
    grant = _find_school(asker, site_id)
    state = words.state_in_words(school_state(grant, year=year_in(request.GET), at=asker.at))
    rows = access.visible_drills(access.reader_of(asker.user_id, asker.at)).filter(site=grant.site)
    rows = drills_of_year(rows, school_year_for(grant.site.district_id, state.year.year))
    kept = frozenset({grant.site.pk} if grant.keeps else ())
    law = held_to(grant.site.district_id).law
    drills = ShownTable(
        request,
        DRILLS,
        rows,
        read=lambda part: read_drill_lines(part, law, kept),
        zone=ZoneInfo(grant.site.time_zone),
    )
    duties = ShownTable(request, DUTIES, [show_duty(one) for one in sorted(state.duties, key=_first_what_is_wanting)])
    context = {
        "grant": grant,
        "state": state,
        "note": words.note_of(state.law),
        "duties": duties,
        "next_due": show_duty(state.next_due) if state.next_due else None,
        "counts": _count_standings(state),
        "drills": drills,
        "caps": [(one, words.period_words(one.period, one.period_number, state.year.begins_on)) for one in state.caps],
        "years": range(state.today.year - 3, state.today.year + 1),
        "reads_district": access.districts_for(asker.user_id, asker.at).filter(pk=grant.site.district_id).exists(),
    }
    return show_tables(request, "requirements/school.html", context, [drills, duties])


ORDER = [
    DrillStanding.OVERDUE,
    DrillStanding.MISSED,
    DrillStanding.DUE,
    DrillStanding.LATER,
    DrillStanding.DONE_LATE,
    DrillStanding.DONE,
]


def _first_what_is_wanting(duty: DrillDutyView) -> tuple[int, object]:
    return (ORDER.index(duty.standing), duty.due_on)


def _count_standings(state: SchoolDrillState) -> list[tuple[str, str, int]]:
    found = [(one, sum(duty.standing is one for duty in state.duties)) for one in ORDER]
    return [(one.value, DrillStanding(one).label, number) for one, number in found if number]


def _find_school(asker: Asker, site_id: UUID) -> SchoolGrant:
    return access.school_for(user_id=asker.user_id, site_id=site_id, at=asker.at)


# --- what is taken away -----------------------------------------------------------------------------------------------
@page()
def certificate_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show a school's certificate of a school year, as it is printed."""
    asker = asker_of(request)
    made = certificate_of(_find_school(asker, site_id), year=year_in(request.GET), at=asker.at)
    return show_page(request, "requirements/certificates/certificate.html", made.context())


@page()
def certificate_file(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return the certificate as a PDF."""
    asker = asker_of(request)
    made = certificate_of(_find_school(asker, site_id), year=year_in(request.GET), at=asker.at)
    try:
        content = certificate_pdf(made, user_id=asker.user_id)
    except PaperNotDrawn as failed:
        text = words.not_drawn()
        return HttpResponse(text, status=failed.status, content_type="text/plain; charset=utf-8")
    return attach_file(content, PDF, "drill-certificate.pdf")


@page()
def school_calendar_file(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return a school's drills and due days as a calendar."""
    asker = asker_of(request)
    return attach_file(school_calendar(asker, _find_school(asker, site_id)), ICS, "drills.ics")


@page()
def district_calendar_file(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Return the drills of a district as a calendar."""
    asker = asker_of(request)
    return attach_file(district_calendar(asker, _find_district(asker, district_id)), ICS, "drills.ics")


@page()
def school_table_file(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return a school's drills of a school year as a table for the state."""
    asker = asker_of(request)
    content = school_drills_csv(asker, _find_school(asker, site_id), year=year_in(request.GET))
    return attach_file(content, CSV, "drills.csv")


@page()
def district_table_file(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Return a district's drills of a school year as a table for the state."""
    asker = asker_of(request)
    content = district_drills_csv(asker, _find_district(asker, district_id), year=year_in(request.GET))
    return attach_file(content, CSV, "drills.csv")


def year_in(asked: QueryDict) -> int | None:
    """Return the school year that an address asks for; what is none is the one of today."""
    text = asked.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2098 else None


def attach_file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Return a file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
