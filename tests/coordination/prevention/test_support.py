"""Support: who reads it, every step and every refusal, crisis teams of incidents and exercises, and what is kept."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from coordination.casework.clocks import SchoolCalendar
from coordination.casework.joining import set_team
from coordination.casework.refusals import StepRefused
from coordination.models import User
from coordination.prevention.support import errors
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.models import CrisisCall, Referral, SupportRead, SupportTeam
from coordination.prevention.support.rules.clocks import due_at
from coordination.prevention.support.rules.entries import CrisisEntryIn, entry_adapter
from coordination.prevention.support.rules.exposure import suggested_level
from coordination.prevention.support.rules.given import (
    CrisisStepIn,
    HelpLineModel,
    ReferralIn,
    ReferralStepIn,
    SupportTeamIn,
)
from coordination.prevention.support.rules.machine import CRISES, REFERRALS
from coordination.prevention.support.rules.ratios import list_ratios
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisReaction,
    CrisisState,
    CrisisStep,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
    SupportProfession,
)
from coordination.prevention.support.work.crisis import call_to_incident, crisis_at, write_entry
from coordination.prevention.support.work.keeping import expunge_old, tell_due
from coordination.prevention.support.work.kinds import CRISIS_KIND, REFERRAL_KIND
from coordination.prevention.support.work.referrals import refer_student
from coordination.room.access import Asker
from coordination.room.models import EntryWords, LogEntry
from mapping.models import Space
from mou.models import Agency, AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.models import Notification, Recipient
from tests.factories.cast import Cast, join, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member, make_term
from tests.factories.prevention.support import (
    EXPOSED,
    REASON,
    SUPPORT_SECRETS,
    make_crisis,
    make_referral,
    make_support_team,
)
from tests.factories.prevention.tips import make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
S, T, U = ReferralState, ReferralStep, ReferralUrgency
CODES = {
    S.RECEIVED: "referral_needs_consent",
    S.CONSENT_ASKED: "referral_awaits_consent",
    S.CONSENTED: "referral_has_consent",
    S.ASSIGNED: "referral_is_assigned",
    S.IN_SUPPORT: "referral_in_support",
    S.CLOSED: "referral_is_closed",
}
CRISIS_CODES = {
    CrisisState.CALLED: "crisis_not_accepted",
    CrisisState.ACCEPTED: "crisis_accepted",
    CrisisState.ON_SITE: "crisis_on_site",
    CrisisState.ENDED: "crisis_has_ended",
}


@pytest.fixture
def support(cast: Cast, counselor: User) -> SupportTeam:
    """The school's team: the counselor alone. The principal keeps it."""
    return make_support_team(cast.school, members=[counselor])


@pytest.fixture
def referral(cast: Cast, support: SupportTeam) -> Referral:
    return make_referral(support, by=cast.teacher, at=NOW)


def step(
    user: User,
    referral: Referral,
    kind: ReferralStep,
    words: str = "We talked.",
    *,
    consent_by: ConsentBy | None = None,
    owner_id: UUID | None = None,
) -> Referral:
    said = ReferralStepIn(step=kind, words=words, consent_by=consent_by, owner_id=owner_id)
    return REFERRAL_KIND.take_step(actor_id=user.pk, thing_id=referral.pk, given=said, at=NOW)


def worry_at(school: Agency, urgency: ReferralUrgency) -> ReferralIn:
    return ReferralIn(agency_id=school.pk, student_name="Made-Up Mel", reason="Very quiet.", urgency=urgency)


def in_state(state: ReferralState, urgency: ReferralUrgency) -> Referral:
    return Referral(state=state.value, urgency=urgency.value)


# --- the rules --------------------------------------------------------------------------------------------------------
def test_every_illegal_step_of_a_referral_has_its_code() -> None:
    for state, kind in product(S, T):
        if kind in REFERRALS.steps_from(state):
            assert REFERRAL_KIND.next_state(in_state(state, U.CRISIS), kind) is REFERRALS.moves[kind].leads[state]
            continue
        with pytest.raises(StepRefused) as refused:
            REFERRAL_KIND.next_state(in_state(state, U.CRISIS), kind)
        expected = "referral_is_open" if kind is T.REOPEN else CODES[state]
        assert (refused.value.code, refused.value.status) == (expected, 409), (state, kind)


