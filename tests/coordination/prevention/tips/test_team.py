"""The team's work: who reads and decides, the steps and their record, the ladder, the incident, the upkeep."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.casework.kinds.views import Door
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.tips.access import may_see_page, tips_for
from coordination.prevention.tips.errors import (
    ReportersWords,
    TipHasIncident,
    TipNamesNoSchool,
    TipNotFound,
    TipsTeamDecides,
    TipStepLacks,
)
from coordination.prevention.tips.models import Tip, TipAct, TipDesk, TipPhoto, TipRead, TipTeamMember
from coordination.prevention.tips.reporting.intake import say_more, take_tip
from coordination.prevention.tips.reporting.photos import photo_path
from coordination.prevention.tips.rules.given import TipIncidentIn, TipStepIn
from coordination.prevention.tips.vocabulary import (
    TipCategory,
    TipDisposition,
    TipPriority,
    TipState,
    TipStep,
)
from coordination.prevention.tips.work.incidents import open_from_tip
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.prevention.tips.work.overdue import delete_old, tell_overdue
from coordination.prevention.tips.work.steps import answer_reporter
from coordination.room.access import Asker
from coordination.room.models import Incident, LogEntry
from coordination.vocabulary import IncidentType, Severity
from mou.models import AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.models import Recipient
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_term
from tests.factories.prevention.tips import SECRET_WORDS, given, make_desk, make_tip

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    """The school's desk; the teacher is its team, the principal is not on it."""
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def share_tips(cast: Cast) -> None:
    """Let the police's agreement share tips, always."""
    make_term(
        Version.objects.get(memorandum=cast.agreement),
        TermKind.DATA_SHARING,
        scope="tip_reports:district_to_agency",
        value={"when": "continuous"},
        position=9,
    )


def step(user: User, tip: Tip, kind: TipStep, **more: object) -> Tip:
    return TIP_KIND.take_step(actor_id=user.pk, thing_id=tip.pk, given=TipStepIn(step=kind, **more), at=NOW)


def sent(user: User, tip: Tip, *, is_life_threat: bool = False) -> Tip:
    step(user, tip, TipStep.TRIAGE, priority=TipPriority.URGENT, is_life_threat=is_life_threat)
    return step(user, tip, TipStep.SEND)


def reads(user: User, tip: Tip) -> bool:
    try:
        TIP_KIND.thing_for(user_id=user.pk, thing_id=tip.pk, at=NOW)
    except TipNotFound:
        return False
    return True


# --- who may ----------------------------------------------------------------------------------------------------------
def test_the_team_reads_a_tip_and_nobody_else_of_the_school_or_elsewhere(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk)

    assert reads(cast.teacher, tip)
    for name in ("insider", "officer", "dispatcher", "stranger", "former"):
        assert not reads(getattr(cast, name), tip), name
        assert not tips_for(getattr(cast, name).pk, NOW).exists()


def test_a_districts_team_reads_its_schools_tips_and_the_next_schools_team_does_not(cast: Cast, desk: TipDesk) -> None:
    above = make_member(cast.district, role=MemberRole.STAFF).user
    next_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    beside = make_member(next_school, role=MemberRole.ADMINISTRATOR).user
    make_desk(cast.district, team=[above])
    make_desk(next_school, team=[beside])
    tip = make_tip(desk)

    assert reads(above, tip)
    assert not reads(beside, tip)


def test_who_leaves_the_school_is_on_no_team_of_it(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk)
    AgencyMember.objects.filter(user=cast.teacher).update(ended_at=NOW)

    assert TipTeamMember.objects.filter(user=cast.teacher).exists()
    assert not reads(cast.teacher, tip)
    assert not may_see_page(cast.teacher.pk, NOW)


def test_an_officer_reads_what_was_sent_to_the_police_under_a_term_that_shares_tips(cast: Cast, desk: TipDesk) -> None:
    tip, kept = make_tip(desk), make_tip(desk, category=TipCategory.BULLYING)
    sent(cast.teacher, tip)
    sent(cast.teacher, kept)
    assert not reads(cast.officer, tip)

    share_tips(cast)

    assert reads(cast.officer, tip)
    assert not reads(cast.officer, kept)
    assert not reads(cast.dispatcher, tip)
    assert not reads(cast.stranger, tip)
    assert not reads(cast.former, tip)


