"""Imports as jobs: queued, read in a bounded process, cancelled, resumed, rehearsed; who may, and who may not."""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from coordination.models import User
from mapping.errors import BadFile, ImportEnded, ImportNotFound, NotAllowed, SiteNotFound, TooManyImports
from mapping.imports.jobs import MAX_OPEN_PER_SITE, cancel_import
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.work import LEASE_S, MAX_ATTEMPTS, work_one
from mapping.models import Floorplan, ImportDefect, ImportJob, ImportRun, Site, Space
from mapping.plans.files import plan_file_path
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.files.dirty_imdf import dirty_imdf
from tests.factories.files.indoor.fire_station import FIRE_STATION, fire_station
from tests.factories.files.plan_files import SCHOOL
from tests.factories.mapping import bring_plan, make_site
from tests.factories.mou import NOW, make_member
from tests.support.database.this_database import database_url
from tests.support.processes import ROOT, ChildProcess

# Work is several durable transactions of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def planner(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.PLANNER).user


@pytest.fixture
def site(cast: Cast) -> Site:
    return make_site(cast.district, at_lonlat=FIRE_STATION.at_lonlat)


def work(*, at: datetime = NOW, may_go_on: Callable[[], bool] = lambda: True) -> bool:
    return work_one(clock=lambda: at, may_go_on=may_go_on)


def again(job: ImportJob) -> ImportJob:
    return ImportJob.objects.get(pk=job.pk)


def test_a_file_becomes_a_draft_and_every_feature_is_accounted_for(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())

    assert work()

    job = again(job)
    assert (job.state, job.done_count, job.total_count) == ("done", 109, 109)
    assert {plan.state for plan in Floorplan.objects.all()} == {"draft"}
    assert Space.objects.count() == 11 + 47 + 8
    run = ImportRun.objects.get()
    assert run.counts["read"] == sum(run.counts[name] for name in ("imported", "repaired", "refused", "ignored"))
    assert job.run_id == run.pk
    assert not work()


def test_a_job_that_meets_a_fault_of_our_own_fails_alone_and_the_worker_goes_on(site: Site, planner: User) -> None:
    """Six such jobs in a minute ended the worker six times, and with it the server beside it."""
    faulty = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())
    ImportJob.objects.filter(pk=faulty.pk).update(order="written by another release")
    sound = bring_plan(actor_id=planner.pk, site=site, raw=fire_station(), is_dry_run=True)

    worked = [work(), work(), work()]

    assert worked == [True, True, False]
    assert (again(faulty).state, again(faulty).error_code) == ("failed", "import_fault")
    assert again(sound).state == "done"


def test_a_dirty_archive_comes_in_with_its_faults_listed(cast: Cast, planner: User) -> None:
    school = make_site(cast.district, at_lonlat=SCHOOL.location)
    job = bring_plan(actor_id=planner.pk, site=school, raw=dirty_imdf())

    work()

    assert again(job).state == "done"
    codes = set(ImportDefect.objects.values_list("code", flat=True))
    assert {"polygon_invalid", "multi_line", "category_unknown", "level_missing", "axes_swapped"} <= codes
    assert all(space.geometry.valid for space in Space.objects.all())


def test_a_dry_run_says_the_same_and_stores_nothing_of_the_plan(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station(), is_dry_run=True)

    work()

    job = again(job)
    assert job.state == "done"
    assert [level["spaces"] for level in job.levels] == [11, 47, 8]
    assert ImportDefect.objects.count() > 0
    assert not Floorplan.objects.exists()
    assert not site.levels.exists()


def test_a_file_that_cannot_be_read_fails_with_its_code_and_leaves_no_plan(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=b"MZ not a plan")

    work()

    job = again(job)
    assert (job.state, job.error_code) == ("failed", "format_unknown")
    assert not Floorplan.objects.exists()


def test_an_import_that_fails_lists_what_its_file_was_seen_to_hold(site: Site, planner: User) -> None:
    raw = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "id": "a", "properties": {"indoor": "room", "level": "x"}, "geometry": None}
            ],
        }
    )
    job = bring_plan(actor_id=planner.pk, site=site, raw=raw.encode())

    work()

    job = again(job)
    assert (job.state, job.error_code) == ("failed", "nothing_to_draw")
    assert list(ImportDefect.objects.filter(run=job.run).values_list("feature_ref", "outcome")) == [("a", "refused")]
    assert not Floorplan.objects.exists()


