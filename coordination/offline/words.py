"""The words about what is kept on a phone, in the reader's language: for pages, and for the one without a network."""

from django.utils.translation import gettext as _

from mou.vocabulary import TermKind


def kept_words() -> dict[str, str]:
    """Return every text of the scripts that keep, show and delete packs, by its key."""
    grants = {f"grant_{kind}": text for kind, text in TermKind.labels().items()}
    words = {**_state_words(), **_refusal_words(), **_shown_words(), **grants}
    return {f"kept.{key}": text for key, text in words.items()}


def _state_words() -> dict[str, str]:
    return {
        "keep": _("Keep on this phone"),
        "refresh": _("Bring it up to date"),
        "delete": _("Delete"),
        "list": _("What is kept"),
        "fetching": _("Fetching the map…"),
        "progress": _("{done} of {all}"),
        "kept": _("The map is kept on this phone and opens without a network."),
        "same": _("The map on this phone is up to date."),
        "ended": _("Your access to this site has ended. What was kept of it is deleted."),
        "signed_out": _("You are signed out. Everything that was kept is deleted."),
        "unreachable": _("The server was not reached. What was kept stays as it was."),
        "later": _("The server cannot give the map at this moment. What was kept stays as it was."),
        "full": _("This phone has no room for the map."),
        "busy": _("Another window is fetching it."),
        "deleted": _("Deleted from this phone."),
        "not_kept": _("Not kept on this phone: without a network there is no map of this site."),
        "impossible": _("This browser cannot keep maps here: it wants an encrypted connection and a current browser."),
        "kept_here": _("Map kept on this phone"),
        "by_itself": _("Kept by itself while you are in a room here"),
        "made": _("made {ago} ago"),
        "checked": _("checked with the server {ago} ago"),
        "signature_good": _("signature verified"),
        "signature_unchecked": _("SIGNATURE NOT VERIFIED: this browser cannot check it"),
        "gone_ended": _("Your access to {site} has ended. Its map was deleted from this phone."),
        "gone_expired": _(
            "The map of {site} was deleted from this phone: no contact with the server for {hours} hours."
        ),
    }


def _refusal_words() -> dict[str, str]:
    return {
        "refused_incomplete": _("Refused: the pack is not complete. Nothing of it was kept. {file}"),
        "refused_other_key": _(
            "Refused: the pack was signed by someone else than this server. Nothing of it was kept."
        ),
        "refused_bad_signature": _("Refused: the signature does not fit the pack. Nothing of it was kept."),
        "refused_other_site": _("Refused: this is the pack of another site. Nothing of it was kept."),
        "refused_changed": _("Refused: {file} was changed on the way. Nothing of the pack was kept."),
        "refused_unlisted": _("Refused: {file} does not belong to the pack. Nothing of it was kept."),
        "refused_at_rest": _("What was kept has been changed since ({file}). It is not shown, and was deleted."),
        "unreadable": _("What is kept of this site cannot be read."),
    }


def _shown_words() -> dict[str, str]:
    return {
        "network_gone": _("No network. What you see is a copy on this phone."),
        "network_back": _("The server answers again."),
        "try_again": _("Try again"),
        "open_live": _("Open the live page"),
        "copy": _("made {made} UTC, {ago} old; last checked with the server {checked} ago"),
        "offline_copy": _("OFFLINE COPY"),
        "room_not_kept": _(
            "Nothing was kept of this incident that could be shown without a network. The map below was."
        ),
        "room_unknown": _("Nothing was kept of this incident, and no map of its site is kept on this phone."),
        "known_title": _("LAST KNOWN STATE"),
        "known_age": _("As the server last said it: {time}, {ago} ago. It may have changed since."),
        "known_lines": _("The last entries"),
        "known_no_lines": _("No entry was kept."),
        "known_struck": _("struck"),
        "known_without": _(
            "Where people are is not kept. It goes when you sign out, when the incident ends, or after twelve hours."
        ),
        "exercise": _("EXERCISE"),
        "real": _("REAL"),
        "last_age": _("The server said this at {time}, {ago} ago. It may have changed since."),
        "last_report": _("You reported {ago} ago: {report}"),
        "last_no_report": _("You have reported nothing that the server has."),
        "unsent_other": _("Something placed or set"),
        "site_not_kept": _("No map of this site is kept on this phone."),
        "gone_expired_here": _("The map of {site} was deleted: no contact with the server for too long."),
        "map": _("Map"),
        "people": _("People"),
        "title": _("Title"),
        "agency": _("Agency"),
        "agreement": _("Agreement"),
    }
