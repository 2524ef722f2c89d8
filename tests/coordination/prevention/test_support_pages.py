"""The forms of support: what is wrong is said at its field, what was typed stays, and nothing is written."""

import pytest
from django.test import Client

from coordination.models import User
from coordination.prevention.support.models import CrisisCall, Referral, SupportTeam
from mapping.models import Space
from tests.factories.cast import Cast, join, open_room
from tests.factories.mapping import make_plan
from tests.factories.prevention.support import make_crisis, make_referral, make_support_team

pytestmark = pytest.mark.django_db
WORRY = {"act": "refer", "student_name": "Made-Up Mel", "reason": "Very quiet.", "urgency": "routine"}


@pytest.fixture
def support(cast: Cast, counselor: User) -> SupportTeam:
    return make_support_team(cast.school, members=[counselor])


@pytest.fixture
def team_member(client: Client, counselor: User) -> Client:
    client.force_login(counselor)
    return client


# --- referring --------------------------------------------------------------------------------------------------------
def test_a_student_is_referred_and_the_reader_is_told_a_number(
    cast: Cast, support: SupportTeam, client: Client
) -> None:
    client.force_login(cast.teacher)
    form = {**WORRY, "agency_id": str(cast.school.pk)}

    blank = client.post("/prevention/support/refer", {**form, "reason": "   "})
    made = client.post("/prevention/support/refer", form)

    assert blank.status_code == 422
    page = blank.content.decode()
    assert 'id="refer-reason_error"' in page
    assert 'value="Made-Up Mel"' in page
    assert made.status_code == 200
    assert Referral.objects.get().number in made.content.decode()


def test_a_student_is_referred_to_no_team_but_those_of_the_list(
    cast: Cast, support: SupportTeam, client: Client
) -> None:
    client.force_login(cast.teacher)

    for agency_id in (str(cast.district.pk), "nonsense", ""):
        assert client.post("/prevention/support/refer", {**WORRY, "agency_id": agency_id}).status_code == 422
    client.force_login(cast.stranger)
    assert client.post("/prevention/support/refer", {**WORRY, "agency_id": str(cast.school.pk)}).status_code == 404

    assert not Referral.objects.exists()


# --- steps of a referral ----------------------------------------------------------------------------------------------
def test_a_step_that_needs_words_says_so_at_its_field(cast: Cast, support: SupportTeam, team_member: Client) -> None:
    referral = make_referral(support, by=cast.teacher)
    address = f"/prevention/support/referrals/{referral.pk}"

    refused = team_member.post(address, {"act": "step", "step": "withdraw", "words": " "})
    no_one = team_member.post(address, {"act": "step", "step": "record_consent", "words": "By phone."})
    done = team_member.post(address, {"act": "step", "step": "record_consent", "words": "x", "consent_by": "parent"})

    assert (refused.status_code, no_one.status_code, done.status_code) == (422, 422, 303)
    assert 'id="step-withdraw-words_error"' in refused.content.decode()
    assert "By phone." in no_one.content.decode()
    assert 'id="step-record_consent-consent_by_error"' in no_one.content.decode()
    referral.refresh_from_db()
    assert (referral.state, referral.consent_by) == ("consented", "parent")


def test_a_step_of_a_page_that_is_old_is_refused_in_words(
    cast: Cast, support: SupportTeam, team_member: Client
) -> None:
    """The page no longer draws the form; what the browser still has of it is answered by the act."""
    referral = make_referral(support, by=cast.teacher)
    address = f"/prevention/support/referrals/{referral.pk}"
    assert "step-close-words" not in team_member.get(address).content.decode()

    refused = team_member.post(address, {"act": "step", "step": "close", "words": "Done."})

    assert refused.status_code == 422
    assert "Ask for consent first." in refused.content.decode()
    assert team_member.post(address, {"act": "step", "step": "nonsense"}).status_code == 404
    referral.refresh_from_db()
    assert referral.state == "received"


