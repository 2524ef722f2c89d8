"""Reads that are noted: each desk's own table, one way to write them and to show them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.climate.access import CLIMATE_READS
from coordination.prevention.support.access import SUPPORT_READS
from mou.foundation.reads import MOST_SHOWN, Read, ReadLog
from tests.factories.mou import NOW, make_user

pytestmark = pytest.mark.django_db
each_log = pytest.mark.parametrize(
    "log", [CASE_READS, CLIMATE_READS, SUPPORT_READS], ids=["cases", "climate", "support"]
)


@each_log
def test_a_read_names_who_by_which_door_and_when_and_nothing_of_another_thing(log: ReadLog[Any, Any]) -> None:
    reader, subject, another = make_user(), uuid4(), uuid4()

    log.note_reads([subject, another], user_id=reader.pk, at=NOW, door="page")
    log.note_reads([subject], user_id=reader.pk, at=NOW + timedelta(minutes=1), door="api")

    name, later = reader.shown_name(), NOW + timedelta(minutes=1)
    assert log.reads_of(subject) == [(name, "api", later), (name, "page", NOW)]
    assert log.reads_of(another) == [(name, "page", NOW)]


@each_log
def test_a_page_shows_the_newest_reads(log: ReadLog[Any, Any]) -> None:
    reader, subject = make_user(), uuid4()
    for minute in range(MOST_SHOWN + 1):
        log.note_reads([subject], user_id=reader.pk, at=NOW + timedelta(minutes=minute), door="page")

    shown = log.reads_of(subject)

    assert (len(shown), shown[0][2]) == (MOST_SHOWN, NOW + timedelta(minutes=MOST_SHOWN))


def test_each_desk_has_a_table_of_reads_of_its_own() -> None:
    tables = [one._meta.db_table for one in Read.__subclasses__()]

    of_desks = [
        "assessments_assessmentread",
        "cases_caseread",
        "climate_climateread",
        "social_alerts_alertread",
        "support_supportread",
        "tips_tipread",
    ]
    assert sorted(tables) == of_desks
