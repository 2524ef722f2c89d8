"""Compose what the server needs of what each app declares."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from ninja import Router

from mou.foundation.installed_apps import Chore, installed_apps, one_pattern

type Shown = Callable[[HttpRequest], dict[str, object]]


def app_routers() -> list[Router]:
    """Return the routers of the API."""
    names = [f"{one.package}.{name}" for one in installed_apps() for name in one.app.routers]
    return [import_module(name).router for name in names]


def app_addresses() -> list[URLResolver]:
    """Return the addresses of pages."""
    names = [f"{one.package}.{one.app.addresses}" for one in installed_apps() if one.app.addresses]
    return [path("", include(name)) for name in names]


def app_chores() -> list[Chore]:
    """Return what tells what is due."""
    return [one.function(name) for one in installed_apps() for name in one.app.chores]


def app_texts() -> list[Callable[..., str | None]]:
    """Return what takes text messages that come in."""
    return [one.named(name) for one in installed_apps() for name in one.app.texts]


def app_deletions() -> list[Chore]:
    """Return what deletes what is retained no longer, behind what counts it."""
    apps = installed_apps()
    counts = [one.function(name) for one in apps for name in one.app.counts]
    return counts + [one.function(name) for one in apps for name in one.app.deletions]


def app_panels() -> dict[str, str]:
    """Return the scripts of panels of the incident page that no capability of rooms brings, by their folders."""
    return {one.package.rpartition(".")[2]: one.app.panel for one in installed_apps() if one.app.panel}


@cache
def pages_of_alerts() -> dict[str, str]:
    """Return the pages that alerts without a room open, by their kinds."""
    return {kind: page for one in installed_apps() for kind, page in one.app.pages_of_alerts.items()}


@cache
def app_uploads() -> str:
    """Return the addresses that take files, as one pattern."""
    return one_pattern(address for one in installed_apps() for address in one.app.uploads)


def shown_everywhere(request: HttpRequest) -> dict[str, object]:
    """Return what apps let every template show. A context processor."""
    return {name: value for show in _list_shown() for name, value in show(request).items()}


@cache
def _list_shown() -> tuple[Shown, ...]:
    return tuple(one.named(name) for one in installed_apps() for name in one.app.shown_everywhere)
