"""What an agreement asks, weighed against facts: no database, every day the same answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.officers.courses import codes_of, course_catalog
from mou.officers.rules import (
    REMINDERS_DAYS,
    Finding,
    OfficerFacts,
    Requirement,
    TermFact,
    TrainingFact,
    expiry_of,
    reminder_due,
    requirements_of,
    weigh_all,
    worst_standing,
)
from mou.vocabulary import Asking, SroParty, TrainingStanding

S = TrainingStanding
TODAY = date(2026, 11, 24)
BASIC = Requirement(Asking.COURSE, "nasro_basic", hours=40, within_days=270)


def course(
    hours: float = 40, *, days_ago: int = 30, ends_in: int | None = None, code: str = "nasro_basic"
) -> TrainingFact:
    ends = None if ends_in is None else TODAY + timedelta(days=ends_in)
    return TrainingFact(codes_of(code), hours, TODAY - timedelta(days=days_ago), ends)


def officer(
    *trainings: TrainingFact, since: date = date(2026, 8, 3), drills: int = 0, **fields: object
) -> OfficerFacts:
    facts: dict[str, object] = {"has_supervisor": False, "signed": frozenset(), "reviewed_on": None, **fields}
    return OfficerFacts(since=since, trainings=trainings, drills=drills, **facts)  # type: ignore[arg-type]


def stands(asked: Requirement, facts: OfficerFacts) -> Finding:
    (found,) = weigh_all([asked], facts, TODAY)
    return found


@pytest.mark.parametrize(
    ("trainings", "since", "standing"),
    [
        ([course()], date(2026, 8, 3), S.MET),
        ([course(24), course(16, days_ago=3)], date(2026, 8, 3), S.MET),
        ([course(ends_in=60)], date(2026, 8, 3), S.EXPIRING),
        ([course(ends_in=61)], date(2026, 8, 3), S.MET),
        ([course(ends_in=0)], date(2026, 8, 3), S.EXPIRING),
        ([course(ends_in=-1, days_ago=400)], date(2020, 8, 3), S.EXPIRED),
        ([course(24)], date(2026, 8, 3), S.PENDING),
        ([course(24)], date(2020, 8, 3), S.MISSING),
        ([course(code="cpr_aed")], date(2020, 8, 3), S.MISSING),
        ([course(days_ago=-1)], date(2020, 8, 3), S.MISSING),
        ([], TODAY - timedelta(days=270), S.PENDING),
        ([], TODAY - timedelta(days=271), S.MISSING),
    ],
)
def test_how_a_course_stands(trainings: list[TrainingFact], since: date, standing: TrainingStanding) -> None:
    assert stands(BASIC, officer(*trainings, since=since)).standing is standing


def test_a_course_lasts_until_too_few_hours_are_left() -> None:
    found = stands(BASIC, officer(course(24, ends_in=200), course(16, ends_in=20), course(16, ends_in=40)))

    assert (found.standing, found.ends_on, found.held) == (S.EXPIRING, TODAY + timedelta(days=40), 56)


def test_a_term_on_a_family_is_met_by_any_course_of_it() -> None:
    asked = Requirement(Asking.COURSE, "ics", hours=6)

    assert stands(asked, officer(course(2, code="ics_100"), course(4, code="ics_200"))).standing is S.MET


def test_hours_of_a_year_count_for_a_year() -> None:
    asked = Requirement(Asking.YEARLY_HOURS, hours=8)

    assert stands(asked, officer(course(8, days_ago=300, code="ferpa"))).standing is S.MET
    assert stands(asked, officer(course(8, days_ago=310, code="ferpa"))).standing is S.EXPIRING
    assert stands(asked, officer(course(8, days_ago=366, code="ferpa"))).standing is S.EXPIRED
    assert stands(asked, officer(since=date(2020, 1, 1))).standing is S.MISSING


def test_drills_supervision_and_sign_offs_are_met_or_not() -> None:
    drills = Requirement(Asking.DRILLS, number=2)
    agency, district = Requirement(Asking.SIGN_OFF_AGENCY), Requirement(Asking.SIGN_OFF_DISTRICT)
    signed = officer(signed=frozenset({SroParty.AGENCY}), has_supervisor=True)

    assert stands(drills, officer(drills=2)).standing is S.MET
    assert stands(drills, officer(drills=1)).standing is S.PENDING
    assert stands(drills, officer(drills=1, since=date(2025, 1, 1))).standing is S.MISSING
    assert [stands(one, signed).standing for one in (agency, district)] == [S.MET, S.MISSING]
    assert stands(Requirement(Asking.SUPERVISOR), signed).standing is S.MET
    assert stands(Requirement(Asking.SUPERVISOR), officer()).standing is S.MISSING


@pytest.mark.parametrize(
    ("since", "reviewed_on", "standing"),
    [
        (date(2026, 8, 3), None, S.PENDING),
        (date(2025, 8, 3), None, S.MISSING),
        (date(2020, 8, 3), TODAY - timedelta(days=10), S.MET),
        (date(2020, 8, 3), TODAY - timedelta(days=310), S.EXPIRING),
        (date(2020, 8, 3), TODAY - timedelta(days=366), S.EXPIRED),
    ],
)
def test_a_review_is_due_every_year(since: date, reviewed_on: date | None, standing: TrainingStanding) -> None:
    facts = officer(since=since, reviewed_on=reviewed_on)

    assert stands(Requirement(Asking.REVIEW), facts).standing is standing


def test_an_agreement_asks_what_its_terms_and_clauses_say_and_a_mistake_asks_nothing() -> None:
    terms = [
        TermFact("training_hours", "nasro_basic", {"hours": 40, "within_days": 270}),
        TermFact("training_hours", "yearly", {"hours": 8}),
        TermFact("training_hours", "ferpa", {"hours": "many"}),
        TermFact("drills_per_year", "", {"number": 0}),
        TermFact("something", "", {}),
    ]

    asked = requirements_of(terms, ["selection", "chain_of_command", "duty"])

    assert [(one.asking, one.course) for one in asked] == [
        (Asking.COURSE, "nasro_basic"),
        (Asking.YEARLY_HOURS, ""),
        (Asking.SUPERVISOR, ""),
        (Asking.SIGN_OFF_AGENCY, ""),
        (Asking.SIGN_OFF_DISTRICT, ""),
        (Asking.REVIEW, ""),
    ]
    assert [one.asking for one in requirements_of([], [])] == [Asking.REVIEW]


days = st.integers(-800, 800).map(lambda n: TODAY + timedelta(days=n))
facts_of_training = st.builds(
    lambda done, lasts, hours: TrainingFact(
        codes_of("nasro_basic"), hours, done, None if lasts is None else done + timedelta(days=lasts)
    ),
    days,
    st.none() | st.integers(0, 900),
    st.sampled_from((8.0, 16.0, 24.0, 40.0)),
)
trainings = st.lists(facts_of_training, max_size=6)


@given(trainings, facts_of_training, st.sampled_from((BASIC, Requirement(Asking.YEARLY_HOURS, hours=24))))
def test_more_training_makes_nothing_worse(had: list[TrainingFact], new: TrainingFact, asked: Requirement) -> None:
    before = stands(asked, officer(*had, since=date(2020, 1, 1)))
    after = stands(asked, officer(*had, new, since=date(2020, 1, 1)))

    good = (S.MET, S.EXPIRING)
    assert after.held >= before.held
    assert before.standing not in good or after.standing in good
    assert before.standing is not S.MET or after.standing is S.MET


@given(trainings)
def test_what_is_said_to_last_lasts_until_that_day_and_not_longer(had: list[TrainingFact]) -> None:
    facts = officer(*(one for one in had if one.completed_on <= TODAY), since=date(2020, 1, 1))
    found = stands(BASIC, facts)

    if found.standing in (S.MET, S.EXPIRING) and found.ends_on is not None:
        (last,) = weigh_all([BASIC], facts, found.ends_on)
        (after,) = weigh_all([BASIC], facts, found.ends_on + timedelta(days=1))
        assert last.standing is S.EXPIRING
        assert (after.standing, after.ends_on) == (S.EXPIRED, found.ends_on)


def test_the_worst_stands_for_all() -> None:
    findings = weigh_all([BASIC, Requirement(Asking.SUPERVISOR)], officer(course(), has_supervisor=True), TODAY)

    assert worst_standing(findings) is S.MET
    assert worst_standing([*findings, Finding(BASIC, S.EXPIRED)]) is S.EXPIRED
    assert worst_standing([]) is S.MET


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_reminders_go_out_before_it_expires_and_not_after(left: int, due: int | None) -> None:
    assert REMINDERS_DAYS == (60, 30, 7)
    assert reminder_due(TODAY + timedelta(days=left), TODAY) == due


@pytest.mark.parametrize(
    ("done", "months", "ends"),
    [
        (date(2026, 8, 24), 24, date(2028, 8, 24)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 11, 30), None, None),
    ],
)
def test_a_course_holds_so_many_months(done: date, months: int | None, ends: date | None) -> None:
    assert expiry_of(done, months) == ends


def test_the_catalog_is_whole() -> None:
    courses = course_catalog().values()

    assert {
        "nasro_basic",
        "nasro_advanced",
        "srp",
        "srm",
        "ics_100",
        "ics_200",
        "ics_700",
        "panic_alarm",
    } <= course_catalog().keys()
    assert [one.code for one in courses if not one.es or not one.source] == []
    assert (course_catalog()["nasro_basic"].hours, course_catalog()["nasro_advanced"].hours) == (40, 24)
    # A name that a course counts as is no other course's own code.
    assert {code for one in courses for code in one.counts_as} & course_catalog().keys() == set()


def test_what_is_proposed_of_a_word_file_is_in_the_catalog() -> None:
    from mou.word_files.reading.term_finders import COURSES

    known = {code for one in course_catalog().values() for code in one.codes()}

    assert [name for name, _ in COURSES if name not in known] == []
