"""What every test may ask for: private services, migrated databases, a browser. See tests/support/ and tests/stage/."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from coordination.setup.system_parts import find_chromium
from coordination.web.navigation import forget_main_pages
from tests.support import backend, public_data
from tests.support.database.emptied import empty_instead_of_flushing
from tests.support.database.migrated import MIGRATED, migrated_data, migrated_file
from tests.support.database.shared import SharedBeginnings
from tests.support.database.this_database import use_test_database
from tests.support.middleware import load_middleware_once
from tests.support.recent_sign_ins import sign_in_just_now
from tests.support.services import PostgisServer, ValkeyServer
from tests.support.split import belongs_here

# How long an example takes says how busy the machine is; speed is measured in tests/bench.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


# Until a test with the marker begins.
public_data.Access.is_open = False

# What is imported and collected stays: looking it over again and again takes a good part of both.
gc.disable()


UNASKED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SharedBeginnings())


def pytest_sessionstart() -> None:
    empty_instead_of_flushing()
    load_middleware_once()
    sign_in_just_now()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deal the tests to the two passes: see tests/support/split.py. Cases that lack public data are left out, too."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    unasked = config.stash[UNASKED] = []
    for item in items:
        is_asked = is_due(item, config)
        if is_asked and item.get_closest_marker("public_data") is not None and not public_data.is_here():
            is_asked = False
            unasked.append(item.nodeid)
        (kept if is_asked else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def is_due(item: pytest.Item, config: pytest.Config) -> bool:
    """Tell whether a test runs now: a measurement when it is asked for, any other test in its pass."""
    if item.get_closest_marker("bench") is not None:
        return "bench" in str(config.getoption("markexpr"))
    return belongs_here(item)


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays until the end, and come seldom: it took a fifth of the time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn skips into a failure where no one is looking: what was not run did not pass."""
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.stash.get(UNASKED, []):
        session.exitstatus = pytest.ExitCode.OK
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter is not None else 0
    if reporter is not None and skipped and os.environ.get("CI"):
        reporter.write_line(f"{skipped} skipped: under CI that is a failure", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_runtest_logstart() -> None:
    """Let no test read in the language of the one before: Django keeps that of a request until the next one.

    Here, and not in a fixture: also what the tests of a file share is written in this process's own language.
    """
    translation.deactivate()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let no test read public data that does not say so: where there is none, it would fail."""
    public_data.Access.is_open = item.get_closest_marker("public_data") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which cases were not asked; a whole run collects them and says it once."""
    unasked = config.stash.get(UNASKED, [])
    if not unasked:
        return
    if public_data.UNASKED:
        with Path(public_data.UNASKED).open("a") as told:
            told.writelines(f"{name}\n" for name in unasked)
    else:
        terminalreporter.write_line(public_data.unasked_sentence(len(unasked)))


@pytest.fixture(autouse=True)
def main_pages_forgotten() -> None:
    """Let no one's navigation be remembered from a test that was undone, with people and epoch of the same numbers."""
    forget_main_pages()


@pytest.fixture
def page_sources(settings: Settings) -> None:
    """Let pages load the sources, as in development: Django's live server knows no built files."""
    settings.SERVES_SOURCES = settings.SERVESTATIC_USE_FINDERS = True
    settings.SERVESTATIC_USE_MANIFEST = settings.SERVESTATIC_USE_STATIC_ROOT = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Give the run a copy of a migrated database; Django would look whether it is migrated, for half a second."""
    backend.copy_migrated()
    with django_db_blocker.unblock():
        use_test_database()


@pytest.fixture(scope="session")
def postgis() -> Iterator[PostgisServer]:
    """A private PostgreSQL with PostGIS, shared by the run; the PostGIS pass hands out its own."""
    if backend.SERVICES is not None:
        yield backend.SERVICES[0]
        return
    with PostgisServer(durable=False, copy_of=migrated_data(backend.TEMPLATES)) as server:
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """A private Valkey for the run. A test that stops or kills one makes its own ValkeyServer."""
    with ValkeyServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgis_template(postgis: PostgisServer) -> str:
    """The name of a migrated database that is only ever copied."""
    return MIGRATED


@pytest.fixture(scope="session")
def migrated_cluster() -> Path:
    """The data of a PostgreSQL at rest with a migrated database "migrated": whoever stops or kills one has a copy."""
    return migrated_data(backend.TEMPLATES)


@pytest.fixture
def migrated_postgis_url(postgis: PostgisServer, postgis_template: str) -> Iterator[str]:
    """The address of a migrated, empty PostGIS database of this test alone, for real servers."""
    name = postgis.create_database(template=postgis_template)
    yield postgis.url(name)
    postgis.drop_database(name)


@pytest.fixture(scope="session")
def spatialite_template() -> Path:
    """A migrated SpatiaLite file that is only ever copied."""
    return migrated_file()


@pytest.fixture
def migrated_spatialite_url(spatialite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SpatiaLite database of this test alone, for real servers."""
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    return f"spatialite://{tmp_path / 'app.sqlite3'}"


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser program for playwright's executable_path."""
    found = find_chromium()
    if found is None:
        pytest.fail("no Chromium: run `python3 manage.py test` once, or set MUSTERPOINT_CHROMIUM")
    return Path(found)
