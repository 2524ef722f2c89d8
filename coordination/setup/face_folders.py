"""Find what pages are made of: a capability's templates, scripts and styles lie in its own folder.

Standard library only, Python 3.9 syntax: bootstrap.py uses this before anything is installed.
"""

from __future__ import annotations

from pathlib import Path

PACKAGES = ("coordination", "mapping", "mou")
# A folder of a package, or one of a group such as `incident`. Not deeper: every start looks for them.
DEPTHS = ("*", "*/*")


def face_folders(root: Path, kind: str) -> list[Path]:
    """Return the folders of a kind, `templates` or `static`; within a package what everybody shares comes first."""
    found = [
        path for package in PACKAGES for depth in DEPTHS for path in sorted(root.glob(f"{package}/{depth}/{kind}"))
    ]
    return sorted(found, key=lambda path: path.parent.name != "web")
