"""What the law asks of drills, over HTTP: for schools and their districts, and for responders who serve them."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Query, Router, Status, UploadedFile

from coordination.drills.requirements import access, acts
from coordination.drills.requirements.rules.drill_file import FILE_MAX_BYTES
from coordination.drills.requirements.rules.laws import DrillLaw
from coordination.drills.requirements.rules.record import DrillGiven, DrillNoticeGiven, day_at
from coordination.drills.requirements.views import (
    DistrictDrillState,
    DrillLine,
    DrillView,
    SchoolDrillState,
    SchoolYearView,
)
from coordination.drills.requirements.wire import (
    DrillCorrectionIn,
    DrillFileIn,
    DrillLawChoiceIn,
    DrillLawOut,
    DrillMade,
    DrillSchoolOut,
    DrillSignOffIn,
    SchoolYearIn,
)
from coordination.drills.requirements.work import laws
from coordination.drills.requirements.work.certificates import certificate_of, certificate_pdf
from coordination.drills.requirements.work.feeds import (
    district_calendar,
    district_drills_csv,
    school_calendar,
    school_drills_csv,
)
from coordination.drills.requirements.work.files import DrillsBrought
from coordination.drills.requirements.work.queries import (
    district_state,
    drill_lines,
    drill_view,
    drills_of_year,
    school_state,
    year_of,
    year_view,
)
from coordination.sign_in.callers import caller_of
from mou.api.media_types import CSV, ICALENDAR, PDF, declare_types
from mou.foundation.forms.act_form import NothingGiven

router = Router(tags=["drill law"])
SCHOOL = "/drills/schools/{uuid:site_id}"
DISTRICT = "/drills/districts/{uuid:district_id}"
RECORD = "/drills/records/{uuid:drill_id}"
type SchoolYearNumber = Annotated[int | None, Query(ge=2000, le=2098)]


# --- schools ----------------------------------------------------------------------------------------------------------
@router.get("/drills/schools", response=list[DrillSchoolOut], operation_id="list_drill_schools")
def list_schools(request: HttpRequest) -> list[dict[str, object]]:
    """List the schools whose drills the caller reads."""
    caller = caller_of(request)
    reader = access.reader_of(caller.user_id, caller.at)
    return [
        {
            "site_id": one.pk,
            "name": one.name,
            "district_id": one.district_id,
            "district": one.district.name,
            "keeps": reader.keeps_site(one),
        }
        for one in access.schools_for(reader)
    ]


@router.get(SCHOOL, response=SchoolDrillState, operation_id="read_school_drill_state")
def read_school(request: HttpRequest, site_id: UUID, year: SchoolYearNumber = None) -> SchoolDrillState:
    """Return what the law asks of a school in a school year: done, due by when, overdue; and the caps."""
    caller = caller_of(request)
    grant = access.school_for(user_id=caller.user_id, site_id=site_id, at=caller.at)
    return school_state(grant, year=year, at=caller.at)


@router.get(f"{SCHOOL}/records", response=list[DrillLine], operation_id="list_school_drills")
def list_drills(request: HttpRequest, site_id: UUID, year: SchoolYearNumber = None) -> list[DrillLine]:
    """List a school's drills of a school year, the newest first. What is not announced is its keepers' alone."""
    caller = caller_of(request)
    grant = access.school_for(user_id=caller.user_id, site_id=site_id, at=caller.at)
    site = grant.site
    rows = access.visible_drills(access.reader_of(caller.user_id, caller.at)).filter(site=site)
    school_year = year_of(site.district_id, year, day_at(caller.at, site.time_zone))
    kept = frozenset({site.pk} if grant.keeps else ())
    return drill_lines(drills_of_year(rows, school_year), laws.held_to(site.district_id).law, kept)


@router.post(f"{SCHOOL}/records", response={201: DrillMade}, operation_id="record_drill")
def post_drill(request: HttpRequest, site_id: UUID, given: Body[DrillGiven]) -> Status[DrillMade]:
    """Plan a drill, or write down one that was held."""
    return Status(201, DrillMade(drill_id=acts.write_drill(caller_of(request).asker(), site_id, given)))


@router.get(f"{SCHOOL}/calendar", operation_id="read_school_drill_calendar", openapi_extra=declare_types(ICALENDAR))
def read_school_calendar(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return a school's drills as an iCalendar; for its keepers with the days by which the law asks for more."""
    caller = caller_of(request)
    grant = access.school_for(user_id=caller.user_id, site_id=site_id, at=caller.at)
    return HttpResponse(school_calendar(caller.asker(), grant), content_type=f"{ICALENDAR}; charset=utf-8")


