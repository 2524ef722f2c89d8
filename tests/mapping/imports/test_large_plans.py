"""A plan of very many rooms is stored a little at a time: other writers do not wait, and half of it is never shown."""

import os
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, models
from django.test import Client

from coordination.models import User
from mapping.access import floorplan_for
from mapping.errors import FloorplanNotFound, StoringLapsed
from mapping.imports.jobs import cancel_import
from mapping.imports.readers.geojson import MAX_FEATURES
from mapping.imports.saving import storing as storing_module
from mapping.imports.saving.record import Source
from mapping.imports.saving.storing import LEASE_S, store_unseen, sweep_unfinished
from mapping.imports.work import work_one
from mapping.interchange.ledger import Ledger
from mapping.models import Floorplan, ImportDefect, ImportJob, ImportRun, Level, Site, Space
from mapping.vocabulary import ImportKind
from mou.foundation.database.away import is_away
from mou.foundation.short_writes import MOST_ROWS
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.files.indoor.fire_station import FIRE_STATION, fire_station
from tests.factories.mapping import bring_plan, make_site
from tests.factories.mou import NOW, make_member
from tests.stage.maps.large_plan import presses_s, store_rooms, write_school
from tests.support.database.this_database import database_url
from tests.support.processes import wait_until
from tests.support.services import AppServer

pytestmark = pytest.mark.django_db(transaction=True)
ALONE = 40
MANY = 20_000
MORE = 30_000
MANY_VARIABLES = 300_000


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def planner(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.PLANNER).user


@pytest.fixture
def site(cast: Cast) -> Site:
    return make_site(cast.district, at_lonlat=FIRE_STATION.at_lonlat)


def job_of(site: Site, planner: User) -> ImportJob:
    return bring_plan(actor_id=planner.pk, site=site, raw=fire_station())


def again(job: ImportJob) -> ImportJob:
    return ImportJob.objects.get(pk=job.pk)


def nothing_is_left() -> bool:
    return not any(model._default_manager.exists() for model in (Space, Floorplan, Level))


class InBetween:
    """Does something between two transactions of storing; before, the file is read and asks as well."""

    def __init__(self, do: Callable[[], object]) -> None:
        self.do = do
        self.has_done = False

    def __call__(self) -> bool:
        if not self.has_done and Space.objects.exists():
            self.has_done = True
            self.do()
        return True


def work(may_go_on: Callable[[], bool] = lambda: True, *, at: datetime = NOW) -> None:
    work_one(clock=lambda: at, may_go_on=may_go_on)


@pytest.mark.by_the_clock
def test_a_press_is_acknowledged_as_soon_while_a_large_plan_is_stored(tmp_path: Path) -> None:
    """27,000 rooms in one statement were "too many SQL variables" as well: a geometry takes two, Django counts one."""
    with AppServer(database_url(), var=tmp_path) as server:
        school = write_school(server.env)
        alone = presses_s(server.url, school, go_on=lambda count: count < ALONE)
        child = store_rooms(server.env, school, rooms=MORE, log=tmp_path / "storing.txt")
        beside = presses_s(server.url, school, go_on=lambda _: child.is_running)
        code = child.wait_ended(timeout_s=240)

    assert code == 0, child.log_end()
    plan = Floorplan.objects.get()
    assert (plan.state, plan.version, Space.objects.filter(floorplan=plan).count()) == ("draft", 1, MORE)
    # One batch may be waited for, of 200 ms at most; the machine that runs the tests is shared.
    assert max(beside) < 3 * max(alone) + 0.4, (max(alone), sorted(beside)[-5:])


def test_a_worker_killed_between_two_batches_leaves_nothing_that_anybody_sees_and_the_sweep_removes_it(
    tmp_path: Path,
) -> None:
    env = os.environ | {
        "MUSTERPOINT_DATABASE": database_url(),
        "MUSTERPOINT_VAR": str(Path(settings.MEDIA_ROOT).parent),
        "DJANGO_SETTINGS_MODULE": "coordination.settings",
    }
    school = write_school(env)

    child = store_rooms(env, school, rooms=MANY, log=tmp_path / "storing.txt")
    wait_until(Space.objects.exists, timeout_s=180, what="nothing is stored")
    child.end(signal.SIGKILL)
    left, levels = Floorplan.objects.get(), Level.objects.count()
    stored = Space.objects.count()
    sweep_unfinished(datetime.now(UTC))
    kept = Space.objects.count()
    sweep_unfinished(datetime.now(UTC) + timedelta(seconds=LEASE_S + 1))

    assert 0 < stored < MANY
    assert (left.level_id, levels) == (None, 0)
    assert kept == stored  # its owner might still be at work
    assert nothing_is_left()
    assert not ImportRun.objects.exists()


