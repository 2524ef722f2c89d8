"""A register of schools becomes agencies and sites: columns are known or chosen, and all rows are taken or none."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from coordination.administration.errors import BadSchoolsFile, SchoolsDefects
from coordination.administration.models import KeptFile
from coordination.administration.schools.school_file import mapped_rows, proposed_mapping, read_schools
from coordination.administration.schools.school_import import SchoolsLook, import_schools
from coordination.models import User
from mapping.errors import DistrictNotFound
from mapping.models import Site
from mou.errors import NotAllowed
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user

NOW = datetime.now(UTC)
# The head of EDGE_GEOCODE_PUBLICSCH, and two rows of its form.
EDGE = (
    "NCESSCH,LEAID,NAME,OPSTFIPS,STREET,CITY,STATE,ZIP,STFIP,CNTY,NMCNTY,LOCALE,LAT,LON,CBSA,NMCBSA\n"
    "200001000001,2000010,Ford Elementary,20,1 Ford Road,Ford,KS,67842,20,20057,Ford County,42,37.63,-99.75,N,N\n"
    "200001000002,2000010,Ford High,20,2 Ford Road,Ford,KS,67842,20,20057,Ford County,42,37.64,-99.76,N,N\n"
)


def square(lon: float, lat: float) -> dict[str, object]:
    ring = [[lon, lat], [lon + 0.002, lat], [lon + 0.002, lat + 0.002], [lon, lat + 0.002], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def grounds(*features: tuple[str, dict[str, object]]) -> bytes:
    members = [
        {"type": "Feature", "properties": {"School_Name": name, "Students": "300"}, "geometry": geometry}
        for name, geometry in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": members}).encode()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def keeper(cast: Cast, role: MemberRole = MemberRole.ADMINISTRATOR) -> User:
    return make_member(cast.district, user=make_user(), role=role).user


def taken(cast: Cast, content: bytes, actor: User | None = None) -> SchoolsLook:
    table = read_schools(content)
    return import_schools(
        actor_id=(actor or keeper(cast)).pk,
        district_id=cast.district.id,
        table=table,
        mapping=proposed_mapping(table.columns),
        at=NOW,
    )


# --- reading: no database ---------------------------------------------------------------------------------------------
def test_the_columns_of_the_national_register_are_known() -> None:
    table = read_schools(EDGE.encode())
    rows, defects = mapped_rows(table, proposed_mapping(table.columns))

    assert defects == []
    assert (rows[0].name, rows[0].ref, rows[0].address, rows[0].location) == (
        "Ford Elementary",
        "200001000001",
        "1 Ford Road, Ford, KS 67842",
        (-99.75, 37.63),
    )


def test_areas_and_points_of_geojson_say_where_schools_are() -> None:
    point: dict[str, object] = {"type": "Point", "coordinates": [-99.7, 37.6]}
    table = read_schools(grounds(("Ford Elementary", square(-99.76, 37.63)), ("Ford High", point)))
    rows, _ = mapped_rows(table, proposed_mapping(table.columns))

    assert [(bool(row.boundary), row.enrollment) for row in rows] == [(True, 300), (False, 300)]
    assert rows[0].location == pytest.approx((-99.759, 37.631))


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",1,2,38.0,-98.0", "name"),
        ("Ford,1,2,91,-98.0", "latitude"),
        ("Ford,1,2,here,-98.0", "numbers"),
        ("Ford,1,2,,", "geometry"),
        ("Ford,1,many,38.0,-98.0", "whole number"),
        (f"Ford,{'1' * 101},2,38.0,-98.0", "number"),
    ],
)
def test_a_row_that_is_no_school_is_named_with_what_is_wrong(row: str, what: str) -> None:
    table = read_schools(f"School Name,School ID,Enrollment,Latitude,Longitude\n{row}\n".encode())

    rows, (defect,) = mapped_rows(table, proposed_mapping(table.columns))

    assert rows == []
    assert defect.number == 2
    assert what in defect.what.lower()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"{}", b"one column\nalone\n", b'{"type": "FeatureCollection"}'])
def test_what_is_no_register_is_refused_whole(content: bytes) -> None:
    with pytest.raises(BadSchoolsFile):
        read_schools(content)


# --- taking -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_schools_become_agencies_with_sites_and_a_second_time_changes_only_what_changed(cast: Cast) -> None:
    first = taken(cast, EDGE.encode())
    again = taken(cast, EDGE.replace("2 Ford Road", "9 Ford Road").encode())

    high = Site.objects.get(source_ref="register:200001000002")
    assert (first.new, again.new, again.changed, again.unchanged) == (2, 0, 1, 1)
    assert high.address.startswith("9 Ford Road")
    assert high.school is not None
    assert (high.school.name, high.school.parent) == ("Ford High", cast.district)
    assert Agency.objects.filter(name="Ford High").count() == 1


@pytest.mark.django_db
def test_grounds_that_come_later_give_a_school_its_boundary_and_take_nothing(cast: Cast) -> None:
    taken(cast, EDGE.encode())

    later = taken(cast, grounds(("Ford High", square(-99.76, 37.63))))

    high = Site.objects.get(name="Ford High")
    assert (later.new, later.changed) == (0, 1)
    assert high.boundary is not None
    assert (high.address, high.source_ref) == ("2 Ford Road, Ford, KS 67842", "register:200001000002")


@pytest.mark.django_db
def test_one_defect_and_no_school_is_added(cast: Cast) -> None:
    before = Agency.objects.count()

    for row in ("200001000001,x,Ford Middle,20,,,,,,,,,37.6,-99.7,,\n", "3,x,Ford Middle,20,,,,,,,,,here,-99.7,,\n"):
        with pytest.raises(SchoolsDefects):
            taken(cast, (EDGE + row).encode())
    assert (Agency.objects.count(), Site.objects.count()) == (before, 1)


@pytest.mark.django_db
def test_only_who_administers_the_district_adds_its_schools(cast: Cast) -> None:
    with pytest.raises(DistrictNotFound):
        taken(cast, EDGE.encode(), cast.insider)
    with pytest.raises(NotAllowed):
        taken(cast, EDGE.encode(), keeper(cast, MemberRole.PLANNER))
    assert Site.objects.count() == 1


# --- the page ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_register_with_other_names_is_mapped_by_hand_looked_at_and_taken(cast: Cast) -> None:
    client = Client()
    client.force_login(keeper(cast))
    path = f"/districts/{cast.district.id}/schools-file"
    odd = b"Bezeichnung;Breite;Laenge\nFord Elementary;37.63;-99.75\n"

    sent = client.post(path, {"act": "send", "file": SimpleUploadedFile("odd.csv", odd)})
    form = {
        "file_id": str(KeptFile.objects.get().pk),
        "name": "Bezeichnung",
        "lat": "Breite",
        "lon": "Laenge",
        "ref": "no such column",
    }
    looked = client.post(path, {**form, "act": "look"})
    before = Site.objects.filter(name="Ford Elementary").exists()
    done = client.post(path, {**form, "act": "take"})
    gone = client.post(path, {**form, "act": "take"})

    assert isinstance(sent, HttpResponse)
    assert "mend these rows" in sent.content.decode()
    assert "1 new school" in looked.content.decode()
    # The columns that were chosen stand there again, to be looked at or taken; what is added asks for none.
    assert '<option value="Bezeichnung" selected>' in looked.content.decode()
    assert ['value="take"' in one.content.decode() for one in (looked, done)] == [True, False]
    assert (before, done.status_code, gone.status_code) == (False, 200, 422)
    assert Site.objects.get(name="Ford Elementary").location.coords == (-99.75, 37.63)
    assert KeptFile.objects.count() == 0


@pytest.mark.django_db
def test_a_file_that_one_looked_at_is_not_anothers_to_take(cast: Cast) -> None:
    mine, theirs = Client(), Client()
    mine.force_login(keeper(cast))
    other = make_agency(AgencyKind.DISTRICT)
    theirs.force_login(make_member(other, role=MemberRole.ADMINISTRATOR).user)
    path = f"/districts/{cast.district.id}/schools-file"
    mine.post(path, {"act": "send", "file": SimpleUploadedFile("edge.csv", EDGE.encode())})
    form = {"act": "take", "file_id": str(KeptFile.objects.get().pk), "name": "NAME"}

    assert theirs.post(path, form).status_code == 404
    assert theirs.post(f"/districts/{other.id}/schools-file", form).status_code == 422
    assert not Site.objects.filter(district=other).exists()
