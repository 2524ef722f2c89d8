"""The process that spoils files and reads them: `python -m tests.bench.rig.fuzzing.worker COUNT SEED SAMPLE…`.

Says each case on standard output before it reads the file, and what came of it afterwards: if a decoder ends this
process, the last line says with which file. Its own bounds keep the machine.
"""

import base64
import io
import json
import sys
import zipfile
import zlib

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from mou.foundation.bounded_process.bounds import Bounds, end_with_parent, take_bounds
from tests.bench.rig.fuzzing.samples import FORESEEN, Sample, samples

BOUNDS = Bounds(memory_bytes=3 * 1024**3, cpu_s=300, wall_s=300.0, written_bytes=512 * 1024**2)
# Numbers at the edges of what fits into a field, as files hold them.
EDGES = [
    *(b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00\x00\x00\x80"),
    *(b"nan", b"-1", b"1e999"),
]
# What is put into a file most often keeps it readable longest.
KINDS = ["put", "put", "put", "put", "insert", "insert", "cut", "repeat", "end"]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.floats(0.005, 0.995),
        st.one_of(st.sampled_from(EDGES), st.binary(min_size=1, max_size=8)),
    ),
    min_size=1,
    max_size=4,
)
# Which file of an archive is spoiled; the archive itself otherwise.
MEMBERS = st.one_of(st.none(), st.integers(0, 40))


def spoiled_inside(raw: bytes, member: int | None, edits: list[tuple[str, float, bytes]]) -> bytes:
    """Return a file after these edits; of an archive, with one of its files spoiled."""
    if member is None or not raw.startswith(b"PK"):
        return spoiled(raw, edits)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for index, name in enumerate(names):
            content = old.read(name)
            new.writestr(name, spoiled(content, edits) if index == member % len(names) else content)
    return out.getvalue()


def spoiled(raw: bytes, edits: list[tuple[str, float, bytes]]) -> bytes:
    """Return a file after these edits."""
    for kind, place, what in edits:
        at = int(place * len(raw))
        match kind:
            case "put":
                raw = raw[:at] + what + raw[at + len(what) :]
            case "insert":
                raw = raw[:at] + what + raw[at:]
            case "cut":
                raw = raw[:at] + raw[at + 16 * len(what) :]
            case "repeat":
                raw = raw[:at] + raw[at : at + 200] * len(what) + raw[at:]
            case _:
                raw = raw[: max(at, len(raw) // 2)]
    return raw


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def work_on(name: str, sample: Sample, *, count: int, seed_of_run: int) -> None:
    """Spoil one file in many ways; an error that no one foresaw ends this process with its traceback."""

    @seed(seed_of_run + zlib.crc32(name.encode()))
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(MEMBERS, EDITS)
    def is_read_or_refused(member: int | None, edits: list[tuple[str, float, bytes]]) -> None:
        raw = spoiled_inside(sample.raw, member, edits)
        say(sample=name, raw=base64.b64encode(raw).decode())
        try:
            sample.reader(raw)
        except FORESEEN as refusal:
            say(came=str(getattr(refusal, "code", type(refusal).__name__)))
        except Exception as unforeseen:  # noqa: BLE001 - what no one foresaw is what is looked for
            say(came="unforeseen", error=f"{type(unforeseen).__name__}: {unforeseen}"[:300])
        else:
            say(came="read")

    is_read_or_refused()


if __name__ == "__main__":
    end_with_parent()
    take_bounds(BOUNDS)
    found = samples()
    for chosen in sys.argv[3:] or list(found):
        work_on(chosen, found[chosen], count=int(sys.argv[1]), seed_of_run=int(sys.argv[2]))