def test_a_plan_of_another_town_fails_and_leaves_no_plan(cast: Cast, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=cast.site, raw=fire_station())

    work()

    assert again(job).error_code == "plan_far_from_site"
    assert not Floorplan.objects.exists()


def test_a_job_whose_worker_died_is_begun_again_when_its_lease_is_over(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())
    ImportJob.objects.filter(pk=job.pk).update(
        state="running", attempts=1, lease_token=uuid4(), lease_until=NOW + timedelta(seconds=LEASE_S)
    )

    assert not work()
    assert work(at=NOW + timedelta(seconds=LEASE_S + 1))

    assert (again(job).state, again(job).attempts) == ("done", 2)
    assert Floorplan.objects.filter(version=1).count() == Floorplan.objects.count() == 3


def test_a_file_that_ends_its_worker_again_and_again_is_given_up(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())
    ImportJob.objects.filter(pk=job.pk).update(
        state="running", attempts=MAX_ATTEMPTS, lease_token=uuid4(), lease_until=NOW - timedelta(seconds=1)
    )

    work()

    assert (again(job).state, again(job).error_code) == ("failed", "import_crashed")


def test_a_worker_that_is_asked_to_end_puts_the_job_back(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())

    work(may_go_on=lambda: False)

    assert (again(job).state, again(job).attempts) == ("queued", 0)
    assert work()
    assert again(job).state == "done"


def test_a_job_that_is_cancelled_while_it_is_read_stores_nothing(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())

    def cancel_and_go_on() -> bool:
        if again(job).state == "running":
            cancel_import(actor_id=planner.pk, job_id=job.pk, at=NOW)
        return True

    work(may_go_on=cancel_and_go_on)

    assert again(job).state == "cancelled"
    assert not Floorplan.objects.exists()
    with pytest.raises(ImportEnded):
        cancel_import(actor_id=planner.pk, job_id=job.pk, at=NOW)


def test_who_lost_the_right_while_the_file_was_read_stores_nothing(site: Site, planner: User) -> None:
    job = bring_plan(actor_id=planner.pk, site=site, raw=fire_station())
    AgencyMember.objects.filter(user=planner).update(ended_at=NOW - timedelta(days=1))

    work()

    assert (again(job).state, again(job).error_code) == ("failed", "site_not_found")
    assert not Floorplan.objects.exists()


def test_a_site_takes_only_so_many_imports_at_a_time(site: Site, planner: User) -> None:
    for _ in range(MAX_OPEN_PER_SITE):
        bring_plan(actor_id=planner.pk, site=site)

    with pytest.raises(TooManyImports):
        bring_plan(actor_id=planner.pk, site=site)


def test_only_keepers_of_the_map_bring_plans(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        bring_plan(actor_id=cast.teacher.pk, site=cast.site)
    with pytest.raises(NotAllowed):
        bring_plan(actor_id=cast.officer.pk, site=cast.site)
    with pytest.raises(SiteNotFound):
        bring_plan(actor_id=cast.stranger.pk, site=cast.site)
    assert not ImportJob.objects.exists()


def test_an_import_is_not_there_for_those_who_do_not_keep_the_map(cast: Cast) -> None:
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site)

    for user in (cast.teacher, cast.officer, cast.stranger):
        with pytest.raises(ImportNotFound):
            cancel_import(actor_id=user.pk, job_id=job.pk, at=NOW)
    assert again(job).state == "queued"


def test_an_order_that_makes_no_sense_is_refused_before_the_file_is_kept(cast: Cast) -> None:
    from mapping.imports.readers.plan_file import ReadingOrder

    for order, code in (
        (ReadingOrder(mapping="{"), "bad_mapping"),
        (ReadingOrder(mapping='{"kinds": {"x": "castle"}}'), "bad_mapping"),
        (ReadingOrder(control_points="[[1,2,3]]"), "bad_control_points"),
        (ReadingOrder(control_points="[[1,2,300,4]]"), "bad_control_points"),
        (ReadingOrder(level="upstairs"), "level_unreadable"),
    ):
        with pytest.raises(BadFile) as refusal:
            bring_plan(actor_id=cast.insider.pk, site=cast.site, order=order)
        assert refusal.value.code == code


