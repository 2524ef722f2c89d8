"""A directory that moves a thousand people at once holds no one up, and one that moves more is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.administration.models import DirectoryRoles
from coordination.administration.scim import group_wire, groups, wire
from coordination.administration.scim.group_views import BODY_MAX_BYTES
from coordination.models import User
from mou.models import AdministrativeAct, Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind
from tests.coordination.administration.scim.test_scim import Directory, patch
from tests.coordination.administration.scim.test_scim_groups import CREWS, group, member, person
from tests.factories.mou import make_agency

pytestmark = pytest.mark.django_db
# Statements for a thousand people.
FEW = 80


@pytest.fixture
def fire() -> Agency:
    agency = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    DirectoryRoles.objects.create(agency=agency, groups={"officer": [CREWS]})
    return agency


@pytest.fixture
def directory(fire: Agency) -> Directory:
    return Directory(fire)


def look_at_what_is_there() -> None:
    """Let PostgreSQL know that there are people now, as it does by itself outside of a transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def test_huge_lists_are_refused_and_a_thousand_people_take_a_moment(
    directory: Directory, fire: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = User.objects.bulk_create(
        User(username=f"many{number}", home_agency=fire, password="!") for number in range(groups.MOVED_MOST + 1)
    )
    at = member(person(directory, "maya")).started_at
    AgencyMember.objects.bulk_create(AgencyMember(agency=fire, user=one, role="staff", started_at=at) for one in people)
    look_at_what_is_there()
    ids = [{"value": str(one.public_id)} for one in people]
    path = f"/Groups/{group(directory, CREWS)}"

    too_many = directory.ask("PATCH", path, patch("members", ids, op="add"))[0]
    too_large = directory.ask("PATCH", path, patch("members", ids * (BODY_MAX_BYTES // 50_000), op="add"))[0]
    monkeypatch.setattr(group_wire, "NAMED_MOST", 10)
    named = directory.ask("PATCH", path, patch("members", ids[:11], op="add"))[0]
    monkeypatch.undo()
    with CaptureQueriesContext(connection) as captured:
        status = directory.ask("PATCH", path, patch("members", ids[:-1], op="add"))[0]

    assert (too_many, too_large, named, status) == (413, 413, 413, 200)
    assert AgencyMember.objects.filter(agency=fire, role="officer").count() == groups.MOVED_MOST
    # Others write only after it: it asks no question for each person.
    assert len(captured) < FEW
    with CaptureQueriesContext(connection) as captured:
        gone = directory.ask(
            "PATCH", path, {"schemas": [wire.PATCH], "Operations": [{"op": "remove", "path": "members"}]}
        )
    assert (gone[0], len(captured) < FEW) == (200, True), gone
    out = Suspension.objects.filter(member__agency=fire, ended_at__isnull=True)
    assert out.count() == groups.MOVED_MOST
    with CaptureQueriesContext(connection) as captured:
        directory.ask("PATCH", path, patch("members", ids[:-1], op="add"))
    assert (out.count(), len(captured) < FEW) == (0, True)
    assert AdministrativeAct.objects.filter(agency=fire, member__user=people[0]).count() == 3