def test_a_threat_to_life_is_read_under_any_agreement_and_by_no_stranger(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk, category=TipCategory.BULLYING)
    sent(cast.teacher, tip, is_life_threat=True)

    assert reads(cast.officer, tip)
    assert not reads(cast.dispatcher, tip)
    assert not reads(cast.stranger, tip)


def test_an_officer_acknowledges_and_decides_nothing(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk)
    sent(cast.teacher, tip, is_life_threat=True)

    with pytest.raises(TipsTeamDecides):
        step(cast.officer, tip, TipStep.MARK_FALSE, words="no")
    with pytest.raises(TipsTeamDecides):
        answer_reporter(actor_id=cast.officer.pk, tip_id=tip.pk, text="Who are you?", at=NOW)
    assert step(cast.officer, tip, TipStep.ACKNOWLEDGE).state == TipState.ACKNOWLEDGED


# --- steps ------------------------------------------------------------------------------------------------------------
def test_a_tip_goes_its_way_with_a_record_of_each_step(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk)
    sent(cast.teacher, tip)
    step(cast.teacher, tip, TipStep.ACKNOWLEDGE)
    step(cast.teacher, tip, TipStep.BEGIN)
    step(cast.teacher, tip, TipStep.DISPOSE, disposition=TipDisposition.SAFETY_PLAN)

    tip.refresh_from_db()
    assert (tip.state, tip.disposition, tip.ended_at) == ("disposed", "safety_plan", NOW)
    assert list(TipAct.objects.order_by("id").values_list("step", flat=True)) == [
        *("triage", "send", "acknowledge", "begin", "dispose")
    ]


@pytest.mark.parametrize("state", TipState)
@pytest.mark.parametrize("kind", TipStep)
def test_a_refused_step_leaves_the_tip_as_it_was(cast: Cast, desk: TipDesk, state: TipState, kind: TipStep) -> None:
    tip = make_tip(desk, state=state)
    before = Tip.objects.values().get(pk=tip.pk)

    try:
        step(cast.teacher, tip, kind)
    except CoordinationError:
        left = Tip.objects.values().get(pk=tip.pk), TipAct.objects.count()
    else:
        left = before, 0
        assert TipAct.objects.count() == 1

    assert left == (before, 0)


def test_a_duplicate_is_linked_to_a_tip_of_ones_own_that_is_none(cast: Cast, desk: TipDesk) -> None:
    first, second, third = make_tip(desk), make_tip(desk), make_tip(desk)
    elsewhere = make_tip(make_desk(make_agency(AgencyKind.SCHOOL, parent=cast.district)))
    step(cast.teacher, second, TipStep.LINK_DUPLICATE, duplicate_of=first.pk)

    for wrong in (None, third.pk, second.pk, elsewhere.pk, uuid4()):
        with pytest.raises(TipStepLacks):
            step(cast.teacher, third, TipStep.LINK_DUPLICATE, duplicate_of=wrong)
    assert Tip.objects.get(pk=second.pk).duplicate_of_id == first.pk
    step(cast.teacher, second, TipStep.REOPEN, words="It is another one")
    assert Tip.objects.get(pk=second.pk).duplicate_of_id is None


def test_a_flood_is_cleared_at_once_or_not_at_all(cast: Cast, desk: TipDesk) -> None:
    tips = [make_tip(desk) for _ in range(3)]
    foreign = make_tip(make_desk(make_agency(AgencyKind.SCHOOL, parent=cast.district)))
    false = TipStepIn(step=TipStep.MARK_FALSE, words="All the same")

    with pytest.raises(TipNotFound):
        TIP_KIND.take_steps(actor_id=cast.teacher.pk, thing_ids=[tips[0].pk, foreign.pk], given=false, at=NOW)
    assert Tip.objects.filter(state="false").count() == 0
    TIP_KIND.take_steps(actor_id=cast.teacher.pk, thing_ids=[one.pk for one in tips], given=false, at=NOW)
    assert Tip.objects.filter(state="false").count() == 3


