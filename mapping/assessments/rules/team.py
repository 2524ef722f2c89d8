"""Whether a team that assesses a site is multidisciplinary. Pure."""

from collections.abc import Iterable

from mou.vocabulary import AgencyKind

_SCHOOL = "school"
# A school and its district are one discipline, and police and sheriff are: two offices of one profession see alike.
_DISCIPLINE_OF = {
    AgencyKind.SCHOOL: _SCHOOL,
    AgencyKind.DISTRICT: _SCHOOL,
    AgencyKind.POLICE: "law_enforcement",
    AgencyKind.SHERIFF: "law_enforcement",
    AgencyKind.FIRE: "fire",
    AgencyKind.EMS: "ems",
    AgencyKind.DISPATCH: "emergency_management",
    AgencyKind.EMERGENCY_MANAGEMENT: "emergency_management",
    AgencyKind.OTHER: "other",
}


def is_multidisciplinary(kinds: Iterable[AgencyKind]) -> bool:
    """Tell whether people of these kinds of agencies are a team: those of the school, and another discipline.

    A person speaks for the discipline of their agency, whatever they do on the team: a school cannot say what the fire
    department would see.
    """
    there = {_DISCIPLINE_OF[one] for one in kinds}
    return _SCHOOL in there and len(there) > 1
