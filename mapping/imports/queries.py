"""Read imports: how far they are, what they left, and what was wrong with the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Count, Q
from pydantic import TypeAdapter

from mapping.models import ImportDefect, ImportJob, Site
from mapping.vocabulary import DefectOutcome, ImportJobState
from mou.foundation.value_of import ValueOf

MAX_LISTED = 50
MAX_DEFECTS = 500


@dataclass(frozen=True, slots=True)
class LevelResult:
    """One floor of the file; a dry run has no level, floorplan or version."""

    level_id: UUID | None
    floorplan_id: UUID | None
    ordinal: float
    name: str
    version: int | None
    spaces: int
    openings: int
    objects: int
    # Imports from before areas were counted do not say.
    areas: int = 0


LEVEL: TypeAdapter[LevelResult] = TypeAdapter(LevelResult)


@dataclass(frozen=True, slots=True)
class DefectView:
    """One thing wrong with one feature, what was done, and where it is: the first point of it, if it has one."""

    feature_ref: str
    code: str
    detail: str
    outcome: Annotated[str, ValueOf(DefectOutcome)]
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class ImportJobView:
    """An import as it stands now; read it again until `state` is `done`, `failed` or `cancelled`.

    `counts` and `ignored_by_reason` are empty until it is done.
    """

    id: UUID
    site_id: UUID
    building_name: str
    source_name: str
    size_bytes: int
    state: ImportJobState
    is_dry_run: bool
    attempts: int
    done_count: int
    total_count: int
    error_code: str
    error_detail: str
    counts: dict[str, int]
    ignored_by_reason: dict[str, int]
    defect_count: int
    levels: tuple[LevelResult, ...]
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DefectPage:
    """Some defects in the order in which they were found, and where the next page begins, if there is one."""

    defects: tuple[DefectView, ...]
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class WantedDefects:
    """A filter for defects; an empty field does not filter."""

    outcome: str = ""
    code: str = ""
    text: str = ""


ALL_DEFECTS = WantedDefects()


def import_job_views(site: Site, *, most: int = MAX_LISTED) -> list[ImportJobView]:
    """Return the newest imports of a site, at most so many. Two queries."""
    jobs = list(ImportJob.objects.filter(site=site).select_related("run")[:most])
    counts = _defect_counts(jobs)
    return [_job_view(job, counts.get(job.run_id, 0)) for job in jobs]


def import_job_view(job: ImportJob) -> ImportJobView:
    """Return one import. At most two queries."""
    return _job_view(job, _defect_counts([job]).get(job.run_id, 0))


def defect_page(job: ImportJob, *, offset: int, limit: int, wanted: WantedDefects = ALL_DEFECTS) -> DefectPage:
    """Return some of an import's defects; none while it has not ended. One query."""
    if job.run_id is None:
        return DefectPage((), None)
    found = ImportDefect.objects.filter(run_id=job.run_id)
    if wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    if wanted.code:
        found = found.filter(code=wanted.code)
    if wanted.text:
        found = found.filter(Q(feature_ref__icontains=wanted.text) | Q(detail__icontains=wanted.text))
    rows = list(found[offset : offset + limit + 1])
    defects = tuple(_defect_view(one) for one in rows[:limit])
    return DefectPage(defects, offset + limit if len(rows) > limit else None)


def all_defects(job: ImportJob) -> Iterator[DefectView]:
    """Yield every defect of an import in the order in which they were found. One query, read in pieces."""
    if job.run_id is not None:
        for one in ImportDefect.objects.filter(run_id=job.run_id).iterator(chunk_size=1000):
            yield _defect_view(one)


def defects_by_code(job: ImportJob) -> list[tuple[str, int]]:
    """Return how many defects of each code an import found, most frequent first. One query."""
    rows = ImportDefect.objects.filter(run_id=job.run_id).order_by().values_list("code")
    return sorted(rows.annotate(count=Count("id")), key=lambda row: (-row[1], row[0])) if job.run_id else []


def _defect_view(one: ImportDefect) -> DefectView:
    return DefectView(one.feature_ref, one.code, one.detail, one.outcome, one.lon, one.lat)


def _defect_counts(jobs: Sequence[ImportJob]) -> dict[UUID | None, int]:
    runs = [job.run_id for job in jobs if job.run_id is not None]
    told = ImportDefect.objects.filter(run_id__in=runs).exclude(outcome=DefectOutcome.IGNORED.value)
    rows = told.order_by().values_list("run_id")
    return dict(rows.annotate(count=Count("id"))) if runs else {}


def _job_view(job: ImportJob, defect_count: int) -> ImportJobView:
    counts = dict(job.run.counts) if job.run is not None else {}
    ignored = counts.pop("ignored_by_reason", {})
    return ImportJobView(
        id=job.pk,
        site_id=job.site_id,
        building_name=job.building_name,
        source_name=job.source_name,
        size_bytes=job.size_bytes,
        state=ImportJobState(job.state),
        is_dry_run=job.is_dry_run,
        attempts=job.attempts,
        done_count=job.done_count,
        total_count=job.total_count,
        error_code=job.error_code,
        error_detail=job.error_detail,
        counts=counts,
        ignored_by_reason=ignored,
        defect_count=defect_count,
        levels=tuple(_level_result(one) for one in job.levels),
        created_at=job.created_at,
        ended_at=job.ended_at,
    )


def _level_result(stored: dict[str, str | int | float | None]) -> LevelResult:
    return LEVEL.validate_python(stored)