def test_without_consent_nothing_begins_but_in_a_crisis() -> None:
    urgent, crisis = in_state(S.RECEIVED, U.URGENT), in_state(S.RECEIVED, U.CRISIS)
    with pytest.raises(errors.ReferralNotACrisis):
        REFERRAL_KIND.next_state(urgent, T.GO_WITHOUT_CONSENT)
    assert T.GO_WITHOUT_CONSENT not in REFERRAL_KIND.steps_from(urgent)
    assert T.GO_WITHOUT_CONSENT in REFERRAL_KIND.steps_from(crisis)
    assert REFERRAL_KIND.next_state(crisis, T.GO_WITHOUT_CONSENT) is S.CONSENTED
    for kind in (T.ASSIGN, T.BEGIN_SUPPORT, T.CLOSE):
        with pytest.raises(errors.ReferralNeedsConsent):
            REFERRAL_KIND.next_state(crisis, kind)


def test_every_illegal_step_of_a_crisis_team_has_its_code() -> None:
    for state, kind in product(CrisisState, CrisisStep):
        if kind in CRISES.steps_from(state):
            assert CRISES.next_state(state, kind) is CRISES.moves[kind].leads[state]
            continue
        with pytest.raises(StepRefused) as refused:
            CRISES.next_state(state, kind)
        expected = "crisis_is_open" if kind is CrisisStep.REOPEN else CRISIS_CODES[state]
        assert (refused.value.code, refused.value.status) == (expected, 409), (state, kind)


def test_the_clock_counts_school_days() -> None:
    calendar = SchoolCalendar("America/Chicago")
    friday = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)

    assert due_at(U.CRISIS, friday, calendar) == friday + timedelta(hours=1)
    assert due_at(U.URGENT, friday, calendar).date() == date(2026, 11, 23)
    assert due_at(U.ROUTINE, friday, calendar).date() == date(2026, 11, 27)


def test_nearer_and_worse_never_suggests_less() -> None:
    order = [InterventionLevel.UNIVERSAL, InterventionLevel.SELECTED, InterventionLevel.INDICATED]
    near = (PhysicalExposure.AWAY, PhysicalExposure.NEARBY, PhysicalExposure.THERE)
    close = (EmotionalExposure.NOT_CLOSE, EmotionalExposure.KNEW_THEM, EmotionalExposure.CLOSE)
    worse = (CrisisReaction.NONE_SEEN, CrisisReaction.SOME, CrisisReaction.SEVERE)
    for a, b, c in product(range(3), repeat=3):
        here = order.index(suggested_level(near[a], close[b], worse[c]))
        for d, e, f in ((a + 1, b, c), (a, b + 1, c), (a, b, c + 1)):
            if max(d, e, f) < 3:
                assert order.index(suggested_level(near[d], close[e], worse[f])) >= here
    assert suggested_level(near[0], close[0], worse[0]) is InterventionLevel.UNIVERSAL
    assert suggested_level(near[0], close[0], worse[2]) is InterventionLevel.INDICATED


def test_ratios_stand_beside_the_recommendations() -> None:
    found = {one.profession: one for one in list_ratios(1000, {SupportProfession.COUNSELOR: Decimal("2.5")})}

    counselors = found[SupportProfession.COUNSELOR]
    assert (counselors.students_each, counselors.recommended, counselors.missing) == (400, 250, Decimal("1.5"))
    assert found[SupportProfession.PSYCHOLOGIST].missing == Decimal("2.0")
    assert list_ratios(None, {})[0].missing is None


# --- who reads --------------------------------------------------------------------------------------------------------
def test_only_the_team_reads_and_an_officer_by_a_term(cast: Cast, support: SupportTeam, referral: Referral) -> None:
    counselor = support.members.get().user
    next_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    beside = make_member(next_school, role=MemberRole.ADMINISTRATOR).user
    make_support_team(next_school, members=[beside])
    support.members.create(user=cast.officer, added_at=NOW, let_in_at=NOW)
    # Listed, without the term: nothing. The teacher referred the student, the principal keeps the team.
    for user in (cast.officer, cast.teacher, cast.insider, cast.stranger, cast.dispatcher, beside):
        assert not REFERRAL_KIND.things_for(user.pk, NOW).exists(), user.username
        assert not CRISIS_KIND.things_for(user.pk, NOW).exists()
    assert REFERRAL_KIND.things_for(counselor.pk, NOW).get() == referral

    make_term(
        Version.objects.get(memorandum=cast.agreement), TermKind.FERPA_SCHOOL_OFFICIAL, value={"yes": True}, position=9
    )
    assert REFERRAL_KIND.things_for(cast.officer.pk, NOW).get() == referral
    AgencyMember.objects.filter(user=counselor).delete()
    with pytest.raises(errors.ReferralNotFound):
        REFERRAL_KIND.thing_for(user_id=counselor.pk, thing_id=referral.pk, at=NOW)


