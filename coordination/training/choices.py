"""What the forms of training let a reader choose: people, courses, sites."""

from collections.abc import Iterable
from uuid import UUID

from coordination.templatetags.told_apart import told_apart
from mapping.models import Site
from mou.models import AgencyMember
from mou.officers.training import KnownCourse

type Choice[Value] = list[tuple[Value, str]]


def people_to_choose(members: Iterable[AgencyMember]) -> Choice[UUID]:
    """Return people by names that no two share, each with the callsign."""
    return [(one.pk, _join_words(called, one.callsign)) for one, called in told_apart(members)]


def courses_to_choose(courses: Iterable[KnownCourse]) -> Choice[str]:
    """Return courses by code."""
    return [(one.code, one.name) for one in courses]


def choices_of_assignment(
    members: Iterable[AgencyMember], districts: list[tuple[str, list[Site]]]
) -> dict[str, Choice[UUID]]:
    """Return the sites of districts, and people with their titles to supervise and to stand in."""
    people = [(one.pk, _join_words(called, one.title)) for one, called in told_apart(members)]
    many = len(districts) > 1
    sites = [(site.pk, _join_words(site.name, name if many else "")) for name, listed in districts for site in listed]
    return {"site_ids": sites, "supervisor_id": people, "backup_id": people}


def _join_words(*words: str) -> str:
    return " · ".join(word for word in words if word)
