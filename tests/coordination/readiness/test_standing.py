"""How one school stands, from its facts: missing, old, expiring, current."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from coordination.prevention.lessons.vocabulary import LessonAudience
from coordination.readiness.standing import (
    AlarmFacts,
    AnsweredFacts,
    DrillFacts,
    EmergencyPlanFacts,
    HeldAgreement,
    LessonFacts,
    RoleFacts,
    SchoolFacts,
    standing_of,
)
from coordination.readiness.vocabulary import ReadinessState as State
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from mapping.laws.freshness import AgeLimits
from mapping.reunification_sites.recommend import HostsAgree
from mou.vocabulary import AgencyKind

TODAY = date(2026, 11, 27)
LIMITS = AgeLimits(ageing_after_days=270, overdue_after_days=365)
POLICE = HeldAgreement(AgencyKind.SHERIFF, "Fairview County Sheriff", date(2028, 6, 30))
FIRE = HeldAgreement(AgencyKind.FIRE, "Fairview Fire", date(2027, 6, 30))
READY = SchoolFacts(
    site_id=uuid4(),
    name="Lincoln High School",
    today=TODAY,
    floors=2,
    drawn=2,
    walked_on=TODAY - timedelta(days=30),
    agreements=(POLICE, FIRE),
    hosts=HostsAgree((None,)),
    drills=DrillFacts(held=5, due=0, wanting=0, next_due_on=None),
    alarm=AlarmFacts(people=40, with_way=40, lacking=()),
    test=AnsweredFacts(TODAY - timedelta(days=5), answered=38, told=40, is_fresh=True),
    emergency_plan=EmergencyPlanFacts(TODAY, findings=0),
    roles=RoleFacts((), ()),
    lessons=LessonFacts(lacking=0, staff=40, staff_read=40, people={LessonAudience.GRADES_9_TO_12: 800}),
)


def state(facts: SchoolFacts, topic: Topic) -> State:
    return standing_of(facts, walk_limits=LIMITS).standings[topic].state


def test_a_school_that_has_everything_wants_nothing() -> None:
    assert standing_of(READY, walk_limits=LIMITS).wanting == 0


@pytest.mark.parametrize(
    ("topic", "changes", "expected"),
    [
        (Topic.MAPS, {"drawn": 1}, State.MISSING),
        (Topic.MAPS, {"floors": 0, "drawn": 0}, State.MISSING),
        (Topic.WALK_THROUGH, {"walked_on": None}, State.MISSING),
        (Topic.WALK_THROUGH, {"drawn": 0}, State.MISSING),
        (Topic.WALK_THROUGH, {"walked_on": TODAY - timedelta(days=270)}, State.CURRENT),
        (Topic.WALK_THROUGH, {"walked_on": TODAY - timedelta(days=271)}, State.EXPIRING),
        (Topic.WALK_THROUGH, {"walked_on": TODAY - timedelta(days=366)}, State.OLD),
        (Topic.AGREEMENTS, {"agreements": ()}, State.MISSING),
        (Topic.AGREEMENTS, {"agreements": (POLICE,)}, State.MISSING),
        (Topic.AGREEMENTS, {"agreements": (POLICE, replace(FIRE, expires_on=date(2027, 2, 25)))}, State.EXPIRING),
        (Topic.AGREEMENTS, {"agreements": (POLICE, FIRE, replace(FIRE, expires_on=TODAY))}, State.CURRENT),
        (Topic.REUNIFICATION, {"hosts": None}, State.MISSING),
        (Topic.REUNIFICATION, {"hosts": HostsAgree((TODAY,))}, State.EXPIRING),
        (Topic.REUNIFICATION, {"hosts": HostsAgree((TODAY - timedelta(days=1),))}, State.OLD),
        (Topic.REUNIFICATION, {"hosts": HostsAgree((TODAY, None))}, State.CURRENT),
        (Topic.DRILLS, {"drills": DrillFacts(0, 0, 0, None)}, State.CURRENT),
        (Topic.TEST, {"test": None}, State.MISSING),
        (Topic.EMERGENCY_PLAN, {"emergency_plan": None}, State.MISSING),
        (Topic.EMERGENCY_PLAN, {"emergency_plan": EmergencyPlanFacts(TODAY, findings=2)}, State.EXPIRING),
        (Topic.EMERGENCY_PLAN, {"emergency_plan": EmergencyPlanFacts(TODAY - timedelta(days=1), 0)}, State.OLD),
        (Topic.ROLES, {"roles": RoleFacts(("School nurse",), ())}, State.MISSING),
        (Topic.ROLES, {"roles": RoleFacts((), ("Custodian",))}, State.EXPIRING),
        (Topic.LESSONS, {"lessons": None}, State.MISSING),
        (Topic.LESSONS, {"lessons": LessonFacts(1, 40, 40, {})}, State.MISSING),
        (Topic.LESSONS, {"lessons": LessonFacts(0, 40, 39, {LessonAudience.STAFF: 0})}, State.EXPIRING),
        (Topic.LESSONS, {"lessons": LessonFacts(0, 40, 40, {LessonAudience.STAFF: 0})}, State.CURRENT),
        (Topic.LESSONS, {"lessons": LessonFacts(0, 40, 0, {LessonAudience.FAMILIES: 9})}, State.CURRENT),
        (Topic.TEST, {"test": AnsweredFacts(TODAY, answered=1, told=9, is_fresh=False)}, State.OLD),
        (Topic.TEST, {"test": AnsweredFacts(TODAY, 1, 9, is_fresh=True, is_ageing=True)}, State.EXPIRING),
        (Topic.DRILLS, {"drills": DrillFacts(5, 1, 0, TODAY)}, State.EXPIRING),
        (Topic.DRILLS, {"drills": DrillFacts(5, 3, 1, TODAY)}, State.OLD),
        (Topic.ALARM, {"alarm": AlarmFacts(40, 39, ())}, State.MISSING),
        (Topic.ALARM, {"alarm": AlarmFacts(0, 0, ())}, State.MISSING),
        (Topic.ALARM, {"alarm": AlarmFacts(40, 40, (frozenset({AgencyKind.POLICE}),))}, State.MISSING),
    ],
)
def test_each_thing_is_missing_old_or_expiring_by_its_own_rule(
    topic: Topic, changes: dict[str, object], expected: State
) -> None:
    facts = replace(READY, **changes)  # type: ignore[arg-type]  # of fields by name

    found = standing_of(facts, walk_limits=LIMITS)

    assert found.standings[topic].state is expected
    assert found.wanting >= expected.is_wanting


def test_what_is_lacking_is_named() -> None:
    found = standing_of(replace(READY, agreements=(POLICE,)), walk_limits=LIMITS).standings[Topic.AGREEMENTS]

    assert [sorted(kinds) for kinds in found.lacking] == [["ems", "fire"]]
