"""Bring a file in: keep it, queue it, cancel it. What a worker does with it is in mapping.imports.work."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.db import transaction

from mapping.access import import_job_for, site_for
from mapping.errors import BadFile, ImportEnded, TooManyImports
from mapping.imports.learned import learn_words, with_learned
from mapping.imports.readers.geojson import MAX_BYTES
from mapping.imports.readers.plan_file import ReadingOrder, check_order
from mapping.imports.saving.houses import propose_building
from mapping.interchange.text import clean_text
from mapping.models import Building, ImportJob, Site
from mapping.models.imports import ENDED
from mapping.plans.files import keep_file
from mapping.vocabulary import NAME_MAX_CHARS, FloorCounting, ImportJobState, SiteNeed

# Limits the waiting files of one site: all sites share the disk and the queue.
MAX_OPEN_PER_SITE = 10


def request_import(
    *,
    actor_id: int,
    site_id: UUID,
    building_name: str,
    file_name: str,
    chunks: Iterable[bytes],
    order: ReadingOrder,
    is_dry_run: bool,
    at: datetime,
) -> ImportJob:
    """Keep the file and queue its import; return the job. One durable transaction, after the file is on the disk.

    Without a `building_name`, the file's own name of its building counts, else the site's only building.

    Raises: SiteNotFound, NotAllowed, TooManyImports, FileTooLarge, StorageFailed; BadFile: the order makes no sense.
    """
    site_for(user_id=actor_id, site_id=site_id, need=SiteNeed.EDIT, at=at)
    check_order(order)
    kept = keep_file(chunks, max_bytes=MAX_BYTES)
    with transaction.atomic(durable=True):
        # The site's row orders those who ask at once: none of them counts what the other has not yet written.
        Site.objects.select_for_update(no_key=True).filter(pk=site_id).first()
        site = site_for(user_id=actor_id, site_id=site_id, need=SiteNeed.EDIT, at=at)
        if ImportJob.objects.filter(site=site).exclude(state__in=ENDED).count() >= MAX_OPEN_PER_SITE:
            raise TooManyImports(f"At most {MAX_OPEN_PER_SITE} imports of a site wait at a time.")
        house = _checked_label(building_name)
        if order.mapping.strip():
            learn_words(site.district_id, order.mapping)
        return ImportJob.objects.create(
            site=site,
            requested_by_id=actor_id,
            building_name=house,
            format="" if order.format is None else order.format.value,
            order=asdict(
                replace(
                    order,
                    counting=_counting_of(site, house, order.counting),
                    mapping=with_learned(site, order.mapping),
                )
            ),
            is_dry_run=is_dry_run,
            source_name=_checked_label(PurePosixPath(file_name.replace("\\", "/")).name) or "file",
            source_sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            state=ImportJobState.QUEUED.value,
            created_at=at,
        )


def _counting_of(site: Site, house: str, asked: FloorCounting) -> FloorCounting:
    """Return how a building counts its floors: one that exists as it does, whatever is said beside a file."""
    known = Building.objects.filter(site=site, name=house or propose_building(site)).first()
    return asked if known is None else FloorCounting(known.floor_counting)


def cancel_import(*, actor_id: int, job_id: UUID, at: datetime) -> ImportJob:
    """End an import that has not ended; a worker that has it in hand lets go within a second. One durable transaction.

    Raises: ImportNotFound; ImportEnded: it is done, failed or cancelled already.
    """
    with transaction.atomic(durable=True):
        job = import_job_for(user_id=actor_id, job_id=job_id, at=at, lock=True)
        if job.state in ENDED:
            raise ImportEnded(f"This import is {job.state}.")
        job.state, job.ended_at = ImportJobState.CANCELLED.value, at
        job.lease_token = job.lease_until = None
        job.save(update_fields=["state", "ended_at", "lease_token", "lease_until"])
    return job


def _checked_label(text: str) -> str:
    cleaned = clean_text(text).text
    if len(cleaned) > NAME_MAX_CHARS:
        raise BadFile("name_too_long", f"A name has at most {NAME_MAX_CHARS} characters.")
    return cleaned
