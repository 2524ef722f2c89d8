"""Shifts at their doors: the page and the routes, who may and who not, a file, and one's own duty on the first page."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.management.serving_alone import clockworks_of_server
from coordination.models import User
from mou.models import AgencyMember, Shift
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
OK, MADE, DONE, SEE_OTHER = 200, 201, 204, 303
NOT_ALLOWED, NOT_FOUND, BAD = 403, 404, 422
HOUR = timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def sergeant(cast: Cast) -> User:
    return make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(cast: Cast) -> str:
    return f"/account/alerts/duty/{cast.police.pk}/shifts"


def asks(user: User, method: str, path: str, body: dict[str, object] | None = None) -> Any:
    return client_of(user).generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")


def coming(cast: Cast, *, start: float, end: float) -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "member_id": str(cast.officer_member.pk),
        "starts_at": (now + start * HOUR).isoformat(),
        "ends_at": (now + end * HOUR).isoformat(),
    }


def shows_shift(cast: Cast) -> bool:
    return Shift.objects.filter(member=cast.officer_member).exists()


def test_a_supervisor_plans_a_night_of_three_weeks_by_page_and_takes_one_back(cast: Cast, sergeant: User) -> None:
    client, day = client_of(sergeant), datetime.now(UTC).date() + timedelta(days=2)
    form = {"act": "plan", "member_id": str(cast.officer_member.pk), "day": day.isoformat(), "weeks": "3"}

    answer = client.post(page_of(cast), {**form, "start": "18:00", "end": "06:00"})
    assert answer.status_code == SEE_OTHER
    first = Shift.objects.order_by("starts_at")[0]
    assert (Shift.objects.count(), first.ends_at - first.starts_at) == (3, 12 * HOUR)

    client.post(page_of(cast), {"act": "back", "shift_id": str(first.pk)})
    assert Shift.objects.count() == 2


def test_a_file_is_stored_row_by_row_and_each_row_that_is_not_is_listed(cast: Cast, sergeant: User) -> None:
    day = datetime.now(UTC).date() + timedelta(days=2)
    text = f"person,date,from,to\nofficer,{day},18:00,06:00\n<b>nobody</b>,{day},18:00,06:00\n"
    file = SimpleUploadedFile("shifts.csv", text.encode())

    answer = client_of(sergeant).post(page_of(cast), {"act": "send", "file": file})

    page = answer.content.decode()
    assert (answer.status_code, Shift.objects.count()) == (OK, 1)
    assert "&lt;b&gt;nobody&lt;/b&gt;" in page
    assert "1 row is not stored" in page


def test_a_file_of_no_shift_takes_nothing_back(cast: Cast, sergeant: User) -> None:
    asks(sergeant, "POST", f"/agencies/{cast.police.pk}/shifts", {"shifts": [coming(cast, start=24, end=32)]})
    file = SimpleUploadedFile("shifts.csv", b"person,date,from,to\n")

    client_of(sergeant).post(page_of(cast), {"act": "send", "file": file, "replaces": "on"})

    assert Shift.objects.count() == 1


@pytest.mark.parametrize("who", ["officer", "insider", "stranger"])
def test_who_does_not_lead_the_agency_finds_no_such_page_and_plans_nothing(cast: Cast, who: str) -> None:
    user: User = getattr(cast, who)
    answer = client_of(user).get(page_of(cast))
    sent = asks(user, "POST", f"/agencies/{cast.police.pk}/shifts", {"shifts": [coming(cast, start=1, end=9)]})

    assert answer.status_code == NOT_FOUND
    assert sent.status_code in (NOT_ALLOWED, NOT_FOUND)
    assert not Shift.objects.exists()


def test_a_chief_of_another_agency_sets_no_duty_and_reads_no_roster(cast: Cast) -> None:
    chief = make_member(make_agency(AgencyKind.FIRE), role=MemberRole.COMMANDER).user
    answers = [
        asks(chief, "GET", f"/agencies/{cast.police.pk}/duty"),
        asks(chief, "PUT", f"/memberships/{cast.officer_member.pk}/duty", {"is_on_duty": False}),
    ]

    cast.officer_member.refresh_from_db()
    assert {one.status_code for one in answers} <= {NOT_ALLOWED, NOT_FOUND}
    assert cast.officer_member.is_on_duty is True


def test_by_the_interface_one_plans_reads_and_takes_back(cast: Cast, sergeant: User) -> None:
    base = f"/agencies/{cast.police.pk}"
    AgencyMember.objects.filter(pk=cast.officer_member.pk).update(is_on_duty=False)
    made = asks(sergeant, "POST", f"{base}/shifts", {"shifts": [coming(cast, start=-1, end=7)]})
    (planned,) = asks(sergeant, "GET", f"{base}/shifts").json()
    duty = {one["member_id"]: one for one in asks(sergeant, "GET", f"{base}/duty").json()}

    assert (made.status_code, made.json()) == (MADE, {"planned": 1})
    assert duty[str(cast.officer_member.pk)]["is_on_duty"] is True
    assert duty[str(cast.officer_member.pk)]["changes_at"] == planned["ends_at"]
    assert asks(sergeant, "DELETE", f"{base}/shifts/{planned['id']}").status_code == DONE
    cast.officer_member.refresh_from_db()
    assert cast.officer_member.is_on_duty is False


def test_a_shift_of_a_member_of_another_agency_is_refused_whole(cast: Cast, sergeant: User) -> None:
    other = make_member(make_agency(AgencyKind.FIRE))
    shifts = [coming(cast, start=1, end=9), {**coming(cast, start=1, end=9), "member_id": str(other.pk)}]

    answer = asks(sergeant, "POST", f"/agencies/{cast.police.pk}/shifts", {"shifts": shifts})

    assert (answer.status_code, answer.json()["code"]) == (BAD, "bad_shift")
    assert not Shift.objects.exists()


def test_the_first_page_puts_an_officer_off_duty_in_one_tap_and_says_until_when(cast: Cast) -> None:
    client = client_of(cast.officer)
    form = {"act": "duty_here", "member_id": str(cast.officer_member.pk), "lasts": "4h"}

    before = client.get("/").content.decode()
    answer = client.post("/account/alerts", form)
    after, said = (client.get(address).content.decode() for address in ("/", "/account/alerts"))

    assert 'id="own-duty"' in before
    assert (answer.status_code, answer.headers["Location"]) == (SEE_OTHER, "/#own-duty")
    assert ('data-on="yes"' in before, 'data-on="no"' in after, "until" in said) == (True, True, True)


def test_the_first_page_of_a_teacher_asks_for_no_duty(cast: Cast) -> None:
    assert 'id="own-duty"' not in client_of(cast.teacher).get("/").content.decode()


def test_the_server_s_own_clock_changes_duty(cast: Cast, sergeant: User) -> None:
    asks(sergeant, "POST", f"/agencies/{cast.police.pk}/shifts", {"shifts": [coming(cast, start=-1, end=7)]})
    (duty,) = [one for one in clockworks_of_server() if one.name == "duty"]
    later = datetime.now(UTC) + 8 * HOUR

    assert (duty.signs(datetime.now(UTC))[0].exists(), duty.signs(later)[0].exists()) == (False, True)
    duty.carry_out(later)
    cast.officer_member.refresh_from_db()
    assert cast.officer_member.is_on_duty is False
