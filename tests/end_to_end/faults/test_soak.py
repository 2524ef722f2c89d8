"""A bounded soak in the suite: people at work and people who come and go, and deaths in between."""

import shutil
from pathlib import Path

import pytest

from tests.bench.rig.soaking.soak import Findings, Plan, soak
from tests.bench.rig.soaking.stores import PostgisStore, SpatialiteStore
from tests.support.services import PostgisServer

pytestmark = pytest.mark.e2e


def test_promises_1_2_3_6_7_9_hold_while_a_server_is_killed_and_the_broker_restarts(
    postgis: PostgisServer, postgis_template: str
) -> None:
    plan = Plan(clients=15, commands=200, troubles={"kill": 1, "broker": 1, "cut": 1, "freeze": 1}, timeout_s=100)
    database = postgis.create_database(template=postgis_template)

    findings = soak(plan, PostgisStore(postgis, database), postgis)

    assert_nothing_was_found(findings, plan)
    assert findings.reconnects > 0


def test_one_server_over_spatialite_holds_them_too(spatialite_template: Path, tmp_path: Path) -> None:
    plan = Plan(clients=6, commands=100, troubles={"kill": 1, "cut": 1}, servers=1, timeout_s=100)
    store = SpatialiteStore(tmp_path / "app.sqlite3")
    shutil.copyfile(spatialite_template, store.path)

    assert_nothing_was_found(soak(plan, store), plan)


def assert_nothing_was_found(findings: Findings, plan: Plan) -> None:
    """Nothing lost, doubled, out of order, unequal or leaked; and there was something to find it in."""
    assert findings.faults() == {}
    assert findings.acknowledged == findings.posted == plan.commands
    assert findings.changes > 0
    assert findings.claims > plan.clients
