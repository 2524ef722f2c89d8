"""Write down what an import did, beside what it stored; called inside the import's own transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from mapping.interchange.ledger import Defect, Ledger
from mapping.models import ImportDefect, ImportRun, Site
from mapping.vocabulary import ImportKind


@dataclass(frozen=True, slots=True)
class Source:
    """Where a drawing comes from: a name for people, and a hash that names the exact bytes."""

    name: str
    sha256: str


def source_from_bytes(name: str, *contents: bytes) -> Source:
    """Return the source of one or several files; only the last part of a path is kept."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return Source(PurePath(name).name, digest.hexdigest())


def record_import(*, kind: ImportKind, site: Site | None, source: Source, ledger: Ledger, at: datetime) -> UUID:
    """Store the run with its counts, every defect, and every feature that is no part of a plan."""
    run = ImportRun.objects.create(
        kind=kind,
        site=site,
        source_name=source.name[:200],
        source_sha256=source.sha256,
        started_at=at,
        finished_at=at,
        counts=summed_up(ledger),
    )
    ImportDefect.objects.bulk_create(defect_rows(run, (*ledger.defects, *ledger.left_alone())), batch_size=1000)
    return run.pk


def summed_up(ledger: Ledger) -> dict[str, object]:
    """Return the counts of a run."""
    return ledger.counts() | {"ignored_by_reason": ledger.ignored_by_reason()}


def defect_rows(run: ImportRun, defects: Iterable[Defect]) -> Iterator[ImportDefect]:
    """Yield the rows that say what was wrong, or is no part of a plan."""
    for one in defects:
        lon, lat = one.place or (None, None)
        yield ImportDefect(
            run=run,
            feature_ref=one.feature_ref,
            code=one.code,
            detail=one.detail,
            outcome=one.outcome,
            lon=lon,
            lat=lat,
        )
