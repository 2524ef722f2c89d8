"""Carry imports out: claim one, read its file in a bounded process, store the draft. What a crash leaves is resumed.

A job is somebody's as long as its lease runs and its token matches; whoever lost it stores nothing. The draft and the
end of the job are one transaction: a plan is never stored twice, and never without its job saying so.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, models, transaction
from pydantic import TypeAdapter

from mapping.access import site_to_draw_for
from mapping.bounded_reading import ReadingStopped, read_bounded
from mapping.errors import BadFile, MappingError
from mapping.formats.ledger import Ledger
from mapping.formats.plan_file import ReadingOrder
from mapping.formats.reading_process import Reading
from mapping.imports.pictures import keep_pictures
from mapping.imports.record import Source, record_import
from mapping.imports.store import StoredPlan, check_place, store_plan
from mapping.models import ImportJob
from mapping.plans.files import plan_file_path
from mapping.sites.valid_geometry import ValidPlan, valid_plan
from mapping.vocabulary import FloorplanState, ImportJobState, ImportKind

log = logging.getLogger(__name__)

LEASE_S = 30
STORING_S = 600
# A file that killed its worker so often is not tried again.
MAX_ATTEMPTS = 3
ORDER: TypeAdapter[ReadingOrder] = TypeAdapter(ReadingOrder)
type Clock = Callable[[], datetime]


class LostJob(Exception):
    """The job was cancelled, or is another worker's now."""


@dataclass(frozen=True, slots=True)
class _Claim:
    job_id: UUID
    token: UUID

    def rows(self) -> "models.QuerySet[ImportJob]":
        """Return the job as long as it is this worker's."""
        return ImportJob.objects.filter(pk=self.job_id, lease_token=self.token, state=ImportJobState.RUNNING.value)

    def hold(self, until: datetime, **progress: int) -> None:
        """Keep the job for longer. Raises: LostJob: it is not this worker's any more."""
        if not self.rows().update(lease_until=until, **progress):
            raise LostJob


def work_one(*, clock: Clock, may_go_on: Callable[[], bool]) -> bool:
    """Carry out the oldest import that waits or was left behind; return whether there was one.

    Several transactions of its own, and a process for the file. When `may_go_on` says no, the job is put back.
    """
    claim = _claim(clock())
    if claim is None:
        return False
    try:
        _carry_out(claim, clock, may_go_on)
    except ReadingStopped:
        _put_back(claim)
    except LostJob:
        log.info("import %s was cancelled or taken over", claim.job_id)
    except MappingError as error:
        _fail(claim, error.code, error.detail or error.code, clock())
    except (OperationalError, InterfaceError):
        # The database is away: nothing can be written down, and the lease gives the job to the next look.
        raise
    except Exception:
        # One job's fault must not end the worker for all others, nor, again and again, the server beside it.
        log.exception("import %s met a fault of our own", claim.job_id)
        _fail(claim, "import_fault", "The import met a fault of ours; it is in the server's log.", clock())
    return True


def _claim(now: datetime) -> _Claim | None:
    if not _due(now).exists():
        # Nearly every look finds nothing: it takes no write lock.
        return None
    token = uuid4()
    with transaction.atomic(durable=True):
        job = _due(now).order_by("created_at").select_for_update(skip_locked=True).first()
        if job is None:
            return None
        claim = _Claim(job.pk, token)
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, ImportJobState.FAILED, now, code="import_crashed", detail="Reading this file ended the worker.")
            return claim
        job.state, job.attempts = ImportJobState.RUNNING.value, job.attempts + 1
        job.lease_token, job.lease_until = token, now + timedelta(seconds=LEASE_S)
        job.done_count = job.total_count = 0
        job.save()
    return claim


def _due(now: datetime) -> "models.QuerySet[ImportJob]":
    left_behind = models.Q(state=ImportJobState.RUNNING.value, lease_until__lt=now)
    return ImportJob.objects.filter(models.Q(state=ImportJobState.QUEUED.value) | left_behind)


def _carry_out(claim: _Claim, clock: Clock, may_go_on: Callable[[], bool]) -> None:
    reading = _read(claim, clock, may_go_on)
    ledger = reading.ledger()
    try:
        _store_reading(claim, reading, ledger, clock)
    except MappingError as error:
        _fail(claim, error.code, error.detail or error.code, clock(), ledger)


