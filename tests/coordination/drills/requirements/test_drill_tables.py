"""The tables of drill law: what is reached, sorted and taken as a file, and what their order must not tell."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from tests.coordination.drills.requirements.drill_people import People, as_
from tests.factories.practice.drills import make_drill

pytestmark = pytest.mark.django_db(transaction=True)
EVIL = '=HYPERLINK("http://evil")<script>alert(1)</script>'


def file_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_neither_order_nor_file_tells_a_reader_the_kind_of_a_drill_that_is_not_announced(people: People) -> None:
    cast = people.cast
    at = datetime(2026, 10, 6, 14, tzinfo=UTC)
    make_drill(cast.site, by=cast.insider, at=at, type="fire", state="planned", announcement="date_only")
    path, teacher, keeper = f"/drills/schools/{cast.site.pk}?year=2026", as_(cast.teacher), as_(cast.insider)

    assert {teacher.get(f"{path}&sort={order}").status_code for order in ("drill", "-drill", "type")} == {422}
    known, told = (file_rows(one.get(f"{path}&format=csv").content) for one in (keeper, teacher))
    assert [row[0] for row in known[1:]] == ["Fire"]
    assert [row[0] for row in told[1:]] == ["Drill"]


def test_every_school_and_every_drill_is_reached_page_by_page(people: People) -> None:
    cast = people.cast
    at = datetime(2026, 10, 6, 14, tzinfo=UTC)
    made = {str(make_drill(cast.site, by=cast.insider, at=at + timedelta(hours=n)).pk) for n in range(60)}
    path, teacher = f"/drills/schools/{cast.site.pk}?year=2026", as_(cast.teacher)

    pages = [teacher.get(f"{path}&page={number}").content.decode() for number in (1, 2)]

    found = [{one for one in made if f"/drills/records/{one}" in page} for page in pages]
    assert (found[0] | found[1], len(found[0]), len(found[1])) == (made, 50, 10)
    assert len(file_rows(teacher.get(f"{path}&format=csv").content)) == 61


def test_a_school_that_is_named_like_a_formula_leaves_as_text(people: People) -> None:
    people.cast.site.name = EVIL
    people.cast.site.save(update_fields=["name"])

    for path in ("/drills/law", f"/drills/districts/{people.cast.district.pk}"):
        rows = file_rows(as_(people.planner).get(f"{path}?format=csv").content)
        assert [row[0] for row in rows[1:] if "HYPERLINK" in row[0]] == [f"'{EVIL}"]
    assert as_(people.cast.stranger).get(f"/drills/districts/{people.cast.district.pk}?format=csv").status_code == 404
