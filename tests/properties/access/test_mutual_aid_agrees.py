"""Whoever was let in by mutual aid, with or without an agreement: the policy and its explanation say the same.

Pure: of one membership, one incident and another one at the same site.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mou.access import policy
from mou.access.explaining.explanation import NEEDS, Explanation, History, Span, Stay, explain_action
from mou.access.openings import ClauseRef, MutualAid, Opening, Right
from mou.access.policy import AID_GRANTS, Agreement, Place
from mou.terms import ALWAYS
from mou.vocabulary import GRANTS, AccessAction, AccessReason, AgencyKind, TermKind

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DISTRICT, AGENCY, OTHER, SITE, HERE, ELSEWHERE, MEMBER, COLLEAGUE = (UUID(int=n) for n in range(1, 9))
MINUTES = st.integers(-1000, 1000).map(lambda one: NOW + timedelta(minutes=one))
AID = st.builds(
    lambda member, incident, begins, lasts: MutualAid(
        id=UUID(int=99),
        member_id=member,
        district_id=DISTRICT,
        site_id=SITE,
        incident_id=incident,
        incident="Smoke",
        let_in_by="Chief",
        begun_at=begins,
        ends_at=begins + timedelta(minutes=lasts),
    ),
    member=st.sampled_from([MEMBER, MEMBER, COLLEAGUE]),
    incident=st.sampled_from([HERE, HERE, ELSEWHERE]),
    begins=MINUTES,
    lasts=st.integers(0, 720),
)
PACTS = st.builds(
    lambda agency, kinds, day: Agreement(
        memorandum_id=UUID(int=50),
        version_id=UUID(int=51),
        number=1,
        district_id=DISTRICT,
        agency_id=agency,
        in_force_from=NOW - timedelta(days=9),
        ended_at=None,
        effective_on=date(2026, 11, 20),
        expires_on=date(2026, 11, day),
        time_zone="America/New_York",
        covers_all_sites=True,
        site_ids=frozenset(),
        openings=tuple(Opening(Right(one), ALWAYS, ClauseRef(None, "Access")) for one in sorted(kinds)),
    ),
    agency=st.sampled_from([AGENCY, AGENCY, OTHER]),
    kinds=st.sets(st.sampled_from(GRANTS)),
    day=st.sampled_from([23, 24, 30]),
)


@given(aid=st.lists(AID, max_size=3), pacts=st.lists(PACTS, max_size=2), asked=st.sampled_from([HERE, ELSEWHERE, None]))
def test_the_policy_and_why_say_the_same_of_whoever_was_let_in(
    aid: list[MutualAid], pacts: list[Agreement], asked: UUID | None
) -> None:
    place = Place(DISTRICT, None, SITE, asked)
    lasting = [one for one in aid if one.member_id == MEMBER and one.incident_id == asked and one.lasts(NOW)]
    decision = policy.decide_access(
        agency_id=AGENCY,
        kind=AgencyKind.FIRE,
        place=place,
        agreements=pacts,
        emergencies=(),
        taken=frozenset(),
        at=NOW,
        is_let_in=bool(lasting),
    )
    stay = Stay(MEMBER, AGENCY, "Valley Fire", AgencyKind.FIRE, "officer", True, Span(None, None))
    history = History(
        user_id=1,
        is_person_active=True,
        stays=(stay,),
        agreements=tuple(pacts),
        emergencies=(),
        taken=(),
        aid=tuple(aid) if asked is not None else (),
    )
    granted = frozenset[TermKind]() if decision is None else decision.grants

    for action, need in NEEDS.items():
        why = explain_action(history, place=place, action=action, at=NOW)
        if need is not None:
            assert why.is_allowed == (need in granted), action
        # The site itself is shown by agreements alone: mutual aid opens one incident.
        elif why.is_allowed:
            assert decision is not None
            assert not decision.by_mutual_aid or pacts
        _check_reasons(why, need, is_let_in=bool(lasting))


def _check_reasons(why: Explanation, need: TermKind | None, *, is_let_in: bool) -> None:
    by_aid = [one for one in why.reasons if one.code is AccessReason.MUTUAL_AID]
    assert bool(by_aid) == (is_let_in and need in AID_GRANTS)
    # It says into what, by whom, and until when.
    assert all((one.incident, one.let_in_by) == ("Smoke", "Chief") and one.span.has(NOW) for one in by_aid)


def test_asked_of_a_site_alone_why_names_each_incident_that_somebody_was_let_into() -> None:
    aid = MutualAid(UUID(int=9), MEMBER, DISTRICT, SITE, HERE, "Smoke", "Chief", NOW, NOW + timedelta(hours=1))
    stay = Stay(MEMBER, AGENCY, "Valley Fire", AgencyKind.FIRE, "officer", True, Span(None, None))
    history = History(1, True, (stay,), (), (), (), (aid,))
    place = Place(DISTRICT, None, SITE)

    entering = explain_action(history, place=place, action=AccessAction.ENTER_ROOM, at=NOW)
    roster = explain_action(history, place=place, action=AccessAction.SEE_ROSTER, at=NOW)
    later = explain_action(history, place=place, action=AccessAction.ENTER_ROOM, at=NOW + timedelta(hours=1))

    assert [(one.code, one.incident) for one in entering.reasons] == [(AccessReason.MUTUAL_AID, "Smoke")]
    assert (entering.is_allowed, roster.is_allowed, later.is_allowed) == (True, False, False)
