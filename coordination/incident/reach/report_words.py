"""What the report of a test alarm says of a person: by which ways, how fast, why not, and what to do."""

from django.utils.translation import gettext as _

from coordination.incident.reach.queries import TestedPerson
from coordination.web.wording.fault_words import fault_words
from push.ledger.queries import PersonOnBoard, was_handed_over
from push.vocabulary import Standing

ARRIVED = frozenset({Standing.DELIVERED, Standing.OPENED, Standing.ACKNOWLEDGED})


def ways_words(one: TestedPerson) -> str:
    """Say by which devices it went, and how far by each."""
    if one.on_board is None or not one.on_board.devices:
        return "—"
    return "; ".join(f"{way.kind.label}: {way.standing.label}" for way in one.on_board.devices)


def took_words(one: TestedPerson) -> str:
    """Say how long the answer took, in minutes and seconds."""
    if one.took is None:
        return ""
    minutes, seconds = divmod(int(one.took.total_seconds()), 60)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)


def outcome_words(one: TestedPerson) -> str:
    """Say what came of it with a person."""
    if one.answered_at is not None:
        return _("Answered")
    if one.told_at is None:
        return _("Not told")
    board = one.on_board
    if board is None or not board.devices:
        return _("Nothing is registered")
    if not was_handed_over(board):
        return _("On the way") if _is_waiting(board) else _("Not reached: {why}").format(why=fault_words(_fault(board)))
    return _("Arrived, no answer") if _has_arrived(board) else _("Handed over, no answer")


def advice_words(one: TestedPerson) -> str:
    """Say what to do about a person who has not answered."""
    board = one.on_board
    if one.answered_at is not None:
        return ""
    if one.told_at is None:
        return _("The test ended before. Test again.")
    if board is None or not board.devices:
        return _("Ask them to open “How alerts reach me” and to add this browser, an address or a number.")
    if not was_handed_over(board):
        return "" if _is_waiting(board) else _("Ask them to remove what fails there, and to register it again.")
    if _has_arrived(board):
        return _("Ask them in person whether they saw it, and whether it made a sound.")
    return _("Ask them whether it came: spam folder, blocked number, telephone switched off.")


def _is_waiting(board: PersonOnBoard) -> bool:
    return any(one.standing is Standing.PLANNED and not one.error_code for one in board.devices)


def _has_arrived(board: PersonOnBoard) -> bool:
    return any(one.standing in ARRIVED for one in board.devices)


def _fault(board: PersonOnBoard) -> str:
    return next((one.error_code for one in board.devices if one.error_code), "")
