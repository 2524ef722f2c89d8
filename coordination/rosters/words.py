"""The words of rosters as people read them, by value."""

from django.utils.translation import gettext as _


def connection_fields() -> dict[str, str]:
    """Return what is wrong with a field of a connection."""
    return {
        "base_url": _("Address of the service: it begins with https:// and is on the public network."),
        "token_url": _("Address for the token: it begins with https:// and is on the public network."),
        "client_id": _("Client ID: as the school's system shows it."),
        "secret": _("Client secret: as the school's system shows it. For another server it is typed again."),
        "scopes": _("Scopes: words with spaces between."),
        "hour": _("Hour: from 0 to 23."),
    }


def problem_words(code: str, detail: str) -> str:
    """Return words for a refusal. What names a file is said as it is."""
    words = {
        "roster_shrinks": _(
            "More than a fifth of the students would leave. An export that broke off looks like that:"
            " look at the file, and confirm if it is right."
        ),
        "roster_upload_not_found": _("This file was looked at longer ago than a day. Send it again."),
        "too_many_roster_readings": _("Others are having rosters read; try again in a moment."),
        "not_of_the_school": _("Students are read by people of the school and its district."),
        "not_ones_own_reading": _("Somebody else has to name you: nobody lets themself read."),
        "second_person_needed": _("A second person has to confirm this first: ask for it below."),
        "not_ones_own_place": _("Somebody else has to let them in: nobody lets in themself, or whom they named."),
        "place_not_yours": _("Somebody who reads students here has to let this person in."),
        "request_decided": _("This was asked for already, and waits."),
        "wrong_change": _("Nobody else has to confirm this: do it."),
        "bad_name": _("Say why, in one line."),
        "bad_custody_note": _("Say who may not pick the student up, in at most 1,000 characters."),
        "roster_read_under_way": _("The school's system is being read already."),
        "roster_being_stored": _("Another set is being stored in this roster; try again in a moment."),
        "too_many_roster_tests": _("Others are trying their connections; try again in a moment."),
        "under_legal_hold": _("A legal hold forbids to delete this."),
        "bad_roster_settings": _("A number of days from 1 to 3,650; a school of this district."),
    }
    return words.get(code) or detail
