"""Rows that were not stored are shown while a set is looked at and after: one template, two views of a row."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from coordination.rosters.reading.rows import Defect
from coordination.rosters.vocabulary import RosterDefectCode, RosterTable
from coordination.rosters.work.queries import RosterDefectView
from mou.vocabulary import MemberRole
from tests.factories.cast import make_cast
from tests.factories.mou import make_member
from tests.factories.rosters import QUINCE, bring, packed, tables

pytestmark = pytest.mark.django_db(transaction=True)
TABLE, CODE = next(iter(RosterTable)), next(iter(RosterDefectCode))


@pytest.mark.parametrize(
    "row", [Defect(TABLE, 7_001, "email", CODE), RosterDefectView(table=TABLE, row=7_001, column="email", code=CODE)]
)
def test_each_view_of_a_row_that_was_not_stored_says_which_it_is(row: Defect | RosterDefectView) -> None:
    page = render_to_string("rosters/_defects.html", {"rows": [row], "total": 1, "tables": {}, "defects": {}})

    assert ">7001<" in page or ">7,001<" in page


def test_a_district_s_roster_page_opens_after_an_import_with_a_bad_row() -> None:
    cast = make_cast()
    bad = {"sourcedId": "", "givenName": "No", "familyName": QUINCE, "enabledUser": "true"}
    look = bring(cast.district, packed(tables(extra={"users": [bad]})))
    client = Client()
    client.force_login(make_member(cast.district, role=MemberRole.ADMINISTRATOR).user)

    answer = client.get(f"/administration/rosters/{cast.district.pk}")

    assert look.defects_total > 0
    assert answer.status_code == 200
    assert "was not stored" in answer.content.decode()
