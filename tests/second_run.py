"""What failed beside other pieces of a whole run is asked once more, alone, and the summary says so.

Only tests from end to end and of pages in a browser: they drive browsers and servers, which a busy machine can keep
from their turn for longer than any wait. What fails also when it is asked alone has failed. Never asked twice: a
promise, what drives no process, and more than a few tests. What else has failed keeps none of them from being asked:
the run has failed then, and whoever mends it knows which failures are to be looked for.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path

AT_MOST = 3
DRIVES_PROCESSES = "tests/end_to_end/"
IN_BROWSER = "_in_browser.py"


def failed_tests(cache: Path | None) -> list[str]:
    """Return the names of the tests that failed last, which pytest keeps in its cache folder; none for other gates."""
    kept = None if cache is None else cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(kept.read_text())) if kept is not None and kept.exists() else []


def asked_again(pieces: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return by piece which of the tests that failed are asked once more: those that drive processes, if few do."""
    asked = {piece: sorted(filter(drives_processes, names)) for piece, names in pieces.items()}
    if sum(map(len, asked.values())) > AT_MOST:
        return {}
    return {piece: names for piece, names in asked.items() if names}


def drives_processes(name: str) -> bool:
    """Tell whether a test drives servers or browsers, and proves no promise. A file that was not read is no test."""
    file, colons, _ = name.partition("::")
    drives = file.startswith(DRIVES_PROCESSES) or file.endswith(IN_BROWSER)
    return drives and bool(colons) and "test_promise_" not in name
