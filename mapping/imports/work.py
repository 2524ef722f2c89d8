"""Carry imports out: claim one, read its file in a bounded process, store the draft. What a crash leaves is resumed.

A worker holds a job while its lease runs and its token matches; a worker that lost it stores nothing more. The plan
is stored hidden, a little at a time; the transaction that shows the draft also ends the job. So a plan is never shown
twice or in part, and never without its job saying so.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import models, transaction
from pydantic import TypeAdapter

from mapping.access import site_to_draw_for
from mapping.errors import BadFile, MappingError
from mapping.imports.bounded_reading import ReadingStopped, read_bounded_parts
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.readers.reading_process import Reading
from mapping.imports.saving.houses import names_of_houses
from mapping.imports.saving.pictures import keep_pictures
from mapping.imports.saving.record import Source
from mapping.imports.saving.store import Drawn, StoredPlan, check_place, draw_unseen, show_plan
from mapping.imports.saving.storing import Unseen, store_unseen, sweep_unfinished
from mapping.imports.saving.valid_plans import ValidPlan, valid_plan_of_parts
from mapping.interchange.drawing import PlanPart
from mapping.interchange.ledger import Ledger
from mapping.models import ImportJob
from mapping.plans.files import plan_file_path
from mapping.vocabulary import NAME_MAX_CHARS, FloorplanState, ImportJobState, ImportKind
from mou.foundation.database.away import is_away

log = logging.getLogger(__name__)

LEASE_S = 30
HOLD_EVERY_S = 0.5
MENDING_S = 600
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

    def held(self) -> ImportJob:
        """Return the job, its row locked until commit. Raises: LostJob: it is not this worker's any more."""
        job = self.rows().select_for_update().first()
        if job is None:
            raise LostJob
        return job


def work_one(*, clock: Clock, may_go_on: Callable[[], bool]) -> bool:
    """Carry out the oldest import that waits or was left behind; return whether there was one.

    Several transactions of its own, and a process for the file. When `may_go_on` says no, the job is put back.
    """
    sweep_unfinished(clock())
    claim = _claim_job(clock())
    if claim is None:
        return False
    try:
        _carry_out(claim, clock, may_go_on)
    except ReadingStopped:
        _put_back(claim)
    except LostJob:
        log.info("import %s was cancelled or taken over", claim.job_id)
    except MappingError as error:
        _fail_job(claim, error.code, error.detail or error.code, clock)
    except Exception as fault:
        if is_away(fault):
            # Nothing can be written down, and the lease gives the job to the next look.
            raise
        # One job's fault must not end the worker for all others, nor, again and again, the server beside it.
        log.exception("import %s met a fault of our own", claim.job_id)
        _fail_job(claim, "import_fault", "The import met a fault of ours; it is in the server's log.", clock)
    return True


def _claim_job(now: datetime) -> _Claim | None:
    if not _due_jobs(now).exists():
        # Nearly every look finds nothing: it takes no write lock.
        return None
    token = uuid4()
    with transaction.atomic(durable=True):
        job = _due_jobs(now).order_by("created_at").select_for_update(skip_locked=True).first()
        if job is None:
            return None
        claim = _Claim(job.pk, token)
        if job.attempts >= MAX_ATTEMPTS:
            _end_job(
                job, ImportJobState.FAILED, now, code="import_crashed", detail="Reading this file ended the worker."
            )
            return claim
        job.state, job.attempts = ImportJobState.RUNNING.value, job.attempts + 1
        job.lease_token, job.lease_until = token, now + timedelta(seconds=LEASE_S)
        job.done_count = job.total_count = 0
        job.save()
    return claim


def _due_jobs(now: datetime) -> "models.QuerySet[ImportJob]":
    left_behind = models.Q(state=ImportJobState.RUNNING.value, lease_until__lt=now)
    return ImportJob.objects.filter(models.Q(state=ImportJobState.QUEUED.value) | left_behind)


def _carry_out(claim: _Claim, clock: Clock, may_go_on: Callable[[], bool]) -> None:
    reading, parts = _read_source(claim, clock, may_go_on)
    ledger = reading.ledger()

    held_at = float("-inf")

    def hold() -> None:
        nonlocal held_at
        if not may_go_on():
            raise ReadingStopped
        # Each time is a write and a sync of the disk, and a transaction of rows is as short.
        if time.monotonic() - held_at > HOLD_EVERY_S:
            claim.hold(clock() + timedelta(seconds=LEASE_S))
            held_at = time.monotonic()

    try:
        _store_reading(claim, reading, parts, ledger, clock, hold)
    except MappingError as error:
        _fail_job(claim, error.code, error.detail or error.code, clock, ledger)


