"""The newest rows of a list, with how many there are."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from mou.foundation.tables.newest import read_newest
from mou.models import Agency
from mou.vocabulary import AgencyKind
from tests.factories.mou import make_agency

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("most", "shown", "queries"), [(2, 2, 2), (3, 3, 1), (50, 3, 1)])
def test_a_list_that_is_cut_knows_how_long_it_is(most: int, shown: int, queries: int) -> None:
    for name in ("Ada", "Bea", "Cal"):
        make_agency(AgencyKind.POLICE, name=name)
    rows = Agency.objects.filter(name__in=("Ada", "Bea", "Cal")).order_by("name")

    with CaptureQueriesContext(connection) as asked:
        found = read_newest(rows, most).make_each(lambda one: one.name)

    assert (len(found), found.total, found.is_cut, len(asked)) == (shown, 3, most < 3, queries)


def test_a_page_says_it_only_of_a_list_that_is_cut() -> None:
    for name in ("Ada", "Bea", "Cal"):
        make_agency(AgencyKind.POLICE, name=name)
    rows = Agency.objects.filter(name__in=("Ada", "Bea", "Cal")).order_by("name")
    page = Template('{% include "tables/_newest.html" %}')

    with override("en"):
        cut, whole = (page.render(Context({"rows": read_newest(rows, most)})) for most in (2, 3))

    assert "The newest 2 of 3." in cut
    assert "small quiet" not in whole
