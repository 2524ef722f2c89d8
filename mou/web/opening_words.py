"""What an agreement opens, to whom, where and when, in the reader's language: read before it is signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from mou.access.facts import agreement_facts
from mou.access.openings import Right, is_read_by
from mou.access.policy import opens_kind
from mou.agreements import version_access
from mou.agreements.going_out import sharing_time
from mou.agreements.reading.version_queries import roles_of
from mou.foundation.labelled import incident_types
from mou.papers.documents import names_of_sites
from mou.terms import Condition, WhileIncidentOpen
from mou.vocabulary import DataCategory, MemberRole, SharingDirection, SharingTime, TermKind

SITES_NAMED = 8
# Rooms come first: without them an agency hears of no alarm.
KINDS = (TermKind.ROOM_ACCESS, *(one for one in TermKind if one is not TermKind.ROOM_ACCESS))


@dataclass(frozen=True, slots=True)
class Opened:
    """A thing that is opened, and when."""

    what: str
    when: str


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """All that a version opens. `opens_rooms`: without the incident room the agency's members hear of no alarm.

    `to_parties`: what is opened to the people of each party, by its name; a party that is given nothing is left out.
    `unread`: what a term names and no one of the agency reads all the same. `people`: the agency's members who count
    now, by role. `site_names`: the first of those that it names.
    """

    to_parties: dict[str, list[Opened]]
    unread: list[str]
    opens_rooms: bool
    covers_all_sites: bool
    sites: int
    site_names: list[str]
    people: str


def opened_by(version: version_access.Held, at: datetime) -> OpenedBy:
    """Return what a version opens, in whatever state it is. At most eight queries."""
    found, agency = agreement_facts(version), version.memorandum.agency
    rights = sorted(found.openings, key=lambda one: KINDS.index(one.right.kind))
    read = [one for one in rights if is_read_by(agency.kind, one.right)]
    to_parties = {agency.name: [Opened(_right_words(one.right), _when_words(one.condition)) for one in read]}
    for party, line in _shared_by(version):
        to_parties.setdefault(party, []).append(line)
    names = sorted(name for name in names_of_sites(version).values() if name)
    return OpenedBy(
        to_parties={party: list(dict.fromkeys(lines)) for party, lines in to_parties.items() if lines},
        unread=[DataCategory.label_of(one.right.scope) for one in rights if one not in read],
        opens_rooms=opens_kind(found, TermKind.ROOM_ACCESS),
        covers_all_sites=found.covers_all_sites,
        sites=len(found.site_ids),
        site_names=names[:SITES_NAMED],
        people=", ".join(f"{number} {MemberRole.label_of(role)}" for role, number in roles_of(agency, at)),
    )


def _shared_by(version: version_access.Held) -> Iterator[tuple[str, Opened]]:
    """Yield what is given on request, and what the agency gives the district: no access, but it is opened."""
    parties = {
        SharingDirection.DISTRICT_TO_AGENCY.value: version.memorandum.agency.name,
        SharingDirection.AGENCY_TO_DISTRICT.value: version.memorandum.district.name,
    }
    for term in version.terms.filter(kind=TermKind.DATA_SHARING.value).order_by("scope"):
        category, _colon, direction = term.scope.partition(":")
        when = sharing_time(term)
        is_access = direction == SharingDirection.DISTRICT_TO_AGENCY and when is not SharingTime.ON_REQUEST
        if direction in parties and when is not SharingTime.NEVER and not is_access:
            what = f"{TermKind.DATA_SHARING.label}: {DataCategory.label_of(category)}"
            yield parties[direction], Opened(what, when.label)


def _right_words(right: Right) -> str:
    words = TermKind(right.kind).label
    return f"{words}: {DataCategory.label_of(right.scope)}" if right.scope else words


def _when_words(condition: Condition) -> str:
    if not isinstance(condition, WhileIncidentOpen):
        return _("always")
    types = _type_words(condition.incident_types)
    if condition.is_exercise_too:
        words = _("while an incident or exercise is open at the site")
    else:
        words = _("while a real incident is open at the site")
    return f"{words} ({types})" if types else words


def _type_words(codes: Iterable[str]) -> str:
    known = incident_types()
    return ", ".join(known.label_of(one) for one in codes)
