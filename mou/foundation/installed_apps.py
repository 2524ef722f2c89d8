"""Find the apps of the product, in the order of the settings, then by name, and what all packages ask of them."""

import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

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


@cache
def app_presses() -> re.Pattern[str]:
    """Return the addresses of the alarm: a press and what it needs."""
    return re.compile(one_pattern(address for one in installed_apps() for address in one.app.presses))


@cache
def app_cleaned() -> re.Pattern[str]:
    """Return the addresses of the API whose texts are cleaned, and never refused."""
    return re.compile(one_pattern(address for one in installed_apps() for address in one.app.cleaned))


def one_pattern(addresses: Iterable[str]) -> str:
    """Return addresses as one pattern; `*` stands for one part of an address."""
    return "|".join(re.escape(address).replace(r"\*", "[^/?]+") for address in addresses)
