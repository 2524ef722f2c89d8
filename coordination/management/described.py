"""Write a generated description into docs/, or say that the committed one has drifted from the code."""

import json
from pathlib import Path

from django.core.management.base import CommandError

from coordination.room.wire.model import JsonObject

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def text_of(document: JsonObject) -> str:
    """Return the one text of a description: sorted, indented, ending in a newline."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_or_check(path: Path, text: str, *, command: str, check: bool) -> str:
    """Write the file, or with `check` only compare it; return what to tell. Raises: CommandError: it has drifted."""
    is_current = path.exists() and path.read_text(encoding="utf-8") == text
    if not check:
        path.write_text(text, encoding="utf-8")
        return f"{path.name} {'was current' if is_current else 'written'}"
    if not is_current:
        raise CommandError(f"{path.parent.name}/{path.name} is not what the code says: run `manage.py {command}`")
    return f"{path.name} is current"
