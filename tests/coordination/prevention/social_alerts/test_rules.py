"""Rules of alerts: what may not be looked for, who approves, for how long; fences and who keeps them."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from coordination.casework.refusals import StepRefused
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.social_alerts import errors
from coordination.prevention.social_alerts.models import AlertDesk, AlertFence, AlertRule
from coordination.prevention.social_alerts.rules.given import AlertRuleIn, AlertRuleStepIn
from coordination.prevention.social_alerts.rules.machine import RULES
from coordination.prevention.social_alerts.vocabulary import AlertRuleState, AlertRuleStep
from coordination.prevention.social_alerts.work.fences import index_of
from coordination.prevention.social_alerts.work.keeping import tell_reviews_due
from coordination.prevention.social_alerts.work.kinds import RULE_KIND
from coordination.prevention.social_alerts.work.queries import rules_of
from coordination.prevention.social_alerts.work.rules import propose_rule
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member
from tests.factories.prevention.social_alerts import make_alert_desk, make_alert_rule, make_fence

pytestmark = pytest.mark.django_db
S, T = AlertRuleState, AlertRuleStep
TODAY = datetime.now(UTC).date()


@pytest.fixture
def desk(cast: Cast) -> AlertDesk:
    return make_alert_desk(cast.district, team=[cast.teacher])


@pytest.fixture
def fence(desk: AlertDesk, cast: Cast, keeper: User) -> AlertFence:
    return make_fence(desk, cast.site, by=keeper)


def propose(user: User, fence: AlertFence, **more: object) -> AlertRule:
    given = {
        "words": ["pretend crossbow", "bring a gun"],
        "purpose": "Find threats with weapons near the school",
        "legal_basis": "Board policy 7.77 (invented)",
        "fence_ids": [fence.pk],
        "expires_on": TODAY + timedelta(days=60),
        "review_on": TODAY + timedelta(days=30),
        **more,
    }
    return propose_rule(
        actor_id=user.pk,
        district_id=fence.desk.district_id,
        given=AlertRuleIn(**given),
        at=datetime.now(UTC),
    )


def step(user: User, rule: AlertRule, kind: AlertRuleStep, **more: object) -> AlertRule:
    given = AlertRuleStepIn(step=kind, **more)
    return RULE_KIND.take_step(actor_id=user.pk, thing_id=rule.pk, given=given, at=datetime.now(UTC))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": ["Democrats"]}, "rule_targets_politics"),
        ({"words": ["elección"]}, "rule_targets_politics"),
        ({"words": ["gun", "#Election2026"]}, "rule_targets_politics"),
        ({"words": ["the mosque"]}, "rule_targets_religion"),
        ({"words": ["CHRISTIANS"]}, "rule_targets_religion"),
        ({"words": ["walk-out"]}, "rule_targets_protest"),
        ({"words": ["#walkout"]}, "rule_targets_protest"),
        ({"words": ["huelga"]}, "rule_targets_protest"),
        ({"words": ["chess club"]}, "rule_targets_group"),
        ({"words": ["LGBTQ"]}, "rule_targets_group"),
        ({"words": ["trans"]}, "rule_targets_group"),
        ({"words": ["Quincy Example"]}, "rule_targets_person"),
        ({"words": ["tess teachman"]}, "rule_targets_person"),
        ({"words": ["@quincy"]}, "rule_follows_accounts"),
        ({"accounts": ["quincy"]}, "rule_follows_accounts"),
        ({"visibility": "private"}, "rule_of_private_posts"),
        ({"visibility": "friends"}, "rule_of_private_posts"),
        ({"purpose": "Know of any protest before it begins"}, "rule_targets_protest"),
        ({"words": []}, "bad_alert_rule"),
        ({"words": ["  "]}, "bad_alert_rule"),
        ({"words": ["..."]}, "bad_alert_rule"),
        ({"words": ["gun\u202e"]}, "bad_alert_rule"),
        ({"purpose": "Short"}, "bad_alert_rule"),
        ({"legal_basis": ""}, "bad_alert_rule"),
        ({"fence_ids": []}, "bad_alert_rule"),
        ({"expires_on": TODAY + timedelta(days=92)}, "bad_alert_rule"),
        ({"expires_on": TODAY - timedelta(days=2), "review_on": TODAY - timedelta(days=2)}, "bad_alert_rule"),
        ({"review_on": TODAY + timedelta(days=61)}, "bad_alert_rule"),
    ],
    ids=str,
)
def test_a_rule_that_may_not_be_is_refused_with_its_code(
    cast: Cast, fence: AlertFence, more: dict[str, object], code: str
) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(display_name="Tess Teachman")

    with pytest.raises(CoordinationError) as refused:
        propose(cast.teacher, fence, **more)

    assert refused.value.code == code
    assert refused.value.pointer
    assert not AlertRule.objects.exists()


@pytest.mark.parametrize(
    "word", ["shoot up", "transport bomb", "kill everyone", "Lincoln High School gun", "matar a todos"]
)
def test_words_of_threats_are_taken(cast: Cast, fence: AlertFence, word: str) -> None:
    assert propose(cast.teacher, fence, words=[word]).state == "proposed"


@pytest.mark.parametrize(("state", "kind"), list(product(S, T)))
def test_every_step_of_a_rule_out_of_turn_is_refused(state: AlertRuleState, kind: AlertRuleStep) -> None:
    codes = {S.PROPOSED: "rule_not_approved", S.APPROVED: "rule_approved_already", S.ENDED: "rule_has_ended"}
    if kind in RULES.steps_from(state):
        assert RULES.next_state(state, kind) is RULES.moves[kind].leads[state]
        return
    with pytest.raises(StepRefused) as refused:
        RULES.next_state(state, kind)
    assert refused.value.code == codes[state]


def test_nobody_approves_their_own_rule_and_only_administrators_do(cast: Cast, keeper: User, fence: AlertFence) -> None:
    of_teacher, of_keeper = propose(cast.teacher, fence), propose(keeper, fence)
    second = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user

    with pytest.raises(errors.RuleApproverDecides):
        step(cast.teacher, of_keeper, T.APPROVE)
    with pytest.raises(errors.OwnRule):
        step(keeper, of_keeper, T.APPROVE)
    step(keeper, of_teacher, T.APPROVE)
    step(second, of_keeper, T.APPROVE)
    with pytest.raises(errors.OwnRule):
        step(keeper, of_keeper, T.RENEW, words="x", expires_on=TODAY, review_on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertRule.objects.filter(pk=of_keeper.pk).update(approved_by=keeper)
    for user in (cast.insider, cast.officer, cast.stranger):
        with pytest.raises(errors.AlertRuleNotFound):
            step(user, of_teacher, T.END)


def test_a_rule_is_renewed_for_at_most_ninety_days_and_reviewed_before(
    cast: Cast, keeper: User, fence: AlertFence
) -> None:
    rule = make_alert_rule(fence, by=cast.teacher, approved_by=keeper, review_on=TODAY)

    def renew(expires_on: date, review_on: date, words: str = "Nothing false so far.") -> AlertRule:
        return step(keeper, rule, T.RENEW, words=words, expires_on=expires_on, review_on=review_on)

    for bad in ((TODAY + timedelta(days=92), TODAY), (TODAY, TODAY + timedelta(days=1))):
        with pytest.raises(errors.BadAlertRule):
            renew(*bad)
    with pytest.raises(errors.BadAlertRule):
        renew(TODAY + timedelta(days=30), TODAY + timedelta(days=20), words="")
    # Told once for each day on which a review is due.
    later = datetime.now(UTC) + timedelta(days=1)
    assert [tell_reviews_due(later), tell_reviews_due(later)] == [1, 0]
    (view,) = rules_of(fence.desk, user_id=keeper.pk, at=datetime.now(UTC) + timedelta(days=1))
    assert (view.is_running, view.is_review_due, view.false_positive_rate) == (True, True, None)
    step(keeper, rule, T.REVIEW, words="Looked at five.", review_on=TODAY + timedelta(days=40))
    assert renew(TODAY + timedelta(days=89), TODAY + timedelta(days=30)).acts.count() == 2


def test_a_fence_is_drawn_around_a_parcel_of_a_file_or_the_boundary(cast: Cast, keeper: User, desk: AlertDesk) -> None:
    client, address = Client(), f"/prevention/alerts/desks/{cast.district.pk}"
    client.force_login(keeper)
    lon, lat = cast.site.location.x, cast.site.location.y
    box = Polygon.from_bbox((lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001))
    parcel = str(box.json).encode()

    def draw(buffer_m: str, file: bytes = b"") -> int:
        form = {"act": "fence", "site_id": str(cast.site.pk), "buffer_m": buffer_m}
        if file:
            form["boundary_file"] = SimpleUploadedFile("parcel.json", file)  # type: ignore[assignment]
        return client.post(address, form).status_code

    assert [draw("501"), draw("-1"), draw("100", b"nonsense"), draw("100", b"\x00\xff")] == [422] * 4
    assert [draw("150"), draw("0", parcel)] == [303, 303]

    of_site, of_parcel = desk.fences.order_by("made_at")
    assert of_parcel.area.covers(Point(lon + 0.0009, lat, srid=4326))
    assert not of_parcel.area.covers(Point(lon + 0.0011, lat, srid=4326))
    west, _, east, _ = of_site.area.extent
    assert cast.site.boundary is not None
    old_west, _, old_east, _ = cast.site.boundary.extent
    grown_m = ((east - west) - (old_east - old_west)) * 85_000
    assert 280 < grown_m < 320
    assert set(index_of(desk).fences_around((lon, lat))) == {of_site.pk, of_parcel.pk}
    assert index_of(desk).fences_around((lon + 0.5, lat)) == []


def test_who_keeps_the_next_district_keeps_nothing_here(cast: Cast, desk: AlertDesk, fence: AlertFence) -> None:
    other = make_member(make_agency(AgencyKind.DISTRICT), role=MemberRole.ADMINISTRATOR).user
    client = Client()
    client.force_login(other)
    here = f"/api/v1/districts/{cast.district.pk}/social-alert-desk"

    asked = [
        client.get(here),
        client.put(here, {"keep_days": 30}, content_type="application/json"),
        client.post(f"{here}/providers", {"name": "x"}, content_type="application/json"),
        client.delete(f"{here}/fences/{fence.pk}"),
        client.get(f"{here}/rules"),
        client.get(f"{here}/report"),
        client.get(f"/prevention/alerts/rules/{cast.district.pk}"),
        client.get(f"/prevention/alerts/reports/{cast.district.pk}?as=csv"),
    ]

    assert {one.status_code for one in asked} == {404}
