"""A kind of thing, declared once: who reads it, what is listed, how a step is taken, how its page looks."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.casework.kinds.faces import Faces
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import Door, ThingLine, fill_view
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.support.detail_pages import CRISIS_FACES, REFERRAL_FACES
from coordination.prevention.support.errors import CrisisCalledAlready, ReferralIsClosed, ReferralNotFound
from coordination.prevention.support.models import CrisisCall, Referral, SupportRead, SupportTeam
from coordination.prevention.support.rules.given import CrisisStepIn, ReferralStepIn
from coordination.prevention.support.vocabulary import CrisisStep, ReferralStep
from coordination.prevention.support.work.kinds import CRISIS_KIND, REFERRAL_KIND
from coordination.prevention.tips.detail_pages import TIP_FACES
from coordination.room.access import Asker
from tests.factories.cast import Cast, make_cast
from tests.factories.prevention.support import STUDENT, make_crisis, make_referral, make_support_team
from tests.factories.prevention.tips import make_desk, make_tip
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
# Each kind of each desk, wherever a `work/kinds.py` declares one.
KINDS = tuple(
    one
    for path in [*sorted(ROOT.glob("coordination/**/work/kinds.py")), *sorted(ROOT.glob("mapping/**/work/kinds.py"))]
    for one in vars(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))).values()
    if isinstance(one, Kind)
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def team(cast: Cast) -> SupportTeam:
    return make_support_team(cast.school, members=[cast.teacher])


def take(user: User, referral: Referral, step: ReferralStep, words: str = "") -> Referral:
    given = ReferralStepIn(step=step, words=words)
    return REFERRAL_KIND.take_step(actor_id=user.pk, thing_id=referral.pk, given=given, at=NOW)


# --- who reads --------------------------------------------------------------------------------------------------------
def test_a_place_opens_what_came_since_and_nothing_before(cast: Cast, team: SupportTeam) -> None:
    old = make_referral(team, by=cast.insider, at=NOW - timedelta(days=3))
    new = make_referral(team, by=cast.insider, at=NOW)
    team.members.update(opens_from=NOW - timedelta(days=1))

    assert list(REFERRAL_KIND.things_for(cast.teacher.pk, NOW)) == [new]
    for lock in (False, True):
        with pytest.raises(ReferralNotFound):
            REFERRAL_KIND.thing_for(user_id=cast.teacher.pk, thing_id=old.pk, at=NOW, lock=lock)
        assert REFERRAL_KIND.thing_for(user_id=cast.teacher.pk, thing_id=new.pk, at=NOW, lock=lock) == new


def test_who_is_not_on_the_team_finds_nothing_and_takes_no_step(cast: Cast, team: SupportTeam) -> None:
    referral = make_referral(team, by=cast.teacher, at=NOW)

    for user in (cast.insider, cast.officer, cast.stranger):
        assert REFERRAL_KIND.list_lines(user.pk, NOW) == []
        with pytest.raises(ReferralNotFound):
            take(user, referral, ReferralStep.ASK_CONSENT)
    assert not referral.records.exists()


# --- what is read -----------------------------------------------------------------------------------------------------
def test_a_list_is_of_what_is_at_work_of_what_has_ended_or_of_both(cast: Cast, team: SupportTeam) -> None:
    ended = make_referral(team, by=cast.teacher, at=NOW, state="closed", closed_at=NOW, due_at=NOW)
    later = make_referral(team, by=cast.teacher, at=NOW, due_at=NOW + timedelta(days=2))
    sooner = make_referral(team, by=cast.teacher, at=NOW, due_at=NOW + timedelta(days=1))

    def numbers(*, is_open: bool | None) -> list[str]:
        return [one.number for one in REFERRAL_KIND.list_lines(cast.teacher.pk, NOW, is_open=is_open)]

    assert numbers(is_open=True) == [sooner.number, later.number]
    assert numbers(is_open=False) == [ended.number]
    assert numbers(is_open=None) == [sooner.number, later.number, ended.number]


def test_a_list_that_is_cut_says_so_on_its_page(cast: Cast, team: SupportTeam, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(cast.teacher)
    make_referral(team, by=cast.teacher)
    make_referral(team, by=cast.teacher)
    whole = client.get(reverse("support")).content.decode()
    monkeypatch.setattr("coordination.casework.kinds.faces.MOST_LISTED", 1)
    cut = client.get(reverse("support")).content.decode()

    assert "Only the first" not in whole
    assert "Only the first 1 rows are listed, searched and sorted." in " ".join(cut.split())
    assert len(REFERRAL_KIND.list_lines(cast.teacher.pk, timezone.now(), most=1)) == 1


def test_a_line_names_no_one_and_a_thing_that_is_opened_is_written_down(cast: Cast, team: SupportTeam) -> None:
    referral = make_referral(team, by=cast.teacher, at=NOW)

    (line,) = REFERRAL_KIND.list_lines(cast.teacher.pk, NOW)
    assert STUDENT not in str(line)
    assert not SupportRead.objects.exists()
    view = REFERRAL_KIND.open_thing(referral, user_id=cast.teacher.pk, at=NOW, door=Door.API)

    assert (view.student_name, view.agency, view.consent_by) == (STUDENT, cast.school.name, None)
    assert SupportRead.objects.get(subject_id=referral.pk).door == "api"


def test_a_field_that_is_neither_a_fact_nor_a_column_is_a_fault() -> None:
    with pytest.raises(AttributeError, match="agency"):
        fill_view(ThingLine, Referral(number="S1"))


# --- steps ------------------------------------------------------------------------------------------------------------
def test_a_step_writes_the_state_the_end_and_one_record(cast: Cast, team: SupportTeam) -> None:
    referral = make_referral(team, by=cast.teacher, at=NOW)

    done = take(cast.teacher, referral, ReferralStep.WITHDRAW, " Moved away. ")

    assert (done.state, done.closed_at) == ("closed", NOW)
    record = referral.records.get()
    assert (record.act, record.words, record.by) == ("withdraw", "Moved away.", cast.teacher)
    with pytest.raises(ReferralIsClosed):
        take(cast.teacher, referral, ReferralStep.NOTE, "Late.")
    assert referral.records.count() == 1


@pytest.mark.parametrize("words", ["", "  ", "x" * 4000 + " y"])
def test_a_step_without_its_words_or_with_too_many_writes_nothing(cast: Cast, team: SupportTeam, words: str) -> None:
    referral = make_referral(team, by=cast.teacher, at=NOW)
    given = ReferralStepIn.model_construct(step=ReferralStep.WITHDRAW, words=words)

    with pytest.raises(CoordinationError) as refused:
        REFERRAL_KIND.take_step(actor_id=cast.teacher.pk, thing_id=referral.pk, given=given, at=NOW)

    assert (refused.value.code, refused.value.pointer) == ("support_step_lacks", "/words")
    referral.refresh_from_db()
    assert (referral.state, referral.records.count()) == ("received", 0)


def test_a_step_into_a_place_that_another_thing_has_says_so(cast: Cast, team: SupportTeam) -> None:
    incident_id = uuid4()
    old = make_crisis(team, by=cast.teacher, at=NOW, incident_id=incident_id, state="ended", ended_at=NOW)
    make_crisis(team, by=cast.teacher, at=NOW, incident_id=incident_id)

    with pytest.raises(CrisisCalledAlready):
        CRISIS_KIND.take_step(
            actor_id=cast.teacher.pk, thing_id=old.pk, given=CrisisStepIn(step=CrisisStep.REOPEN, words="x"), at=NOW
        )

    assert not old.records.exists()


# --- a declaration ----------------------------------------------------------------------------------------------------
def test_the_kinds_of_all_desks_are_found() -> None:
    assert {Referral, CrisisCall} <= {one.model for one in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=[one.model.__name__ for one in KINDS])
def test_a_declaration_names_columns_that_are_there(kind: Kind[Any, Any, Any]) -> None:
    columns = (
        {"pk"} | {one.name for one in kind.model._meta.get_fields()} | set(kind.things_for(0, NOW).query.annotations)
    )
    team = set() if kind.teams is None else {kind.teams.team}

    assert {"state", kind.came, *([kind.ended] if kind.ended else []), *team} <= columns
    # What is written of a thing, in a relation of its own or by way of another.
    assert hasattr(kind.model, kind.records)
    assert {one.lstrip("-") for one in (*kind.orders, *kind.then_by)} <= columns
    assert kind.id_name in kind.line.model_fields
    assert {"state", "steps"} <= {*kind.line.model_fields, *kind.view.model_fields}


def test_every_act_of_a_record_has_a_word() -> None:
    for step in ReferralStep:
        assert REFERRAL_KIND.act_label(step.value) == step.label
    assert REFERRAL_KIND.act_label("referred") == "Referred"
    assert REFERRAL_KIND.act_label("of an older version") == "of an older version"


def test_the_head_of_a_page_says_the_same_as_the_line_of_the_list(cast: Cast, team: SupportTeam) -> None:
    make_referral(team, by=cast.teacher, at=NOW)
    make_crisis(team, by=cast.teacher, at=NOW)
    make_tip(make_desk(cast.school, team=[cast.teacher]), at=NOW)

    every: tuple[Faces[Any, Any, Any], ...] = (REFERRAL_FACES, CRISIS_FACES, TIP_FACES)
    for faces in every:
        (shown,) = faces.shown_lines(Asker(user_id=cast.teacher.pk, at=NOW))
        thing = faces.kind.things_for(cast.teacher.pk, NOW).get()
        view = faces.kind.open_thing(thing, user_id=cast.teacher.pk, at=NOW, door=Door.PAGE)
        assert faces.face(view) == shown.face
        assert str(thing.pk) in shown.address
