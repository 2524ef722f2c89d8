"""A bounded fuzz in the suite: a file of each kind, spoiled a few ways. `manage.py bench fuzz` is the long one."""

from pathlib import Path

from tests.bench.rig.fuzzing.run import Run, fuzz


def test_spoiled_files_are_read_or_refused_and_end_no_process(tmp_path: Path) -> None:
    run = Run(tmp_path, within_s=90.0)

    fuzz(run, count=6, seed=20_261_126)

    assert run.faults == []
    assert run.read > 0
    assert run.refused > 0
