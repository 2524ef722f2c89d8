"""What every page has around it: the main pages by role, where one is, and the words that components say themselves."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.room.people.watching import may_watch
from coordination.vocabulary import IncidentType
from coordination.web.navigation import Navigation, navigation_of

THEME_COOKIE = "musterpoint.theme"
THEMES = ("dark", "light", "night")


def shell_of_page(request: HttpRequest) -> dict[str, object]:
    """Return it for every template; a page of an error that came early has no user."""
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    around = navigation_of(request) if is_known else Navigation([], is_watching=False)
    theme = request.COOKIES.get(THEME_COOKIE)
    return {
        # In the page itself: a script would come after the first paint, or hold it up.
        "theme": theme if theme in THEMES else THEMES[0],
        "main_pages": around.pages,
        "shell_words": shell_words(),
        "has_mail": settings.HAS_MAIL,
        # All who respond, and the district's people, are told of new incidents on every page.
        "watch_words": watch_words() if around.is_watching else None,
    }


def is_watching(request: HttpRequest) -> bool:
    """Tell whether the reader is told of new incidents on every page."""
    return request.user.pk is not None and may_watch(request.user.pk, timezone.now())


def watch_words() -> dict[str, object]:
    """Return what the notice of a new incident says."""
    return {
        "new_incidents": _("New incidents"),
        "open": _("Open it"),
        "seen": _("Seen"),
        "real": _("REAL"),
        "exercise": _("EXERCISE"),
        "alarm": _("NEW INCIDENT"),
        "lost": _("Since {time} nothing new is told here: no connection. It is tried again."),
        "lists": {"incident_type": IncidentType.labels()},
    }


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
        "server_waits": _("The server has too much to do since {time}. Waiting; trying again in {s} s."),
        "server_away": _("The server cannot answer since {time}. Waiting; trying again in {s} s."),
        "unreachable": _("The server was not reached. Nothing was recorded; try again."),
    }
