"""The evidence of an incident as one ZIP archive: what one reader may read, with what proves it.

log.jsonl, timeline.pdf, files/<sha256>, heads.jsonl, verify_log.py, README.txt. In an exercise every name says so.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from coordination.incident.attachments.models import Attachment
from coordination.incident.attachments.uploads import blob_path
from coordination.records.evidence.heads import signed_text, text_of
from coordination.records.evidence.keys import record_keys
from coordination.records.models import SignedHead
from coordination.room.access import RoomGrant
from coordination.room.models import LogEntry
from coordination.room.reading.log_reading import encoded_from_row
from coordination.room.wire.frames import time_text

READ_AT_ONCE = 1_000
READABLE = 0o644 << 16
VERIFIER = Path("docs") / "examples" / "verify_log.py"
README = """{exercise}Evidence of incident {incident}
Made {at} for {name}: the log to #{seq}, as this person may read it.
What they may not read stands in the log as "withheld", with the hashes that prove its place.

  {mark}log.jsonl      every entry, one a line
  {mark}timeline.pdf   the same as a person reads it, with maps
  files/         what was attached, each under its SHA-256; {mark}files.json has the names
  {mark}heads.jsonl    signed statements of how far the log was, as they were mailed to the agencies
  {mark}verify_log.py  needs nothing but Python:

      python3 {mark}verify_log.py {mark}log.jsonl --head {mark}heads.jsonl {options}

Take the key from the server's operator ({origin}/.well-known/musterpoint-record-key), not from
here, and compare with the head that was mailed to you: a person who makes an archive can also make its
heads. This installation says that its keys are, the newest first,
{keys}.
"""


@dataclass(frozen=True, slots=True)
class Named:
    """What an archive is called: the folder in it, and a word before each name in an exercise."""

    folder: str
    word: str

    def path(self, name: str) -> str:
        """Return a path in the archive, marked."""
        folder, slash, last = name.rpartition("/")
        return f"{self.folder}/{folder}{slash}{self.word}{last}"

    def entry(self, name: str, at: datetime) -> zipfile.ZipInfo:
        """Return a file of the archive, made at an instant: in UTC, as zip knows no time zone."""
        found = zipfile.ZipInfo(self.path(name), at.astimezone(UTC).timetuple()[:6])
        found.compress_type, found.external_attr = zipfile.ZIP_DEFLATED, READABLE
        return found


def names_of_archive(grant: RoomGrant) -> Named:
    """Return the names of an incident's archive."""
    word = "EXERCISE-" if grant.incident.is_exercise else ""
    return Named(f"{word}incident-{grant.incident.pk}", word)


def write_bundle(grant: RoomGrant, timeline: bytes, target: IO[bytes], *, at: datetime) -> None:
    """Write the archive for a reader whom access has let in; `timeline` is the PDF. Reads the log and the files."""
    names, participant = names_of_archive(grant), grant.joined()
    public = record_keys(at)
    seq = grant.room.head_seq
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(names.entry("log.jsonl", at), "w") as log:
            for line in frames_up_to(grant, seq):
                log.write(line + b"\n")
        archive.writestr(names.entry("timeline.pdf", at), timeline)
        archive.writestr(names.entry("heads.jsonl", at), heads_text(grant, at))
        archive.writestr(names.entry("verify_log.py", at), (Path(settings.BASE_DIR) / VERIFIER).read_bytes())
        _put_files(archive, names, grant, seq, at=at)
        told = README.format(
            exercise="EXERCISE - EXERCISE - EXERCISE\n\n" if names.word else "",
            mark=names.word,
            incident=grant.incident.pk,
            at=time_text(at),
            name=f"{participant.name}, {participant.role}, {participant.agency}",
            seq=seq,
            options=" ".join(f"--key {one}" for one in public),
            keys="\n".join(public),
            origin=settings.PUSH_LINK_ORIGIN,
        )
        archive.writestr(names.entry("README.txt", at), told)


def frames_up_to(grant: RoomGrant, seq: int) -> Iterator[bytes]:
    """Yield the log's frames as this reader gets them, up to an entry."""
    rows = LogEntry.objects.filter(room=grant.room, seq__lte=seq).order_by("seq")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        one = encoded_from_row(row)
        yield one.full if one.audience in grant.audiences else one.withheld


def heads_text(grant: RoomGrant, at: datetime) -> str:
    """Return all signed heads of a log as they were mailed, one a line; the last is of this archive alone."""
    rows = SignedHead.objects.filter(room=grant.room, seq__lte=grant.room.head_seq).order_by("seq")
    heads = [*map(text_of, rows), signed_text(grant.room, at)]
    return "".join(f"{one.line()}\n" for one in heads)


def _put_files(archive: zipfile.ZipFile, names: Named, grant: RoomGrant, seq: int, *, at: datetime) -> None:
    audiences = [one.value for one in grant.audiences]
    rows = Attachment.objects.filter(room=grant.room, seq__lte=seq, audience__in=audiences).order_by("seq")
    listed, done = [], set()
    for row in rows:
        listed.append({"seq": row.seq, "name": row.name, "media_type": row.media_type, "sha256": row.sha256})
        if row.sha256 in done:
            continue
        done.add(row.sha256)
        try:
            with (
                blob_path(row.sha256).open("rb") as source,
                archive.open(names.entry(f"files/{row.sha256}", at), "w") as file,
            ):
                shutil.copyfileobj(source, file)
        except FileNotFoundError:
            # Deleted by its time, which the chain of deletions says; or lost, which check_records finds.
            listed[-1]["deleted" if row.deleted_at else "missing"] = True
    archive.writestr(names.entry("files.json", at), json.dumps(listed, ensure_ascii=False, indent=1))