def test_who_is_not_on_the_team_takes_no_step(cast: Cast, support: SupportTeam, client: Client) -> None:
    referral = make_referral(support, by=cast.teacher)
    form = {"act": "step", "step": "withdraw", "words": "x"}

    for user in (cast.teacher, cast.insider, cast.stranger):
        client.force_login(user)
        assert client.post(f"/prevention/support/referrals/{referral.pk}", form).status_code == 404

    referral.refresh_from_db()
    assert referral.state == "received"


# --- crisis teams -----------------------------------------------------------------------------------------------------
def test_a_crisis_team_is_called_once_from_the_page_of_its_incident(
    cast: Cast, support: SupportTeam, client: Client
) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    address, form = f"/incidents/{room.incident_id}/crisis-team", {"act": "call", "origin": "incident", "reason": "x"}

    client.force_login(cast.officer)
    not_allowed = client.post(address, form)
    client.force_login(cast.insider)
    too_long = client.post(address, {**form, "reason": "x" * 401})
    called, again = client.post(address, form), client.post(address, form)

    assert [one.status_code for one in (not_allowed, too_long, called, again)] == [422, 422, 303, 422]
    assert "A crisis team was called to this incident already." in again.content.decode()
    assert CrisisCall.objects.count() == 1


def test_a_team_calls_itself_without_an_incident(cast: Cast, support: SupportTeam, team_member: Client) -> None:
    form = {"act": "call", "reason": "Two classes heard it."}

    assert team_member.post("/prevention/support", {**form, "agency_id": str(cast.district.pk)}).status_code == 422
    assert team_member.post("/prevention/support", {**form, "agency_id": str(cast.school.pk)}).status_code == 303

    assert CrisisCall.objects.get().team == support


def test_who_is_looked_after_is_written_with_what_is_wrong_at_its_field(
    cast: Cast, support: SupportTeam, team_member: Client, counselor: User
) -> None:
    call = make_crisis(support, by=counselor)
    address = f"/prevention/support/crises/{call.pk}"
    exposure = {"role": "student", "physical": "there", "emotional": "close", "reaction": "some"}
    form = {"act": "person", "name": "Made-Up Mel", "owner_id": str(counselor.public_id), **exposure}

    refused = team_member.post(address, {**form, "name": " "})
    no_one = team_member.post(address, {**form, "owner_id": str(cast.teacher.public_id)})
    listed = team_member.post(address, form)

    assert [one.status_code for one in (refused, no_one, listed)] == [422, 422, 303]
    assert 'id="person-name_error"' in refused.content.decode()
    assert 'value="Made-Up Mel"' in no_one.content.decode()
    person = call.people.get(name="Made-Up Mel")
    assert (person.suggested, person.level, person.owner) == ("indicated", "indicated", counselor)


def test_each_on_the_list_is_asked_by_a_form_of_their_own_until_the_last_time(
    support: SupportTeam, team_member: Client, counselor: User
) -> None:
    call = make_crisis(support, by=counselor)
    address, first = f"/prevention/support/crises/{call.pk}", call.people.get()
    form = {"act": "followed_up", "person_id": str(first.pk), "words": "Better."}
    page = team_member.get(address).content.decode()

    assert page.count(f'name="person_id" value="{first.pk}"') == page.count('name="person_id"') == 1
    assert team_member.post(address, {**form, "next_on": "2099-02-01"}).status_code == 303
    assert team_member.post(address, {**form, "next_on": "nonsense"}).status_code == 422
    assert team_member.post(address, form).status_code == 303
    # That was the last time: the page has no form for them any more.
    assert team_member.post(address, form).status_code == 404
    assert team_member.post(address, {**form, "person_id": str(call.pk)}).status_code == 404
    first.refresh_from_db()
    assert first.done_at is not None
    assert call.records.count() == 2


