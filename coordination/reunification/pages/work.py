"""The pages for one hand: find a student, do a step, check an adult in, hand a child over."""

from functools import partial
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from coordination.incident.reunification.capability import GiveReunificationRole
from coordination.incident.reunification.vocabulary import ReunificationRole
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import NotYourVest, NumberNotFound
from coordination.reunification.pages import asked as a
from coordination.reunification.pages.desk import refusal_sentence
from coordination.reunification.rules import given as g
from coordination.reunification.rules.machine import STUDENTS
from coordination.reunification.vocabulary import StudentState, StudentStep
from coordination.reunification.wire import ReunitedStudentView
from coordination.reunification.work.moving import ADDING, add_student, step_class, step_students
from coordination.reunification.work.pick_ups import check_in, release_student
from coordination.reunification.work.queries import find_students, list_cleared, view_student
from coordination.reunification.work.self_check_in import find_self_check_in
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.machine import Need

R, T = ReunificationRole, StudentStep
OF_BUSES = frozenset({R.TRANSPORT, R.ACCOUNTANT, R.DIRECTOR})
MAY_ADD = frozenset({*ADDING, R.DIRECTOR})
MAY_CHECK_IN = frozenset({R.GREETER, R.CHECKER, R.DIRECTOR})
MAY_RELEASE = frozenset({R.REUNIFIER, R.DIRECTOR})