def test_the_queue_shows_a_threat_to_life_first_then_what_is_due(cast: Cast, desk: TipDesk) -> None:
    late = make_tip(desk, due_at=NOW + timedelta(hours=9))
    soon = make_tip(desk, due_at=NOW)
    life = make_tip(desk, due_at=NOW + timedelta(days=9), is_life_threat=True)
    make_tip(desk, state=TipState.TEST)

    lines = TIP_KIND.list_lines(cast.teacher.pk, NOW, is_open=True)

    assert [one.tip_id for one in lines] == [life.pk, soon.pk, late.pk]
    assert SECRET_WORDS not in str(lines)


def test_every_reading_is_written_down_and_outlives_the_tip(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk, state=TipState.TEST, at=NOW - timedelta(days=400))
    found = TIP_KIND.thing_for(user_id=cast.teacher.pk, thing_id=tip.pk, at=NOW)
    TIP_KIND.open_thing(found, user_id=cast.teacher.pk, at=NOW, door=Door.API)

    delete_old(NOW)

    assert not Tip.objects.exists()
    assert list(TipRead.objects.values_list("subject_id", "user_id", "door")) == [(tip.pk, cast.teacher.pk, "api")]


# --- the ladder -------------------------------------------------------------------------------------------------------
def told(occasion: str) -> set[int]:
    return set(Recipient.objects.filter(source_key__endswith=occasion).values_list("user_id", flat=True))


def test_the_ladder_climbs_to_the_district_and_ends_when_somebody_has_it(cast: Cast, desk: TipDesk) -> None:
    above = make_member(cast.district, role=MemberRole.STAFF).user
    make_desk(cast.district, team=[above])
    take_tip(short_address="lincoln", given=given(), language="en", at=NOW)
    tip = Tip.objects.get()

    assert told(":received") == {cast.teacher.pk, above.pk}
    assert Recipient.objects.get(user=above).is_supervisor
    sent(cast.teacher, tip)
    step(cast.teacher, tip, TipStep.ACKNOWLEDGE)
    assert not Recipient.objects.filter(acknowledged_at=None, source_key__endswith=":received").exists()


def test_an_overdue_tip_is_told_once_and_one_that_somebody_has_is_not(cast: Cast, desk: TipDesk) -> None:
    make_tip(desk, due_at=NOW - timedelta(minutes=1))
    make_tip(desk, due_at=NOW - timedelta(minutes=1), state=TipState.IN_PROGRESS)
    make_tip(desk, due_at=NOW + timedelta(minutes=1))

    assert (tell_overdue(NOW), tell_overdue(NOW)) == (1, 0)
    assert told(":overdue-critical") == {cast.teacher.pk}


def test_officers_on_duty_are_told_of_what_they_may_read_and_no_others(cast: Cast, desk: TipDesk) -> None:
    off_duty = make_member(cast.police, is_on_duty=False).user
    share_tips(cast)
    sent(cast.teacher, make_tip(desk))

    assert told(":sent-1") == {cast.officer.pk}
    assert off_duty.pk not in told(":sent-1")


def test_what_the_reporter_adds_is_told_and_answers_are_kept(cast: Cast, desk: TipDesk) -> None:
    code = take_tip(short_address="lincoln", given=given(), language="en", at=NOW)
    answer_reporter(actor_id=cast.teacher.pk, tip_id=Tip.objects.get().pk, text="Where?", at=NOW)
    say_more(code=code, text="Behind the gym", at=NOW)

    assert told(":said-1") == {cast.teacher.pk}
    assert list(Tip.objects.get().messages.values_list("text", flat=True)) == ["Where?", "Behind the gym"]


# --- an incident ------------------------------------------------------------------------------------------------------
def threat(title: str = "Possible weapon on campus") -> TipIncidentIn:
    return TipIncidentIn(incident_type=IncidentType.WEAPON, severity=Severity.EXTREME, title=title)


