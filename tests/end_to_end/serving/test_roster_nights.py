"""A roster is read by a server that serves, at its hour: with no worker, from a real server of OneRoster.

Slow, since two processes start and a bounded one reads.
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.factories.rosters import QUINCE
from tests.fakes.oneroster import FakeSis, school_tables
from tests.support.processes import ROOT, wait_until
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
# Run in a process of its own with the server's environment: the address of the school's system comes last.
PREPARE = """
import sys, django
django.setup()
from django.utils import timezone
from coordination.rosters.connection.keeping import set_connection
from coordination.rosters.connection.wire import RosterConnectionIn
from coordination.rosters.models import RosterConnection
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import make_cast
from tests.factories.mou import make_member
from tests.fakes.oneroster import CLIENT, SECRET
cast = make_cast()
# Beside a principal it takes two to set a system.
AgencyMember.objects.filter(user=cast.insider).update(role=MemberRole.STAFF.value)
keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
url = sys.argv[1]
given = RosterConnectionIn(base_url=url, token_url=url + "/oauth/token", client_id=CLIENT, secret=SECRET).make_input()
set_connection(actor_id=keeper.pk, agency_id=cast.district.pk, given=given, at=timezone.now())
RosterConnection.objects.update(next_at=timezone.now())
"""
LOOK = """
import django
django.setup()
from coordination.rosters.models import RosterConnection, RosterPerson
row = RosterConnection.objects.get()
print(row.read_at is not None, row.claim, row.failure, RosterPerson.objects.filter(kind="student").count())
"""


@pytest.fixture
def sis() -> Iterator[FakeSis]:
    with FakeSis() as started:
        started.tables |= school_tables("Lincoln High", family=QUINCE, students=12)
        yield started


def run(server: AppServer, program: str, *arguments: str) -> str:
    env = {**server.env, "DJANGO_SETTINGS_MODULE": "coordination.settings"}
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_a_server_reads_what_is_due_at_night(migrated_spatialite_url: str, sis: FakeSis) -> None:
    with AppServer(migrated_spatialite_url) as server:
        run(server, PREPARE, sis.url)

        wait_until(lambda: run(server, LOOK) == "True None  12", timeout_s=90, what="the roster to be read")

    # Only changes are due next; of the first read all tables were asked for once.
    assert len(sis.asked("enrollments")) == 1
    assert not sis.asked("demographics")
