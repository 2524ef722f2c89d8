"""A part of the office says in its `app.py` what it brings; the lists of the server are made of that and name none."""

import re
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.urls import resolve

from coordination.api.mounted import api
from coordination.offline.shell import worker_script
from coordination.sockets.server.http_channel import most_body_bytes
from coordination.urls import urlpatterns
from coordination.web.apps.installed import (
    app_chores,
    app_deletions,
    app_routers,
    pages_of_alerts,
)
from mou.foundation.installed_apps import app_cleaned, app_presses, installed_apps
from tests.support.processes import ROOT
from tests.support.sources import page_sources

# What is composed of declarations, and named capabilities one by one before.
COMPOSED = (
    "coordination/api/mounted.py",
    "coordination/urls.py",
    "coordination/management/upkeep.py",
    "coordination/records/audit/rules.py",
    "coordination/sign_in/parser.py",
    "coordination/sign_in/sessions/duties.py",
    "coordination/sockets/server/http_channel.py",
    "coordination/sockets/server/request_lanes.py",
    "coordination/web/navigation.py",
    "mou/foundation/bounded_process/confinement.py",
    page_sources(".js")["coordination/offline/worker_push.js"].relative_to(ROOT).as_posix(),
)
# Words of these folders that are also those of others, such as `mapping.places`.
NOT_OF_APPS_ALONE = {"places", "exercises", "connection", "command", "waiting"}
# What signs in, and the packages themselves: the shell may import them.
BELOW = {"sign_in", "mapping", "mou", "push"}
# Chores that an app did without its declaration are found by what they are called.
CHORE = re.compile(
    r"^def ((?:tell_(?:due|overdue|expiring|opened|reviews_due)|delete_old|expunge_old)\w*)\(at: ", re.MULTILINE
)


def folders() -> list[Path]:
    parents = [ROOT / name.replace(".", "/") for name in settings.APP_PACKAGES]
    return [*parents, *(path.parent for parent in parents for path in sorted(parent.glob("*/__init__.py")))]


def test_each_folder_with_addresses_or_routes_declares_them() -> None:
    declared = {ROOT / one.package.replace(".", "/"): one.app for one in installed_apps()}
    doors = {one for one in folders() if (one / "urls.py").is_file() or (one / "api.py").is_file()}

    assert len(doors) > 12
    addresses = {folder.joinpath(*app.addresses.split(".")).parent for folder, app in declared.items() if app.addresses}
    assert {one for one in doors if (one / "urls.py").is_file()} == addresses
    routers = {folder.joinpath(*name.split(".")) for folder, app in declared.items() for name in app.routers}
    with_routes = {one for one in doors if (one / "api.py").is_file()}
    assert with_routes == {one.parent for one in routers if one.name == "api"} & {*folders()}


def test_what_an_app_names_is_there_and_is_mounted() -> None:
    routers = {id(router) for _, router in api._routers}
    mounted = {id(getattr(one, "urlconf_name", None)) for one in urlpatterns}

    assert len(app_routers()) > 12
    assert {id(one) for one in app_routers()} <= routers
    names = [import_module(f"{one.package}.{one.app.addresses}") for one in installed_apps() if one.app.addresses]
    assert {id(one) for one in names} <= mounted


def test_every_chore_of_an_app_is_declared() -> None:
    declared = {(one.__module__, one.__qualname__) for one in (*app_chores(), *app_deletions())}
    written = {
        (".".join(path.relative_to(ROOT).with_suffix("").parts), name)
        for parent in settings.APP_PACKAGES
        for path in (ROOT / parent.replace(".", "/")).rglob("*.py")
        for name in CHORE.findall(path.read_text())
    }

    assert len(written) > 8
    assert written <= declared


def test_what_counts_goes_before_what_deletes() -> None:
    """Climate counts the tips of a school: an hour later they may be gone."""
    order = [f"{one.__module__}.{one.__qualname__}" for one in app_deletions()]

    counted = [one for one in order if one.endswith(".count_tips")]
    assert order[: len(counted)] == counted
    assert counted


def test_the_page_that_an_alert_opens_is_one_of_ours_and_the_worker_knows_it() -> None:
    pages = pages_of_alerts()

    assert {"tip_waits", "hot_wash_open", "place_waits"} <= pages.keys()
    assert [page for page in pages.values() if not resolve(page).url_name] == []
    assert all(f'"{kind}": "{page}"'.encode() in worker_script() for kind, page in pages.items())


def test_an_address_for_files_that_an_app_declares_takes_them() -> None:
    targets = [one.replace("*", "a-1") for app in installed_apps() for one in app.app.uploads]
    signed = {b"X-Session-Token": [b"a-token"]}.get

    assert len(targets) > 8
    assert {most_body_bytes(b"POST", one.encode(), signed) for one in targets} == {72 * 1024 * 1024}
    assert {most_body_bytes(b"POST", f"{one}/x".encode(), signed) for one in targets} == {1024 * 1024}


def test_a_press_needs_no_second_factor_and_its_texts_are_cleaned() -> None:
    presses = [one.replace("*", "a-1") for app in installed_apps() for one in app.app.presses]
    cleaned = [one.replace("*", "a-1") for app in installed_apps() for one in app.app.cleaned]

    assert len(presses) >= 5
    assert [one for one in presses if not app_presses().fullmatch(one)] == []
    assert [one for one in cleaned if not app_cleaned().fullmatch(one)] == []
    for other in ("/panic-tiers", "/api/v1/panics/a-1", "/api/v1/sites/a-1/panic-places/x", "/api/v1/me"):
        assert not app_presses().fullmatch(other)
    assert not app_cleaned().fullmatch("/api/v1/incidents/a-1/brief")


def test_no_list_names_a_capability() -> None:
    names = {one.package.rpartition(".")[2] for one in installed_apps()} - NOT_OF_APPS_ALONE - BELOW
    named = re.compile("|".join(rf"(?:\.|/){name}\b" for name in sorted(names)))
    found = {path: sorted(set(named.findall((ROOT / path).read_text()))) for path in COMPOSED}

    assert {"tips", "climate", "training", "requirements", "panic_buttons", "imports", "agreements"} <= names
    assert {path: words for path, words in found.items() if words} == {}
