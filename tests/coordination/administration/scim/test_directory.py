"""The directory of the people that someone administers: searched, a page at a time, at a price that does not grow."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.administration.accounts.directory import PAGE, PeoplePage, people_found
from coordination.administration.accounts.member_index import index_changed, scope_of_agency
from coordination.administration.models import MemberWords
from coordination.models import User
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def staff(cast: Cast, count: int, *, prefix: str = "person", **fields: str) -> None:
    for number in range(count):
        member = make_member(cast.district, user=make_user(username=f"{prefix}{number:03}"))
        AgencyMember.objects.filter(pk=member.pk).update(**{"title": "", **fields})


def found(keeper: User, text: str, page: int = 1) -> PeoplePage:
    return people_found(user_id=keeper.pk, agency=None, text=text, page=page, at=NOW)


def test_every_word_is_looked_for_in_name_user_name_callsign_title_and_unit(cast: Cast, keeper: User) -> None:
    staff(cast, 3, callsign="Adam-12", unit="Transport")
    staff(cast, 2, prefix="other", callsign="Boy-7")

    assert [row.username for row in found(keeper, "adam PERSON001").rows] == ["person001"]
    assert found(keeper, "transport").total == 3
    assert found(keeper, "adam boy").total == 0


def test_nothing_is_found_across_the_end_of_one_field_and_the_beginning_of_the_next(cast: Cast, keeper: User) -> None:
    staff(cast, 1, callsign="AB", title="CD")

    assert found(keeper, "ABCD").total == 0
    assert found(keeper, "AB CD").total == 1


def test_a_word_is_found_by_its_beginning_without_case_and_marks_and_signs_are_no_words(
    cast: Cast, keeper: User
) -> None:
    staff(cast, 1, unit="100%_Zürich O'Neil")

    assert [found(keeper, text).total for text in ("zuri", "ZÜRICH", "100", "o neil", "100% zur")] == [1] * 5
    assert [found(keeper, text).total for text in ("%", "_", "rich", "1%0", "' OR 1=1", "zuri*", "-- zur x")] == [
        *[0] * 5,
        1,
        0,
    ]


def rename(person: User) -> None:
    User.objects.filter(pk=person.pk).update(display_name="Beatrix Example")


def move(person: User) -> None:
    AgencyMember.objects.filter(user=person).update(unit="Beatrix")


def by_sql(person: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coordination_user SET email = 'beatrix@x.example' WHERE id = %s", [person.pk])


@pytest.mark.parametrize("change", [rename, move, by_sql])
def test_whoever_is_changed_by_any_door_is_found_by_what_they_are_now(
    cast: Cast, keeper: User, change: Callable[[User], None]
) -> None:
    staff(cast, 2)
    person = User.objects.get(username="person001")
    assert (found(keeper, "person001").total, found(keeper, "beatrix").total) == (1, 0)

    change(person)

    assert [row.username for row in found(keeper, "beatrix").rows] == ["person001"]
    assert index_changed() == 0


def test_the_words_of_other_agencies_are_behind_another_scope(cast: Cast, keeper: User) -> None:
    staff(cast, 1)
    found(keeper, "person")
    own = scope_of_agency(cast.district.pk)

    # PostgreSQL shows each word in quotes.
    words = [row.words.replace("'", "").split() for row in MemberWords.objects.filter(member__agency=cast.district)]
    others = MemberWords.objects.filter(member__agency=cast.police)

    assert all(word.startswith(own) for row in words for word in row)
    assert others.exists()
    assert not others.filter(words__begin_with=((own,),)).exists()


def plan_of(statement: str) -> str:
    """Return how the database goes about a query, as if no table were small."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return "\n".join(str(row) for row in cursor.fetchall())


@pytest.mark.parametrize("text", ["person12", "", "person012 adam"])
def test_neither_a_search_nor_a_page_goes_through_everybody(cast: Cast, keeper: User, text: str) -> None:
    staff(cast, 30, callsign="Adam-12")
    index_changed()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    with CaptureQueriesContext(connection) as captured:
        people_found(user_id=keeper.pk, agency=cast.district, text=text, page=1, at=NOW)
    plans = {one["sql"]: plan_of(one["sql"]) for one in captured.captured_queries if "member" in one["sql"]}

    assert plans
    for statement, plan in plans.items():
        # The agencies that one administers are few, and found among few.
        few = "|".join(["administration_membertoindex", *re.findall(r'"mou_agency" (?:AS )?"?(\w+)', statement)])
        assert not re.search(rf"Seq Scan|SCAN (?!\w+_fts\b|({few})\b)(?![^\n]* USING (COVERING )?INDEX)", plan), plan
        # No one is looked at for being of the agency: who is found comes first.
        assert not text or "agencymember_agency_id" not in plan, plan
    if text:
        assert any(
            re.search("memberwords_fts|Index Scan on administration_memberwords_words", one) for one in plans.values()
        )


def test_pages_follow_each_other_and_one_too_many_is_the_last(cast: Cast, keeper: User) -> None:
    staff(cast, PAGE + 5)

    first, last, beyond = (found(keeper, "person", page) for page in (1, 2, 9))

    names = [row.username for row in (*first.rows, *last.rows)]
    assert names == sorted(names)
    assert (first.total, first.pages, len(last.rows), beyond) == (PAGE + 5, 2, 5, last)


@pytest.mark.parametrize("text", ["", "person"])
def test_a_page_costs_as_many_queries_however_many_people_there_are(cast: Cast, keeper: User, text: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(keeper, text)
        return len(captured)

    staff(cast, 2)
    cost()
    before = cost()
    staff(cast, 60, prefix="persons")
    index_changed()

    assert cost() == before <= 6


def test_nobody_finds_the_people_of_an_agency_that_they_do_not_administer(cast: Cast, keeper: User) -> None:
    assert found(keeper, "officer").rows == []
    assert found(cast.officer, "").total == 0
    for text in ("", "keeper"):
        asked = {"user_id": cast.officer.pk, "agency": cast.district, "text": text, "page": 1, "at": NOW}
        assert people_found(**asked).total == 0  # type: ignore[arg-type]  # the same words for both