@pytest.mark.parametrize(("name", "value"), [("page", "0"), ("format", "dgn"), ("level_name", "x" * 300)])
def test_a_field_that_is_refused_is_named(cast: Cast, client: Client, name: str, value: str) -> None:
    client.force_login(cast.insider)
    order = {"file": SimpleUploadedFile("plan.geojson", b"{}"), name: value}

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/plan-imports", order)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].endswith(f"/{name}"), answer.content


def test_the_database_refuses_a_running_job_without_a_lease(cast: Cast) -> None:
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site)

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportJob.objects.filter(pk=job.pk).update(state="running")


def test_a_file_is_brought_watched_and_explained_over_http(cast: Cast, client: Client) -> None:
    school = make_site(cast.district, school=cast.school, at_lonlat=SCHOOL.location)
    client.force_login(cast.insider)
    file = SimpleUploadedFile("../../Our <plan>.zip", dirty_imdf())

    brought = client.post(f"/api/v1/sites/{school.pk}/plan-imports", {"file": file, "building_name": "Main"})
    work(at=datetime.now(NOW.tzinfo))
    done = client.get(brought["Location"])
    first = client.get(f"{brought['Location']}/defects?limit=5").json()
    rest = client.get(f"{brought['Location']}/defects?offset={first['next_offset']}&limit=500").json()

    assert brought.status_code == 202
    assert brought.json()["state"] == "queued"
    assert brought.json()["source_name"] == "Our <plan>.zip"
    answer = done.json()
    assert answer["state"] == "done"
    assert answer["counts"]["read"] == sum(
        answer["counts"][name] for name in ("imported", "repaired", "refused", "ignored")
    )
    assert len(first["defects"]) == 5
    told = [one["outcome"] for one in (*first["defects"], *rest["defects"])]
    assert len([one for one in told if one != "ignored"]) == answer["defect_count"]
    # Whatever was left alone is listed too, each with its reason.
    assert told.count("ignored") == answer["counts"]["ignored"]
    assert rest["next_offset"] is None


def test_the_kept_file_lies_under_its_hash(cast: Cast) -> None:
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site, raw=json.dumps({"a": 1}).encode())

    assert plan_file_path(job.source_sha256).read_bytes() == b'{"a": 1}'


def test_what_a_killed_worker_had_in_hand_the_next_one_imports(site: Site, planner: User, tmp_path: Path) -> None:
    """The worker is killed while it reads a long file: its reader dies with it, and nothing of the plan is stored."""
    lon, lat = FIRE_STATION.at_lonlat
    ring = [[lon, lat], [lon + 0.0001, lat], [lon + 0.0001, lat + 0.0001], [lon, lat]]
    room = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    point = {
        "type": "Feature",
        "properties": {"kind": "tree"},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }
    raw = json.dumps({"type": "FeatureCollection", "features": [room, *[point] * 80_000]}).encode()
    order = ReadingOrder(mapping='{"kinds": {"tree": "ignore"}}', level="0")
    job = bring_plan(actor_id=planner.pk, site=site, raw=raw, order=order)
    env = os.environ | {
        "MUSTERPOINT_DATABASE": database_url(),
        "MUSTERPOINT_VAR": str(Path(settings.MEDIA_ROOT).parent),
        "DJANGO_SETTINGS_MODULE": "coordination.settings",
    }

    worker = ChildProcess(name="import worker", log=tmp_path / "log.txt")
    worker.launch([sys.executable, str(ROOT / "manage.py"), "import_worker"], env=env)
    worker.wait_ready(lambda: again(job).state == "running", timeout_s=180)
    worker.end(signal.SIGKILL)
    held = again(job)
    work(at=datetime.now(UTC) + timedelta(seconds=LEASE_S + 60))

    assert (held.state, held.attempts) == ("running", 1)
    assert (again(job).state, again(job).attempts) == ("done", 2)
    assert Floorplan.objects.count() == 1
    assert Space.objects.count() == 1
