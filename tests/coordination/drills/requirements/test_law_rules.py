"""What each state asks for, period by period: done, late, due, overdue, missed; caps; school years. Pure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.drills.requirements.errors import BadDrillLaw, BadSchoolYear
from coordination.drills.requirements.rules.laws import DrillLaw, law_from, shipped_laws
from coordination.drills.requirements.rules.school_year import SchoolYear, checked_year, periods_of, usual_year
from coordination.drills.requirements.rules.standing import Duty, HeldDrill, LawStanding, standing_of
from coordination.drills.requirements.vocabulary import DrillPeriod, DrillStanding, DrillType

S, T = DrillStanding, DrillType
YEAR = SchoolYear(
    2026,
    date(2026, 9, 1),
    date(2027, 6, 20),
    date(2027, 1, 25),
    frozenset({9, 10, 11, 12, 1, 2, 3, 4, 5, 6}),
    frozenset({7}),
)
LATER = date(2027, 8, 30)


def weighed(
    key: str, *drills: HeldDrill, today: date = LATER, year: SchoolYear = YEAR, marshal: bool = False
) -> LawStanding:
    return standing_of(shipped_laws()[key], year, drills, has_fire_marshal_rule=marshal, today=today)


def of(found: LawStanding, code: str) -> list[Duty]:
    return [one for one in found.duties if one.rule.code == code]


def on(month: int, day: int, kind: DrillType, *, police: bool = False) -> HeldDrill:
    return HeldDrill(date(2026 if month >= 9 else 2027, month, day), kind, police)


def test_every_state_that_comes_with_the_software_says_what_its_source_says() -> None:
    asked = {
        key: {one.code: (one.count, one.per, one.by, one.within_days, one.days) for one in law.rules}
        for key, law in shipped_laws().items()
    }

    assert list(asked) == ["GENERIC", "FL", "IL", "MI", "NJ", "NY", "TX", "WA"]
    year, semester, month = DrillPeriod.YEAR, DrillPeriod.SEMESTER, DrillPeriod.MONTH
    assert asked["TX"]["lockdown"] == (1, semester, "", None, None)
    assert asked["TX"]["fire"] == (2, semester, "", None, None)
    assert [(one.most, one.per) for one in shipped_laws()["TX"].caps] == [(8, semester), (16, year)]
    assert asked["NY"]["first_eight"] == (8, year, "12-31", None, None)
    assert (asked["NY"]["lockdown"][0], asked["NY"]["evacuate"][0]) == (4, 8)
    assert asked["NJ"]["security"] == asked["NJ"]["fire"] == (1, month, "", None, None)
    assert shipped_laws()["WA"].rules[0].in_summer
    assert asked["IL"]["lockdown"] == (1, year, "", 90, None)
    assert asked["FL"]["every_45_days"] == (1, DrillPeriod.DAYS, "", None, 45)
    in_a_year = {name: count for name, (count, _per, by, *_) in asked["MI"].items() if not by and "after" not in name}
    assert in_a_year == {"fire": 5, "tornado": 2, "lockdown": 3}
    assert {by for _count, _per, by, *_ in asked["MI"].values()} == {"", "12-01", "03-31"}
    assert shipped_laws()["MI"].publish_within_days == 30
    # Whatever was not read in a source asks to be verified.
    assert all(one.is_unverified for key in ("FL", "GENERIC") for one in shipped_laws()[key].rules)
    assert [one.code for one in shipped_laws()["IL"].rules if one.is_unverified] == ["lockdown", "shelter_weather"]
    assert all(one.title_es for law in shipped_laws().values() for one in law.rules)
    assert all(law.records_years >= 3 for law in shipped_laws().values())


@pytest.mark.parametrize("key", ["FL", "IL", "MI"])
def test_each_rule_says_where_it_can_be_read_and_when_it_was_compared(key: str) -> None:
    for rule in shipped_laws()[key].rules:
        assert rule.citation, rule.code
        assert rule.source.startswith("https://"), rule.code
        assert date(2026, 1, 1) <= (rule.checked_on or date.min) <= date.today(), rule.code  # noqa: DTZ011


@pytest.mark.parametrize("source", ["javascript:alert(1)", "http://law.example", 'https://law.example/"onclick="', "x"])
def test_a_source_is_a_page_and_nothing_else(source: str) -> None:
    law = shipped_laws()["MI"].model_dump(mode="json")
    law["rules"][0]["source"] = source

    with pytest.raises(BadDrillLaw) as refused:
        law_from(law)

    assert refused.value.pointer == "/rules/0/source"


def test_march_is_march_and_after_new_year_is_after_it() -> None:
    held = (on(9, 3, T.TORNADO), on(11, 3, T.LOCKDOWN))
    march = of(weighed("MI", *held, today=date(2026, 12, 1)), "tornado_in_march")[0]
    assert (march.standing, march.due_on, march.done) == (S.LATER, date(2027, 3, 31), 0)
    assert of(weighed("MI", *held, today=date(2027, 3, 1)), "tornado_in_march")[0].standing is S.DUE
    assert of(weighed("MI", *held, on(3, 30, T.TORNADO)), "tornado_in_march")[0].standing is S.DONE
    assert of(weighed("MI", *held, on(4, 2, T.TORNADO)), "tornado_in_march")[0].standing is S.DONE_LATE
    assert of(weighed("MI", *held, today=date(2027, 1, 20)), "lockdown_by_december")[0].standing is S.DONE
    assert of(weighed("MI", *held, today=date(2027, 1, 20)), "lockdown_after_new_year")[0].standing is S.DUE
    assert of(weighed("MI", *held, on(1, 2, T.LOCKDOWN)), "lockdown_after_new_year")[0].standing is S.DONE


def test_one_of_the_evacuations_counts_with_the_fire_department_alone() -> None:
    alone = weighed("IL", on(9, 3, T.FIRE), today=date(2026, 9, 4))
    with_them = weighed("IL", replace(on(9, 3, T.FIRE), fire_present=True), today=date(2026, 9, 4))

    assert of(alone, "evacuate_with_fire")[0].standing is S.DUE
    assert of(with_them, "evacuate_with_fire")[0].standing is S.DONE
    assert of(alone, "evacuate")[0].done == of(with_them, "evacuate")[0].done == 1


def test_a_semester_asks_for_its_own_and_a_drill_of_the_other_does_not_count_there() -> None:
    first, second = of(weighed("TX", on(9, 10, T.LOCKDOWN), on(10, 1, T.LOCKDOWN)), "lockdown")

    assert (first.standing, first.done, first.done_on) == (S.DONE, 1, date(2026, 9, 10))
    assert (second.standing, second.done, second.due_on) == (S.MISSED, 0, date(2027, 6, 20))


def test_what_a_fire_marshal_sets_goes_before_what_the_state_asks_where_none_does() -> None:
    assert len(of(weighed("TX"), "fire")) == 2
    assert of(weighed("TX", marshal=True), "fire") == []
    assert of(weighed("NJ", marshal=True), "fire") != []


def test_the_first_eight_are_due_by_their_day_and_late_ones_are_called_late() -> None:
    fires = [on(9, day, T.FIRE) for day in range(2, 9)]

    before = of(weighed("NY", *fires, today=date(2026, 12, 31)), "first_eight")[0]
    overdue = of(weighed("NY", *fires, today=date(2027, 1, 1)), "first_eight")[0]
    late = of(weighed("NY", *fires, on(1, 5, T.LOCKDOWN), today=date(2027, 1, 5)), "first_eight")[0]

    assert (before.standing, before.done, before.required) == (S.DUE, 7, 8)
    assert (overdue.standing, overdue.due_on) == (S.OVERDUE, date(2026, 12, 31))
    assert (late.standing, late.done_on) == (S.DONE_LATE, date(2027, 1, 5))


def test_each_open_month_asks_and_one_that_is_over_is_missed_for_good() -> None:
    months = of(weighed("NJ", on(9, 3, T.FIRE), on(11, 3, T.FIRE), today=date(2026, 11, 20)), "fire")

    assert [one.period.number for one in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    assert [one.standing for one in months[:4]] == [S.DONE, S.MISSED, S.DONE, S.LATER]
    # The first month begins with the first day of school.
    assert months[0].period.begins_on == date(2026, 9, 1)


def test_summer_sessions_count_where_the_law_says_so() -> None:
    summer = HeldDrill(date(2027, 7, 6), T.LOCKDOWN)

    washington = of(weighed("WA", summer), "monthly")
    jersey = of(weighed("NJ", summer), "security")

    assert (washington[-1].period.number, washington[-1].standing) == (7, S.DONE)
    assert 7 not in [one.period.number for one in jersey]


def test_a_lockdown_without_the_police_does_not_count_in_illinois() -> None:
    without = of(weighed("IL", on(9, 3, T.LOCKDOWN), today=date(2026, 9, 4)), "lockdown")[0]
    with_them = of(weighed("IL", on(9, 3, T.LOCKDOWN, police=True), today=date(2026, 9, 4)), "lockdown")[0]

    assert (without.standing, without.due_on) == (S.DUE, date(2026, 11, 29))
    assert with_them.standing is S.DONE


def test_the_days_between_two_run_from_drill_to_drill() -> None:
    drills = (on(10, 15, T.LOCKDOWN), on(12, 10, T.TORNADO))
    found = of(weighed("FL", *drills, today=date(2026, 12, 20)), "every_45_days")

    # 1 September is the first of 45 days: the last is 15 October. 15 October and 45 days: 29 November.
    assert [(one.due_on, one.standing) for one in found] == [
        (date(2026, 10, 15), S.DONE),
        (date(2026, 11, 29), S.DONE_LATE),
        (date(2027, 1, 24), S.DUE),
    ]
    late = of(weighed("FL", *drills, today=date(2027, 1, 25)), "every_45_days")[-1]
    assert late.standing is S.OVERDUE


def test_a_cap_counts_all_that_was_held_and_says_when_it_is_exceeded() -> None:
    nine = [on(9, day, T.FIRE) for day in range(1, 10)]

    found = weighed("TX", *nine, today=date(2026, 10, 1))

    assert [(one.cap.most, one.held, one.is_exceeded) for one in found.caps] == [(8, 9, True), (16, 9, False)]
    assert found.exceeded == 1


def test_what_is_to_be_done_first_is_what_is_overdue_and_can_still_be() -> None:
    found = weighed("IL", today=date(2026, 12, 15))

    assert found.next_due is not None
    assert (found.next_due.rule.code, found.next_due.standing) == ("lockdown", S.OVERDUE)
    assert weighed("IL", today=LATER).next_due is None


DRILLS = st.lists(
    st.builds(
        HeldDrill,
        st.dates(date(2026, 8, 1), date(2027, 8, 31)),
        st.sampled_from(list(DrillType)),
        st.booleans(),
    ),
    max_size=60,
)


@given(DRILLS, DRILLS, st.dates(date(2026, 8, 1), date(2027, 8, 31)), st.sampled_from(list(shipped_laws())))
def test_one_more_drill_never_makes_a_counted_duty_worse(
    drills: list[HeldDrill], more: list[HeldDrill], today: date, key: str
) -> None:
    fewer, all_of_them = weighed(key, *drills, today=today), weighed(key, *drills, *more, today=today)

    counted = [one for one in fewer.duties if one.rule.per is not DrillPeriod.DAYS]
    then = [one for one in all_of_them.duties if one.rule.per is not DrillPeriod.DAYS]
    assert all(a.done <= b.done for a, b in zip(counted, then, strict=True))
    assert all(a.standing is not S.DONE or b.standing is S.DONE for a, b in zip(counted, then, strict=True))
    assert all(YEAR.begins_on <= one.due_on <= YEAR.last_day for one in all_of_them.duties)
    assert all(one.done == one.required for one in all_of_them.duties if one.standing in (S.DONE, S.DONE_LATE))


@given(DRILLS, st.dates(date(2026, 8, 1), date(2027, 8, 31)))
def test_stretches_follow_each_other_without_a_hole(drills: list[HeldDrill], today: date) -> None:
    found = of(weighed("FL", *drills, today=today), "every_45_days")

    for one, following in zip(found, found[1:], strict=False):
        assert one.done_on == following.period.begins_on
        assert following.due_on == one.done_on + timedelta(days=45)


# --- school years -----------------------------------------------------------------------------------------------------
def test_the_usual_year_can_be_and_leaves_out_months_of_a_few_days() -> None:
    for year in range(2000, 2099):
        assert checked_year(usual_year(year)).year == year
    assert sorted(usual_year(2026).open_months) == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"begins_on": date(2025, 9, 1)}, "/begins_on"),
        ({"ends_on": date(2026, 12, 1)}, "/second_semester_on"),
        ({"second_semester_on": date(2026, 9, 1)}, "/second_semester_on"),
        ({"ends_on": date(2027, 9, 1)}, "/ends_on"),
        ({"open_months": frozenset({7})}, "/open_months"),
        ({"open_months": frozenset[int]()}, "/open_months"),
        ({"summer_months": frozenset({2})}, "/summer_months"),
    ],
)
def test_days_that_make_no_school_year_are_refused_by_name(changed: dict[str, object], pointer: str) -> None:
    fields = {name: getattr(YEAR, name) for name in YEAR.__dataclass_fields__} | changed

    with pytest.raises(BadSchoolYear) as refused:
        checked_year(SchoolYear(**fields))

    assert refused.value.pointer == pointer


def test_the_semesters_meet_without_a_hole() -> None:
    first, second = periods_of(YEAR, DrillPeriod.SEMESTER)

    assert first.ends_on + timedelta(days=1) == second.begins_on


# --- a law that a district gives --------------------------------------------------------------------------------------
OHIO: dict[str, object] = {
    "key": "XX",
    "name": "Made-up state",
    "citation": "Made-up code 1",
    "rules": [{"code": "fire", "title_en": "Fire drill", "types": ["fire"], "count": 6, "per": "year"}],
}


def test_a_state_that_is_not_here_yet_is_read_as_it_is_written() -> None:
    law = law_from(OHIO)

    assert (law.key, law.rules[0].count, law.records_years) == ("XX", 6, 3)
    assert law == law_from(law.model_dump(mode="json"))
    assert law.rules[0].title_in("es") == "Fire drill"


def rule(**fields: object) -> dict[str, object]:
    return OHIO | {"rules": [{"code": "fire", "title_en": "Fire", "types": ["fire"], "per": "year"} | fields]}


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({}, "/name"),
        (OHIO | {"key": "oh"}, "/key"),
        (OHIO | {"rules": []}, "/rules"),
        (OHIO | {"more": 1}, "/more"),
        (OHIO | {"rules": 7}, "/rules"),
        (OHIO | {"rules": [OHIO["rules"], OHIO["rules"]]}, "/rules/0"),
        (rule(types=[]), "/rules/0/types"),
        (rule(types=["fire", "fire"]), "/rules/0/types"),
        (rule(types=["dragon"]), "/rules/0/types/0"),
        (rule(count=0), "/rules/0/count"),
        (rule(by="02-30"), "/rules/0/by"),
        (rule(by="12/31"), "/rules/0/by"),
        (rule(by="\uff11\uff12-\uff13\uff11"), "/rules/0/by"),
        (rule(days=5), "/rules/0/days"),
        (rule(per="days"), "/rules/0/days"),
        (rule(per="month", within_days=5), "/rules/0/within_days"),
        (rule(per="month", by="12-31"), "/rules/0/by"),
        (rule(per="days", days=90, count=2), "/rules/0/per"),
        (rule(per="days", days=90, by="12-31"), "/rules/0/by"),
        (OHIO | {"caps": [{"types": ["fire"], "most": 3, "per": "days"}]}, "/caps/0/per"),
        (None, ""),
    ],
)
def test_rules_that_cannot_be_are_refused_with_a_pointer(document: object, pointer: str) -> None:
    with pytest.raises(BadDrillLaw) as refused:
        law_from(document)

    assert refused.value.pointer == pointer


def test_two_rules_of_one_code_are_refused() -> None:
    twice = [{"code": "fire", "title_en": "Fire", "types": ["fire"], "per": "year"}] * 2

    with pytest.raises(BadDrillLaw, match="Each code once: fire"):
        law_from(OHIO | {"rules": twice})


def test_every_own_law_is_weighed_like_ours() -> None:
    found = standing_of(law_from(OHIO), YEAR, [], has_fire_marshal_rule=False, today=date(2026, 10, 1))

    assert isinstance(law_from(OHIO), DrillLaw)
    assert [(one.required, one.standing) for one in found.duties] == [(6, S.DUE)]
