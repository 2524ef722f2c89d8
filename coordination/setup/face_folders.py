"""Find what lies in the folder of each part: templates, scripts and styles of its pages, its declaration, its tables.

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


def packages_with_apps(root: Path) -> list[str]:
    """Return the packages that may declare an app: folders of `coordination` that have an app.py, and the others."""
    found = [f"{PACKAGES[0]}.{path.parent.name}" for path in sorted(root.glob(f"{PACKAGES[0]}/*/app.py"))]
    return [*found, *PACKAGES[1:], "push"]


def packages_with_tables(root: Path, parents: list[str]) -> list[str]:
    """Return the packages that have tables: of the parents themselves, and of the folders in them, by name."""
    folders = [root.joinpath(*one.split(".")) for one in parents]
    packages = [one for folder in folders for one in (folder, *sorted(folder.glob("*/")))]
    return [".".join(one.relative_to(root).parts) for one in packages if (one / "models.py").is_file()]
