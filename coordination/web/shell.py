"""What every page has around it: the main pages by role, where one is, and the words that components say themselves."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from coordination.room.watching import may_watch
from coordination.sign_in.guests import guest_of
from coordination.web.vocabulary_words import incident_types

THEME_COOKIE = "musterpoint.theme"
THEMES = ("dark", "light", "night")


class MainPage(NamedTuple):
    """A line of settings.MAIN_PAGES, for one reader."""

    title: str
    address: str
    # What aria-current says: "page" on the page itself, "true" below it, nothing elsewhere.
    current: str


def shell(request: HttpRequest) -> dict[str, object]:
    """Return it for every template; a page of an error that came early has no user."""
    user = getattr(request, "user", None)
    theme = request.COOKIES.get(THEME_COOKIE)
    return {
        # In the page itself: a script would come after the first paint, or hold it up.
        "theme": theme if theme in THEMES else THEMES[0],
        "main_pages": main_pages(request) if user is not None and user.is_authenticated else [],
        "shell_words": shell_words(),
        "has_mail": settings.HAS_MAIL,
        "watch_words": watch_words() if watches_incidents(request) else None,
    }


def watches_incidents(request: HttpRequest) -> bool:
    """Tell whether the reader dispatches or leads, so that new incidents are told on every page. Asked once a page."""
    user = getattr(request, "user", None)
    if user is None or user.pk is None:
        return False
    known = getattr(request, "watches_incidents", None)
    if known is None:
        known = may_watch(user.pk, datetime.now(UTC))
        request.watches_incidents = known  # type: ignore[attr-defined]  # remembered for this page
    return bool(known)


def watch_words() -> dict[str, object]:
    """Return what the notice of a new incident says."""
    return {
        "new_incidents": _("New incidents"),
        "open": _("Open it"),
        "seen": _("Seen"),
        "real": _("REAL"),
        "exercise": _("EXERCISE"),
        "alarm": _("NEW INCIDENT"),
        "lists": {"incident_type": incident_types()},
    }


def main_pages(request: HttpRequest) -> list[MainPage]:
    """Return the pages that stand in the navigation for whoever is signed in; a guest of one incident has none."""
    if guest_of(request.session) is not None:
        return []
    found = []
    for title, name, folders, may_see in settings.MAIN_PAGES:
        address = _address_of(name)
        if address is None or (may_see and not _predicate(may_see)(request)):
            continue
        below = any(folder in request.path for folder in folders)
        found.append(MainPage(str(title), address, "page" if request.path == address else "true" if below else ""))
    return found


def _address_of(name: str) -> str | None:
    name, _hash, part = name.partition("#")
    try:
        return reverse(name) + (f"#{part}" if part else "")
    except NoReverseMatch:
        return None


def _predicate(path: str) -> Callable[[HttpRequest], bool]:
    found: Callable[[HttpRequest], bool] = import_string(path)
    return found


def shell_words() -> dict[str, str]:
    """Return what components say on whichever page they stand."""
    return {
        "cancel": _("Cancel"),
        "close": _("Close"),
        "undo": _("Undo"),
        "filter": _("Filter"),
        "rows": _("Rows: {n}"),
        "no_match": _("Nothing matches."),
        "nothing": _("There is nothing here yet."),
        "working": _("Working"),
        "waiting_to_be_sent": _("NOT SENT YET: {what}. It stays on this device and goes by itself."),
        "too_late": _("Not sent within 12 hours, and gone: {what}"),
        "sent_now": _("Sent now: {what}"),
        "not_taken": _("Not taken: {what}. {why}"),
        "unreachable": _("The server was not reached. Nothing was recorded; try again."),
    }
