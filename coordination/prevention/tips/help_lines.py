"""The lines that anybody may call, beside 988. A support team keeps them; tips know its table by name alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number that anybody may call, beside 988."""

    name: str
    phone: str


def help_lines_of(agency_ids: Sequence[UUID]) -> list[HelpLine]:
    """Return the lines of a school and its district, in the order given, each number once. One query."""
    # Support stands above tips: an import of it would go upwards.
    teams = apps.get_model("support", "SupportTeam").objects
    rows = dict(teams.filter(agency_id__in=agency_ids).values_list("agency_id", "help_lines"))
    lines = [HelpLine(**one) for agency_id in agency_ids for one in rows.get(agency_id, [])]
    return list({one.phone: one for one in reversed(lines)}.values())[::-1]
