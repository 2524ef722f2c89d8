"""The program that looks at one foreign file, bounded like the one that reads it."""

from pathlib import Path

from pydantic import TypeAdapter

from mapping.errors import BadFile
from mapping.imports.readers.reading_process import SOURCE, start_only_what_it_needs


def main(folder: Path, order: bytes) -> bytes:
    """Look at the folder's source as ordered and return what was seen."""
    from mapping.imports.readers.looking import Look, look_at  # noqa: PLC0415 - libraries when they are needed
    from mapping.imports.readers.plan_file import ReadingOrder  # noqa: PLC0415 - as above

    ordered = TypeAdapter(ReadingOrder).validate_json(order)
    try:
        start_only_what_it_needs(folder / SOURCE, ordered.format)
        look = look_at(folder / SOURCE, ordered)
    except BadFile as refusal:
        look = Look(code=refusal.code, detail=refusal.detail)
    except (MemoryError, RecursionError):
        look = Look(code="file_too_complex", detail="Reading this file takes more memory than it may.")
    return TypeAdapter(Look).dump_json(look)
