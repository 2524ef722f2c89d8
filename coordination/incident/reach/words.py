"""How reach and tests are said, in the reader's language."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.incident.reach.facts import AgencyReach, AnsweredTest


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
    """Say which agencies have answered no test alarm for a month; or that each has."""
    stale = [one.name for one in found if one.told and (one.last_test is None or not one.last_test.is_fresh(at))]
    if found and not stale:
        return _("Each agency has answered a test alarm within a month")
    if len(stale) == len(found):
        return _("No agency has answered a test alarm within a month")
    return _("No test alarm was answered within a month: {agencies}").format(agencies=", ".join(stale))


def has_fresh_tests(found: Collection[AgencyReach], at: datetime) -> bool:
    """Tell whether people of each agency that would be told have answered a test alarm within a month."""
    told = [one for one in found if one.told]
    return bool(told) and all(one.last_test is not None and one.last_test.is_fresh(at) for one in told)
