"""Reviewing: who reads and decides, what is left of a post, who is told, what is written down, what is kept."""

import json
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from coordination.casework.kinds.views import Door
from coordination.casework.refusals import StepRefused
from coordination.errors import CoordinationError
from coordination.keeping.models import Deletion
from coordination.models import User
from coordination.prevention.social_alerts import errors
from coordination.prevention.social_alerts.access import alerts_for
from coordination.prevention.social_alerts.models import (
    AlertAuthorKey,
    AlertDesk,
    AlertRead,
    AlertRule,
    AlertRuleYear,
    SocialAlert,
)
from coordination.prevention.social_alerts.rules.given import AlertIncidentIn, AlertStepIn, AlertsWanted
from coordination.prevention.social_alerts.rules.machine import ALERTS
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertState, AlertStep
from coordination.prevention.social_alerts.wire import AlertView
from coordination.prevention.social_alerts.work.authors import Pseudonyms, key_now
from coordination.prevention.social_alerts.work.incidents import open_from_alert
from coordination.prevention.social_alerts.work.keeping import delete_old_alerts
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND
from coordination.prevention.social_alerts.work.queries import search_alerts
from coordination.prevention.social_alerts.work.reports import csv_of, report_of
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.prevention.tips.work.steps import answer_reporter
from coordination.room.access import Asker
from coordination.room.models import EntryWords, LogEntry
from coordination.vocabulary import IncidentType, Severity
from mou.models import Version
from mou.vocabulary import MemberRole, TermKind
from push.models import Notification
from tests.coordination.prevention.social_alerts.conftest import Send
from tests.factories.cast import Cast
from tests.factories.mapping import make_site
from tests.factories.mou import make_member, make_term
from tests.factories.prevention.social_alerts import (
    ALERT_SECRETS,
    AUTHOR,
    POST_TEXT,
    post_of,
)
from tests.factories.prevention.tips import make_desk

pytestmark = pytest.mark.django_db
S, T, D = AlertState, AlertStep, AlertDisposition


def step(user: User, alert: SocialAlert, kind: AlertStep, **more: object) -> SocialAlert:
    given = AlertStepIn(step=kind, **more)
    return ALERT_KIND.take_step(actor_id=user.pk, thing_id=alert.pk, given=given, at=datetime.now(UTC))


def decide(user: User, alert: SocialAlert, disposition: AlertDisposition, **more: object) -> SocialAlert:
    step(user, alert, T.BEGIN_REVIEW)
    return step(user, alert, T.DECIDE, disposition=disposition, **more)


def opened(user: User, alert: SocialAlert) -> AlertView:
    now = datetime.now(UTC)
    thing = ALERT_KIND.thing_for(user_id=user.pk, thing_id=alert.pk, at=now)
    return ALERT_KIND.open_thing(thing, user_id=user.pk, at=now, door=Door.API)


def reads(user: User, alert: SocialAlert) -> bool:
    return alerts_for(user.pk, datetime.now(UTC)).filter(pk=alert.pk).exists()


# --- reviewing --------------------------------------------------------------------------------------------------------
CODES = {
    S.RECEIVED: "alert_not_in_review",
    S.IN_REVIEW: "alert_in_review_already",
    S.DECIDED: "alert_decided_already",
}


@pytest.mark.parametrize(("state", "kind"), list(product(S, T)))
def test_every_step_out_of_turn_is_refused_with_its_code(state: AlertState, kind: AlertStep) -> None:
    if kind in ALERTS.steps_from(state):
        assert ALERTS.next_state(state, kind) is ALERTS.moves[kind].leads[state]
        return
    with pytest.raises(StepRefused) as refused:
        ALERTS.next_state(state, kind)
    assert refused.value.code == CODES[state]


def test_only_the_reviewer_decides_and_another_may_hand_it_back(alert: SocialAlert, cast: Cast, keeper: User) -> None:
    second = make_member(cast.school, role=MemberRole.STAFF).user
    alert.desk.team.create(user=second, added_at=datetime.now(UTC), let_in_at=datetime.now(UTC))
    step(cast.teacher, alert, T.BEGIN_REVIEW)

    with pytest.raises(errors.AlertOfAnotherReviewer):
        step(second, alert, T.DECIDE, disposition=D.DISMISS)
    step(second, alert, T.HAND_BACK)
    decide(second, alert, D.DISMISS)

    # No one by rank, nor who keeps the desk, nor the police.
    assert [reads(one, alert) for one in (second, cast.teacher)] == [True, True]
    assert not any(reads(one, alert) for one in (keeper, cast.insider, cast.officer, cast.stranger, cast.dispatcher))


