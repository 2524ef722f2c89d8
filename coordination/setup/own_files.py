"""Keep what our processes write to the user who runs them, however they were started.

Tips, cases, students and plans lie in these files: another account of the same machine has no business there.
"""

from __future__ import annotations

import os
from pathlib import Path

# Files 0600, folders 0700: whatever a shell or a unit says.
UMASK = 0o077
OWN_FILE, OWN_FOLDER = 0o600, 0o700


def write_for_own_user() -> None:
    """Let this process, and all that it starts, write files that no other user can read."""
    os.umask(UMASK)


def close_to_others(database: str, *folders: Path) -> None:
    """Close what set-up or an earlier version made for everybody: a database file with its log, and whole folders.

    A folder that only its owner enters hides all that is in it. What belongs to another user is left to them.
    """
    path = Path(database)
    for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        _set_mode(one, OWN_FILE, is_folder=False)
    for folder in folders:
        _set_mode(folder, OWN_FOLDER, is_folder=True)


def _set_mode(path: Path, mode: int, *, is_folder: bool) -> None:
    if (path.is_dir() if is_folder else path.is_file()) and path.stat().st_uid == os.geteuid():
        path.chmod(mode)