@router.get(f"{SCHOOL}/table", operation_id="read_school_drill_table", openapi_extra=declare_types(CSV))
def read_school_table(request: HttpRequest, site_id: UUID, year: SchoolYearNumber = None) -> HttpResponse:
    """Return what a school held in a school year as CSV. No cell is run by a spreadsheet."""
    caller = caller_of(request)
    grant = access.school_for(user_id=caller.user_id, site_id=site_id, at=caller.at)
    return HttpResponse(school_drills_csv(caller.asker(), grant, year=year), content_type=f"{CSV}; charset=utf-8")


@router.get(f"{SCHOOL}/certificate", operation_id="print_drill_certificate", openapi_extra=declare_types(PDF))
def read_certificate(request: HttpRequest, site_id: UUID, year: SchoolYearNumber = None) -> HttpResponse:
    """Return the certificate of a school year as a PDF: duties, and what was held."""
    caller = caller_of(request)
    grant = access.school_for(user_id=caller.user_id, site_id=site_id, at=caller.at)
    made = certificate_of(grant, year=year, at=caller.at)
    return HttpResponse(certificate_pdf(made, user_id=caller.user_id), content_type=PDF)


@router.post("/drills/imports", response=DrillsBrought, operation_id="bring_drills")
def post_import(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> DrillsBrought:
    """Write down the drills of a CSV file, whole or not at all, at schools that the caller keeps.

    With a wrong row `is_taken` is false, and `defects` say of each row which column is wrong and why.
    """
    return acts.bring_drills(caller_of(request).asker(), DrillFileIn(file=file.read(FILE_MAX_BYTES + 1)))


# --- drills -----------------------------------------------------------------------------------------------------------
@router.get(RECORD, response=DrillView, operation_id="read_drill")
def read_drill(request: HttpRequest, drill_id: UUID) -> DrillView:
    """Return a drill with its notices to parents and every correction."""
    caller = caller_of(request)
    return drill_view(access.drill_for(user_id=caller.user_id, drill_id=drill_id, at=caller.at))


@router.put(RECORD, response={204: None}, operation_id="correct_drill")
def put_drill(request: HttpRequest, drill_id: UUID, given: Body[DrillCorrectionIn]) -> Status[None]:
    """Change a drill: each field keeps what it said before. A correction of what was signed removes the signature."""
    acts.correct_drill(caller_of(request).asker(), drill_id, given)
    return Status(204, None)


@router.post(f"{RECORD}/sign-off", response={204: None}, operation_id="sign_drill")
def post_sign_off(request: HttpRequest, drill_id: UUID, given: Body[DrillSignOffIn]) -> Status[None]:
    """Sign for a drill as the fire marshal's: for people of a fire agency with an agreement at the school."""
    acts.sign_drill(caller_of(request).asker(), drill_id, given)
    return Status(204, None)


@router.post(f"{RECORD}/notices", response={204: None}, operation_id="note_parents_told")
def post_notice(request: HttpRequest, drill_id: UUID, given: Body[DrillNoticeGiven]) -> Status[None]:
    """Note that parents were told. Nothing is sent from here."""
    acts.tell_parents(caller_of(request).asker(), drill_id, given)
    return Status(204, None)


# --- districts --------------------------------------------------------------------------------------------------------
@router.get(DISTRICT, response=DistrictDrillState, operation_id="read_district_drill_state")
def read_district(request: HttpRequest, district_id: UUID, year: SchoolYearNumber = None) -> DistrictDrillState:
    """Return how every school of a district stands before its law; for the district's own people."""
    caller = caller_of(request)
    district = access.district_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    return district_state(district, year=year, at=caller.at)


@router.get(f"{DISTRICT}/calendar", operation_id="read_district_drill_calendar", openapi_extra=declare_types(ICALENDAR))
def read_district_calendar(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Return the drills of all schools of a district as an iCalendar."""
    caller = caller_of(request)
    district = access.district_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    return HttpResponse(district_calendar(caller.asker(), district), content_type=f"{ICALENDAR}; charset=utf-8")


@router.get(f"{DISTRICT}/table", operation_id="read_district_drill_table", openapi_extra=declare_types(CSV))
def read_district_table(request: HttpRequest, district_id: UUID, year: SchoolYearNumber = None) -> HttpResponse:
    """Return what all schools of a district held in a school year as CSV, for the state."""
    caller = caller_of(request)
    district = access.district_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    return HttpResponse(district_drills_csv(caller.asker(), district, year=year), content_type=f"{CSV}; charset=utf-8")


@router.get(f"{DISTRICT}/laws", response=list[DrillLawOut], operation_id="list_drill_laws")
def list_laws(request: HttpRequest, district_id: UUID) -> list[DrillLawOut]:
    """List the laws that a district can choose, whole, with the one that counts marked."""
    caller = caller_of(request)
    district = access.district_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    chosen = laws.held_to(district.pk).law.key
    return [
        DrillLawOut(is_own=is_own, is_chosen=key == chosen, law=law)
        for key, (law, is_own) in laws.laws_of(district.pk).items()
    ]


@router.put(f"{DISTRICT}/law", response={204: None}, operation_id="choose_drill_law")
def put_choice(request: HttpRequest, district_id: UUID, given: Body[DrillLawChoiceIn]) -> Status[None]:
    """Hold a district to a law."""
    acts.choose_law(caller_of(request).asker(), district_id, given)
    return Status(204, None)


@router.put(f"{DISTRICT}/laws/{{str:key}}", response={204: None}, operation_id="put_drill_law")
def put_law(request: HttpRequest, district_id: UUID, key: str, given: Body[DrillLaw]) -> Status[None]:
    """Store a law of the district's own: a state that is not here yet, or one of ours with other rules."""
    acts.put_law(caller_of(request).asker(), district_id, key, given)
    return Status(204, None)


@router.delete(f"{DISTRICT}/laws/{{str:key}}", response={204: None}, operation_id="remove_drill_law")
def delete_law(request: HttpRequest, district_id: UUID, key: str) -> Status[None]:
    """Give up a law of the district's own. One of ours with the same key counts again."""
    acts.give_up_law(caller_of(request).asker(), district_id, key, NothingGiven())
    return Status(204, None)


@router.get(f"{DISTRICT}/school-years/{{int:year}}", response=SchoolYearView, operation_id="read_school_year")
def read_year(request: HttpRequest, district_id: UUID, year: int) -> SchoolYearView:
    """Return a school year of a district, by the calendar year in which it begins."""
    caller = caller_of(request)
    district = access.district_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    return year_view(laws.named_year(district.pk, year))


@router.put(f"{DISTRICT}/school-years/{{int:year}}", response={204: None}, operation_id="set_school_year")
def put_year(request: HttpRequest, district_id: UUID, year: int, given: Body[SchoolYearIn]) -> Status[None]:
    """Set when a school year begins, parts and ends, and which months count."""
    acts.set_school_year(caller_of(request).asker(), district_id, year, given)
    return Status(204, None)
