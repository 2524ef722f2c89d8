"""What an event of the audit is called: by the rule of its address, or by itself."""

from django.utils.translation import gettext, gettext_noop

from coordination.records.audit.rules import RULES

# Events that no rule of an address makes.
OTHER_WORDS = {
    "signed_out": gettext_noop("Signed out"),
    "signed_in": gettext_noop("Signed in"),
    "wrong_password": gettext_noop("Wrong password"),
    "wrong_code": gettext_noop("Wrong code of a second factor"),
    "sign_in_too_often": gettext_noop("Too many wrong passwords from one address"),
    "account_locked": gettext_noop("Tried to sign in with a locked account"),
    "refused": gettext_noop("Asked for what is not theirs, or is not there"),
    "events_lost": gettext_noop("Events could not be kept"),
    "deleted_by_rule": gettext_noop("Deleted what was kept long enough"),
    "person_data_exported": gettext_noop("Took a person's data out"),
    "list_exported": gettext_noop("Took a list out as a file (CSV)"),
    "held_roster_exported": gettext_noop("Took out what a roster said of people under legal hold"),
    "operator_made": gettext_noop("Made an operator's account at the server's console"),
    "operator_let_in": gettext_noop("Let an operator in again, without the factors that they had"),
    "place_asked": gettext_noop("Asked that someone come on a confidential team"),
    "place_alone": gettext_noop("Put someone on a confidential team where no one else could let them in"),
    "place_let_in": gettext_noop("Let someone in to a confidential team"),
    "place_taken": gettext_noop("Took someone from a confidential team"),
    "place_closed": gettext_noop("Closed a place on a confidential team: someone could act as this person"),
    "console": gettext_noop("Done at the server's console"),
}
EVENT_WORDS = {**{one.what: one.words for one in RULES}, **OTHER_WORDS}


def event_words(what: str) -> str:
    """Return what happened, in words."""
    words = EVENT_WORDS.get(what)
    return gettext(words) if words else what