def test_a_decision_leaves_hashes_and_no_words(alert: SocialAlert, cast: Cast) -> None:
    seen = opened(cast.teacher, alert)
    assert seen.post is not None
    assert (seen.post.text, seen.post.found) == (POST_TEXT, ["pretend crossbow"])

    decided = decide(cast.teacher, alert, D.DISMISS)

    decided.refresh_from_db()
    assert decided.sealed == ""
    assert len(decided.text_hash) == 64
    assert opened(cast.teacher, alert).post is None
    with pytest.raises(errors.AlertDecidedAlready):
        step(cast.teacher, alert, T.BEGIN_REVIEW)
    # The database itself keeps no words beside a decision.
    with pytest.raises(DatabaseError), transaction.atomic():
        SocialAlert.objects.update(sealed="again")


def test_nothing_of_the_author_or_the_post_stands_in_the_database(alert: SocialAlert, cast: Cast) -> None:
    def everything() -> str:
        with connection.cursor() as cursor:
            tables = [one for one in connection.introspection.table_names(cursor) if one.startswith("social_alerts")]
            rows = []
            for table in tables:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows += cursor.fetchall()
        return repr(rows)

    # The rule's own words and purpose are there: they are the district's.
    assert [one for one in (AUTHOR, "fictional_fenwick", POST_TEXT) if one in everything()] == []
    key = AlertAuthorKey.objects.get()
    assert alert.author_hash == Pseudonyms(key).hash_author("example.social", "Fictional_Fenwick")


def test_an_alert_becomes_a_tip_by_a_door_of_its_own(alert: SocialAlert, cast: Cast) -> None:
    own = "Someone writes of a weapon for Friday's event; look who."
    with pytest.raises(errors.NoTipDesk):
        decide(cast.teacher, alert, D.TIP, words=own, category=TipCategory.WEAPON)
    make_desk(cast.school, team=[cast.insider], short_address="lincoln")
    with pytest.raises(errors.AlertStepLacks):
        step(cast.teacher, alert, T.DECIDE, disposition=D.TIP, words=own)
    step(cast.teacher, alert, T.DECIDE, disposition=D.TIP, words=own, category=TipCategory.WEAPON)

    tip = Tip.objects.get()
    alert.refresh_from_db()
    assert (tip.text, tip.has_reporter, tip.school_id, alert.tip_id) == (own, False, cast.school.pk, tip.pk)
    with pytest.raises(CoordinationError) as refused:
        answer_reporter(actor_id=cast.insider.pk, tip_id=tip.pk, text="Who?", at=datetime.now(UTC))
    assert refused.value.code == "tip_has_no_reporter"
    assert set(Notification.objects.values_list("kind", flat=True)) <= {"alert_waits", "tip_waits"}


def share_alerts(cast: Cast) -> None:
    """Let the police's agreement share alerts, always."""
    make_term(
        Version.objects.get(memorandum=cast.agreement),
        TermKind.DATA_SHARING,
        scope="social_media_alert:district_to_agency",
        value={"when": "continuous"},
        position=9,
    )


def test_the_police_read_what_a_person_told_them_of_and_only_by_a_term(alert: SocialAlert, cast: Cast) -> None:
    with pytest.raises(errors.NobodyToTell):
        decide(cast.teacher, alert, D.THREAT, words="Own words.")
    share_alerts(cast)
    assert not reads(cast.officer, alert)
    step(cast.teacher, alert, T.DECIDE, disposition=D.THREAT, words="Own words.")

    assert reads(cast.officer, alert)
    assert not reads(cast.stranger, alert)
    assert not reads(cast.dispatcher, alert)
    view = opened(cast.officer, alert)
    assert (view.decides, view.steps, view.post, view.words) == (False, [], None, "Own words.")
    with pytest.raises(errors.AlertTeamDecides):
        step(cast.officer, alert, T.BEGIN_REVIEW)
    client = Client()
    client.force_login(cast.officer)
    # Where the push leads; without a word of the post, and what they search for is written down as well.
    assert f"/prevention/alerts/{alert.pk}" in client.get("/prevention/alerts").content.decode()
    shown = client.get(f"/prevention/alerts/{alert.pk}").content.decode()
    assert "Own words." in shown
    assert not any(secret in shown for secret in (AUTHOR, POST_TEXT))
    client.get("/api/v1/social-alerts", {"disposition": "threat"})
    assert AlertRead.objects.filter(user=cast.officer, door="search").count() == 1
    # Of another site than the agreement's they read nothing.
    elsewhere = make_site(cast.district, name="Elsewhere Middle", at_lonlat=(-99.9, 40.5))
    alert.fence.site = elsewhere
    alert.fence.save()
    assert not reads(cast.officer, alert)


def test_what_threatens_a_life_opens_an_incident_without_the_posts_words(alert: SocialAlert, cast: Cast) -> None:
    asker = Asker(user_id=cast.teacher.pk, at=datetime.now(UTC))

    def opens(title: str) -> UUID:
        given = AlertIncidentIn(incident_type=IncidentType.WEAPON, severity=Severity.EXTREME, title=title)
        return open_from_alert(asker=asker, alert_id=alert.pk, given=given)

    with pytest.raises(errors.AlertNotInReview):
        opens("Possible weapon")
    step(cast.teacher, alert, T.BEGIN_REVIEW)
    with pytest.raises(errors.PostsWords):
        opens("bring a pretend crossbow to the pep rally")
    incident_id = opens("Possible weapon")

    alert.refresh_from_db()
    assert (alert.disposition, alert.incident_id, alert.sealed) == ("immediate", incident_id, "")
    told = repr(list(LogEntry.objects.values())) + repr(list(EntryWords.objects.values()))
    assert not any(one in told for one in ALERT_SECRETS)
    # 34 CFR 99.36: under any agreement in force.
    assert reads(cast.officer, alert)