def _store_reading(claim: _Claim, reading: Reading, ledger: Ledger, clock: Clock) -> None:
    if reading.drawing is None:
        raise BadFile(reading.code, reading.detail)
    # Mending and storing say nothing while they work: a very large plan takes a minute.
    claim.hold(clock() + timedelta(seconds=STORING_S))
    plan = valid_plan(reading.drawing, ledger)
    shown = keep_pictures(plan.drawing)
    with transaction.atomic(durable=True):
        held = claim.rows().select_for_update().first()
        if held is None:
            raise LostJob
        _store(held, plan, ledger, shown, clock())


def _read(claim: _Claim, clock: Clock, may_go_on: Callable[[], bool]) -> Reading:
    job = claim.rows().first()
    if job is None:
        raise LostJob
    path = plan_file_path(job.source_sha256)
    if not path.is_file():
        raise BadFile("file_gone", "The file that was brought is no longer there; bring it again.")

    def heard(done: int, total: int) -> bool:
        if may_go_on():
            claim.hold(clock() + timedelta(seconds=LEASE_S), done_count=done, total_count=total)
            return True
        return False

    return read_bounded(path, ORDER.validate_python(job.order), heard=heard)


def _store(job: ImportJob, plan: ValidPlan, ledger: Ledger, shown: Mapping[int, str], at: datetime) -> None:
    source = Source(job.source_name, job.source_sha256)
    # Whoever asked may have lost the right while the file was read.
    site = site_to_draw_for(actor_id=job.requested_by_id, site_id=job.site_id, at=at)
    if job.is_dry_run:
        check_place(plan.drawing, (site.location.x, site.location.y))
        job.run_id = record_import(kind=ImportKind.REHEARSAL, site=site, source=source, ledger=ledger, at=at)
        job.levels = _rehearsed(plan)
    else:
        stored = store_plan(
            site,
            job.building_name,
            plan,
            ledger,
            actor_id=job.requested_by_id,
            source=source,
            shown=shown,
            state=FloorplanState.DRAFT,
            at=at,
            counting=ORDER.validate_python(job.order).counting,
        )
        job.run_id = stored.run_id
        job.levels = _stored(stored)
    job.done_count = job.total_count = ledger.counts()["read"]
    _end(job, ImportJobState.DONE, at)


def _rehearsed(plan: ValidPlan) -> list[dict[str, str | int | float | None]]:
    return [
        {
            "level_id": None,
            "floorplan_id": None,
            "ordinal": float(level.ordinal),
            "name": level.name,
            "version": None,
            "spaces": len(level.spaces),
            "openings": len(level.openings),
            "objects": len(level.objects),
            "areas": len(level.areas),
        }
        for level in plan.drawing.levels
    ]


def _stored(stored: StoredPlan) -> list[dict[str, str | int | float | None]]:
    return [
        {
            "level_id": str(level.level_id),
            "floorplan_id": str(level.floorplan_id),
            "ordinal": float(level.ordinal),
            "name": level.name,
            "version": level.version,
            "spaces": level.spaces,
            "openings": level.openings,
            "objects": level.objects,
            "areas": level.areas,
        }
        for level in stored.levels
    ]


def _end(job: ImportJob, state: ImportJobState, at: datetime, *, code: str = "", detail: str = "") -> None:
    job.state, job.ended_at = state.value, at
    job.lease_token = job.lease_until = None
    job.error_code, job.error_detail = code[:60], detail[:500]
    job.save()


def _fail(claim: _Claim, code: str, detail: str, at: datetime, ledger: Ledger | None = None) -> None:
    """End an import that brought nothing; what its file was seen to hold is listed all the same."""
    with transaction.atomic(durable=True):
        job = claim.rows().select_for_update().first()
        if job is not None:
            if ledger is not None and ledger.refs():
                source = Source(job.source_name, job.source_sha256)
                run = record_import(kind=ImportKind.REHEARSAL, site=job.site, source=source, ledger=ledger, at=at)
                job.run_id = run
            _end(job, ImportJobState.FAILED, at, code=code, detail=detail)


def _put_back(claim: _Claim) -> None:
    """Let the next worker have the job at once; the try does not count, for the file did nothing wrong."""
    with transaction.atomic(durable=True):
        job = claim.rows().select_for_update().first()
        if job is not None:
            job.state, job.attempts = ImportJobState.QUEUED.value, job.attempts - 1
            job.lease_token = job.lease_until = None
            job.save()
