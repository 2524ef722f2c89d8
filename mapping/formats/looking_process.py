"""The program that looks at one foreign file, bounded like the one that reads it."""

import sys
from pathlib import Path

from pydantic import TypeAdapter

from mapping.formats.reading_process import bound


def look_into(source: Path, target: Path, order_json: str) -> None:
    """Look at the source as ordered and write what was seen into the target."""
    bound()
    from mapping.formats.looking import Look, look_at  # noqa: PLC0415 - bounds first, as in reading_process
    from mapping.formats.plan_file import ReadingOrder  # noqa: PLC0415 - see above

    order = TypeAdapter(ReadingOrder).validate_json(order_json)
    try:
        look = look_at(source, order)
    except (MemoryError, RecursionError):
        look = Look(code="file_too_complex", detail="Reading this file takes more memory than it may.")
    target.write_bytes(TypeAdapter(Look).dump_json(look))


if __name__ == "__main__":
    look_into(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
