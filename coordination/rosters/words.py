"""The words of rosters as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.administration.errors import NotOnesOwnPlace, PlaceNotYours
from mou.errors import BadName, RequestDecided, SecondPersonNeeded, WrongChange
from mou.foundation.forms.act_form import Refusal


def connection_fields() -> dict[str, str]:
    """Return what is wrong with a field of a connection."""
    return {
        "base_url": _("It begins with https:// and is on the public network."),
        "token_url": _("It begins with https:// and is on the public network."),
        "client_id": _("As the school's system shows it."),
        "secret": _("As the school's system shows it. For another server it is typed again."),
        "scopes": _("Words with spaces between."),
        "hour": _("From 0 to 23."),
    }


def refusal_words(error: Refusal) -> str:
    """Return words for a refusal: of students other than of an agency's people. What names a file is said as it is."""
    here = {
        SecondPersonNeeded.code: _("A second person has to confirm this first: ask for it below."),
        NotOnesOwnPlace.code: _("Someone else has to let them in: no one lets in themself, or whom they named."),
        PlaceNotYours.code: _("Someone who reads students here has to let this person in."),
        RequestDecided.code: _("This was asked for already, and waits."),
        WrongChange.code: _("No one else has to confirm this: do it."),
        BadName.code: _("Say why, in one line."),
    }
    return here.get(error.code) or error.sentence_or(str(error))
