"""The pages of test alarms: answer one, start and plan them, and what came of each. Plain forms: no script."""

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.incident.reach import actions
from coordination.incident.reach.errors import AlarmTestNotFound
from coordination.incident.reach.facts import reach_of_agency
from coordination.incident.reach.models import AlarmTest, AlarmTestPlan
from coordination.incident.reach.queries import (
    agencies_to_test,
    report_for,
    show_tests,
    tests_of_agency,
    tests_to_answer,
)
from coordination.incident.reach.tables import PEOPLE, TESTS, agencies_table
from coordination.incident.reach.vocabulary import AnswerWay
from coordination.incident.reach.wire import AlarmTestIn, AlarmTestPlanIn
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.errors import NotAllowed
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable
from mou.foundation.tables.table import show_tables as show_page_of_tables
from mou.models import Agency
from mou.vocabulary import AgencyKind


@page(posts=True)
def my_tests_page(request: HttpRequest) -> HttpResponse:
    """Show the test alarms that ask the reader; one tap answers. And which agencies the reader tests."""
    asker = asker_of(request)
    asked = tests_to_answer(asker.user_id, asker.at)
    forms = [_answer_form(request, asker, one.id) for one in asked]
    if carry_out(request, forms, _refusal_sentence):
        return redirect_anew(reverse("my_alarm_tests"))
    context = {"asked": list(zip(asked, forms, strict=True)), "agencies": agencies_to_test(asker.user_id, asker.at)}
    return show_page(request, "reach/my_tests.html", context, forms)


@page(posts=True)
def agency_tests_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Start a test alarm of an agency, plan them, and look at those before."""
    asker = asker_of(request)
    agency = _find_agency(asker, agency_id)
    plan = AlarmTestPlan.objects.filter(agency=agency).first()
    start = ActForm(request, "start", AlarmTestIn, partial(_start_test, asker, agency))
    set_plan = ActForm(request, "plan", AlarmTestPlanIn, partial(_plan_tests, asker, agency), initial=_as_typed(plan))
    end_plan = ActForm(request, "no_plan", NothingGiven, lambda _given: _end_plan(asker, agency))
    of_page: list[AnyForm] = [start, set_plan, end_plan]
    if carry_out(request, of_page, _refusal_sentence):
        return redirect_anew(next(form.done for form in (start, set_plan, end_plan) if form.is_bound))
    zone = ZoneInfo(agency.time_zone)
    tests = ShownTable(
        request,
        TESTS,
        tests_of_agency(agency),
        read=lambda rows: show_tests(list(rows), asker.user_id, asker.at),
        zone=zone,
    )
    reach = agencies_table(request, [reach_of_agency(agency, asker.at)], zone)
    context = {
        "agency": agency,
        "has_partners": agency.kind in (AgencyKind.SCHOOL, AgencyKind.DISTRICT),
        "plan": plan,
        "running": AlarmTest.objects.filter(agency=agency, ended_at__isnull=True).first(),
        "forms": {"start": start, "plan": set_plan, "end_plan": end_plan},
        "tests": tests,
        "reach": reach,
    }
    return show_page_of_tables(request, "reach/agency_tests.html", context, [reach, tests], of_page)


@page(posts=True)
def test_page(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """Show what came of a test alarm: who was reached how and how fast, who not and why, and what to do."""
    asker = asker_of(request)
    report = report_for(user_id=asker.user_id, test_id=test_id, at=asker.at)
    stop = ActForm(request, "stop", NothingGiven, lambda _given: _stop_test(asker, test_id))
    if carry_out(request, [stop], _refusal_sentence):
        return redirect_anew(request.path)
    agency = Agency.objects.get(pk=report.test.agency_id)
    people = ShownTable(request, PEOPLE, report.people, zone=ZoneInfo(agency.time_zone))
    context = {"report": report, "test": report.test, "zone": agency.time_zone, "stop": stop, "people": people}
    return show_page_of_tables(request, "reach/test.html", {**context, "at": asker.at}, [people], [stop])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def key_page(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether a test alarm arrived, and take the answer of who has the link of a message, without a sign-in.

    To open it answers nothing: mail servers open links by themselves. What is no key of ours is not found.
    """
    at = timezone.now()
    try:
        person = actions.person_of_key(key)
    except AlarmTestNotFound as missing:
        raise Http404 from missing
    form = ActForm(request, "answer", NothingGiven, lambda _given: actions.answer_by_key(key, at))
    is_done = carry_out(request, [form], lambda refusal: refusal.sentence_or(str(refusal)))
    context = {
        "agency": person.test.agency.name,
        "started_at": person.test.started_at,
        "is_answered": is_done or person.answered_at is not None,
        "is_over": person.test.ended_at is not None,
        "form": form,
    }
    return show_page(request, "reach/key.html", context, [form])


def _find_agency(asker: Asker, agency_id: UUID) -> Agency:
    try:
        return actions.agency_to_test(user_id=asker.user_id, agency_id=agency_id, at=asker.at, lock=False)
    except NotAllowed as other:
        raise Http404 from other


def _answer_form(request: HttpRequest, asker: Asker, test_id: UUID) -> ActForm[NothingGiven, None]:
    def answer(_given: NothingGiven) -> None:
        actions.answer_test(user_id=asker.user_id, test_id=test_id, way=AnswerWay.PAGE, at=asker.at)

    return ActForm(request, "answer", NothingGiven, answer, fixed={"test_id": str(test_id)})


def _start_test(asker: Asker, agency: Agency, given: AlarmTestIn) -> str:
    test_id = actions.start_test(
        user_id=asker.user_id,
        agency_id=agency.pk,
        with_partners=given.with_partners,
        breaks_silence=given.breaks_silence,
        at=asker.at,
    )
    return reverse("alarm_test", args=[test_id])


def _plan_tests(asker: Asker, agency: Agency, given: AlarmTestPlanIn) -> str:
    actions.plan_tests(
        user_id=asker.user_id,
        agency_id=agency.pk,
        pace=given.pace,
        weekday=int(given.weekday.value),
        clock=given.clock_time(),
        with_partners=given.with_partners,
        at=asker.at,
    )
    return reverse("alarm_tests", args=[agency.pk])


def _end_plan(asker: Asker, agency: Agency) -> str:
    actions.plan_no_tests(user_id=asker.user_id, agency_id=agency.pk, at=asker.at)
    return reverse("alarm_tests", args=[agency.pk])


def _stop_test(asker: Asker, test_id: UUID) -> None:
    actions.stop_test(user_id=asker.user_id, test_id=test_id, at=asker.at)


def _as_typed(plan: AlarmTestPlan | None) -> dict[str, object]:
    if plan is None:
        return {}
    clock = plan.clock.strftime("%H:%M")
    return {"pace": plan.pace, "weekday": str(plan.weekday), "clock": clock, "with_partners": plan.with_partners}


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
