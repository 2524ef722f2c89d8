"""Whatever agreements, incidents, suspensions and emergency access there are: every door says the same.

List, single check, HTTP, page, export and explanation are compared with a few plain lines over the same facts.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import given, settings

from coordination.models import User
from coordination.room.access import grants_in, incidents_for, sites_to_press_at
from coordination.room.models import Incident, Participant, Room
from coordination.room.people.holders import Holder, recheck_holders
from mapping.access import site_for, sites_for
from mapping.errors import SiteNotFound
from mapping.models import Site
from mapping.vocabulary import SiteNeed
from mou.access.explaining.explanation import NEEDS, explain_action
from mou.access.explaining.histories import history_of
from mou.access.fetch import standing_at
from mou.access.policy import Place
from mou.models import AgencyMember, Emergency
from mou.vocabulary import AccessAction, TermKind
from tests.properties.access.worlds import (
    DISTRICT_OF,
    WORLDS,
    Happening,
    Rows,
    World,
    build,
    by_agreement,
    expected,
)
from tests.stage.served import session_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answered

type Door = dict[str, bool]
TAKEN = ("list of exports", "export", "pack")
# Files take a while to make: those of one site stand for all.
TAKEN_FROM = 0


@dataclass(frozen=True)
class Reader:
    """One partner's person at the doors."""

    user: User
    session_key: str

    def get(self, path: str) -> "Answered":
        """Ask over HTTP, as an app does."""
        answer = Client().get(f"/api/v1{path}", headers={"X-Session-Token": self.session_key})
        assert answer.status_code in (200, 404), path
        if answer.streaming:
            # Read to the end, a file is closed.
            list(answer)
        return answer

    def page(self, path: str) -> "Answered":
        """Ask for a page, as a browser does."""
        client = Client()
        client.cookies["sessionid"] = self.session_key
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        return answer


@pytest.mark.django_db
@settings(max_examples=8, deadline=None)
@given(world=WORLDS)
def test_every_door_says_what_the_plain_rule_says(world: World) -> None:
    # Worlds have nothing in common: they lie side by side in the test's one transaction.
    at = datetime.now(UTC)
    rows = build(world, at)
    for one in world.happenings:
        _happen(one, rows.sites[one.site], at)
    rooms = [_room(site, rows.members, at) for site in rows.sites]
    for party, user in enumerate(rows.users):
        reader = Reader(user, session_of(user))
        lists = listed(user, at)
        for number, site in enumerate(rows.sites):
            assert doors(reader, site, rooms[number], lists, at) == wanted(world, party, number)
            if number == TAKEN_FROM:
                assert taken_away(reader, site) == dict.fromkeys(TAKEN, may_take(world, party, number))
                assert names_in(reader, site, rows) == where_names_belong(world, party, number)
            # In the rooms people are for their agency: what they may as insiders keeps no socket of theirs open.
            _, granted = by_agreement(world, party, number)
            assert socket_reads(reader, rooms[number], at) == (TermKind.ROOM_ACCESS in granted)


def wanted(world: World, party: int, site: int) -> dict[str, Door]:
    """Return what every door should say."""
    seen, granted = expected(world, party, site)
    said = {
        "see": seen,
        "plan": TermKind.FLOORPLAN_ACCESS in granted,
        "roster": TermKind.ROSTER_ACCESS in granted,
        "room": TermKind.ROOM_ACCESS in granted,
    }
    pages = {"site": seen, "plan": said["plan"], "room": said["room"]}
    return {**dict.fromkeys(("check", "list", "http", "why"), said), "page": pages}


def may_take(world: World, party: int, site: int) -> bool:
    """Say whether files may be taken away; who sees no plan has nothing to take."""
    _, granted = expected(world, party, site)
    return TermKind.FLOORPLAN_ACCESS in granted


def doors(reader: Reader, site: Site, room: Room, lists: dict[str, set[UUID]], at: datetime) -> dict[str, Door]:
    return {
        "check": checked(reader.user, site, at),
        "list": {name: site.pk in ids for name, ids in lists.items()},
        "http": asked(reader, site, room),
        "why": explained(reader.user, site, at),
        "page": shown(reader, site, room),
    }


def _happen(one: Happening, site: Site, at: datetime) -> None:
    Emergency.objects.create(
        incident_id=uuid4(),
        district_id=site.district_id,
        site_id=site.pk,
        incident_type=one.kind,
        is_exercise=one.is_exercise,
        begun_at=at - timedelta(hours=1),
        ended_at=at - timedelta(minutes=1) if one.is_over else None,
    )


def _room(site: Site, members: Sequence[AgencyMember], at: datetime) -> Room:
    """Return a room at a site in which these people are, each for their agency."""
    incident = Incident.objects.create(
        site=site,
        incident_type="STDBY",
        severity="minor",
        title="Standby",
        is_exercise=True,
        opened_at=at,
        opened_by_id=members[0].user_id,
    )
    room = Room.objects.create(incident=incident)
    for member in members:
        Participant.objects.create(
            room=room,
            user_id=member.user_id,
            member=member,
            name="Somebody",
            role=member.role,
            agency_id=member.agency_id,
            agency=member.agency.name,
            agency_kind=member.agency.kind,
            joined_at=at,
        )
    return room


