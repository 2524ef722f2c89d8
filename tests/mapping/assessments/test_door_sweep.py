"""The weekly door sweep: said once, kept by week, and what is wrong becomes one finding."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from mapping.assessments.access import findings_for
from mapping.assessments.models import Assessment, DoorCheck, SiteFinding
from mapping.assessments.work.sweeps import sweep_of, week_of
from tests.factories.cast import Cast
from tests.mapping.assessments.test_assessments import asks

pytestmark = pytest.mark.django_db


def said(**more: object) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "number": "1",
        "outcome": "secure",
        "said_at": datetime.now(UTC).isoformat(),
        **more,
    }


def path(cast: Cast) -> str:
    return f"/sites/{cast.site.pk}/door-checks"


def test_what_is_sent_twice_is_written_once(cast: Cast) -> None:
    body = said()

    assert [asks(cast.teacher, "POST", path(cast), body)[0] for _ in range(2)] == [204, 204]
    assert DoorCheck.objects.count() == 1
    (door,) = asks(cast.insider, "GET", f"/sites/{cast.site.pk}/door-sweep")[1]["doors"]
    assert (door["number"], door["outcome"], door["by"]) == ("1", "secure", cast.teacher.shown_name())


@pytest.mark.parametrize("who", ["officer", "dispatcher", "stranger", "former"])
def test_nobody_from_elsewhere_sweeps_or_sees_it_even_with_the_term(shared: Cast, who: str) -> None:
    user = getattr(shared, who)
    client = Client()
    client.force_login(user)

    assert asks(user, "POST", path(shared), said())[1]["code"] == "sweep_not_found"
    assert asks(user, "GET", f"/sites/{shared.site.pk}/door-sweep")[0] == 404
    assert client.get(f"/prevention/door-sweeps/{shared.site.pk}").status_code == 404
    assert DoorCheck.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"number": "99"}, "/number"),
        ({"said_at": (datetime.now(UTC) - timedelta(days=15)).isoformat()}, "/said_at"),
        ({"said_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}, "/said_at"),
        ({"note": "a\u202eb"}, "/note"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, object], pointer: str) -> None:
    status, answer = asks(cast.teacher, "POST", path(cast), said(**wrong))

    assert (status, answer["errors"][0]["pointer"]) == (422, pointer)


def test_a_wrong_door_becomes_one_finding_until_that_is_settled(cast: Cast) -> None:
    for _ in range(2):
        assert asks(cast.teacher, "POST", path(cast), said(outcome="does_not_latch", note="Wind"))[0] == 204
    finding = SiteFinding.objects.get()
    assert (finding.assessment, finding.kind, finding.place) == (None, "door_does_not_latch", "Door 1")
    assert [one.act for one in finding.records.order_by("at", "id")] == ["found", "seen_again"]
    # Who keeps the site reads it; who swept does not.
    now = datetime.now(UTC)
    assert findings_for(cast.insider.pk, now).count() == 1
    assert findings_for(cast.teacher.pk, now).count() == 0
    accept = {"step": "accept", "words": "Replaced in June"}
    assert asks(cast.insider, "POST", f"/assessment-findings/{finding.pk}/steps", accept)[0] == 204
    asks(cast.teacher, "POST", path(cast), said(outcome="does_not_latch"))
    assert SiteFinding.objects.count() == 2


def test_weeks_stand_apart(cast: Cast) -> None:
    now = datetime.now(UTC)
    last = now - timedelta(days=7)
    asks(cast.teacher, "POST", path(cast), said(said_at=last.isoformat(), outcome="damaged"))

    sweep = sweep_of(cast.site, now)

    assert [one.outcome for one in sweep.doors] == [None]
    assert [(one.begins_on, one.looked_at, one.wrong) for one in sweep.weeks] == [(week_of(cast.site, last), 1, 1)]


def test_the_page_works_without_its_script(cast: Cast, assessment: Assessment, client: Client) -> None:
    client.force_login(cast.teacher)
    address, door = f"/prevention/door-sweeps/{cast.site.pk}", {"act": "check", "number": "1"}

    assert client.post(address, {**door, "outcome": "unlocked", "note": "<b>"}).status_code == 303
    assert client.post(address, {**door, "outcome": "nonsense"}).status_code == 422
    assert client.post(address, {**door, "number": "99", "outcome": "secure"}).status_code == 404
    refused = client.post(address, {**door, "outcome": "secure", "note": "x" * 301})
    assert (refused.status_code, "x" * 301 in refused.content.decode()) == (422, True)
    page = client.get(address).content.decode()
    assert "1 of 1 doors" in page
    assert "<b>" not in page
