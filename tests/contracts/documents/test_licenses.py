"""What is installed may be used beside Apache-2.0, and the page that lists it is current."""

from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from coordination.management.licenses import Licensed, every_license, license_of, license_of_text, licenses_text
from tests.support.processes import ROOT


def test_the_committed_list_is_what_is_installed() -> None:
    assert (ROOT / "docs" / "licenses.md").read_text() == licenses_text()


def test_nothing_that_is_installed_is_under_gpl_or_agpl() -> None:
    assert [one for one in every_license() if one.is_refused] == []


@pytest.mark.parametrize("text", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "AGPL-3.0 OR GPL-3.0"])
def test_gpl_and_agpl_are_refused(text: str) -> None:
    assert Licensed("one", text, "run").is_refused


@pytest.mark.parametrize("text", ["LGPL-3.0-only", "MPL-2.0", "MIT", "GPL-2.0-only OR MIT"])
def test_lgpl_mpl_and_a_choice_are_not_refused(text: str) -> None:
    assert not Licensed("one", text, "run").is_refused


def test_the_list_names_lgpl_and_mpl_before_all_others() -> None:
    rows = [line for line in licenses_text().splitlines() if line.endswith(("run |", "test |", "page |"))]

    named = ["LGPL" in row or "MPL" in row for row in rows]
    assert named == sorted(named, reverse=True)
    assert any("| psycopg | LGPL-3.0-only | run |" in row for row in rows)


def test_a_package_of_several_licenses_counts_as_all_of_them_until_one_is_chosen() -> None:
    assert license_of(distribution("pyphen")) == "GPL-2.0-or-later AND LGPL-2.0-or-later AND MPL-1.1"


def test_a_package_without_a_word_about_its_license_has_none(tmp_path: Path) -> None:
    (tmp_path / "METADATA").write_text("Metadata-Version: 2.1\nName: silent\nVersion: 1\n")

    assert license_of(Distribution.at(tmp_path)) is None


def test_the_project_is_under_apache_2() -> None:
    assert license_of_text((ROOT / "LICENSE").read_text()) == "Apache-2.0"