def listed(user: User, at: datetime) -> dict[str, set[UUID]]:
    """Return the sites of each list."""
    opened_at = set(sites_to_press_at(user.pk, at).values_list("pk", flat=True))
    assert set(incidents_for(user.pk, at).values_list("site_id", flat=True)) == opened_at
    return {
        "see": set(sites_for(user.pk, at).values_list("pk", flat=True)),
        "plan": set(sites_for(user.pk, at, need=SiteNeed.FLOORPLAN).values_list("pk", flat=True)),
        "roster": set(sites_for(user.pk, at, need=SiteNeed.ROSTER).values_list("pk", flat=True)),
        "room": opened_at,
    }


def checked(user: User, site: Site, at: datetime) -> Door:
    """Return what single checks say."""

    def may(need: SiteNeed) -> bool:
        try:
            return site_for(user_id=user.pk, site_id=site.pk, need=need, at=at) == site
        except SiteNotFound:
            return False

    standings = standing_at(
        user_id=user.pk, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at
    )
    return {
        "see": may(SiteNeed.SEE),
        "plan": may(SiteNeed.FLOORPLAN),
        "roster": may(SiteNeed.ROSTER),
        "room": any(TermKind.ROOM_ACCESS in one.grants for one in standings),
    }


def asked(reader: Reader, site: Site, room: Room) -> Door:
    """Return what is answered over HTTP."""
    return {
        "see": reader.get(f"/sites/{site.pk}").status_code == 200,
        "plan": reader.get(f"/sites/{site.pk}/levels").status_code == 200,
        "roster": reader.get(f"/sites/{site.pk}/roster").status_code == 200,
        "room": reader.get(f"/incidents/{room.incident_id}").status_code == 200,
    }


def shown(reader: Reader, site: Site, room: Room) -> Door:
    """Return what pages show."""
    page = reader.page(f"/sites/{site.pk}")
    return {
        "site": page.status_code == 200,
        "plan": b'data-may-see-plans="yes"' in page.content,
        "room": reader.page(f"/incidents/{room.incident_id}").status_code == 200,
    }


def taken_away(reader: Reader, site: Site) -> Door:
    """Return what can be taken away as a file."""
    paths = (f"/sites/{site.pk}/exports", f"/sites/{site.pk}/export?kind=geojson", f"/sites/{site.pk}/pack")
    return {name: reader.get(path).status_code == 200 for name, path in zip(TAKEN, paths, strict=True)}


def names_in(reader: Reader, site: Site, rows: Rows) -> dict[str, bool]:
    """Return where the name of someone who works there stands."""
    name = rows.clerks[DISTRICT_OF[list(rows.sites).index(site)]].display_name.encode()
    pack = reader.get(f"/sites/{site.pk}/pack")
    return {
        "headcount": name in reader.get(f"/sites/{site.pk}/headcount").content,
        "roster": name in reader.get(f"/sites/{site.pk}/roster").content,
        "pack": pack.status_code == 200 and name in _unpacked(pack),
        "page": name in reader.page(f"/sites/{site.pk}").content,
        "list": name in reader.get("/sites").content,
    }


def where_names_belong(world: World, party: int, site: int) -> dict[str, bool]:
    _, granted = expected(world, party, site)
    has_roster = TermKind.ROSTER_ACCESS in granted
    has_both = has_roster and TermKind.FLOORPLAN_ACCESS in granted
    return {"headcount": has_roster, "roster": has_roster, "pack": has_both, "page": has_roster, "list": False}


def _unpacked(answer: "Answered") -> bytes:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    contacts = json.loads(files.pop("contacts.json"))
    page = files.pop("index.html")
    named = [one["name"].encode() for one in contacts]
    # What stands in the list stands on the page of the pack, and in no other file of it.
    assert all(name in page for name in named)
    assert not any(name in content for name in named for content in files.values())
    return page


def explained(user: User, site: Site, at: datetime) -> Door:
    """Return what the explanation says; its needs are the policy's."""
    place = Place(site.district_id, site.school_id, site.pk)
    history = history_of(user, place=place)

    def is_allowed(action: AccessAction) -> bool:
        assert action in NEEDS
        return explain_action(history, place=place, action=action, at=at).is_allowed

    return {
        "see": is_allowed(AccessAction.SEE_SITE),
        "plan": is_allowed(AccessAction.SEE_FLOORPLAN),
        "roster": is_allowed(AccessAction.SEE_ROSTER),
        "room": is_allowed(AccessAction.ENTER_ROOM),
    }


def socket_reads(reader: Reader, room: Room, at: datetime) -> bool:
    """Return whether an open socket goes on reading."""
    participant = Participant.objects.get(room=room, user=reader.user)
    holder = Holder(reader.user.pk, participant.pk, reader.session_key)
    verdict = recheck_holders({room.pk: [holder]}, at)[room.pk][holder]
    grant = grants_in(room, user_ids=[reader.user.pk], at=at).get(reader.user.pk)
    assert bool(verdict.audiences) == (grant is not None and grant.participant is not None)
    return bool(verdict.audiences)
