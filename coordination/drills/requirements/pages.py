"""The pages of what the law asks: whose schools one reads, a district at a glance, a school, and what is taken away."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.formats import date_format

from coordination.drills.requirements import access, words
from coordination.drills.requirements.access import SchoolGrant
from coordination.drills.requirements.views import DrillDutyView, DrillMonth, DrillSchoolLine, SchoolDrillState
from coordination.drills.requirements.vocabulary import Announcement, DrillGap, DrillStanding, DrillState, DrillType
from coordination.drills.requirements.work.certificates import certificate_of, certificate_pdf
from coordination.drills.requirements.work.feeds import (
    district_calendar,
    district_drills_csv,
    school_calendar,
    school_drills_csv,
)
from coordination.drills.requirements.work.laws import held_to, school_year_for
from coordination.drills.requirements.work.queries import district_state, drill_lines, drills_of_year, school_state
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.errors import PaperNotDrawn
from mou.foundation.forms.act_form import show_page
from mou.foundation.forms.page import page
from mou.models import Agency

CSV, ICS, PDF = "text/csv; charset=utf-8", "text/calendar; charset=utf-8", "application/pdf"


@page()
def law_page(request: HttpRequest) -> HttpResponse:
    """List the districts and schools whose drills the reader reads."""
    asker = asker_of(request)
    if not access.may_see_page(asker.user_id, asker.at):
        raise Http404
    reader = access.reader_of(asker.user_id, asker.at)
    context = {
        "districts": access.districts_for(asker.user_id, asker.at),
        "schools": [(one, reader.keeps(one)) for one in access.schools_for(reader)[:1000]],
        "keeps_any": bool(reader.kept_districts or reader.kept_schools),
    }
    return show_page(request, "requirements/laws/law.html", context)


# --- a district -------------------------------------------------------------------------------------------------------
@page()
def district_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show how every school of a district stands; a filter leaves those at which something is wanting."""
    asker = asker_of(request)
    district = _find_district(asker, district_id)
    state = words.state_in_words(district_state(district, year=year_in(request.GET), at=asker.at))
    only = request.GET.get("only") == "wanting"
    shown = [one for one in state.schools if not only or one.wanting or one.exceeded]
    context = {
        "district": district,
        "state": state,
        "note": words.note_of(state.law),
        "lines": [(one, _next_words(one), _shade_months(one)) for one in shown],
        "months": [date_format(one.month, "M") for one in state.schools[0].months] if state.schools else [],
        "wanting": sum(one.wanting > 0 for one in state.schools),
        "exceeded": sum(one.exceeded > 0 for one in state.schools),
        "only": only,
        "years": range(state.today.year - 3, state.today.year + 1),
        "keeps": access.keeps_district(asker.user_id, district.pk, asker.at),
    }
    return show_page(request, "requirements/district.html", context)


def _next_words(line: DrillSchoolLine) -> str:
    from_es = words.in_spanish()
    return (line.next_title_es if from_es else line.next_title_en) or ""


def _shade_months(line: DrillSchoolLine) -> list[tuple[str, DrillMonth]]:
    """Return the months of a strip: how dark each is, by how many drills were held."""
    return [(f"h{min(one.held, 4)}", one) for one in line.months]


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
    lines = drill_lines(rows, held_to(grant.site.district_id).law, kept)
    context = {
        "grant": grant,
        "state": state,
        "note": words.note_of(state.law),
        "duties": [_show_duty(one) for one in sorted(state.duties, key=_first_what_is_wanting)],
        "next_due": _show_duty(state.next_due) if state.next_due else None,
        "counts": _count_standings(state),
        "drills": [(one, DrillType(one.type).label if one.type else "") for one in lines],
        "caps": [(one, words.period_words(one.period, one.period_number, state.year.begins_on)) for one in state.caps],
        "years": range(state.today.year - 3, state.today.year + 1),
        "reads_district": access.districts_for(asker.user_id, asker.at).filter(pk=grant.site.district_id).exists(),
        "states": DrillState.labels(),
        "announcements": Announcement.labels(),
        "gaps": DrillGap.labels(),
    }
    return show_page(request, "requirements/school.html", context)


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


def _show_duty(one: DrillDutyView) -> dict[str, object]:
    return {
        "duty": one,
        "title": words.title_of(one),
        "period": words.period_of(one),
        "standing": DrillStanding(one.standing).label,
        "note": words.note_of(one),
        "kinds": ", ".join(DrillType(kind).label for kind in one.types),
    }


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
