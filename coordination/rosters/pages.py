"""The pages of those who read students, and of teachers. A search is posted: names stand in no address."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.incident.disclosures.errors import BadDisclosure
from coordination.incident.disclosures.posted import disclosure_in, problem_words
from coordination.incident.disclosures.print import ledger_pdf
from coordination.incident.disclosures.queries import Ledger
from coordination.room.access import Asker
from coordination.rosters.access import class_read_for, classes_taught_by, reads_any, school_read_for, schools_read_by
from coordination.rosters.errors import RosterNotFound
from coordination.rosters.keepers_pages import Act, carry_out_form
from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.work import keeping
from coordination.rosters.work.disclosing import disclosures_of, enter_disclosure_of
from coordination.rosters.work.queries import class_lines, class_read, classes_of, student_read, students_found
from coordination.vocabulary import DisclosureAuthority
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.errors import BadName, PaperNotDrawn
from mou.models import Agency
from mou.papers.bounded_drawing import one_print_of
from mou.vocabulary import DataCategory

REFUSED = 422
WORDS_MAX_CHARS = 100


@require_safe
@never_cache
@login_required
def students_page(request: HttpRequest) -> HttpResponse:
    """Lead to the reader's own classes, and to the schools whose students they read."""
    asker = asker_of(request)
    if not reads_any(asker.user_id, asker.at):
        raise Http404
    context = {
        "classes": class_lines(classes_taught_by(asker.user_id, asker.at)),
        "schools": list(schools_read_by(asker.user_id, asker.at)),
    }
    return render(request, "rosters/students.html", context)


@require_safe
@never_cache
@login_required
def my_class_page(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show a class to its teacher, and to those who read the school's students; it is written down."""
    asker = asker_of(request)
    try:
        found = class_read_for(user_id=asker.user_id, class_id=class_id, at=asker.at)
    except RosterNotFound as missing:
        raise Http404 from missing
    school = found.org.school
    context = {
        "view": class_read(found, user_id=asker.user_id, at=asker.at, door=RosterDoor.PAGE),
        "school": school,
        "reads": school is not None and schools_read_by(asker.user_id, asker.at).filter(pk=school.pk).exists(),
    }
    return render(request, "rosters/class.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def school_students_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Find students of a school by name or class."""
    asker = asker_of(request)
    school = _find_school(asker, agency_id)
    text = request.POST.get("words", "")[:WORDS_MAX_CHARS]
    found = None
    if request.method == "POST":
        found = students_found(school, text, user_id=asker.user_id, at=asker.at, door=RosterDoor.PAGE)
    context = {"school": school, "words": text, "found": found, "classes": class_lines(classes_of(school))}
    return render(request, "rosters/school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def student_page(request: HttpRequest, agency_id: UUID, student_id: UUID) -> HttpResponse:
    """Show a student, which is written down; add and remove custody notes."""
    asker = asker_of(request)
    school = _find_school(asker, agency_id)
    problem, act = "", request.POST.get("act")
    if request.method == "POST" and act == "disclose":
        problem = _enter_disclosure(request, school, student_id)
    elif request.method == "POST" and act != "print":
        problem = carry_out_form(_list_acts(agency_id), asker, student_id, request.POST)
    if request.method == "POST" and act != "print" and not problem:
        return redirect_anew(reverse("student", args=[agency_id, student_id]))
    try:
        student = keeping.student_for(actor_id=asker.user_id, agency_id=agency_id, student_id=student_id, at=asker.at)
    except RosterNotFound as missing:
        raise Http404 from missing
    if act == "print":
        return _print_ledger(asker, disclosures_of(student, school))
    context = {
        "school": school,
        "ledger": disclosures_of(student, school),
        "authorities": DisclosureAuthority.labels(),
        "categories": DataCategory.labels(),
        "view": student_read(student, school, user_id=asker.user_id, at=asker.at, door=RosterDoor.PAGE),
        "problem": problem,
        "typed": request.POST if problem else {},
        "limit": keeping.NOTE_MAX_CHARS,
    }
    return render(request, "rosters/student.html", context, status=REFUSED if problem else 200)


def _enter_disclosure(request: HttpRequest, school: Agency, student_id: UUID) -> str:
    """Enter a disclosure about a student; return what stood in the way."""
    asker = asker_of(request)
    try:
        given = disclosure_in(request.POST, student="", time_zone=school.time_zone)
        enter_disclosure_of(
            actor_id=asker.user_id, agency_id=school.pk, student_id=student_id, given=given, at=asker.at
        )
    except RosterNotFound as missing:
        raise Http404 from missing
    except (BadDisclosure, BadName) as wrong:
        return problem_words(wrong)
    return ""


def _print_ledger(asker: Asker, ledger: Ledger) -> HttpResponse:
    try:
        with one_print_of(asker.user_id):
            made = ledger_pdf(ledger, at=asker.at)
    except PaperNotDrawn:
        text = _("The ledger could not be printed just now. Try again in a minute.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="disclosures.pdf"'
    return response


def _find_school(asker: Asker, agency_id: UUID) -> Agency:
    try:
        return school_read_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except RosterNotFound as missing:
        raise Http404 from missing


def _list_acts(agency_id: UUID) -> dict[str, Act]:
    def note(asker: Asker, student_id: UUID, posted: QueryDict) -> None:
        keeping.add_custody_note(
            actor_id=asker.user_id,
            agency_id=agency_id,
            student_id=student_id,
            text=posted.get("text", ""),
            at=asker.at,
        )

    def remove(asker: Asker, student_id: UUID, posted: QueryDict) -> None:
        keeping.remove_custody_note(
            actor_id=asker.user_id,
            agency_id=agency_id,
            student_id=student_id,
            note_id=uuid_in(posted, "note_id"),
            at=asker.at,
        )

    return {"note": note, "remove_note": remove}
