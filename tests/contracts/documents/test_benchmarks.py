"""The page of measurements names every benchmark and says what was measured as it was measured."""

import json
from pathlib import Path

from coordination.management.commands.bench import bench_names
from tests.bench.all import NAMES
from tests.bench.rig.page import BEGIN, END, MEASURED, PAGE, number, write_page

RESULT = {"measure": "time at 10 sockets", "value": 2.0, "unit": "s", "baseline": 1.0, "ratio": 2.0}
MACHINE = {"cpu": "A processor", "cores": 2, "python": "3.13", "load_1min": 0.1}


def test_every_benchmark_is_measured_by_all_and_named_on_the_page() -> None:
    text = PAGE.read_text()

    assert sorted([*NAMES, "all"]) == bench_names()
    assert [name for name in NAMES if f"| `{name}` |" not in text] == []


def test_the_page_shows_what_was_kept() -> None:
    text = PAGE.read_text()

    for file in sorted(MEASURED.glob("*.json")):
        for one in json.loads(file.read_text())[0]["results"]:
            assert f"| {one['measure']} | {number(one['value'])} |" in text


def test_writing_the_page_keeps_the_words_and_says_what_was_missed(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    met = {**RESULT, "must": "ratio <= 5", "ok": True}
    missed = {**RESULT, "measure": "time at 100 sockets", "must": "ratio <= 1", "ok": False}

    newest = {"bench": "join", "machine": MACHINE, "results": [met, missed]}
    before = {**newest, "results": [{**met, "ratio": 7.5, "ok": False}, {**missed, "ratio": 0.5, "ok": True}]}

    write_page([[newest, before]], page)

    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| time at 10 sockets | 2 | s | 1 | 2.00 | ratio ≤ 5 | met | **7.50** |" in text
    assert "| time at 100 sockets | 2 | s | 1 | 2.00 | ratio ≤ 1 | **missed** | 0.50 |" in text
    assert (tmp_path / "benchmarks" / "join-s.svg").exists()
