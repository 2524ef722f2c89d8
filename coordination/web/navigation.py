"""The main pages, for one reader. Which of them a person sees is remembered: each page asks, and the answer is dear."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import NamedTuple, cast

from cachetools import TTLCache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from coordination.sign_in.sessions.guests import guest_of
from mou.access.epoch import REMEMBERED_MAX, access_epoch
from mou.access.together import asking_together
from mou.foundation.installed_apps import installed_apps

type MaySee = Callable[[HttpRequest], bool]

# What opens a page without a change of access, such as a first tip for an officer, brings its line so much later. A
# line that is still there opens nothing: the page itself asks.
REMEMBERED_S = 60

# Asked and remembered like the pages: whether the reader is told of new incidents wherever they are.
WATCH = "watch"
WATCHING = "coordination.web.shell.is_watching"

# By the person and the access epoch.
_seen = TTLCache[tuple[int, int], frozenset[str]](REMEMBERED_MAX, ttl=REMEMBERED_S)
_lock = Lock()


class Line(NamedTuple):
    """A line of the navigation as an app declares it."""

    order: int
    title: str
    # The name of its address.
    name: str
    # Addresses below it, anywhere in a path; and those with which its parts begin.
    folders: tuple[str, ...]
    parts: tuple[str, ...]
    may_see: MaySee | None


class MainPage(NamedTuple):
    """A line of the navigation, for one reader."""

    # The name of its address.
    name: str
    title: str
    address: str
    # What aria-current says: "page" on the page itself, "true" below it, nothing elsewhere.
    current: str


class Navigation(NamedTuple):
    """What stands around each page of one reader."""

    pages: list[MainPage]
    # Whether new incidents are told on each of them.
    is_watching: bool


def navigation_of(request: HttpRequest) -> Navigation:
    """Return it for people who are signed in; a guest of one incident has neither."""
    if guest_of(request.session) is not None:
        return Navigation([], is_watching=False)
    seen = _seen_by(request)
    return Navigation(_main_pages(request, seen), is_watching=WATCH in seen)


def _main_pages(request: HttpRequest, seen: frozenset[str]) -> list[MainPage]:
    found = []
    # A part that another line names as its own, as training, does not stand below two.
    is_named = any(folder in request.path for line in _list_lines() for folder in line.folders)
    for line in _list_lines():
        address = _address_of(line.name)
        if address is None or line.name not in seen:
            continue
        below = any(folder in request.path for folder in line.folders) or (
            not is_named and request.path.startswith(line.parts)
        )
        current = "page" if request.path == address else "true" if below else ""
        found.append(MainPage(line.name, gettext(line.title), address, current))
    return found


def forget_main_pages() -> None:
    """Forget what everybody sees. For tests, which undo what they did, and the epoch with it."""
    with _lock:
        _seen.clear()


def _seen_by(request: HttpRequest) -> frozenset[str]:
    """Return the names of the pages that a reader sees. One query while they are remembered."""
    # The epoch is read first, so that what is remembered is never newer than it.
    key = (cast("int", request.user.pk), access_epoch())
    with _lock:
        known: frozenset[str] | None = _seen.get(key)
    if known is None:
        with asking_together():
            known = frozenset(name for name, may_see in _list_questions() if may_see is None or may_see(request))
        with _lock:
            _seen[key] = known
    return known


def _address_of(name: str) -> str | None:
    name, _hash, part = name.partition("#")
    try:
        return reverse(name) + (f"#{part}" if part else "")
    except NoReverseMatch:
        return None


@cache
def _list_lines() -> tuple[Line, ...]:
    """Return the lines that apps declare, in their order."""
    found = [
        Line(
            line.order,
            line.title,
            line.address,
            line.below,
            _parts_of(line.address),
            one.named(line.seen_by) if line.seen_by else None,
        )
        for one in installed_apps()
        for line in one.app.main_pages
    ]
    return tuple(sorted(found, key=lambda one: one.order))


def _parts_of(front: str) -> tuple[str, ...]:
    """Return the addresses of the parts to which a front page leads."""
    found = (_address_of(part.address) for one in installed_apps() for part in one.app.parts if part.front == front)
    return tuple(address for address in found if address)


def _list_questions() -> list[tuple[str, MaySee | None]]:
    return [*((one.name, one.may_see) for one in _list_lines()), (WATCH, import_string(WATCHING))]
