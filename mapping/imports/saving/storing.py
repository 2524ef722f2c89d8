"""Store an import's rows a few at a time, unseen until one last transaction shows them; remove what a crash left.

On SQLite a panic press and every other change wait for the current writer. So each transaction here is short, the
next one begins only after a pause, and half an import is never visible: a floorplan that is being stored has
no level, and its run has not finished.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

from django.db import models, transaction

from mapping.errors import StoringLapsed
from mapping.imports.saving.drawn_writes import Row, insert_drawn
from mapping.imports.saving.record import Source, defect_rows, summed_up
from mapping.interchange.ledger import Defect, Ledger
from mapping.models import Floorplan, ImportDefect, ImportRun, Opening, PlanArea, PlanObject, Site, Space
from mapping.plans.drawn_things.drawn_tables import DrawnTable
from mapping.vocabulary import ImportKind
from mou.foundation.database.away import is_away
from mou.foundation.short_writes import MOST_ROWS, ShortWrites

# An import renews its lease with every transaction; one that was silent for this long counts as dead.
LEASE_S = 60
CONTENT: tuple[type[models.Model], ...] = (Space, Opening, PlanObject, PlanArea)

type Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Unseen:
    """An import's stored, still hidden rows. `hold` is called before each transaction, and raises to end the import."""

    run: ImportRun
    source: Source
    at: datetime
    clock: Clock
    hold: Callable[[], None]
    pace: ShortWrites = field(default_factory=ShortWrites)
    told: list[int] = field(default_factory=lambda: [0])

    def floorplan(self) -> Floorplan:
        """Store a floorplan without a level. One transaction. Raises: StoringLapsed."""
        plan = Floorplan(
            run=self.run,
            version=0,
            state="draft",
            source=self.source.name[:200],
            source_sha256=self.source.sha256,
            imported_at=self.at,
        )
        self.write([plan])
        return plan

    def write(self, rows: Iterable[models.Model]) -> None:
        """Store rows of one model, a few in each transaction. Raises: StoringLapsed, and whatever `hold` raises."""
        self._write_batches(rows, lambda some: type(some[0])._default_manager.bulk_create(some))  # noqa: SLF001 - Django's public way in

    def write_drawn(self, table: DrawnTable, rows: Iterable[Row]) -> None:
        """Store what is drawn in one table in the same way; without Django's models, which take most of the time."""
        self._write_batches(rows, partial(insert_drawn, table))

    def _write_batches[One](self, rows: Iterable[One], insert: Callable[[list[One]], object]) -> None:
        left = iter(rows)
        while batch := list(islice(left, self.pace.rows)):
            self.hold()
            with self.pace.writing():
                self._of_ours(storing_until=self.clock() + timedelta(seconds=LEASE_S))
                insert(batch)

    def tell(self, ledger: Ledger) -> None:
        """Store what a ledger holds so far. Raises: StoringLapsed, and whatever `hold` raises."""
        self.told[0] = len(ledger.defects)
        self.write(defect_rows(self.run, (*ledger.defects, *ledger.left_alone())))

    def finish(self, site: Site | None, ledger: Ledger) -> UUID:
        """End the run in the caller's transaction, which shows everything; few defects may have come since `tell`.

        Raises: StoringLapsed.
        """
        late: Sequence[Defect] = ledger.defects[self.told[0] :]
        ImportDefect.objects.bulk_create(defect_rows(self.run, late), batch_size=MOST_ROWS)
        self._of_ours(site=site, finished_at=self.at, counts=summed_up(ledger), storing_until=None)
        return self.run.pk

    def _of_ours(self, **values: object) -> None:
        if not ImportRun.objects.filter(pk=self.run.pk, storing_until__isnull=False).update(**values):
            raise StoringLapsed("Storing stood still for so long that it was given up; bring the file again.")


def nobody_objects() -> None:
    """Do nothing: no other process can take this import away."""


@contextmanager
def store_unseen(
    kind: ImportKind, source: Source, *, at: datetime, clock: Clock, hold: Callable[[], None] = nobody_objects
) -> Iterator[Unseen]:
    """Begin to store rows that stay hidden until `finish`; if that is not reached, remove them all.

    Several durable transactions. When the database goes away, or this process ends, the next sweep removes it.
    """
    run = ImportRun.objects.create(
        kind=kind,
        source_name=source.name[:200],
        source_sha256=source.sha256,
        started_at=at,
        storing_until=clock() + timedelta(seconds=LEASE_S),
    )
    try:
        yield Unseen(run, source, at, clock, hold)
    except Exception as fault:
        if not is_away(fault):
            _give_up(ImportRun.objects.filter(pk=run.pk))
            remove_given_up()
        raise


def sweep_unfinished(now: datetime) -> None:
    """Remove the rows of imports that ended before they were shown. Takes no write lock where there is nothing."""
    unfinished = ImportRun.objects.filter(finished_at__isnull=True)
    if not unfinished.filter(models.Q(storing_until__isnull=True) | models.Q(storing_until__lt=now)).exists():
        return
    _give_up(unfinished.filter(storing_until__lt=now))
    remove_given_up()


def _give_up(runs: "models.QuerySet[ImportRun]") -> None:
    # From here on no process can finish them: the rest of a plan that was half removed must never be shown.
    runs.filter(finished_at__isnull=True, storing_until__isnull=False).update(storing_until=None)


def remove_given_up() -> None:
    """Remove what was given up, a few rows in each transaction."""
    pace = ShortWrites()
    for run in ImportRun.objects.filter(finished_at__isnull=True, storing_until__isnull=True):
        plans = Floorplan.objects.filter(run=run, level__isnull=True)
        for model in CONTENT:
            _remove_rows(model._default_manager.filter(floorplan__in=plans), pace)  # noqa: SLF001 - as above
        _remove_rows(ImportDefect.objects.filter(run=run), pace)
        with transaction.atomic(durable=True):
            plans.delete()
            run.delete()


def _remove_rows[Row: models.Model](rows: "models.QuerySet[Row]", pace: ShortWrites) -> None:
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[: pace.rows]):
        with pace.writing():
            rows.model._default_manager.filter(pk__in=ids).delete()  # noqa: SLF001 - as above
