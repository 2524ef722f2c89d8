"""One template filter: people of a list by names that no two of them share."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from django import template
from django.utils.translation import gettext as _

from coordination.models import User
from mou.foundation.shown_text import mixed_scripts

register = template.Library()


@register.filter
def told_apart[L](people: Iterable[L]) -> list[tuple[L, str]]:
    """Return each with their name; where two look alike, or a name mixes scripts, with what tells them apart as well.

    A user name is one person's only. A person who is chosen by name alone might be one who took that name.
    """
    listed = [(one, user) for one in people if (user := _user_of(one)) is not None]
    often = Counter(_seen_name(user.shown_name()) for _one, user in listed)
    return [(one, name_apart(user, is_shared=often[_seen_name(user.shown_name())] > 1)) for one, user in listed]


def name_apart(user: User, *, is_shared: bool) -> str:
    """Return a person's name, with the user name if others have the name, and the scripts if it mixes them."""
    name = user.shown_name()
    parts = [name]
    if is_shared or mixed_scripts(name):
        parts.append(user.username)
    if words := script_words(name):
        parts.append(words)
    return " · ".join(parts)


@register.filter
def script_words(name: str) -> str:
    """Say of which scripts the letters of a name are, if no one way of writing has them all; else nothing."""
    scripts = mixed_scripts(name)
    return _("letters of %(scripts)s") % {"scripts": " + ".join(scripts)} if scripts else ""


def _user_of(one: object) -> User | None:
    """Return the account itself, or that of a membership or of a place in an exercise."""
    found = one if isinstance(one, User) else attrgetter("user")(one)
    return found if isinstance(found, User) else None


def _seen_name(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