@pytest.mark.django_db(transaction=True)
def test_a_threat_to_life_becomes_an_incident_without_a_word_of_the_reporters(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk)
    asker = Asker(cast.teacher.pk, NOW)
    with pytest.raises(ReportersWords):
        open_from_tip(asker=asker, tip_id=tip.pk, given=threat("He hides a crowbar behind the bleachers"))
    assert not Incident.objects.exists()

    incident_id = open_from_tip(asker=asker, tip_id=tip.pk, given=threat())

    incident = Incident.objects.get(pk=incident_id)
    assert (incident.site_id, incident.is_exercise, incident.title) == (
        cast.site.pk,
        False,
        "Possible weapon on campus",
    )
    log = " ".join(str(row) for row in LogEntry.objects.values_list("content", flat=True))
    assert [one for one in ("crowbar", "bleachers", str(tip.pk), tip.pk.hex) if one in log] == []
    tip.refresh_from_db()
    assert (tip.is_life_threat, tip.to_police, tip.incident_id) == (True, True, incident_id)
    assert reads(cast.officer, tip)
    with pytest.raises(TipHasIncident):
        open_from_tip(asker=asker, tip_id=tip.pk, given=threat())
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_only_the_team_opens_one_and_only_at_a_school_with_a_site(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk)
    homeless = make_tip(desk, school_id=None)

    with pytest.raises(TipNotFound):
        open_from_tip(asker=Asker(cast.insider.pk, NOW), tip_id=tip.pk, given=threat())
    with pytest.raises(TipNamesNoSchool):
        open_from_tip(asker=Asker(cast.teacher.pk, NOW), tip_id=homeless.pk, given=threat())
    assert not Incident.objects.exists()


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_pages_carry_out_what_their_forms_ask_for(cast: Cast, desk: TipDesk) -> None:
    tip, client = make_tip(desk), Client()
    client.force_login(cast.teacher)
    address = f"/prevention/tips/{tip.pk}"

    early = client.post(address, {"act": "step", "step": "send"})
    done = client.post(address, {"act": "step", "step": "triage", "priority": "urgent"})
    answered = client.post(address, {"act": "answer", "text": "Which door?"})

    assert (early.status_code, done.status_code, answered.status_code) == (422, 303, 303)
    assert "Set the priority first." in early.content.decode()
    assert "Which door?" in client.get(address).content.decode()
    assert SECRET_WORDS not in client.get("/prevention/tips").content.decode()
    assert TipRead.objects.filter(door="page").count() == 2


def test_the_desk_page_previews_its_routes_at_a_time_of_ones_choice(cast: Cast, desk: TipDesk) -> None:
    client = Client()
    client.force_login(cast.insider)
    address = f"/prevention/tips/desks/{cast.school.pk}"
    form = {"act": "routes"}
    for one in TipCategory:
        form |= {
            f"{one.value}-priority": "urgent",
            f"{one.value}-school_hours": "school",
            f"{one.value}-other_hours": "police",
        }

    assert client.post(address, form).status_code == 303
    night = client.get(f"{address}?at=2026-11-28T03:00").content.decode()
    assert night.count("1 h 0 min left") == len(TipCategory)
    assert client.post(address, {"act": "set", "short_address": "receipt"}).status_code == 422
    assert client.get(f"{address}?at=nonsense").status_code == 200
    assert client.get("/prevention/tips").status_code == 200
    assert not tips_for(cast.insider.pk, NOW).exists()


def test_pictures_go_with_their_tip_and_orphans_are_swept(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk, state=TipState.FALSE, at=NOW - timedelta(days=400))
    photo = TipPhoto.objects.create(tip=tip, width_px=1, height_px=1)
    path, orphan = photo_path(photo.pk), photo_path(uuid4())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    orphan.write_bytes(b"x")

    delete_old(datetime.now(UTC) + timedelta(hours=2))

    assert not path.exists()
    assert not orphan.exists()


def test_who_is_on_no_team_is_not_told_that_no_tip_waits_but_how_many_are_overdue(cast: Cast, desk: TipDesk) -> None:
    client = Client()
    client.force_login(cast.insider)
    calm = client.get("/prevention/tips").content.decode()
    Tip.objects.filter(pk=make_tip(desk).pk).update(due_at=datetime.now(UTC) - timedelta(minutes=30))

    page = client.get("/prevention/tips").content.decode()

    assert "No tip waits" not in calm + page
    assert "You are on no team here" in calm
    assert "is overdue" not in calm
    assert "1 tip at your schools is overdue" in page


def test_the_team_reads_that_no_tip_waits_with_its_time(cast: Cast, desk: TipDesk) -> None:
    client = Client()
    client.force_login(cast.teacher)

    assert "No tip waits for you. As of " in client.get("/prevention/tips").content.decode()
