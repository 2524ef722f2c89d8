"""The tables of docs/mobile.md are what the code declares, and leave nothing out."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from coordination.describe.mobile import alerts_table, mobile_text
from coordination.describe.operations.limits import ALL_OTHERS, allowed_rates, lanes_table, rates_table, sizes_table
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


def named_in(rows: list[list[str]]) -> list[str]:
    return [name for row in rows for name in re.findall(r"`(\w+)`", row[1])]


def test_every_operation_has_one_lane_and_one_row_stands_for_all_that_are_not_named() -> None:
    rows = lanes_table(DOCUMENT)
    named = named_in(rows)
    lanes = {row[0]: re.findall(r"`(\w+)`", row[1]) for row in rows}

    assert [row[0] for row in rows if row[1] == ALL_OTHERS] == ["`requests`"]
    assert len(named) == len(set(named)) > 30
    assert set(named) < {one["operationId"] for one in OPERATIONS}
    assert {"raise_panic", "press_button"} <= set(lanes["`presses`"])
    assert "run_command" in lanes["`urgent`"]


def test_every_operation_that_takes_files_is_named_and_the_others_that_take_a_body_take_json() -> None:
    written, brought, _ = sizes_table(DOCUMENT)
    files = {one["operationId"] for one in OPERATIONS if "multipart/form-data" in str(one.get("requestBody", ""))}

    assert written[1] == ALL_OTHERS
    assert set(named_in([brought])) == files


def test_every_event_that_alerts_people_stands_in_the_table() -> None:
    alerting = {word for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}

    rows = alerts_table().splitlines()[2:]

    assert {row.split("`")[1] for row in rows} == alerting
