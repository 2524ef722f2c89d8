"""Let LibreDWG's program turn a DWG drawing of any version into DXF, where an operator has installed it.

It stays a separate program: its license is the GPL, and a foreign file may break it. For a bounded process, which
starts it within its own bounds.
"""

import shutil
import subprocess
from pathlib import Path

from mapping.errors import BadFile
from mapping.imports.readers.drawings.dwg_file import ADVICE, CONVERTER
from mou.foundation.bounded_process.bounds import end_with_parent


def has_converter() -> bool:
    """Say whether an operator has installed the program."""
    return shutil.which(CONVERTER) is not None


def dxf_of_dwg(drawing: Path) -> bytes:
    """Return the drawing as DXF. Raises: BadFile: dwg_unreadable."""
    program, target = shutil.which(CONVERTER), drawing.with_suffix(".dxf")
    if program is not None:
        # Without a time limit of its own: this process may end no other, and what waits for this one ends both.
        subprocess.run(  # noqa: S603 - the operator's program, on a file whose first bytes were looked at
            [program, "-o", str(target), str(drawing)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            preexec_fn=end_with_parent,
        )
    # It ends with an error for things that it left out as well: what counts is what it wrote.
    if not target.is_file() or not target.stat().st_size:
        raise BadFile("dwg_unreadable", f"The drawing is damaged, or not one that dwg2dxf reads. {ADVICE}")
    return target.read_bytes()