def test_what_is_being_stored_is_not_found_by_its_id_and_belongs_to_no_floor(site: Site, planner: User) -> None:
    job = job_of(site, planner)
    seen: list[object] = []

    def look() -> None:
        plan = Floorplan.objects.first()
        assert plan is not None
        with pytest.raises(FloorplanNotFound):
            floorplan_for(user_id=planner.pk, floorplan_id=plan.pk, at=NOW)
        seen.extend((Level.objects.count(), site.buildings.count(), again(job).state, again(job).run_id))

    work(InBetween(look))

    assert seen == [0, 0, "running", None]
    assert again(job).state == "done"
    assert Floorplan.objects.filter(level__isnull=True).count() == 0


def test_an_import_that_is_cancelled_while_it_is_stored_leaves_nothing(site: Site, planner: User) -> None:
    job = job_of(site, planner)

    work(InBetween(lambda: cancel_import(actor_id=planner.pk, job_id=job.pk, at=NOW)))

    assert again(job).state == "cancelled"
    assert nothing_is_left()
    assert not ImportRun.objects.exists()


def test_a_worker_that_is_asked_to_end_while_it_stores_puts_the_job_back_and_leaves_nothing(
    site: Site, planner: User
) -> None:
    job = job_of(site, planner)

    work(lambda: not Space.objects.exists())

    assert (again(job).state, again(job).attempts) == ("queued", 0)
    assert nothing_is_left()


def test_whoever_loses_the_right_while_the_plan_is_stored_imports_nothing(site: Site, planner: User) -> None:
    job = job_of(site, planner)

    work(InBetween(lambda: AgencyMember.objects.filter(user=planner).update(ended_at=NOW - timedelta(days=1))))

    assert again(job).state == "failed"
    assert nothing_is_left()


def test_what_was_swept_meanwhile_is_never_shown(site: Site, planner: User) -> None:
    """A process that stood still for longer than its lease finds its half plan gone, and says so."""
    job = job_of(site, planner)

    work(InBetween(lambda: sweep_unfinished(NOW + timedelta(seconds=LEASE_S + 1))))

    assert (again(job).state, again(job).error_code) == ("failed", "storing_lapsed")
    assert nothing_is_left()


def test_nobody_finishes_what_was_given_up(site: Site) -> None:
    with pytest.raises(StoringLapsed):
        finish_too_late(site)

    assert not ImportRun.objects.exists()


def finish_too_late(site: Site) -> None:
    source = Source("plan.geojson", "0" * 64)
    with store_unseen(ImportKind.REHEARSAL, source, at=NOW, clock=lambda: NOW) as unseen:
        sweep_unfinished(NOW + timedelta(seconds=LEASE_S + 1))
        unseen.finish(site, Ledger())


def test_a_plan_that_is_too_large_is_refused_by_the_look_and_an_import_of_it_is_tried_once(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.insider)
    raw = b'{"type":"FeatureCollection","features":[' + b",".join([b"0"] * (MAX_FEATURES + 1)) + b"]}"
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site, raw=raw)

    upload = {"file": SimpleUploadedFile("plan.geojson", raw)}
    looked = client.post(f"/api/v1/sites/{cast.site.pk}/plan-looks", upload).json()
    work()
    work(at=NOW + timedelta(hours=1))

    assert looked["code"] == "too_many_features"
    assert (again(job).state, again(job).error_code, again(job).attempts) == ("failed", "too_many_features", 1)


def test_batches_stay_far_below_what_one_statement_may_hold() -> None:
    """A geometry takes two variables; SQLite's own limit is 32,766 unless it was built with another."""
    models_stored: tuple[type[models.Model], ...] = (*storing_module.CONTENT, ImportDefect)

    widest = max(len(model._meta.concrete_fields) for model in models_stored)

    assert (widest + 1) * MOST_ROWS < 32_766


def ask_beyond_a_limit() -> None:
    """Ask for what no database gives: more variables than a statement may have, or a value that is too long."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT {', '.join(['%s'] * MANY_VARIABLES)}", range(MANY_VARIABLES))
        else:
            cursor.execute("SELECT repeat('long', 1000000000)")


def test_a_statement_that_the_database_refuses_is_told_as_a_fault_and_not_tried_again(
    site: Site, planner: User
) -> None:
    """It was told as a database that is away, and tried again every ten minutes."""
    job = job_of(site, planner)

    work(InBetween(ask_beyond_a_limit))

    assert (again(job).state, again(job).error_code) == ("failed", "import_fault")
    assert nothing_is_left()


def test_a_statement_beyond_a_limit_is_no_database_that_is_away() -> None:
    with pytest.raises(OperationalError) as refusal:
        ask_beyond_a_limit()

    assert not is_away(refusal.value)


def test_a_database_that_does_not_answer_is_away() -> None:
    if connection.vendor == "sqlite":
        error: BaseException = OperationalError("unable to open database file")
        with pytest.raises(sqlite3.OperationalError) as missing:
            sqlite3.connect("/nowhere/at/all.sqlite3")
        error.__cause__ = missing.value
    else:
        with pytest.raises(OperationalError) as ended, connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        error = ended.value
        connection.close()

    assert is_away(error)