# --- audit, numbers, retention ----------------------------------------------------------------------------------------
def test_each_reading_and_search_is_written_down_for_ever(alert: SocialAlert, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.teacher)
    client.get(f"/api/v1/social-alerts/{alert.pk}")
    client.get("/api/v1/social-alerts")
    found = client.get("/api/v1/social-alerts", {"author": alert.author_hash[:8], "disposition": "dismiss"}).json()
    client.get(f"/prevention/alerts?author={alert.author_hash[:8]}")
    now = datetime.now(UTC)
    hits = search_alerts(AlertsWanted(author=alert.author_hash), user_id=cast.teacher.pk, at=now)

    assert (found, [one.alert_id for one in hits]) == ([], [alert.pk])
    doors = list(AlertRead.objects.order_by("pk").values_list("door", flat=True))
    assert doors == ["api", "search", "search", "search"]
    asked = AlertRead.objects.filter(door="search").order_by("pk").values_list("asked", flat=True)[0]
    assert asked == {"disposition": "dismiss", "author": alert.author_hash[:8]}
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertRead.objects.update(user=cast.insider)


def test_the_yearly_report_has_numbers_that_outlive_the_alerts(send: Send, cast: Cast, desk: AlertDesk) -> None:
    make_desk(cast.school, short_address="lincoln")
    send(*[post_of(cast.site) for _ in range(5)], post_of(cast.site, visibility="private"))
    first, second, third, fourth, _ = SocialAlert.objects.order_by("number")
    for one in (first, second, third):
        decide(cast.teacher, one, D.DISMISS)
    decide(cast.teacher, fourth, D.TIP, words="Own words.", category=TipCategory.THREAT)
    now = datetime.now(UTC)

    assert delete_old_alerts(now + timedelta(days=13)) == 0
    # No one has seen the fifth in two weeks.
    assert delete_old_alerts(now + timedelta(days=15)) == 1
    assert delete_old_alerts(now + timedelta(days=91)) == 4

    report = report_of(desk, now.year)
    (rule,) = report.rules
    assert (rule.matched, rule.told, rule.dismiss, rule.tip, rule.unseen) == (5, 1, 3, 1, 1)
    assert rule.false_positive_rate == 0.75
    assert (report.providers[0].posts, report.providers[0].not_public) == (6, 1)
    AlertRule.objects.update(purpose="=HYPERLINK(1)")
    assert "'=HYPERLINK" in csv_of(report_of(desk, now.year))
    rows = Deletion.objects.filter(data_class="social_alerts")
    told = [json.loads(one) for one in rows.values_list("content", flat=True)]
    assert len(told) == 5
    assert not any(secret in json.dumps(told) for secret in ALERT_SECRETS)
    assert AlertRuleYear.objects.count() == 1


def test_the_key_of_authors_is_another_after_each_time_of_keeping(desk: AlertDesk, cast: Cast, send: Send) -> None:
    now = datetime.now(UTC)
    send(post_of(cast.site))
    old = AlertAuthorKey.objects.get()
    assert key_now(desk, now + timedelta(days=89)) == old

    new = key_now(desk, now + timedelta(days=91))

    assert Pseudonyms(new).hash_author("a", AUTHOR) != Pseudonyms(old).hash_author("a", AUTHOR)
    decide(cast.teacher, SocialAlert.objects.get(), D.DISMISS)
    delete_old_alerts(now + timedelta(days=92))
    assert list(AlertAuthorKey.objects.all()) == [new]


def test_pages_and_pushes_say_nothing_of_what_an_alert_is_about(
    alert: SocialAlert, cast: Cast, keeper: User, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.force_login(cast.teacher)
    queue = client.get("/prevention/alerts").content.decode()
    assert f"/prevention/alerts/{alert.pk}" in queue
    assert not any(secret in queue for secret in ALERT_SECRETS)
    assert POST_TEXT in client.get(f"/prevention/alerts/{alert.pk}").content.decode()
    told = repr(list(Notification.objects.values()))
    assert not any(secret in told + caplog.text for secret in ALERT_SECRETS)
    client.force_login(keeper)
    assert client.get(f"/prevention/alerts/{alert.pk}").status_code == 404
    assert str(alert.pk) not in client.get("/prevention/alerts").content.decode()
    for user in (cast.insider, cast.officer, cast.stranger):
        client.force_login(user)
        assert client.get("/prevention/alerts").status_code == 404
        assert client.get(f"/api/v1/social-alerts/{alert.pk}").status_code == 404