@page(posts=True)
def work_page(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Find students, take a vest, and see who waits: for people of the school, on a phone."""
    asker = asker_of(request)
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    find: AnyForm = ActForm(
        request, "find", g.ReunificationStudentSearchIn, lambda given: find_students(desk, given.words)
    )
    of_class: AnyForm = ActForm(
        request,
        "class",
        g.StudentsOfClassIn,
        partial(step_class, asker, operation_id),
        choices={"step": [(one.value, one.label) for one in g.STEPS_OF_MANY]},
    )
    add: AnyForm = ActForm(request, "add", g.StudentAddedIn, partial(add_student, asker, operation_id))
    take: AnyForm = ActForm(request, "take", a.RoleTaken, partial(_take_role, asker, desk))
    shown: AnyForm = ActForm(request, "number", g.NumberShown, lambda given: find_self_check_in(desk, given.number))
    forms = [find, of_class, add, take, shown]
    done = carry_out(request, forms, refusal_sentence)
    if done and add.is_bound:
        return redirect_anew(reverse("reunification_student", args=[operation_id, add.done.code]))
    if done and shown.is_bound:
        return redirect_anew(reverse("reunification_arrival", args=[operation_id, shown.done.number]))
    if done and not find.is_bound:
        return redirect_anew(request.path)
    roles = desk.my_roles
    context = {
        "desk": desk,
        "incident": desk.grant.incident,
        "roles": [one.label for one in sorted(roles)],
        "find": find,
        "shown": shown if roles & MAY_CHECK_IN and desk.reads_names else None,
        "found": find.done if done else None,
        "of_class": of_class if roles & OF_BUSES else None,
        "add": add if roles & MAY_ADD else None,
        "take": take if desk.grant.is_of_site() else None,
        "cleared": list_cleared(desk) if desk.reads_names and roles & MAY_RELEASE else None,
    }
    return show_page(request, "reunification/work.html", context, forms)


def _take_role(asker: Asker, desk: Desk, given: a.RoleTaken) -> None:
    command = GiveReunificationRole(
        id=uuid4(), type="give_reunification_role", operation_id=desk.operation.pk, role=given.role
    )
    execute(asker=asker, room_id=desk.operation.room_id, command=command)


@page(posts=True)
def student_page(request: HttpRequest, operation_id: UUID, code: str) -> HttpResponse:
    """Show a student, which is written down; do what the reader's vest allows."""
    asker = asker_of(request)
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    if not desk.reads_names:
        return redirect("reunification_desk", operation_id)
    view = view_student(desk, code)
    taps = _tap_forms(request, asker, desk, view)
    told = _told_form(request, asker, desk, view)
    card = _card_form(request, asker, desk, view)
    release = _release_form(request, asker, desk, view)
    offered = [*(form for _step, form in taps), *(one for one in (told, card, release) if one is not None)]
    forms = [*offered, *_late_forms(request, asker, desk, view)]
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(f"{request.path}?checked_in=1" if card is not None and card.is_bound else request.path)
    context = {
        "desk": desk,
        "incident": desk.grant.incident,
        "view": view,
        "taps": [(form, step.label) for step, form in taps],
        "told": told,
        "card": card,
        "release": release,
        "is_checked_in": "checked_in" in request.GET,
    }
    return show_page(request, "reunification/student.html", context, forms)


def _step_one(asker: Asker, desk: Desk, code: str, given: a.StepTapped | g.OneStudentStepIn) -> None:
    told = given.model_dump() if isinstance(given, g.OneStudentStepIn) else {"step": given.step}
    step_students(asker, desk.operation.pk, g.StudentStepsIn.model_validate({**told, "codes": [code]}))


def _needs_words(step: StudentStep) -> bool:
    return STUDENTS.needs(step, Need.WORDS) or step is T.BOARD


def _tap_forms(
    request: HttpRequest, asker: Asker, desk: Desk, view: ReunitedStudentView
) -> list[tuple[StudentStep, AnyForm]]:
    """Return a form for each step that needs nothing but a tap."""
    act = partial(_step_one, asker, desk, view.student.code)
    return [
        (step, ActForm(request, "tap", a.StepTapped, act, fixed={"step": step.value}))
        for step in view.steps
        if not _needs_words(step)
    ]


def _told_form(request: HttpRequest, asker: Asker, desk: Desk, view: ReunitedStudentView) -> AnyForm | None:
    steps = [(one.value, one.label) for one in view.steps if _needs_words(one)]
    sent = request.POST.get("step", "") if request.POST.get("act") == "told" else ""
    # What is offered no more is for the act to judge: see _late_forms.
    if not steps or (sent and sent not in dict(steps)):
        return None
    act = partial(_step_one, asker, desk, view.student.code)
    return ActForm(request, "told", g.OneStudentStepIn, act, choices={"step": [("", "—"), *steps]})


def _card_form(request: HttpRequest, asker: Asker, desk: Desk, view: ReunitedStudentView) -> AnyForm | None:
    if not desk.is_open or not desk.my_roles & MAY_CHECK_IN:
        return None
    children = [(one.code, f"{one.name} · {one.code}") for one in (view.student, *view.siblings)]
    return ActForm(
        request,
        "card",
        g.CheckInIn,
        partial(check_in, asker, desk.operation.pk),
        choices={"codes": children},
        initial={"card_id": uuid4(), "codes": [view.student.code], **_told_by_phone(request, desk)},
    )


def _told_by_phone(request: HttpRequest, desk: Desk) -> dict[str, object]:
    """Return what stands in the card at first, of an adult who showed a number.

    Not the name: the greeter types the one on the photo ID. A name that stood there would be taken as seen.
    """
    number = request.GET.get("number", "")[:12]
    if not number:
        return {}
    try:
        said = find_self_check_in(desk, number)
    except (NumberNotFound, NotYourVest):
        return {}
    return {"number": said.number, "relationship": said.relationship, "phone": said.phone}


def _release_form(request: HttpRequest, asker: Asker, desk: Desk, view: ReunitedStudentView) -> AnyForm | None:
    is_here = view.student.state is StudentState.AT_REUNIFICATION
    if view.cleared is None or not is_here or not desk.is_open or not desk.my_roles & MAY_RELEASE:
        return None
    return ActForm(
        request,
        "release",
        g.HandOverIn,
        partial(release_student, asker, desk.operation.pk),
        initial={"pick_up_id": view.cleared.pick_up_id},
    )


def _late_forms(request: HttpRequest, asker: Asker, desk: Desk, view: ReunitedStudentView) -> list[AnyForm]:
    """Return the forms of a student as they are on any page, for one that was overtaken by someone else.

    What it sends is judged by the act, which says why not; "not found" would leave open whether the child was released.
    """
    code, operation_id = view.student.code, desk.operation.pk
    step = partial(_step_one, asker, desk, code)
    worded = [(one.value, one.label) for one in T if _needs_words(one)]
    children = [(one.code, one.name) for one in (view.student, *view.siblings)]
    return [
        ActForm(request, "tap", a.StepTapped, step),
        ActForm(request, "told", g.OneStudentStepIn, step, choices={"step": worded}),
        ActForm(request, "card", g.CheckInIn, partial(check_in, asker, operation_id), choices={"codes": children}),
        ActForm(request, "release", g.HandOverIn, partial(release_student, asker, operation_id)),
    ]