def test_reading_is_written_down_and_never_rewritten(support: SupportTeam, referral: Referral, client: Client) -> None:
    counselor = support.members.get().user
    client.force_login(counselor)

    page = client.get(f"/prevention/support/referrals/{referral.pk}")

    assert REASON in page.content.decode()
    (read,) = SupportRead.objects.filter(subject_id=referral.pk)
    assert (read.user, read.door) == (counselor, "page")
    with pytest.raises(DatabaseError), transaction.atomic():
        SupportRead.objects.update(door="api")


# --- a referral -------------------------------------------------------------------------------------------------------
def test_a_referral_goes_from_worry_to_support(cast: Cast, support: SupportTeam, client: Client) -> None:
    counselor = support.members.get().user
    referral = refer_student(actor_id=cast.teacher.pk, given=worry_at(cast.school, U.CRISIS), at=NOW)

    assert Recipient.objects.get().user == counselor
    assert all("Mel" not in str(one.__dict__) for one in Notification.objects.all())
    with pytest.raises(errors.SupportStepLacks):
        step(counselor, referral, T.RECORD_CONSENT, consent_by=ConsentBy.EMERGENCY)
    with pytest.raises(errors.SupportStepLacks):
        step(counselor, referral, T.RECORD_CONSENT, words=" ", consent_by=ConsentBy.PARENT)
    step(counselor, referral, T.RECORD_CONSENT, consent_by=ConsentBy.PARENT)
    with pytest.raises(errors.NotOnSupportTeam):
        step(counselor, referral, T.ASSIGN, owner_id=cast.teacher.public_id)
    step(counselor, referral, T.ASSIGN, owner_id=counselor.public_id)
    step(counselor, referral, T.BEGIN_SUPPORT)
    done = step(counselor, referral, T.CLOSE)
    assert done.closed_at == NOW
    anew = step(counselor, referral, T.REOPEN)

    # What was agreed then was for then.
    assert (anew.closed_at, anew.consent_by, anew.owner) == (None, "", None)
    assert [one.act for one in referral.records.order_by("id")][-2:] == ["close", "reopen"]


def test_nobody_refers_to_a_team_of_another_district(cast: Cast, support: SupportTeam) -> None:
    for user in (cast.officer, cast.stranger):
        with pytest.raises(errors.SupportTeamNotFound):
            refer_student(actor_id=user.pk, given=worry_at(cast.school, U.ROUTINE), at=NOW)
    assert not Referral.objects.exists()


def test_what_is_late_is_told_once_and_names_nobody(referral: Referral) -> None:
    later = NOW + timedelta(days=2)

    assert [tell_due(NOW), tell_due(later), tell_due(later)] == [0, 1, 0]
    assert {one.kind for one in Notification.objects.all()} <= {"support_waits"}


# --- a crisis team ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_exercise", [False, True])
def test_the_room_learns_that_a_team_was_called_and_nothing_else(
    cast: Cast, support: SupportTeam, client: Client, *, is_exercise: bool
) -> None:
    counselor = support.members.get().user
    room = open_room(cast, is_exercise=is_exercise)
    join(cast.officer, room)
    asker = Asker(user_id=cast.insider.pk, at=datetime.now(UTC))

    def call(who: Asker) -> CrisisCall:
        origin, reason = CrisisOrigin.REUNIFICATION, "two classes heard it"
        return call_to_incident(asker=who, incident_id=room.incident_id, origin=origin, reason=reason)

    with pytest.raises(errors.CrisisCallNotAllowed):
        call(Asker(user_id=cast.officer.pk, at=asker.at))
    made = call(asker)
    with pytest.raises(errors.CrisisCalledAlready):
        call(asker)
    write_entry(actor_id=counselor.pk, call_id=made.pk, given=person(counselor), at=asker.at)

    assert made.is_exercise is is_exercise
    entry = LogEntry.objects.filter(room=room).latest("seq")
    assert "A crisis team was called" in entry.content
    assert (f'"exercise":{str(is_exercise).lower()}' in entry.content.replace(" ", "")) is True
    told = Notification.objects.filter(kind="support_waits")
    assert {one.is_exercise for one in told} <= {is_exercise}
    for who in (cast.officer, cast.insider):
        client.force_login(who)
        page = client.get(f"/incidents/{room.incident_id}/crisis-team").content.decode()
        assert "A crisis team was called." in page
        assert [one for one in (EXPOSED, "two classes", made.number) if one in page] == []
        assert client.get(f"/prevention/support/crises/{made.pk}").status_code == 404
    client.force_login(counselor)
    page = client.get(f"/prevention/support/crises/{made.pk}").content.decode()
    assert ("<h1>EXERCISE" in page) is is_exercise
    assert EXPOSED in page
    assert (">EXERCISE · Crisis team" in client.get("/prevention/support").content.decode()) is is_exercise
    words = " ".join(str(one.__dict__) for one in EntryWords.objects.all())
    assert [one for one in SUPPORT_SECRETS if one in words] == []


