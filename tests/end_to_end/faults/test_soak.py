"""A bounded soak in the suite: 15 clients, two servers, deaths in between. `manage.py bench soak` is the full one."""

import pytest

from tests.bench.rig.soaking.soak import Plan, soak
from tests.support.services import PostgisServer

pytestmark = pytest.mark.e2e


def test_promises_1_2_3_6_7_9_hold_while_a_server_is_killed_and_the_broker_restarts(
    postgis: PostgisServer, postgis_template: str
) -> None:
    plan = Plan(clients=15, commands=300, troubles={"kill": 1, "broker": 1, "cut": 1, "freeze": 1}, timeout_s=100)
    database = postgis.create_database(template=postgis_template)

    findings = soak(plan, postgis, database)

    assert findings.faults() == {}
    assert findings.acknowledged == findings.posted == plan.commands
    assert findings.reconnects > 0
