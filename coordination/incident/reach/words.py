"""How reach, tests and what came of one are said, in the reader's language."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.incident.reach.facts import AgencyReach, AnsweredTest
from coordination.incident.reach.queries import TestedPerson
from coordination.web.wording.fault_words import fault_words
from push.ledger.queries import PersonOnBoard, was_handed_over
from push.vocabulary import Standing

ARRIVED = frozenset({Standing.DELIVERED, Standing.OPENED, Standing.ACKNOWLEDGED})


def reach_words(one: AgencyReach) -> str:
    """Say how many of an agency's people an alarm would reach."""
    return _("{n} of {people}").format(n=one.reachable, people=one.told)


def duty_count_words(one: AgencyReach) -> str:
    """Say how many are on duty; of a school and a district all people are told at any hour."""
    return str(one.on_duty) if one.needs_duty else _("told at any hour")


def answered_words(test: AnsweredTest | None, zone: ZoneInfo) -> str:
    """Say when a test was last answered, and by how many of those whom it told."""
    if test is None:
        return _("never")
    day = date_format(test.at.astimezone(zone), "DATE_FORMAT")
    return _("{day}: {n} of {people} answered").format(day=day, n=test.answered, people=test.told)


def stale_tests_words(found: Collection[AgencyReach], at: datetime) -> str:
    """Say which agencies have answered no test alarm for six weeks; or that each has."""
    stale = [one.name for one in found if one.told and (one.last_test is None or not one.last_test.is_fresh(at))]
    if found and not stale:
        return _("Each agency has answered a test alarm within six weeks")
    if len(stale) == len(found):
        return _("No agency has answered a test alarm within six weeks")
    return _("No test alarm was answered within six weeks: {agencies}").format(agencies=", ".join(stale))


def has_fresh_tests(found: Collection[AgencyReach], at: datetime) -> bool:
    """Tell whether people of each agency that would be told have answered a test alarm within six weeks."""
    told = [one for one in found if one.told]
    return bool(told) and all(one.last_test is not None and one.last_test.is_fresh(at) for one in told)


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
        return (
            _("On the way")
            if _is_waiting(board)
            else _("Not reached: {why}").format(why=fault_words(_fault_code(board)))
        )
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


def _fault_code(board: PersonOnBoard) -> str:
    return next((one.error_code for one in board.devices if one.error_code), "")