def person(owner: User) -> CrisisEntryIn:
    values = {"role": "student", "physical": "there", "emotional": "close", "reaction": "none_seen"}
    return entry_adapter.validate_python(
        {"kind": "person", "name": EXPOSED, "owner_id": str(owner.public_id), **values}
    )


def test_a_team_takes_rooms_of_the_plan_and_asks_again_until_it_is_done(cast: Cast, support: SupportTeam) -> None:
    counselor = support.members.get().user
    make_plan(cast.site)
    call = make_crisis(support, by=counselor, at=NOW)
    space = Space.objects.first()
    assert space is not None

    def write(**fields: object) -> object:
        return write_entry(actor_id=counselor.pk, call_id=call.pk, given=entry_adapter.validate_python(fields), at=NOW)

    write(kind="room", space_id=space.pk, use="counseling")
    with pytest.raises(errors.BadSupport):
        write(kind="room", space_id=space.pk, use="families")
    with pytest.raises(errors.BadSupport):
        write(kind="room", space_id=call.pk, use="families")
    (first,) = call.people.all()
    write(kind="followed_up", person_id=first.pk, words="Better.", next_on=date(2026, 11, 25))
    assert [tell_due(NOW), tell_due(NOW + timedelta(days=1)), tell_due(NOW + timedelta(days=1))] == [0, 1, 0]
    for kind in (CrisisStep.ACCEPT, CrisisStep.ARRIVE, CrisisStep.END):
        CRISIS_KIND.take_step(actor_id=counselor.pk, thing_id=call.pk, given=CrisisStepIn(step=kind), at=NOW)
    # After the end no one new, but those on the list are still asked.
    with pytest.raises(errors.CrisisHasEnded):
        write_entry(actor_id=counselor.pk, call_id=call.pk, given=person(counselor), at=NOW)
    assert expunge_old(NOW + timedelta(days=4000)) == 0
    write(kind="followed_up", person_id=first.pk)
    assert expunge_old(NOW + timedelta(days=4000)) == 1


# --- what is kept -----------------------------------------------------------------------------------------------------
def test_what_is_closed_goes_by_its_days(support: SupportTeam, referral: Referral) -> None:
    counselor = support.members.get().user
    step(counselor, referral, T.WITHDRAW)

    assert expunge_old(NOW + timedelta(days=support.keep_days - 1)) == 0
    assert expunge_old(NOW + timedelta(days=support.keep_days)) == 1
    assert not Referral.objects.exists()


def test_lines_stand_on_every_page_that_a_reporter_sees(cast: Cast, support: SupportTeam, client: Client) -> None:
    make_desk(cast.school, short_address="lincoln")
    lines = [HelpLineModel(name="Pretend county line", phone="555-0199")]
    rules = SupportTeamIn(keep_days=365, help_lines=lines)
    set_team(SUPPORT_TEAMS, actor_id=cast.insider.pk, agency_id=cast.school.pk, given=rules, at=NOW)

    page = client.get("/tips/lincoln").content.decode()

    assert "tel:988" in page
    assert "tel:555-0199" in page
    client.force_login(cast.insider)
    bad = {"keep_days": 365, "help_lines": [{"name": "Bad", "phone": "javascript:1"}]}
    refused = client.put(
        f"/api/v1/agencies/{cast.school.pk}/support-team", json.dumps(bad), content_type="application/json"
    )
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/help_lines/0/phone"
    # Who keeps the team reads no referral, and the form says what was wrong.
    address = f"/prevention/support/teams/{cast.school.pk}"
    form = {"act": "set", "keep_days": "400", "help_lines-name": ["Line"], "help_lines-phone": ["nonsense"]}
    assert client.post(address, form).status_code == 422
    assert client.post(address, {**form, "help_lines-phone": ["555-0100"]}).status_code == 303
    assert crisis_at(cast.school.pk, may_call=False).is_called is False
