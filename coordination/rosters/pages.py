"""The pages of those who read students, and of teachers. A search is posted: names stand in no address."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.agreements.schemas import DISCLOSURE_ORDER, StudentDisclosureIn
from coordination.incident.disclosures.errors import BadDisclosure
from coordination.incident.disclosures.print import ledger_pdf
from coordination.incident.disclosures.queries import Ledger
from coordination.incident.disclosures.words import refusal_sentence as disclosure_sentence
from coordination.room.access import Asker
from coordination.rosters.access import class_read_for, classes_taught_by, reads_any, school_read_for, schools_read_by
from coordination.rosters.models import RosterPerson
from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.wire import CustodyNoteIn, CustodyNoteTaken, StudentSearchIn
from coordination.rosters.words import refusal_words
from coordination.rosters.work import keeping
from coordination.rosters.work.disclosing import disclosures_of, enter_disclosure_of
from coordination.rosters.work.queries import (
    StudentLine,
    class_lines,
    class_read,
    classes_of,
    student_read,
    students_found,
)
from coordination.vocabulary import DisclosureAuthority
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.errors import BadName, PaperNotDrawn
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency
from mou.papers.bounded_drawing import one_print_of
from mou.vocabulary import DataCategory


@page()
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


@page()
def my_class_page(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show a class to its teacher, and to those who read the school's students; it is written down."""
    asker = asker_of(request)
    found = class_read_for(user_id=asker.user_id, class_id=class_id, at=asker.at)
    school = found.org.school
    context = {
        "view": class_read(found, user_id=asker.user_id, at=asker.at, door=RosterDoor.PAGE),
        "school": school,
        "reads": school is not None and schools_read_by(asker.user_id, asker.at).filter(pk=school.pk).exists(),
    }
    return render(request, "rosters/class.html", context)


@page(posts=True)
def school_students_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Find students of a school by name or class."""
    asker = asker_of(request)
    school = school_read_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)

    def find(given: StudentSearchIn) -> list[StudentLine]:
        return students_found(school, given.words, user_id=asker.user_id, at=asker.at, door=RosterDoor.PAGE)

    form = ActForm(request, "find", StudentSearchIn, find)
    found = form.done if carry_out(request, [form], refusal_words) else None
    context = {"school": school, "form": form, "found": found, "classes": class_lines(classes_of(school))}
    return show_page(request, "rosters/school.html", context, [form])


@dataclass(frozen=True, slots=True)
class StudentForms:
    """The forms of a student's page."""

    note: AnyForm
    remove_note: AnyForm
    disclose: AnyForm
    print: ActForm[NothingGiven, HttpResponse]


@page(posts=True)
def student_page(request: HttpRequest, agency_id: UUID, student_id: UUID) -> HttpResponse:
    """Show a student, which is written down; add and remove custody notes."""
    asker = asker_of(request)
    school = school_read_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    student = keeping.student_for(actor_id=asker.user_id, agency_id=agency_id, student_id=student_id, at=asker.at)
    forms = _forms_of_student(request, asker, school, student)
    of_page: list[AnyForm] = [forms.note, forms.remove_note, forms.disclose, forms.print]
    if carry_out(request, of_page, _refusal_sentence):
        return forms.print.done if forms.print.is_bound else redirect_anew(request.path)
    context = {
        "school": school,
        "ledger": disclosures_of(student, school),
        "authorities": DisclosureAuthority.labels(),
        "categories": DataCategory.labels(),
        "view": student_read(student, school, user_id=asker.user_id, at=asker.at, door=RosterDoor.PAGE),
        "forms": forms,
    }
    return show_page(request, "rosters/student.html", context, of_page)


def _forms_of_student(request: HttpRequest, asker: Asker, school: Agency, student: RosterPerson) -> StudentForms:
    about: dict[str, Any] = {
        "actor_id": asker.user_id,
        "agency_id": school.pk,
        "student_id": student.pk,
        "at": asker.at,
    }

    def add_note(given: CustodyNoteIn) -> UUID:
        return keeping.add_custody_note(**about, text=given.text)

    def remove_note(given: CustodyNoteTaken) -> None:
        keeping.remove_custody_note(**about, note_id=given.note_id)

    def disclose(given: StudentDisclosureIn) -> UUID:
        return enter_disclosure_of(**about, given=given.make_input())

    def print_ledger(_given: NothingGiven) -> HttpResponse:
        return _print_ledger(asker, disclosures_of(student, school))

    zone = ZoneInfo(school.time_zone)
    return StudentForms(
        ActForm(request, "note", CustodyNoteIn, add_note),
        ActForm(request, "remove_note", CustodyNoteTaken, remove_note),
        ActForm(request, "disclose", StudentDisclosureIn, disclose, first=DISCLOSURE_ORDER, zone=zone),
        ActForm(request, "print", NothingGiven, print_ledger),
    )


def _refusal_sentence(refusal: Refusal) -> str:
    of_disclosure = isinstance(refusal, BadDisclosure | BadName)
    return disclosure_sentence(refusal) if of_disclosure else refusal_words(refusal)


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
