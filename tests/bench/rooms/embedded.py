"""How long a room's acknowledgements take beside other work where one `serve` on SQLite does everything."""

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.rig.bounds import ELSEWHERE, precede
from tests.bench.rig.meters import Result, run_bench, say
from tests.bench.rig.rooms.beside import POSTERS, beside_others, in_words, post, strain_of
from tests.bench.rig.rooms.strain import strained
from tests.stage.served import set_stage
from tests.support.database.migrated import migrated_file
from tests.support.services import AppServer

OPTIONS = {"seconds": 20, "posts-per-s": 20, "runs": 3, "prints": 10, "sign-ins": 10, "imports": 3}


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Post alone and under strain, in turns, on one server with the workers that it starts."""
    # Whoever asks comes from elsewhere: they do not take the server's core.
    precede(os.getpid(), ELSEWHERE)
    alone, beside, done = list[list[float]](), list[list[float]](), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(migrated_file(), folder / "app.sqlite3")
        url = f"spatialite://{folder / 'app.sqlite3'}"
        stage = set_stage(url, var=folder, crowd=max(chosen.prints, POSTERS))
        with AppServer(url, env={"MUSTERPOINT_TLS": "true"}, var=folder, with_worker=True) as server:
            strain = strain_of(server, stage, chosen, exports=folder / "exports")
            for _ in range(chosen.runs):
                alone.append(post(server, stage, chosen))
                with strained(strain, env=server.env) as counted:
                    beside.append(post(server, stage, chosen))
                done += counted
                say(f"alone {in_words(alone[-1])}, beside {in_words(beside[-1])}; {dict(counted)}")
    return beside_others(alone, beside, done)


if __name__ == "__main__":
    sys.exit(run_bench("embedded", measure, options=OPTIONS, arguments=sys.argv[1:]))
