"""What the gate of the scripts' types lets pass: names without a type in folders that are open, and nothing else."""

from tests.gates import ROOT
from tests.script_types import OPEN, faults_of

UNTYPED = "an/open/folder/page.js(3,14): error TS7006: Parameter 'text' implicitly has an 'any' type."
NULL = "an/open/folder/page.js(4,2): error TS2531: Object is possibly 'null'."
ELSEWHERE = "an/open/folder/deeper/page.js(3,14): error TS7006: Parameter 'text' implicitly has an 'any' type."


def test_a_name_without_a_type_passes_in_a_folder_that_is_open() -> None:
    assert faults_of([UNTYPED, "  more of it"], still_open={"an/open/folder"}) == []


def test_it_does_not_pass_anywhere_else_nor_does_another_fault_there() -> None:
    assert faults_of([UNTYPED, NULL, ELSEWHERE], still_open={"an/open/folder"}) == [NULL, ELSEWHERE]


def test_a_folder_that_is_finished_goes_off_the_list() -> None:
    (said,) = faults_of([], still_open={"an/open/folder"})

    assert said.startswith("an/open/folder: every name has a type")


def test_every_folder_that_is_open_is_there() -> None:
    assert [one for one in sorted(OPEN) if not (ROOT / one).is_dir()] == []