def test_a_room_is_taken_and_given_back_until_the_end(
    cast: Cast, support: SupportTeam, team_member: Client, counselor: User
) -> None:
    make_plan(cast.site)
    call = make_crisis(support, by=counselor, state="on_site")
    address, space = f"/prevention/support/crises/{call.pk}", Space.objects.all()[0]
    form = {"act": "room", "space_id": str(space.pk), "use": "families"}

    refused = team_member.post(address, {**form, "space_id": str(call.pk)})
    taken, twice = team_member.post(address, form), team_member.post(address, form)

    assert [one.status_code for one in (refused, taken, twice)] == [422, 303, 422]
    assert f'<optgroup label="{cast.site.name}">' in refused.content.decode()
    (room,) = call.rooms.all()
    assert team_member.post(address, {"act": "room_given", "room_id": str(call.pk)}).status_code == 422
    assert team_member.post(address, {"act": "room_given", "room_id": str(room.pk)}).status_code == 303
    assert team_member.post(address, {"act": "step", "step": "end", "words": "Done."}).status_code == 303
    assert team_member.post(address, form).status_code == 404
    assert not call.rooms.exists()


def test_who_is_not_on_the_team_writes_nothing_of_a_crisis(
    cast: Cast, support: SupportTeam, client: Client, counselor: User
) -> None:
    call = make_crisis(support, by=counselor)
    forms = (
        {"act": "step", "step": "accept"},
        {"act": "followed_up", "person_id": str(call.people.get().pk)},
        {"act": "nonsense"},
    )

    for user in (cast.teacher, cast.insider, cast.stranger):
        client.force_login(user)
        for form in forms:
            assert client.post(f"/prevention/support/crises/{call.pk}", form).status_code == 404

    call.refresh_from_db()
    assert (call.state, call.records.count()) == ("called", 0)


# --- the directory and the lines --------------------------------------------------------------------------------------
def test_a_partner_without_an_agreement_is_not_listed(cast: Cast, support: SupportTeam, team_member: Client) -> None:
    address = f"/prevention/support/teams/{cast.school.pk}/directory"
    form = {"act": "add", "name": "Made-Up Morgan", "profession": "outside_partner", "full_time": "0.2"}

    refused = team_member.post(address, form)
    listed = team_member.post(address, {**form, "organization": "Pretend Counseling", "agreement": "Of 2026"})

    assert (refused.status_code, listed.status_code) == (422, 303)
    assert 'id="add-agreement_error"' in refused.content.decode()
    (person,) = support.people.all()
    assert (person.name, str(person.full_time), person.agreement_until) == ("Made-Up Morgan", "0.2", None)
    assert team_member.post(address, {"act": "remove", "entry_id": str(person.pk)}).status_code == 303
    assert not support.people.exists()


def test_a_number_of_the_directory_is_one_that_can_be_called(
    cast: Cast, support: SupportTeam, team_member: Client
) -> None:
    address = f"/prevention/support/teams/{cast.school.pk}/directory"
    form = {"act": "add", "name": "Made-Up Morgan", "profession": "counselor", "full_time": "1"}

    for phone, why in (("911", "emergency service"), ("55501", "too few digits"), ("=cmd()", "digits, blanks")):
        refused = team_member.post(address, {**form, "phone": phone})
        assert (refused.status_code, why in refused.content.decode()) == (422, True), phone
        assert 'id="add-phone_error"' in refused.content.decode()
    assert not support.people.exists()
    assert team_member.post(address, {**form, "phone": "(512) 555-0142 x7"}).status_code == 303
    assert support.people.get().phone == "+15125550142 x7"


def test_lines_are_typed_in_rows_and_empty_rows_are_none(cast: Cast, support: SupportTeam, client: Client) -> None:
    client.force_login(cast.insider)
    address = f"/prevention/support/teams/{cast.school.pk}"
    form = {"act": "set", "keep_days": "400"}

    set_up = client.post(
        address, {**form, "help_lines-name": ["", "Pretend line"], "help_lines-phone": ["", "555-0100"]}
    )
    half = client.post(address, {**form, "help_lines-name": ["Half a line"], "help_lines-phone": [""]})
    many = client.post(address, {**form, "help_lines-name": ["Line"] * 7, "help_lines-phone": ["555-0100"] * 7})

    assert [one.status_code for one in (set_up, half, many)] == [303, 422, 422]
    assert 'value="Half a line"' in half.content.decode()
    assert 'id="set-help_lines_error"' in half.content.decode()
    support.refresh_from_db()
    assert support.help_lines == [{"name": "Pretend line", "phone": "555-0100"}]
