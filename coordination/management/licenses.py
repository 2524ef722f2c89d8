"""List the licenses of everything that the locks install, from what each package says of itself."""

import json
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from django.core.management.base import CommandError

ROOT = Path(__file__).resolve().parent.parent.parent

# Classifiers are older than license expressions; most packages carry only these.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# What a license's text begins with, for packages that only bring the text.
FIRST_WORDS = (
    (r"\s*(The )?MIT License", "MIT"),
    (r"\s*Apache License", "Apache-2.0"),
    (r"(?s).*Permission is hereby granted, free of charge", "MIT"),
    (r"(?s).*Redistribution and use in source and binary forms", "BSD"),
)
# Packages that may be had under several licenses, and the one under which they are used here.
CHOSEN = {"pyphen": "MPL-1.1"}
# Its package.json says so in an old way that the lock does not have.
SAID_BESIDE = {"node_modules/reserved": "MIT"}

REFUSED = re.compile(r"\bA?GPL\b")
NAMED = re.compile(r"\b(LGPL|MPL)\b")

INTRODUCTION = """# Licenses of what is installed

Written by `manage.py licenses` from the lock files and from what the installed packages say of themselves; the tests
hold it current. Musterpoint itself is under the Apache License 2.0 ([LICENSE](../LICENSE)); it contains none of these
packages, it installs them. None is under the GPL or AGPL. LGPL and MPL packages are used unchanged, as libraries of
their own; they stand first. *run*: the product needs it. *test*: only tests and benchmarks need it. *page*: it is
served to browsers.

| package | license | for |
|---|---|---|
"""


@dataclass(frozen=True)
class Licensed:
    """One package and its license: an expression of SPDX, or the family where a package says no more."""

    name: str
    license: str
    purpose: str

    @property
    def is_refused(self) -> bool:
        alternatives = re.split(r"\bOR\b", self.license)
        return all(REFUSED.search(one) for one in alternatives)

    @property
    def is_named(self) -> bool:
        return NAMED.search(self.license) is not None


def every_license() -> list[Licensed]:
    """Return every package of the three locks. Raises: CommandError: one is not installed, or says no license."""
    run = locked_names(ROOT / "requirements.txt")
    test = locked_names(ROOT / "requirements-dev.txt")
    found = [python_license(name, "run" if name in run else "test", test[name]) for name in sorted(test)]
    return [one for one in found if one is not None] + browser_licenses()


def locked_names(lock: Path) -> dict[str, bool]:
    """Return the names of a lock; True where a package is for some platforms only."""
    found: dict[str, bool] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([a-z0-9._-]+)==\S+( ;)?", line)
        if match:
            found[match[1]] = match[2] is not None
    return found


def python_license(name: str, purpose: str, is_conditional: bool) -> Licensed | None:  # noqa: FBT001 - a column of the lock
    try:
        found = distribution(name)
    except PackageNotFoundError:
        if is_conditional:
            return None  # for another platform
        raise CommandError(f"{name} is locked but not installed: run `python3 manage.py test` once") from None
    license_ = CHOSEN.get(name) or license_of(found)
    if license_ is None:
        raise CommandError(f"{name} does not say its license: look, and teach coordination/management/licenses.py")
    return Licensed(name, license_, purpose)


def license_of(found: Distribution) -> str | None:
    """Return the license that a package states, best statement first."""
    expression = found.metadata.get("License-Expression")
    if expression:
        return str(expression)
    stated = [one.rsplit(" :: ", 1)[-1] for one in found.metadata.get_all("Classifier", []) if one[:7] == "License"]
    known = sorted({CLASSIFIERS[one] for one in stated if one in CLASSIFIERS})
    if known:
        return " AND ".join(known)
    words = str(found.metadata.get("License") or "").strip()
    if words and "\n" not in words and len(words) <= 50:  # longer ones are the license itself
        return words
    return license_of_text(words) or license_of_file(found)


def license_of_file(found: Distribution) -> str | None:
    for path in found.files or []:
        if path.name.startswith(("LICENSE", "LICENCE", "COPYING")):
            return license_of_text(path.read_text(encoding="utf-8"))
    return None


def license_of_text(text: str) -> str | None:
    return next((name for pattern, name in FIRST_WORDS if re.match(pattern, text)), None)


def browser_licenses() -> list[Licensed]:
    """Return what npm installs, as its lock states it."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        Licensed(
            path.removeprefix("node_modules/"), SAID_BESIDE.get(path) or str(entry["license"]), _purpose_of(path, entry)
        )
        for path, entry in sorted(packages.items())
        if path
    ]


def _purpose_of(path: str, entry: dict[str, object]) -> str:
    if entry.get("dev"):
        return "test"
    # Bundles what browsers are served, and is not served itself.
    return "run" if "esbuild" in path else "page"


def licenses_text() -> str:
    """Return the page: the licenses that ask something of those who change the package first, then all by name."""
    ordered = sorted(every_license(), key=lambda one: (not one.is_named, one.purpose == "page", one.name))
    return INTRODUCTION + "".join(f"| {one.name} | {one.license} | {one.purpose} |\n" for one in ordered)
