"""What failed beside other pieces of a whole run is asked once more, alone, and the summary says so.

Only tests from end to end and of pages in a browser: they drive browsers and servers, which a busy machine can keep
from their turn for longer than any wait. What fails also when it is asked alone has failed. Never asked twice: a
promise, what drives no process, and more than a few tests.
"""

import json
from collections.abc import Collection
from pathlib import Path

AT_MOST = 3
DRIVES_PROCESSES = "tests/end_to_end/"
IN_BROWSER = "_in_browser.py"


def failed_tests(cache: Path | None) -> list[str]:
    """Return the names of the tests that failed last, which pytest keeps in its cache folder; none for other gates."""
    kept = None if cache is None else cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(kept.read_text())) if kept is not None and kept.exists() else []


def may_be_asked_again(pieces: Collection[Collection[str]]) -> bool:
    """Tell whether all that failed, by piece, are few tests that drive processes and prove no promise.

    A gate that failed and names no test, such as the types, leaves nothing to be asked.
    """
    names = [name for piece in pieces for name in piece]
    return all(pieces) and 0 < len(names) <= AT_MOST and all(map(drives_processes, names))


def drives_processes(name: str) -> bool:
    file, colons, _ = name.partition("::")
    drives = file.startswith(DRIVES_PROCESSES) or file.endswith(IN_BROWSER)
    return drives and bool(colons) and "test_promise_" not in name
