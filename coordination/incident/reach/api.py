"""Test alarms over HTTP. Parse, call, answer; no rule stands here."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from coordination.incident.reach import actions
from coordination.incident.reach.queries import (
    ShownTest,
    TestedPerson,
    report_for,
    show_tests,
    tests_of_agency,
    tests_to_answer,
)
from coordination.incident.reach.vocabulary import AnswerWay
from coordination.incident.reach.wire import (
    AlarmTestId,
    AlarmTestIn,
    AlarmTestOut,
    AlarmTestPlanIn,
    AlarmTestReportOut,
    AskedTestOut,
    TestedAgencyOut,
    TestedPersonOut,
)
from coordination.incident.reach.words import advice_words, outcome_words, ways_words
from coordination.sign_in.callers import caller_of

router = Router(tags=["alarm tests"])
AGENCY = "/agencies/{uuid:agency_id}"
TEST = "/alarm-tests/{uuid:test_id}"
MOST_LISTED = 100


@router.get("/me/alarm-tests", response=list[AskedTestOut], operation_id="list_tests_to_answer")
def list_tests_to_answer(request: HttpRequest) -> list[AskedTestOut]:
    """List the test alarms that run and ask the caller."""
    caller = caller_of(request)
    return [AskedTestOut(**asdict(one)) for one in tests_to_answer(caller.user_id, caller.at)]


@router.post(f"{TEST}/answer", response={204: None}, operation_id="answer_alarm_test")
def post_answer(request: HttpRequest, test_id: UUID) -> Status[None]:
    """Answer a test alarm that asks the caller. Answering twice changes nothing."""
    caller = caller_of(request)
    actions.answer_test(user_id=caller.user_id, test_id=test_id, way=AnswerWay.APP, at=caller.at)
    return Status(204, None)


@router.get(f"{AGENCY}/alarm-tests", response=list[AlarmTestOut], operation_id="list_alarm_tests")
def list_alarm_tests(request: HttpRequest, agency_id: UUID) -> list[AlarmTestOut]:
    """List the last hundred test alarms of an agency, and those of others that told its people."""
    caller = caller_of(request)
    agency = actions.agency_to_test(user_id=caller.user_id, agency_id=agency_id, at=caller.at, lock=False)
    rows = list(tests_of_agency(agency)[:MOST_LISTED])
    return [_test_out(one) for one in show_tests(rows, caller.user_id, caller.at)]


@router.post(f"{AGENCY}/alarm-tests", response={201: AlarmTestId}, operation_id="start_alarm_test")
def post_alarm_test(request: HttpRequest, agency_id: UUID, body: AlarmTestIn) -> Status[AlarmTestId]:
    """Start a test alarm. For who administers the agency or leads its people; never while a real incident is open."""
    caller = caller_of(request)
    test_id = actions.start_test(
        user_id=caller.user_id,
        agency_id=agency_id,
        with_partners=body.with_partners,
        breaks_silence=body.breaks_silence,
        at=caller.at,
    )
    return Status(201, AlarmTestId(id=test_id))


@router.put(f"{AGENCY}/alarm-test-plan", response={204: None}, operation_id="plan_alarm_tests")
def put_plan(request: HttpRequest, agency_id: UUID, body: AlarmTestPlanIn) -> Status[None]:
    """Plan the test alarms of an agency, by its own clock."""
    caller = caller_of(request)
    actions.plan_tests(
        user_id=caller.user_id,
        agency_id=agency_id,
        pace=body.pace,
        weekday=int(body.weekday.value),
        clock=body.clock_time(),
        with_partners=body.with_partners,
        at=caller.at,
    )
    return Status(204, None)


@router.delete(f"{AGENCY}/alarm-test-plan", response={204: None}, operation_id="plan_no_alarm_tests")
def delete_plan(request: HttpRequest, agency_id: UUID) -> Status[None]:
    """End the planned test alarms of an agency."""
    caller = caller_of(request)
    actions.plan_no_tests(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return Status(204, None)


@router.get(TEST, response=AlarmTestReportOut, operation_id="read_alarm_test")
def read_alarm_test(request: HttpRequest, test_id: UUID) -> AlarmTestReportOut:
    """Read what came of a test alarm, with the people of the agencies that the caller administers or leads."""
    caller = caller_of(request)
    report = report_for(user_id=caller.user_id, test_id=test_id, at=caller.at)
    return AlarmTestReportOut(
        test=_test_out(report.test),
        **asdict(report.numbers),
        agencies=[TestedAgencyOut(**asdict(one)) for one in report.agencies],
        people=[_person_out(one) for one in report.people],
    )


@router.post(f"{TEST}/stop", response={204: None}, operation_id="stop_alarm_test")
def post_stop(request: HttpRequest, test_id: UUID) -> Status[None]:
    """Stop a test alarm: who was not told yet is not. Stopping twice changes nothing."""
    caller = caller_of(request)
    actions.stop_test(user_id=caller.user_id, test_id=test_id, at=caller.at)
    return Status(204, None)


def _test_out(one: ShownTest) -> AlarmTestOut:
    return AlarmTestOut(**{name: value for name, value in asdict(one).items() if name != "can_stop"})


def _person_out(one: TestedPerson) -> TestedPersonOut:
    return TestedPersonOut(
        name=one.name,
        agency=one.agency,
        told_at=one.told_at,
        answered_at=one.answered_at,
        way=one.way,
        ways=ways_words(one),
        outcome=outcome_words(one),
        advice=advice_words(one),
    )
