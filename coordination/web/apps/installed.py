"""Find the apps of the product and compose what the server needs, in the order of the settings, then by name."""

import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.urls import URLResolver, include, path
from ninja import Router

from mou.foundation.app_declaration import App

type Chore = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Installed:
    """An app and the package in which it lies."""

    package: str
    app: App

    def named(self, name: str) -> Any:
        """Return what the app names. Raises: ImportError, AttributeError: there is none."""
        module, _, own_name = name.rpartition(".")
        return getattr(import_module(f"{self.package}.{module}"), own_name)

    def function(self, name: str) -> Chore:
        """Return a chore that the app names. Raises: ImportError, AttributeError: there is none."""
        found: Chore = self.named(name)
        return found


@cache
def installed_apps() -> tuple[Installed, ...]:
    """Return every app. Loads the declarations alone."""
    return tuple(Installed(name, import_module(f"{name}.app").APP) for name in _packages_with_apps())


def _packages_with_apps() -> Iterator[str]:
    """Return the packages that declare an app: those that the settings name, and the folders in them."""
    for parent in settings.APP_PACKAGES:
        inside = pkgutil.iter_modules(import_module(parent).__path__, f"{parent}.")
        for name in (parent, *(found.name for found in inside if found.ispkg)):
            if find_spec(f"{name}.app") is not None:
                yield name


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
    addresses = [address for one in installed_apps() for address in one.app.uploads]
    return "|".join(re.escape(address).replace(r"\*", "[^/?]+") for address in addresses)