def _store_reading(
    claim: _Claim,
    reading: Reading,
    parts: Iterator[PlanPart],
    ledger: Ledger,
    clock: Clock,
    hold: Callable[[], None],
) -> None:
    if reading.drawing is None:
        raise BadFile(reading.code, reading.detail)
    # Mending says nothing while it works.
    claim.hold(clock() + timedelta(seconds=MENDING_S))
    plan = valid_plan_of_parts(reading.drawing, parts, ledger)
    shown = keep_pictures(plan.drawing)
    with transaction.atomic(durable=True):
        job = claim.held()
        # Checked before anything is stored: the requester may have lost the right while the file was read.
        site = site_to_draw_for(actor_id=job.requested_by_id, site_id=job.site_id, at=clock())
        check_place(plan.first, (site.location.x, site.location.y))
    kind = ImportKind.REHEARSAL if job.is_dry_run else ImportKind.FLOORPLAN
    with store_unseen(kind, _source_of(job), at=clock(), clock=clock, hold=hold) as unseen:
        if job.is_dry_run:
            drawn = None
            unseen.tell(ledger)
        else:
            drawn = draw_unseen(unseen, plan, ledger)
        with transaction.atomic(durable=True):
            _show_result(claim.held(), unseen, drawn or plan, ledger, shown)


def _read_source(claim: _Claim, clock: Clock, may_go_on: Callable[[], bool]) -> tuple[Reading, Iterator[PlanPart]]:
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

    return read_bounded_parts(path, ORDER.validate_python(job.order), heard=heard)


def _show_result(
    job: ImportJob, unseen: Unseen, stored: Drawn | ValidPlan, ledger: Ledger, shown: Mapping[int, str]
) -> None:
    """Show what was stored, or of a dry run what was wrong, and end the job, in the caller's transaction."""
    # Asked again: storing takes its time.
    site = site_to_draw_for(actor_id=job.requested_by_id, site_id=job.site_id, at=unseen.clock())
    if isinstance(stored, ValidPlan):
        job.run_id = unseen.finish(site, ledger)
        job.levels = _rehearsed_levels(stored)
    else:
        plan = show_plan(
            site,
            job.building_name,
            stored,
            ledger,
            actor_id=job.requested_by_id,
            shown=shown,
            state=FloorplanState.DRAFT,
            counting=ORDER.validate_python(job.order).counting,
        )
        job.run_id = plan.run_id
        job.levels = _stored_levels(plan)
    drawing = stored.drawing if isinstance(stored, ValidPlan) else stored.plan.drawing
    houses = names_of_houses(site, job.building_name, drawing)
    job.building_name = ", ".join(houses.values())[:NAME_MAX_CHARS] or job.building_name
    job.done_count = job.total_count = ledger.counts()["read"]
    _end_job(job, ImportJobState.DONE, unseen.clock())


def _source_of(job: ImportJob) -> Source:
    return Source(job.source_name, job.source_sha256)


def _rehearsed_levels(plan: ValidPlan) -> list[dict[str, str | int | float | None]]:
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


def _stored_levels(stored: StoredPlan) -> list[dict[str, str | int | float | None]]:
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


def _end_job(job: ImportJob, state: ImportJobState, at: datetime, *, code: str = "", detail: str = "") -> None:
    job.state, job.ended_at = state.value, at
    job.lease_token = job.lease_until = None
    job.error_code, job.error_detail = code[:60], detail[:500]
    job.save()


def _fail_job(claim: _Claim, code: str, detail: str, clock: Clock, ledger: Ledger | None = None) -> None:
    """End an import that brought nothing; what its file was seen to hold is listed all the same."""
    job = claim.rows().first()
    if job is None:
        return
    if ledger is None or not ledger.refs():
        _end_failed(claim, code, detail, clock(), None)
        return

    def hold() -> None:
        claim.hold(clock() + timedelta(seconds=LEASE_S))

    with store_unseen(ImportKind.REHEARSAL, _source_of(job), at=clock(), clock=clock, hold=hold) as unseen:
        unseen.tell(ledger)
        with transaction.atomic(durable=True):
            _end_failed(claim, code, detail, clock(), unseen.finish(job.site, ledger))


def _end_failed(claim: _Claim, code: str, detail: str, at: datetime, run_id: UUID | None) -> None:
    with transaction.atomic():
        job = claim.held()
        job.run_id = run_id
        _end_job(job, ImportJobState.FAILED, at, code=code, detail=detail)


def _put_back(claim: _Claim) -> None:
    """Let the next worker have the job at once; the try does not count, for the file did nothing wrong."""
    with transaction.atomic(durable=True):
        job = claim.rows().select_for_update().first()
        if job is not None:
            job.state, job.attempts = ImportJobState.QUEUED.value, job.attempts - 1
            job.lease_token = job.lease_until = None
            job.save()
