"""Tables of pages: who sees one has it as a file, by the same filter, and no one else has it."""

import csv
import io
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordination import audit_spool
from coordination.audit_spool import AuditNote
from coordination.models import User
from coordination.prevention.support.models import SupportPerson
from coordination.vocabulary import AuditKind
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.prevention.support import make_crisis, make_referral, make_support_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


@pytest.fixture
def counselor(cast: Cast) -> User:
    counselor = make_member(cast.school, role=MemberRole.STAFF).user
    team = make_support_team(cast.school, members=[counselor])
    make_referral(team, by=cast.teacher, urgency="crisis", student_name="Made-Up Mel")
    make_referral(team, by=cast.teacher, student_name="Made-Up Max")
    make_crisis(team, by=counselor, is_exercise=True)
    SupportPerson.objects.create(team=team, name='=HYPERLINK("http://evil")', profession="nurse", phone="555-0101")
    SupportPerson.objects.create(team=team, name="Ana Made-Up", profession="counselor")
    return counselor


def answer_to(user: User, address: str) -> HttpResponse:
    client = Client()
    client.force_login(user)
    response: Any = client.get(address)
    assert isinstance(response, HttpResponse)
    return response


def rows_of(response: HttpResponse) -> list[list[str]]:
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


# --- who has the file -------------------------------------------------------------------------------------------------
def test_a_file_is_for_who_sees_the_page_and_for_no_one_else(cast: Cast, keeper: User, counselor: User) -> None:
    school, district, site = cast.school.pk, cast.district.pk, cast.site.pk
    files = {
        "/prevention/support?format=csv": {"counselor"},
        "/prevention/support?crises-format=csv": {"counselor"},
        f"/prevention/support/teams/{school}/directory?format=csv": {"counselor", "insider", "keeper"},
        f"/prevention/support/teams/{school}/directory?ratios-format=csv": {"counselor", "insider", "keeper"},
        "/administration?format=csv": {"keeper", "insider"},
        f"/administration/agencies/{district}?format=csv": {"keeper"},
        f"/administration/agencies/{district}?acts-format=csv": {"keeper"},
        f"/administration/people/{cast.teacher.public_id}?acts-format=csv": {"keeper", "insider"},
        f"/sites/{site}/buildings?format=csv": {"keeper", "insider"},
        f"/sites/{site}/plan-imports?format=csv": {"keeper", "insider"},
        f"/records/{district}/deletions?format=csv": {"keeper"},
        f"/records/{district}/retention?going-format=csv": {"keeper"},
        f"{reverse('panic_keys')}?format=csv": {"keeper"},
    }
    people = {"keeper": keeper, "counselor": counselor, "insider": cast.insider}
    people |= {"teacher": cast.teacher, "officer": cast.officer, "stranger": cast.stranger, "former": cast.former}

    found: dict[str, set[str]] = {}
    for address in files:
        answers = {name: answer_to(user, address) for name, user in people.items()}
        taken = {name for name, one in answers.items() if one.headers["Content-Type"].startswith("text/csv")}
        # Who may open the page but has no such table there gets the page; the others find nothing.
        assert {one.status_code for name, one in answers.items() if name not in taken} <= {200, 404}, address
        assert Client().get(address).status_code == 302
        found[address] = taken

    assert found == files


def test_a_file_has_what_the_filter_leaves_and_says_what_is_of_an_exercise(counselor: User) -> None:
    whole = rows_of(answer_to(counselor, "/prevention/support?format=csv"))
    urgent = rows_of(answer_to(counselor, "/prevention/support?urgency=crisis&format=csv"))
    crises = rows_of(answer_to(counselor, "/prevention/support?crises-format=csv"))
    none = answer_to(counselor, "/prevention/support?urgency=nonsense&format=csv")

    assert whole[0] == ["Name", "About", "Since", "How soon", "State", "Due"]
    assert (len(whole), len(urgent)) == (3, 2)
    assert urgent[1][3] == "Crisis: within an hour"
    # A list names no one that it is about.
    assert "Made-Up" not in str(whole)
    assert crises[1][0].startswith("EXERCISE · ")
    assert none.status_code == 422
    assert "Made-Up" not in none.content.decode()


def test_what_someone_typed_into_a_directory_is_not_run_by_a_spreadsheet(cast: Cast, counselor: User) -> None:
    address = f"/prevention/support/teams/{cast.school.pk}/directory?sort=-name&format=csv"

    rows = rows_of(answer_to(counselor, address))

    assert [row[0] for row in rows] == ["Name", "Ana Made-Up", '\'=HYPERLINK("http://evil")']
    # Buttons are no column of a file.
    assert "Remove" not in rows[0]


def test_a_file_that_left_is_recorded_as_an_export_and_a_page_is_not(
    cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[AuditNote] = []
    monkeypatch.setattr("coordination.records.audit.middleware.note", noted.append)
    address = f"/administration/agencies/{cast.district.pk}"

    answer_to(keeper, address)
    assert noted == []
    answer_to(keeper, f"{address}?format=csv")

    (one,) = noted
    assert (one.kind, one.what, one.user_id) == (AuditKind.EXPORT, "list_exported", keeper.pk)
    assert (one.about["list"], one.about["agency_id"]) == ("people", str(cast.district.pk))
    assert hasattr(audit_spool, "note")


# --- people -----------------------------------------------------------------------------------------------------------
def test_people_are_found_sorted_and_filtered_together(cast: Cast, keeper: User) -> None:
    for name, title in (("zed", "School nurse"), ("amara", "School coach")):
        user = make_user(username=name, home=cast.school)
        make_member(cast.school, user=user, role=MemberRole.STAFF, title=title)
    address = f"/administration/agencies/{cast.school.pk}?role=staff&q=school"

    by_name = rows_of(answer_to(keeper, f"{address}&format=csv"))
    by_title = rows_of(answer_to(keeper, f"{address}&sort=-title&format=csv"))
    other = rows_of(answer_to(keeper, f"/administration/agencies/{cast.school.pk}?role=planner&q=zed&format=csv"))

    assert [row[0] for row in by_name[1:]] == ["Amara", "Zed"]
    assert [row[0] for row in by_title[1:]] == ["Zed", "Amara"]
    # A search does not undo the filter.
    assert len(other) == 1


@pytest.mark.parametrize("query", ["page=0", "page=x", "sort=password", "role=king", "acts-sort=x", "q=%00"])
def test_a_query_that_no_table_takes_is_answered_and_is_no_fault(cast: Cast, keeper: User, query: str) -> None:
    response = answer_to(keeper, f"/administration/agencies/{cast.school.pk}?{query}")

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
