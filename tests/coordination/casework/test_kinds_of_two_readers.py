"""A kind that two sorts of people read: those who decide, and those who only read. Alerts and their rules are such."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from coordination.casework.kinds.views import Door
from coordination.models import User
from coordination.prevention.social_alerts.detail_pages import ALERT_FACES
from coordination.prevention.social_alerts.errors import (
    AlertNotInReview,
    AlertOfAnotherReviewer,
    AlertTeamDecides,
    OwnRule,
    RuleApproverDecides,
    RuleHasEnded,
)
from coordination.prevention.social_alerts.models import AlertRead, SocialAlert
from coordination.prevention.social_alerts.rules.given import AlertStepIn
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertRuleStep, AlertState, AlertStep
from coordination.prevention.social_alerts.work.keeping import ALERT_RETENTION, UNSEEN_KEPT
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND, RULE_KIND
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.social_alerts import make_alert_rule, make_social_alert

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


@pytest.fixture
def alert(cast: Cast, keeper: User) -> SocialAlert:
    """An alert that the teacher and the principal review."""
    return make_social_alert(cast.site, team=[cast.teacher, cast.insider], keeper=keeper)


def thing_of(user: User, alert: SocialAlert) -> SocialAlert:
    return ALERT_KIND.thing_for(user_id=user.pk, thing_id=alert.pk, at=NOW)


def take(user: User, alert: SocialAlert, step: AlertStep, **more: object) -> SocialAlert:
    given = AlertStepIn(step=step, **more)
    return ALERT_KIND.take_step(actor_id=user.pk, thing_id=alert.pk, given=given, at=NOW)


def tell_police(alert: SocialAlert) -> None:
    """Decide as if a life were threatened: any agreement in force opens it to the police."""
    fields = {"state": AlertState.DECIDED.value, "disposition": AlertDisposition.IMMEDIATE.value, "sealed": ""}
    SocialAlert.objects.filter(pk=alert.pk).update(
        **fields, decided_at=NOW, to_police=True, words="Own words.", incident_id=alert.pk
    )
    alert.acts.create(step="decide", by=alert.rule.written_by, at=NOW)


# --- who may take a step ----------------------------------------------------------------------------------------------
def test_who_only_reads_is_stopped_before_the_state_is_asked_and_is_offered_no_step(
    cast: Cast, alert: SocialAlert
) -> None:
    tell_police(alert)

    for step in AlertStep:
        with pytest.raises(AlertTeamDecides):
            take(cast.officer, alert, step)
    assert ALERT_KIND.steps_from(thing_of(cast.officer, alert)) == []
    assert alert.acts.count() == 1


def test_who_decides_is_told_of_the_state_first_and_then_that_it_is_another_persons(
    cast: Cast, alert: SocialAlert
) -> None:
    with pytest.raises(AlertNotInReview):
        take(cast.insider, alert, AlertStep.DECIDE, disposition=AlertDisposition.DISMISS)
    take(cast.teacher, alert, AlertStep.BEGIN_REVIEW)

    with pytest.raises(AlertOfAnotherReviewer):
        take(cast.insider, alert, AlertStep.DECIDE, disposition=AlertDisposition.DISMISS)

    offered = [ALERT_KIND.steps_from(thing_of(one, alert)) for one in (cast.teacher, cast.insider)]
    assert offered == [[AlertStep.HAND_BACK, AlertStep.DECIDE], [AlertStep.HAND_BACK]]


def test_a_rule_says_who_may_before_its_state_and_whose_it_is_after(
    cast: Cast, alert: SocialAlert, keeper: User
) -> None:
    own = make_alert_rule(alert.fence, by=keeper)
    ended = make_alert_rule(alert.fence, by=cast.teacher, state="ended")

    def next_state(user: User, rule_id: UUID, step: AlertRuleStep) -> object:
        return RULE_KIND.next_state(RULE_KIND.things_for(user.pk, NOW).get(pk=rule_id), step)

    with pytest.raises(RuleApproverDecides):
        next_state(cast.teacher, ended.pk, AlertRuleStep.APPROVE)
    with pytest.raises(RuleHasEnded):
        next_state(keeper, ended.pk, AlertRuleStep.APPROVE)
    with pytest.raises(OwnRule):
        next_state(keeper, own.pk, AlertRuleStep.APPROVE)
    assert next_state(cast.teacher, own.pk, AlertRuleStep.END) == "ended"


# --- what is written and shown ----------------------------------------------------------------------------------------
def test_a_record_has_the_columns_of_its_own_table_and_a_read_its_desk(cast: Cast, alert: SocialAlert) -> None:
    take(cast.teacher, alert, AlertStep.BEGIN_REVIEW)
    words = "A figure of speech."
    take(cast.teacher, alert, AlertStep.DECIDE, disposition=AlertDisposition.DISMISS, words=words)
    view = ALERT_KIND.open_thing(thing_of(cast.teacher, alert), user_id=cast.teacher.pk, at=NOW, door=Door.API)

    assert [one.step for one in view.acts] == ["begin_review", "decide"]
    records = ALERT_KIND.list_records(thing_of(cast.teacher, alert))
    assert [(one.act, one.words) for one in records] == [("decide", words), ("begin_review", "")]
    read = AlertRead.objects.get()
    assert (read.subject_id, read.desk_id, read.door) == (alert.pk, alert.desk_id, "api")


def test_a_thing_that_is_only_viewed_is_not_written_down(cast: Cast, alert: SocialAlert) -> None:
    view = ALERT_KIND.view_thing(thing_of(cast.teacher, alert), NOW)

    assert view.alert_id == alert.pk
    assert not AlertRead.objects.exists()


def test_who_read_it_and_what_the_post_says_are_for_those_who_decide(cast: Cast, alert: SocialAlert) -> None:
    client, address = Client(), f"/prevention/alerts/{alert.pk}"
    client.force_login(cast.teacher)
    client.get(address)
    tell_police(alert)

    of_team = client.get(address).content.decode()
    client.force_login(cast.officer)
    of_police = client.get(address).content.decode()

    for text in ("Who read it", "What the post says"):
        assert text in of_team
        assert text not in of_police
    assert "Own words." in of_police


def test_a_step_that_stands_open_does_so_behind_another_and_for_none_who_may_not_take_it(
    cast: Cast, alert: SocialAlert
) -> None:
    take(cast.teacher, alert, AlertStep.BEGIN_REVIEW)
    client, open_steps = Client(), []
    for user in (cast.teacher, cast.insider):
        client.force_login(user)
        page = client.get(f"/prevention/alerts/{alert.pk}").content.decode()
        open_steps.append(re.findall(r'office-more"\s+open>\s*<summary>([^<]+)', page))

    assert open_steps == [["Hand it back", "Decide"], ["Hand it back"]]


def test_the_head_of_a_page_says_the_same_as_the_line_and_a_life_threat_stands_out(
    cast: Cast, alert: SocialAlert
) -> None:
    (waiting,) = ALERT_FACES.show_lines(ALERT_KIND.list_lines(cast.teacher.pk, NOW, is_open=True))
    view = ALERT_KIND.view_thing(thing_of(cast.teacher, alert), NOW)
    assert (ALERT_FACES.face_of(view), waiting.face.tone, waiting.face.alarms) == (waiting.face, "urgent", [])
    tell_police(alert)

    (decided,) = ALERT_FACES.show_lines(ALERT_KIND.list_lines(cast.teacher.pk, NOW, is_open=False))

    assert (decided.face.tone, decided.face.alarms) == ("", [AlertDisposition.IMMEDIATE])


# --- retention --------------------------------------------------------------------------------------------------------
def test_what_was_never_ended_goes_after_its_own_time_and_not_before(alert: SocialAlert) -> None:
    came = alert.captured_at

    assert not ALERT_RETENTION.due(alert.desk, came + UNSEEN_KEPT - timedelta(minutes=1)).exists()
    assert list(ALERT_RETENTION.due(alert.desk, came + UNSEEN_KEPT)) == [alert]
    tell_police(alert)
    assert not ALERT_RETENTION.due(alert.desk, came + UNSEEN_KEPT).exists()
