"""Which pass runs a test: the one on SpatiaLite, the one on PostGIS and Valkey, or both.

A test without a database runs once, on SpatiaLite. One that asks for PostgreSQL or Valkey by a fixture or a marker runs
once, on PostGIS. Everything else that asks for a database runs in both: promises, races, faults, access, SQL. Except
what stands here: it needs rows to have something to show, but its subject is the page or the file, and the rows that
it shows are read on both databases by others.

A whole run deals the tests of some folders: each case runs on one of the two databases, the same one in every run.
`manage.py test --undealt` runs them on both.
"""

import os
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from zlib import crc32

import pytest

from tests.support import backend
from tests.support.processes import ROOT

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_reset_sequences"}
POSTGIS_FIXTURES = {"postgis", "valkey", "migrated_postgis_url"}
# By path or pattern below tests/: why once is enough, and what proves the rest on both databases.
ONCE = {
    "coordination/access_walk/test_crawl.py": "links of pages; test_access_walk.py opens every page as everybody",
    "coordination/administration/scim/test_scim_many_people.py": "counts statements; test_scim_groups.py moves on both",
    "coordination/web/test_install.py": "a manifest and icons",
    "coordination/web/test_kept.py": "files for phones; test_session_rules.py ends sessions on both",
    "coordination/web/scripts/test_scripts.py": "scripts under node; properties/ fold the same logs",
    "mapping/imports/test_defect_sentences.py": "words of reports; test_import_jobs.py stores the reports",
    "mapping/imports/test_hostile_uploads.py": "files that are refused unread; test_import_jobs.py stores what is not",
    "mapping/test_demo_school.py": "the drawing of a school; the imports store it",
    "mapping/web/test_*_in_browser.py": "pages in Chromium; mapping/ asks the same doors over HTTP",
    "mou/test_agreement_pages.py": "links of pages; mou/test_api.py asks the same doors over HTTP",
}
# Folders below tests/ that ask the same of a database in many tests. What commits for others to see, what proves a
# promise and what a database is to refuse by itself is never dealt; nor are the room and its sockets, what agreements
# give, the queue of pushes and properties.
DEALT = (
    *("coordination/access_walk", "coordination/administration", "coordination/console", "coordination/drills"),
    *("coordination/home", "coordination/incident", "coordination/prevention", "coordination/readiness"),
    *("coordination/records", "coordination/rosters", "coordination/test_hostile_http.py", "coordination/training"),
    *("coordination/web", "mapping"),
    # Forms, pages and routes over rows: the same questions of a database as in the folders above.
    *("coordination/sign_in", "coordination/agreements", "mou/agencies", "mou/agreements"),
    *("mou/papers", "mou/test_api.py", "mou/word_files", "push/devices", "push/test_api.py"),
)
# Who names one of these, or writes SQL, asks the database itself, and each of the two has its own rules and words.
DATABASE_ITSELF = {"DatabaseError", "IntegrityError", "InternalError", "OperationalError", "cursor", "vendor"}
# Set by tests/gates.py for a whole run.
DEALS = os.environ.get("MUSTERPOINT_TEST_DEALT") == "yes"


def belongs_here(item: pytest.Item) -> bool:
    """Tell whether a test runs in this pass."""
    fixtures = set(getattr(item, "fixturenames", ()))
    is_postgis_only = item.get_closest_marker("postgis") is not None or bool(fixtures & POSTGIS_FIXTURES)
    if is_postgis_only:
        return backend.IS_POSTGIS
    if not asks_database(item) or runs_once(item.path):
        return not backend.IS_POSTGIS
    return not is_dealt(item) or (crc32(item.nodeid.encode()) % 2 == 0) == backend.IS_POSTGIS


def asks_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def commits(item: pytest.Item) -> bool:
    """Tell whether what a test writes is there for others to see."""
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or "transactional_db" in getattr(item, "fixturenames", ())


def is_dealt(item: pytest.Item) -> bool:
    """Tell whether a test runs on one of the databases in this run."""
    is_on_both = commits(item) or "test_promise_" in item.nodeid or asks_database_itself(item)
    return DEALS and not is_on_both and below_tests(item.path).startswith(DEALT)


def asks_database_itself(item: pytest.Item) -> bool:
    """Tell whether a test's own lines name what a database says by itself."""
    code = getattr(getattr(item, "function", None), "__code__", None)
    return code is not None and not DATABASE_ITSELF.isdisjoint(code.co_names)


def my_part[Asked](asked: Sequence[Asked]) -> Sequence[Asked]:
    """Return what of many things one test asks on this database: all, or where tests are dealt every other."""
    return asked[backend.IS_POSTGIS :: 2] if DEALS else asked


def runs_once(path: Path) -> bool:
    """Tell whether the tests of a file run on SpatiaLite alone."""
    return any(fnmatch(below_tests(path), pattern) for pattern in ONCE)


def below_tests(path: Path) -> str:
    return path.relative_to(ROOT / "tests").as_posix()
