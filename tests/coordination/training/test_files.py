"""Many people's training from a file: looked at, then all of it or nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.training.errors import BadTrainingFile
from coordination.training.work.table import read_training
from mou.models import AgencyMember, TrainingRecord
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.training.conftest import Duty
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.practice.training import make_training

HEAD = "username,course,completed_on,hours,expires_on\n"


def lines(*rows: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(rows)).encode()


def test_a_monday_with_four_hundred_people_is_recorded_at_once(duty: Duty) -> None:
    people = [
        make_member(duty.cast.school, user=make_user(username=f"staff{n}"), role=MemberRole.STAFF) for n in range(400)
    ]
    make_training(people[0], "srp", hours=1, completed_on=date(2026, 8, 24))
    content = lines(*(f"staff{n},SRP,08/24/2026,," for n in range(400)))
    principal, path = duty.as_(duty.cast.insider), f"/agencies/{duty.cast.school.pk}/training-files"

    status, looked = principal.upload(f"{path}/looks", content)
    assert isinstance(looked, dict)
    look = looked["look"]
    assert (status, look["new"], look["known"], look["people"], look["defects"]) == (200, 399, 1, 399, [])
    assert TrainingRecord.objects.count() == 1

    with CaptureQueriesContext(connection) as captured:
        status, taken = principal.send(f"{path}/{looked['upload_id']}", {})

    assert isinstance(taken, dict)
    assert (status, taken["new"], TrainingRecord.objects.count()) == (200, 399, 400)
    assert len(captured) < 40
    assert principal.send(f"{path}/{looked['upload_id']}", {})[0] == 404


def test_one_row_with_a_defect_and_nothing_is_recorded(duty: Duty) -> None:
    make_user(username="elsewhere")
    principal, path = duty.as_(duty.cast.insider), f"/agencies/{duty.cast.school.pk}/training-files"
    rows = (
        "teacher,srp,2026-08-24,1,",
        "teacher,srp,2026-08-24,1,",
        "elsewhere,srp,2026-08-24,,",
        "teacher,juggling,2026-08-24,,",
        "teacher,srm,someday,,",
        "teacher,srm,2026-08-24,nan,",
        "teacher,srm,2099-08-24,,",
        ",srm,2026-08-24,,",
        "teacher,srm,2026-08-24,,2020-01-01",
    )

    _, looked = principal.upload(f"{path}/looks", lines(*rows))

    assert isinstance(looked, dict)
    assert [one["number"] for one in looked["look"]["defects"]] == [3, 4, 5, 6, 7, 8, 9, 10]
    status, said = principal.send(f"{path}/{looked['upload_id']}", {})
    assert (status, said["code"], TrainingRecord.objects.count()) == (422, "training_defects", 0)  # type: ignore[index]


def test_who_does_not_lead_the_agency_brings_no_file(duty: Duty) -> None:
    path = f"/agencies/{duty.cast.school.pk}/training-files"
    _, looked = duty.as_(duty.cast.insider).upload(f"{path}/looks", lines("teacher,srp,2026-08-24,1,"))
    assert isinstance(looked, dict)

    for who in (duty.cast.teacher, duty.planner.user, duty.sergeant.user, duty.cast.stranger):
        door = duty.as_(who)
        assert door.upload(f"{path}/looks", lines("teacher,srp,2026-08-24,1,"))[0] == 404
        assert door.send(f"{path}/{looked['upload_id']}", {})[0] == 404
        assert door.page(f"/training/files/{duty.cast.school.pk}")[0] == 404
    # Another leader's file is not theirs to take.
    other = make_member(duty.cast.school, role=MemberRole.ADMINISTRATOR).user
    assert duty.as_(other).send(f"{path}/{looked['upload_id']}", {})[0] == 404


def test_one_file_for_several_schools_is_refused_row_by_row_and_recorded_whole(duty: Duty) -> None:
    cast, path = duty.cast, f"/agencies/{duty.cast.school.pk}/training-files"
    other = make_agency(AgencyKind.SCHOOL, name="Roosevelt Middle", parent=cast.district)
    foreign = make_agency(AgencyKind.SCHOOL, name="Harding Elementary", parent=cast.district)
    make_member(other, user=cast.insider, role=MemberRole.ADMINISTRATOR)
    for school, name in ((other, "rita"), (foreign, "hank")):
        make_member(school, user=make_user(username=name), role=MemberRole.STAFF)
    # Who leads one school only may be of the other, and brings nothing there.
    make_member(foreign, user=cast.insider, role=MemberRole.STAFF)
    principal, head = duty.as_(cast.insider), "School,username,course,completed_on\n"
    good = ("Lincoln High,teacher,srp,2026-08-24", ",teacher,srm,2026-08-24", "roosevelt  middle,rita,srp,2026-08-24")
    bad = (
        "Harding Elementary,hank,srp,2026-08-24",
        "No Such School,hank,srp,2026-08-24",
        # Of the other school.
        "Lincoln High,rita,srp,2026-08-24",
        ",rita,srp,2026-08-24",
    )

    _, looked = principal.upload(f"{path}/looks", lines(*good, *bad, head=head))
    assert isinstance(looked, dict)
    defects = looked["look"]["defects"]
    assert [one["number"] for one in defects] == [5, 6, 7, 8]
    # What is not theirs, and what is not there, is told alike.
    assert defects[0]["what"] == defects[1]["what"]
    assert principal.send(f"{path}/{looked['upload_id']}", {})[0] == 422
    assert not TrainingRecord.objects.exists()

    _, looked = principal.upload(f"{path}/looks", lines(*good, head=head))
    assert isinstance(looked, dict)
    assert [one["school"] for one in looked["look"]["lines"]] == ["Lincoln High", "Lincoln High", "Roosevelt Middle"]
    # Meanwhile they lead the other school no more: nothing of the file is recorded.
    led = AgencyMember.objects.get(agency=other, user=cast.insider)
    AgencyMember.objects.filter(pk=led.pk).update(role=MemberRole.STAFF)
    assert principal.send(f"{path}/{looked['upload_id']}", {})[0] == 422
    assert not TrainingRecord.objects.exists()
    led.save()
    assert principal.send(f"{path}/{looked['upload_id']}", {})[0] == 200
    recorded = set(TrainingRecord.objects.values_list("agency__name", "person__username", "course"))
    assert recorded == {
        ("Lincoln High", "teacher", "srp"),
        ("Lincoln High", "teacher", "srm"),
        ("Roosevelt Middle", "rita", "srp"),
    }


def test_the_page_looks_and_then_records(duty: Duty) -> None:
    principal, address = duty.as_(duty.cast.insider), f"/training/files/{duty.cast.school.pk}"
    file = SimpleUploadedFile("monday.csv", lines("teacher,srp,2026-08-24,1,", "principal,srp,2026-08-24,1,"))

    assert principal.page(address)[0] == 200
    status, looked = principal.page(address, {"act": "look", "file": file})
    upload_id = looked.partition('name="upload_id" value="')[2].partition('"')[0]
    done, body = principal.page(address, {"act": "take", "upload_id": upload_id})

    assert (status, done, TrainingRecord.objects.count()) == (200, 200, 2)
    assert 'role="status"' in body
    assert principal.page(address, {"act": "take", "upload_id": upload_id})[0] == 422
    assert principal.page(address, {"act": "look"})[0] == 422


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01", b"name,when\nx,y", b"course,completed_on\nsrp,2026-08-24", b'username,course,completed_on\n"a'],
)
def test_what_is_no_table_of_training_is_refused_or_has_no_rows(content: bytes) -> None:
    try:
        table = read_training(content)
    except BadTrainingFile:
        return
    assert (table.rows, len(table.defects)) == ((), 1)


def test_columns_of_other_systems_are_understood_and_strange_ones_are_named() -> None:
    content = b"Email Address;Course Code;Completed;Certificate;Shoe size\na@x.example;SRP;8/24/26;77-A;42\n"

    table = read_training(content)

    (row,) = table.rows
    assert (row.by, row.who, row.given.course, str(row.given.completed_on)) == (
        "email",
        "a@x.example",
        "srp",
        "2026-08-24",
    )
    assert (row.given.certificate_number, table.ignored_columns) == ("77-A", ("Shoe size",))
