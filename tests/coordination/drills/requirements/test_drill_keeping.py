"""How long drills are kept: the district's time, the law's if that is longer, and what a legal hold keeps."""

from datetime import UTC, datetime, timedelta

import pytest

from coordination.drills.requirements.models import Drill, DrillChange, OwnDrillLaw
from coordination.drills.requirements.work.laws import choose_law
from coordination.keeping.models import Deletion, LegalHold
from coordination.keeping.vocabulary import DataClass
from coordination.records.retention.queries import retention_of_district
from coordination.records.retention.run import carry_out
from tests.coordination.drills.requirements.drill_people import People
from tests.factories.practice.drills import make_drill

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=3 * 366 + 2)


def test_drills_go_after_three_years_with_their_corrections_and_a_line_in_the_chain(people: People) -> None:
    site, by = people.cast.site, people.cast.insider
    old, young = make_drill(site, by=by, at=OLD), make_drill(site, by=by, at=NOW - timedelta(days=3 * 366 - 2))
    DrillChange.objects.create(drill=old, field="weather", before="", after="Rain", reason="x", by=by, at=OLD)
    lines = {one.data_class: one.due for one in retention_of_district(people.cast.district, NOW)}
    assert lines[DataClass.EXERCISES] == 1

    carry_out(NOW)

    assert list(Drill.objects.all()) == [young]
    assert not DrillChange.objects.exists()
    deleted = Deletion.objects.get(data_class="exercises")
    assert (deleted.count, str(old.pk) in deleted.content) == (1, True)


def test_a_law_that_asks_for_longer_goes_before_the_district_s_time(people: People) -> None:
    make_drill(people.cast.site, by=people.cast.insider, at=OLD)
    rule = {"code": "fire", "title_en": "Fire", "types": ["fire"], "per": "year"}
    document = {"key": "XX", "name": "Made-up state", "citation": "x", "records_years": 7, "rules": [rule]}
    OwnDrillLaw.objects.create(district=people.cast.district, key="XX", document=document)
    choose_law(
        actor_id=people.planner.pk,
        district_id=people.cast.district.pk,
        key="XX",
        has_fire_marshal_rule=False,
        at=NOW,
    )

    carry_out(NOW)

    assert Drill.objects.count() == 1


@pytest.mark.parametrize("scope", ["site", "time_span", "person", "name"])
def test_what_is_under_legal_hold_stays(people: People, scope: str) -> None:
    cast = people.cast
    make_drill(cast.site, by=cast.insider, at=OLD, evaluator="Ada Hold-Example")
    values: dict[str, dict[str, object]] = {
        "site": {"scope": "site", "site_id": cast.site.pk},
        "time_span": {"scope": "time_span", "since": OLD - timedelta(days=1), "until": OLD + timedelta(days=1)},
        "person": {"scope": "person", "user": cast.insider, "name": "Principal"},
        "name": {"scope": "person", "name": "Ada Hold-Example"},
    }
    LegalHold.objects.create(
        district=cast.district, reason="A court asked.", set_by=people.planner, set_at=NOW, **values[scope]
    )

    carry_out(NOW)
    assert Drill.objects.count() == 1
    LegalHold.objects.update(released_at=NOW)
    carry_out(NOW)
    assert not Drill.objects.exists()
