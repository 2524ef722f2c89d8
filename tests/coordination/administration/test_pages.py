"""The pages of administration: what their forms do, what they say when they do not, and who finds none."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination.administration.accounts.invitations import invited_person, write_invitation
from coordination.administration.errors import InvitationNotFound
from coordination.administration.models import Invitation
from coordination.models import User
from mapping.models import Site
from mou.access.fetch import active_memberships
from mou.models import Agency, MembershipRequest, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SEE_OTHER, REFUSED, NOT_FOUND = 303, 422, 404
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def operator() -> User:
    user = make_user(username="operator")
    User.objects.filter(pk=user.pk).update(is_operator=True)
    return user


def keeper(cast: Cast, username: str = "keeper") -> User:
    return make_member(cast.district, user=make_user(username=username), role=MemberRole.ADMINISTRATOR).user


def member_form(cast: Cast, act: str, **more: str) -> dict[str, str]:
    member = cast.teacher.memberships.get()
    return {"act": act, "agency_id": str(member.agency_id), "member_id": str(member.pk), **more}


def text_of(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


# --- the operator -----------------------------------------------------------------------------------------------------
def test_the_operator_founds_a_district_and_invites_its_first_administrator_and_no_officer(cast: Cast) -> None:
    client = browser(operator())
    form = {"act": "found", "kind": "district", "name": "Ford Schools", "short_name": "FS", "time_zone": "UTC"}

    made = client.post("/administration/agencies/new", form)
    person = {"act": "invite", "name": "Dana Ward", "by": "letter"}
    officer = client.post(made["Location"], {**person, "role": "officer"})
    first = client.post(made["Location"], {**person, "role": "administrator"})
    second = client.post(made["Location"], {**person, "role": "administrator"})

    district = Agency.objects.get(name="Ford Schools")
    assert [one.status_code for one in (made, officer, first, second)] == [SEE_OTHER, REFUSED, 200, REFUSED]
    assert "<svg" in text_of(first)
    assert [one.user.display_name for one in district.members.all()] == ["Dana Ward"]


def test_the_operator_sees_names_of_agencies_and_nothing_of_what_is_theirs(cast: Cast) -> None:
    client = browser(operator())
    # Someone signs in with it.
    User.objects.filter(pk=cast.teacher.pk).update(password="usable")

    pages = "".join(
        text_of(client.get(path)) for path in ("/administration", f"/administration/agencies/{cast.district.id}")
    )

    assert "Fairview Schools" in pages
    for secret in ("Principal", "Teacher", "Lincoln High", str(cast.teacher.public_id)):
        assert secret not in pages
    assert client.get(f"/administration/people/{cast.teacher.public_id}").status_code == NOT_FOUND
    assert client.get(f"/administration/agencies/{cast.school.id}/people-file").status_code == NOT_FOUND
    assert client.get(f"/sites/{cast.site.id}").status_code == NOT_FOUND


def test_the_operator_is_the_second_person_where_there_is_no_third_administrator(cast: Cast) -> None:
    first, second = keeper(cast), keeper(cast, "second")
    member = second.memberships.get()
    ask = {"act": "ask", "agency_id": str(cast.district.id), "member_id": str(member.pk), "change": "end"}

    alone = browser(first).post(
        f"/administration/people/{second.public_id}", {**ask, "act": "end", "reason": "Retires."}
    )
    asked = browser(first).post(
        f"/administration/people/{second.public_id}", {**ask, "role": "staff", "reason": "Out."}
    )
    waiting = MembershipRequest.objects.get()
    form = {"act": "confirm", "request_id": str(waiting.pk)}
    by_who_asked = browser(first).post(asked["Location"], form)
    confirmed = browser(operator()).post(asked["Location"], form)

    assert [one.status_code for one in (alone, by_who_asked, confirmed)] == [REFUSED, REFUSED, SEE_OTHER]
    assert active_memberships(second.pk, NOW) == []


# --- people -----------------------------------------------------------------------------------------------------------
def test_a_person_is_changed_suspended_reinstated_and_ended_on_their_page(cast: Cast) -> None:
    client, path = browser(cast.insider), f"/administration/people/{cast.teacher.public_id}"
    member = cast.teacher.memberships.get()

    client.post(path, member_form(cast, "post", role="planner", title="Safety", callsign="L-2", unit="Office"))
    member.refresh_from_db()
    client.post(path, member_form(cast, "suspend", reason="Inquiry"))
    suspended = Suspension.objects.get(member=member).ended_at is None
    client.post(path, member_form(cast, "reinstate", reason="Cleared"))
    back = len(active_memberships(cast.teacher.pk, NOW))
    page = text_of(client.get(path))
    ended = client.post(path, member_form(cast, "end", reason="Moved away."))

    assert (member.role, member.title, member.callsign, member.unit) == ("planner", "Safety", "L-2", "Office")
    assert (suspended, back) == (True, 1)
    for words in ("Inquiry", "Cleared", "0 sessions", "Record of what was done"):
        assert words in page
    assert (ended.status_code, active_memberships(cast.teacher.pk, NOW)) == (SEE_OTHER, [])


def test_a_form_without_a_reason_or_of_another_agencys_person_changes_nothing(cast: Cast) -> None:
    client, path = browser(cast.insider), f"/administration/people/{cast.teacher.public_id}"
    foreign = {**member_form(cast, "end", reason="Out."), "member_id": str(cast.officer_member.pk)}

    without = client.post(path, member_form(cast, "end", reason=" "))

    assert without.status_code == REFUSED
    assert "This field is required" in text_of(without)
    assert client.post(path, foreign).status_code == NOT_FOUND
    assert client.post(path, {"act": "no such step"}).status_code == NOT_FOUND
    assert len(active_memberships(cast.teacher.pk, NOW)) == 1


def test_everybody_is_found_by_any_word_and_a_page_holds_fifty(cast: Cast) -> None:
    for number in range(60):
        make_member(cast.school, user=make_user(username=f"crowd{number:02}"), role=MemberRole.STAFF)
    client = browser(cast.insider)
    path = f"/administration/agencies/{cast.school.id}"

    first, last = text_of(client.get(path)), text_of(client.get(f"{path}?page=2"))
    found = text_of(client.get(f"{path}?q=crowd07"))
    odd = client.get(f"{path}?page=%C2%B2&q={HOSTILE}")

    assert "Page 1 of 2" in first
    assert (first.count("/administration/people/"), last.count("/administration/people/")) == (50, 12)
    assert found.count("/administration/people/") == 1
    assert odd.status_code == 422
    assert HOSTILE not in text_of(odd)
    assert "/administration/people/" not in text_of(odd)


def test_a_person_of_two_agencies_is_shown_each_administrator_as_theirs_alone(cast: Cast) -> None:
    make_member(cast.school, user=cast.officer, role=MemberRole.STAFF, title="School officer")

    page = text_of(browser(cast.insider).get(f"/administration/people/{cast.officer.public_id}"))

    assert "1 more membership" in page
    assert "The account is kept by Fairview Police" in page
    assert "Sign out everywhere" not in page


def test_one_sees_and_ends_only_ones_own_sessions(cast: Cast) -> None:
    client = browser(cast.teacher)
    page = text_of(client.get("/account/sessions"))

    assert "Where I am signed in" in page
    assert client.get("/account/sessions?sessions-sort=-since").status_code == 200
    # Where someone is signed in leaves as no file.
    assert client.get("/account/sessions?sessions-format=csv").status_code == REFUSED
    assert client.post("/account/sessions", {"act": "sign_out", "session_id": "7"}).status_code == NOT_FOUND
    assert client.post("/account/sessions", {"act": "sign_out_everywhere"}).status_code == SEE_OTHER


# --- sites ------------------------------------------------------------------------------------------------------------
SCHOOL = {
    "act": "save",
    "name": "Ford Elementary",
    "address": "1 Ford Road",
    "time_zone": "America/Chicago",
    "enrollment": "412",
    "boundary": "39.80, -98.50\n39.80, -98.49\n39.81, -98.49",
    "bells": "Period 1 8:00-08:50\nLunch, 11:40 - 12:10",
}


def test_a_school_and_its_site_are_added_with_one_form(cast: Cast) -> None:
    client = browser(keeper(cast))

    made = client.post(f"/districts/{cast.district.id}/new-school", SCHOOL)

    site = Site.objects.get(name="Ford Elementary")
    assert made.status_code == SEE_OTHER
    assert site.school is not None
    assert (site.school.kind, site.school.parent) == (AgencyKind.SCHOOL, cast.district)
    assert (site.enrollment, site.bell_schedule) == (412, [["Period 1", "08:00", "08:50"], ["Lunch", "11:40", "12:10"]])
    assert site.boundary is not None
    assert site.boundary.contains(site.location) or site.boundary.envelope.contains(site.location)
    assert "39.8000000, -98.5000000" in text_of(client.get(made["Location"]))


def test_a_large_ground_is_questioned_and_taken_when_someone_says_that_it_is(cast: Cast) -> None:
    client = browser(keeper(cast))
    address = f"/districts/{cast.district.id}/new-school"
    large = {**SCHOOL, "boundary": "39.80, -98.50\n39.80, -98.46\n39.83, -98.46\n39.83, -98.50"}

    asked = client.post(address, large)

    assert (asked.status_code, Site.objects.filter(name="Ford Elementary").exists()) == (422, False)
    assert 'name="is_large"' in asked.content.decode()
    assert 'name="is_large"' not in client.get(address).content.decode()
    assert client.post(address, {**large, "is_large": "on"}).status_code == SEE_OTHER
    settings = f"/sites/{Site.objects.get(name='Ford Elementary').pk}/settings"
    assert 'name="is_large"' in client.get(settings).content.decode()


def test_a_boundary_far_from_its_point_is_refused_by_page_and_by_api_for_a_keeper_as_well(cast: Cast) -> None:
    client = browser(keeper(cast))
    address = f"/districts/{cast.district.id}/new-school"

    assert client.post(address, {**SCHOOL, "lat": "39.70", "lon": "-99.30"}).status_code == 422
    assert client.post(address, {**SCHOOL, "lat": "39.805", "lon": "-98.495"}).status_code == SEE_OTHER
    ring = [[-110, 30], [-80, 30], [-80, 48], [-110, 48], [-110, 30]]
    site = {
        "name": "Wide",
        "lon": -98.5,
        "lat": 39.8,
        "time_zone": "America/Chicago",
        "boundary": {"type": "Polygon", "coordinates": [ring]},
    }
    answer = client.post(f"/api/v1/districts/{cast.district.id}/sites", json.dumps(site), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_site")
    assert not Site.objects.filter(name="Wide").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("boundary", ""),
        ("boundary", "39.80, -98.50\n39.80, -98.49"),
        ("boundary", "here\nthere"),
        ("boundary", "30, -110\n30, -80\n48, -80\n48, -110"),
        ("boundary", "99.0, 0\n1, 2\n3, 4"),
        ("boundary", '{"type": "Point", "coordinates": [1, 2]}'),
        ("boundary", "{" * 100_000),
        ("time_zone", "Mars/Olympus"),
        ("enrollment", "many"),
        ("bells", "Period 1"),
        ("bells", "Period 1 25:00-26:00"),
        ("bells", "Period 1 09:00-08:00"),
        ("bells", "B 09:00-10:00\nA 08:00-09:00"),
        ("name", " "),
    ],
)
def test_a_school_that_cannot_be_is_refused_in_words_and_founds_nothing(cast: Cast, field: str, value: str) -> None:
    before = Agency.objects.count(), Site.objects.count()

    answer = browser(keeper(cast)).post(f"/districts/{cast.district.id}/new-school", {**SCHOOL, field: value})

    assert answer.status_code == REFUSED
    assert 'role="alert"' in text_of(answer)
    # Nothing at all is wrong at no field in particular.
    assert (f'id="save-{field}_error"' in text_of(answer)) == bool(value)
    assert 'value="1 Ford Road"' in text_of(answer)
    assert (Agency.objects.count(), Site.objects.count()) == before


def test_a_principal_keeps_the_site_and_cannot_give_it_to_another_school(cast: Cast) -> None:
    other = make_agency(AgencyKind.SCHOOL, name="Ford Elementary", parent=cast.district)
    form = {**SCHOOL, "school_id": str(other.id)}

    answer = browser(cast.insider).post(f"/sites/{cast.site.id}/settings", form)
    cast.site.refresh_from_db()
    kept = cast.site.school_id
    browser(keeper(cast)).post(f"/sites/{cast.site.id}/settings", form)
    cast.site.refresh_from_db()

    assert answer.status_code == SEE_OTHER
    assert (kept, cast.site.school_id) == (cast.school.id, other.id)


def test_a_site_goes_to_no_school_of_another_district(cast: Cast) -> None:
    elsewhere = make_agency(AgencyKind.SCHOOL, parent=make_agency(AgencyKind.DISTRICT))

    answer = browser(keeper(cast)).post(f"/sites/{cast.site.id}/settings", {**SCHOOL, "school_id": str(elsewhere.id)})

    assert answer.status_code == REFUSED


# --- what is missing --------------------------------------------------------------------------------------------------
def test_the_checklist_counts_what_is_there(cast: Cast) -> None:
    client = browser(keeper(cast))
    before = text_of(client.get("/administration"))
    keeper(cast, "second")
    after = text_of(client.get("/administration"))

    assert before.count("office-done") + 1 == after.count("office-done")
    assert ">Two administrators" in before


def test_a_district_invites_the_people_of_its_schools_and_the_next_click_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.administration.pages.invitations.LETTERS_MAX", 2)
    keeper(cast)
    User.objects.update(password="usable")
    chief, principal = (User.objects.get(username=name) for name in ("keeper", "principal"))
    for agency, name in ((cast.district, "Ann One"), (cast.school, "Ben Two"), (cast.school, "Cyd Three")):
        person = make_member(agency, user=make_user(username=name[:3])).user
        User.objects.filter(pk=person.pk).update(display_name=name, home_agency=agency, password=make_password(None))
    client, address = browser(chief), f"/administration/agencies/{cast.district.id}"

    page = text_of(client.get(f"{address}?waiting=yes"))
    first, second = (text_of(client.post(f"{address}/invite", {"act": "letters", "by": "letter"})) for _click in "12")

    assert 'id="waiting" open' in page
    assert "3 people have no password yet" in page
    assert [name in first for name in ("Ann One", "Ben Two", "Cyd Three")] == [True, True, False]
    assert "Cyd Three" in second
    of_school = f"/administration/agencies/{cast.school.id}/invite"
    other = text_of(browser(principal).post(of_school, {"act": "letters"}))
    assert "Ann One" not in other


def test_inviting_everyone_leaves_the_codes_of_just_now_alone_and_says_so(cast: Cast) -> None:
    keeper(cast)
    User.objects.update(password="usable")
    chief = User.objects.get(username="keeper")
    for name in ("Ann One", "Ben Two"):
        person = make_member(cast.district, user=make_user(username=name[:3])).user
        User.objects.filter(pk=person.pk).update(
            display_name=name, home_agency=cast.district, password=make_password(None)
        )
    ann = User.objects.get(username="Ann")
    code = write_invitation(user_id=ann.pk, made_by=chief.pk, at=timezone.now() - timedelta(minutes=5))
    client, address = browser(chief), f"/administration/agencies/{cast.district.id}/invite"

    first = text_of(client.post(address, {"act": "letters", "by": "letter"}))
    again = text_of(client.post(address, {"act": "letters", "by": "letter"}))

    assert ["Welcome, Ann One" in first, "Welcome, Ben Two" in first] == [False, True]
    assert "1 person was invited within the last half hour" in first
    assert "Welcome" not in again
    assert "2 people were invited within the last half hour" in again
    assert invited_person(code, timezone.now()) == ann

    Invitation.objects.update(made_at=timezone.now() - timedelta(minutes=31))
    later = text_of(client.post(address, {"act": "letters", "by": "letter"}))

    assert ["Welcome, Ann One" in later, "Welcome, Ben Two" in later] == [True, True]
    assert "within the last half hour" not in later
    with pytest.raises(InvitationNotFound):
        invited_person(code, timezone.now())
