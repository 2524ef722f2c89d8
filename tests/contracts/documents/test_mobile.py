"""The tables of docs/mobile.md are what the code declares, and leave nothing out."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from coordination.describe.mobile import alerts_table, mobile_text
from coordination.describe.operations.limits import allowed_rates, lanes_table, rates_table, sizes_table
from coordination.incident.lifecycle import floods
from coordination.room.capability import Alert
from coordination.room.registry import event_rules
from tests.support.processes import ROOT

PAGE = (ROOT / "docs" / "mobile.md").read_text()
DOCUMENT: Any = json.loads((ROOT / "docs" / "openapi.json").read_text())
OPERATIONS = [one for path in DOCUMENT["paths"].values() for one in path.values()]


def test_the_committed_page_is_todays_and_writing_it_anew_changes_nothing_else() -> None:
    emptied = re.sub(r"(?<=manage.py openapi -->\n).*?(?=<!-- end)", "", PAGE, flags=re.DOTALL)

    assert mobile_text(PAGE, DOCUMENT) == PAGE
    assert emptied != PAGE
    assert mobile_text(emptied, DOCUMENT) == PAGE


def test_every_refusal_with_429_that_an_operation_can_answer_says_what_is_allowed() -> None:
    shared = DOCUMENT["components"]["responses"]
    answers = [one["responses"]["429"] for one in OPERATIONS if "429" in one["responses"]]
    whole = [shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in answers]
    codes = {code for one in whole for media in one["content"].values() for code in media["examples"]}

    assert {error.code for error in allowed_rates()} == codes
    assert [row for row in rates_table(DOCUMENT) if not row[1]] == []


def test_a_number_of_the_table_is_the_one_that_is_counted_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "REAL_MAX", 77)
    monkeypatch.setattr(floods, "REAL_WINDOW", timedelta(minutes=13))

    [row] = [row for row in rates_table(DOCUMENT) if row[0] == "`too_many_incidents`"]

    assert "77 real incidents in 13 min" in row[2]


def count_of(cell: str) -> int:
    counted = re.fullmatch(r"(\d+) operations", cell)
    return int(counted[1]) if counted else len(cell.split())


def test_every_operation_has_its_lane_and_every_one_that_takes_a_body_its_size() -> None:
    bodies = sum(1 for one in OPERATIONS if "requestBody" in one)
    written, brought = (count_of(row[1]) for row in sizes_table(DOCUMENT)[:2])

    assert sum(count_of(row[1]) for row in lanes_table(DOCUMENT)) == len(OPERATIONS)
    assert written + brought == bodies


def test_every_event_that_alerts_people_stands_in_the_table() -> None:
    alerting = {word for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}

    rows = alerts_table().splitlines()[2:]

    assert {row.split("`")[1] for row in rows} == alerting
