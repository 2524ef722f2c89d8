"""The pages of times and legal holds: what is wrong stands at its field, who may not finds no page, two release."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from coordination.keeping.models import LegalHold, RetentionRule
from coordination.models import User
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 10, 6, 14, tzinfo=UTC)
OK, SEE_OTHER, NOT_FOUND, REFUSED = 200, 303, 404, 422


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_keeper(cast, "keeper")


def make_keeper(cast: Cast, name: str) -> User:
    return make_member(cast.district, user=make_user(username=name), role=MemberRole.ADMINISTRATOR).user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(user: User, cast: Cast, page: str, form: dict[str, str]) -> HttpResponse:
    found = client_of(user).post(f"/records/{cast.district.pk}/{page}", form)
    assert isinstance(found, HttpResponse)
    return found


def wrong_field(answer: HttpResponse) -> str:
    """Return the name of the one field at which something is wrong."""
    (marked,) = [part.partition(">")[0] for part in answer.content.decode().split("<")[1:] if "aria-invalid" in part]
    return marked.partition('name="')[2].partition('"')[0]


# --- how long ---------------------------------------------------------------------------------------------------------
def test_a_time_below_the_law_s_is_refused_at_its_field_and_what_was_typed_stays(cast: Cast, keeper: User) -> None:
    form = {"act": "set", "data_class": "exercises", "days": "3", "reason": "Sooner, please"}

    answer = send(keeper, cast, "retention", form)

    text = answer.content.decode()
    assert (answer.status_code, wrong_field(answer)) == (REFUSED, "days")
    assert "This is shorter than the law, or the product, asks for." in text
    assert 'value="Sooner, please"' in text
    assert '<option value="exercises" selected' in text
    assert not RetentionRule.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("days", "x"), ("days", "0"), ("reason", " "), ("data_class", "tips")])
def test_what_is_no_time_is_refused_at_its_field(cast: Cast, keeper: User, field: str, value: str) -> None:
    form = {"act": "set", "data_class": "exercises", "days": "4000", "reason": "A law", field: value}

    answer = send(keeper, cast, "retention", form)

    assert (answer.status_code, wrong_field(answer)) == (REFUSED, field)
    assert not RetentionRule.objects.exists()


def test_a_time_is_set_by_the_page_and_without_days_it_has_no_end(cast: Cast, keeper: User) -> None:
    form = {"act": "set", "data_class": "exercises", "days": "4000", "reason": "A law"}

    answers = [send(keeper, cast, "retention", form), send(keeper, cast, "retention", form | {"days": ""})]

    assert [one.status_code for one in answers] == [SEE_OTHER, SEE_OTHER]
    rule = RetentionRule.objects.get()
    assert (rule.data_class, rule.days, rule.days_before, rule.reason) == ("exercises", None, 4000, "A law")


def test_who_does_not_administer_the_district_finds_no_page_and_changes_nothing(cast: Cast, keeper: User) -> None:
    hold = {"act": "set", "scope": "site", "site_id": str(cast.site.pk), "reason": "Letter"}
    days = {"act": "set", "data_class": "exercises", "days": "4000", "reason": "A law"}

    for who in (cast.insider, cast.teacher, cast.officer, cast.stranger):
        assert send(who, cast, "retention", days).status_code == NOT_FOUND
        assert send(who, cast, "legal-holds", hold).status_code == NOT_FOUND
        assert client_of(who).get(f"/records/{cast.district.pk}/deletions").status_code == NOT_FOUND

    assert (RetentionRule.objects.count(), LegalHold.objects.count()) == (0, 0)


# --- holds ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"scope": "person", "person": "x"}, "person"),
        ({"scope": "incident"}, "incident_id"),
        ({"scope": "site", "site_id": "00000000-0000-0000-0000-000000000000"}, "site_id"),
        ({"scope": "time_span", "since": "2026-10-02", "until": "2026-10-01"}, "until"),
        # The day after this one is not on the calendar.
        ({"scope": "time_span", "since": "2026-10-02", "until": "9999-12-31"}, "until"),
        ({"scope": "everything"}, "scope"),
        ({"scope": "site", "reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_held_is_refused_at_its_field(
    cast: Cast, keeper: User, fields: dict[str, str], wrong: str
) -> None:
    answer = send(keeper, cast, "legal-holds", {"act": "set", "reason": "The court of Fairview", **fields})

    assert (answer.status_code, wrong_field(answer)) == (REFUSED, wrong)
    assert LegalHold.objects.count() == 0


def test_a_hold_of_days_ends_with_the_last_of_them_by_the_district_s_clock(cast: Cast, keeper: User) -> None:
    form = {"act": "set", "scope": "time_span", "since": "2026-10-01", "until": "2026-10-02"}

    answer = send(keeper, cast, "legal-holds", {**form, "reason": "The court\r\n of Fairview"})

    hold = LegalHold.objects.get()
    assert hold.since is not None
    assert hold.until is not None
    assert (answer.status_code, hold.reason) == (SEE_OTHER, "The court of Fairview")
    assert (hold.until - hold.since).days == 2


def test_one_administrator_asks_and_another_releases(cast: Cast, keeper: User) -> None:
    second = make_keeper(cast, "second")
    form = {"act": "set", "scope": "site", "site_id": str(cast.site.pk), "reason": "Letter"}
    assert send(keeper, cast, "legal-holds", form).status_code == SEE_OTHER
    hold = LegalHold.objects.get()
    row = {"hold_id": str(hold.pk)}

    without = send(keeper, cast, "legal-holds", {"act": "release", **row, "reason": ""})
    asked = send(keeper, cast, "legal-holds", {"act": "release", **row, "reason": "Settled"})
    alone = send(keeper, cast, "legal-holds", {"act": "release", **row})
    kept = send(second, cast, "legal-holds", {"act": "keep", **row})
    again = send(keeper, cast, "legal-holds", {"act": "release", **row, "reason": "Settled"})
    hold.refresh_from_db()
    assert hold.released_at is None
    done = send(second, cast, "legal-holds", {"act": "release", **row})
    late = send(second, cast, "legal-holds", {"act": "keep", **row})

    assert [one.status_code for one in (asked, kept, again, done)] == [SEE_OTHER] * 4
    assert (without.status_code, wrong_field(without)) == (REFUSED, "reason")
    assert (alone.status_code, "Another administrator has to release it." in alone.content.decode()) == (REFUSED, True)
    assert (late.status_code, "This hold was released already." in late.content.decode()) == (REFUSED, True)
    hold.refresh_from_db()
    assert (hold.release_asked_by_id, hold.released_by_id) == (keeper.pk, second.pk)


def test_a_hold_of_another_district_is_not_there(cast: Cast, keeper: User) -> None:
    answer = send(keeper, cast, "legal-holds", {"act": "keep", "hold_id": "00000000-0000-0000-0000-000000000000"})

    assert answer.status_code == NOT_FOUND
    assert client_of(keeper).get(f"/records/{cast.district.pk}/legal-holds").status_code == OK


def test_a_hold_in_force_is_listed_however_many_were_set_and_released_since(cast: Cast, keeper: User) -> None:
    known = {"district": cast.district, "scope": "person", "reason": "Suit 7", "set_by": keeper, "set_by_name": "Sam"}
    LegalHold.objects.create(**known, name="the oldest", set_at=NOW - timedelta(days=900))
    LegalHold.objects.bulk_create(
        LegalHold(**known, name=f"over {n}", set_at=NOW - timedelta(days=n), released_at=NOW) for n in range(60)
    )
    page, client = f"/records/{cast.district.pk}/legal-holds", client_of(keeper)

    first, last = (client.get(f"{page}?page={number}").content.decode() for number in (1, 2))

    assert "the oldest" in first
    assert "over 59" in last


def test_what_is_under_hold_is_sorted_and_found_and_leaves_in_no_file(cast: Cast, keeper: User) -> None:
    page, client = f"/records/{cast.district.pk}/legal-holds", client_of(keeper)

    assert {client.get(f"{page}?{asked}").status_code for asked in ("sort=-what", "what=site", "q=Suit")} == {OK}
    assert {client.get(f"{page}?{asked}").status_code for asked in ("format=csv", "sort=reason")} == {REFUSED}
