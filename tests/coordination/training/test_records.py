"""Training records over HTTP and on pages: who records, reads, verifies and corrects; counts for the district alone."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from coordination.training.errors import BadCertificate
from coordination.training.work.certificates import drawn_certificate
from coordination.training.work.staff import coverage_of_district
from mou.models import AgencyMember, TrainingCertificate, TrainingRecord
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.training.conftest import Duty
from tests.factories.cast import asks
from tests.factories.mou import make_agency, make_member
from tests.factories.practice.training import TRAINING_SECRETS, make_training

TODAY = datetime.now(UTC).date()


def given(member: AgencyMember, **changed: object) -> dict[str, object]:
    return {"member_id": member.pk, "course": "cpr_aed", "completed_on": "2026-08-24", **changed}


def test_a_leader_records_and_the_course_decides_what_is_not_said(duty: Duty) -> None:
    path = f"/agencies/{duty.cast.police.pk}/training-records"
    sergeant = duty.as_(duty.sergeant.user)

    for who in (duty.officer.user, duty.planner.user, duty.cast.insider, duty.cast.stranger):
        assert duty.as_(who).send(path, given(duty.officer))[0] == 404
    assert sergeant.send(path, given(duty.officer))[0] == 201
    assert sergeant.send(path, given(duty.officer))[0] == 409
    wrong: tuple[dict[str, object], ...] = (
        {"course": "juggling"},
        {"completed_on": str(TODAY + timedelta(days=5))},
        {"expires_on": "2020-01-01"},
        {"hours": 0.5, "provider": "a\x00b"},
        {"member_id": duty.principal.pk},
    )
    assert {sergeant.send(path, given(duty.officer, **one))[0] for one in wrong} == {422}

    row = TrainingRecord.objects.get()
    assert (row.hours, row.expires_on, row.course_name) == (4, date(2028, 8, 24), "CPR and AED")
    _, own = duty.as_(duty.officer.user).get("/me/training-records")
    assert isinstance(own, list)
    assert [one["course"] for one in own] == ["cpr_aed"]


def test_names_are_read_by_those_who_lead_and_by_each_of_themselves(duty: Duty) -> None:
    teacher = AgencyMember.objects.get(user=duty.cast.teacher)
    record = make_training(teacher, "srp", hours=1)
    head = make_member(duty.cast.district, role=MemberRole.ADMINISTRATOR).user
    supervisor = make_member(duty.cast.school, role=MemberRole.SUPERVISOR).user
    path, of_school = f"/training-records/{record.pk}", f"/agencies/{duty.cast.school.pk}/training-records"

    assert [duty.as_(who).get(path)[0] for who in (duty.cast.insider, duty.cast.teacher)] == [200, 200]
    assert duty.as_(duty.cast.insider).get(of_school)[0] == 200
    # Who administers the district counts; who supervises in a school is a colleague.
    for who in (head, duty.planner.user, supervisor, duty.sergeant.user, duty.officer.user, duty.cast.stranger):
        door = duty.as_(who)
        assert [door.get(one)[0] for one in (path, of_school, f"{path}/certificate")] == [404] * 3
        assert door.page(f"/training/completed/{record.pk}")[0] == 404
        assert door.page(f"/training/agencies/{duty.cast.school.pk}")[0] == 404


def test_a_correction_stands_in_the_place_of_a_record_which_stays(duty: Duty) -> None:
    old = make_training(duty.officer, hours=24, recorded_by=duty.sergeant.user)
    sergeant, officer = duty.as_(duty.sergeant.user), duty.as_(duty.officer.user)
    change = {"course": "nasro_basic", "completed_on": "2026-09-04", "hours": 40, "reason": "A typing mistake."}
    path = f"/training-records/{old.pk}"

    assert officer.send(f"{path}/corrections", change)[0] == 403
    status, made = sergeant.send(f"{path}/corrections", change)
    assert status == 201
    assert sergeant.send(f"{path}/corrections", change)[0] == 409
    assert sergeant.send(f"{path}/withdrawal", {"reason": "x"})[0] == 409

    new_path = f"/training-records/{made['id']}"  # type: ignore[index]
    before, now = (sergeant.get(one)[1] for one in (path, new_path))
    assert isinstance(before, dict)
    assert isinstance(now, dict)
    assert (before["hours"], before["replaced_why"], before["replaced_reason"]) == (
        24,
        "corrected",
        "A typing mistake.",
    )
    assert (now["hours"], now["corrects"]) == (40, str(old.pk))
    assert sergeant.send(f"{new_path}/withdrawal", {"reason": "Never there."})[0] == 204
    assert officer.get("/me/training-records") == (200, [])
    assert TrainingRecord.objects.count() == 2


def test_somebody_else_verifies_than_the_person_and_than_who_recorded(duty: Duty) -> None:
    record = make_training(duty.officer, recorded_by=duty.sergeant.user)
    own = make_training(duty.sergeant, recorded_by=duty.officer.user)
    chief = make_member(duty.cast.police, role=MemberRole.COMMANDER)
    sergeant, path = duty.as_(duty.sergeant.user), "/training-records/{}/verification"

    assert sergeant.send(path.format(record.pk), {})[0] == 403
    assert sergeant.send(path.format(own.pk), {})[0] == 403
    assert duty.as_(duty.officer.user).send(path.format(record.pk), {})[0] == 403
    assert duty.as_(chief.user).send(path.format(record.pk), {})[0] == 204
    record.refresh_from_db()
    assert record.verified_by_id == chief.user_id


def test_an_agency_adds_courses_of_its_own_and_others_do_not_see_them(duty: Duty) -> None:
    sergeant, police = duty.as_(duty.sergeant.user), f"/agencies/{duty.cast.police.pk}"
    course = {"code": "night_school", "name": "Schools at night", "hours": 3, "valid_months": 6}

    assert duty.as_(duty.officer.user).send(f"{police}/training-courses", course)[0] == 404
    assert sergeant.send(f"{police}/training-courses", course)[0] == 201
    wrong: tuple[dict[str, object], ...] = ({}, {"code": "cpr_aed"}, {"code": "yearly"}, {"code": "A b"}, {"hours": 0})
    assert {sergeant.send(f"{police}/training-courses", {**course, **one})[0] for one in wrong} == {422}
    assert sergeant.send(f"{police}/training-records", given(duty.officer, course="night_school"))[0] == 201
    of_school = f"/agencies/{duty.cast.school.pk}/training-courses"
    assert "night_school" not in str(duty.as_(duty.cast.insider).get(of_school))
    assert sergeant.send(f"{police}/training-courses/night_school/retirement", {})[0] == 204
    assert "night_school" not in str(sergeant.get(f"{police}/training-courses"))
    assert TrainingRecord.objects.get().expires_on == date(2027, 2, 24)


NOTED = "Quince, at 12 Elm Street"


def picture() -> bytes:
    """Return a picture that notes whose it is."""
    out, notes = io.BytesIO(), PngInfo()
    notes.add_text("Author", NOTED)
    Image.new("RGB", (320, 200), "navy").save(out, format="PNG", pnginfo=notes)
    return out.getvalue()


def paper() -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(612, 792)
    document.save(out)
    return out.getvalue()


def test_a_certificate_is_drawn_anew_and_read_by_those_who_read_the_record(duty: Duty) -> None:
    record, other = make_training(duty.officer), make_training(duty.officer, "cpr_aed")
    sergeant, path = duty.as_(duty.sergeant.user), f"/training-records/{record.pk}/certificate"

    assert duty.as_(duty.planner.user).upload(path, picture())[0] == 404
    assert duty.as_(duty.officer.user).upload(path, picture())[0] == 403
    assert sergeant.upload(path, b"<svg onload=alert(1)>")[0] == 422
    assert sergeant.upload(path, picture())[0] == 204
    assert sergeant.upload(path, picture())[0] == 409
    assert sergeant.upload(f"/training-records/{other.pk}/certificate", paper())[0] == 204

    answer = duty.as_(duty.officer.user).client.get(f"/api/v1{path}")
    assert (answer["Content-Type"], answer.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert NOTED.encode() in picture()
    assert NOTED.encode() not in bytes(TrainingCertificate.objects.get(record=record).jpeg)
    with Image.open(io.BytesIO(bytes(TrainingCertificate.objects.get(record=other).jpeg))) as page:
        assert (page.format, page.height > page.width) == ("JPEG", True)


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 nothing", b"%PDF-" + b"\x00" * 2000, b"GIF89a" + b"\x00" * 100])
def test_what_is_no_certificate_is_refused(body: bytes) -> None:
    with pytest.raises(BadCertificate):
        drawn_certificate(body)


def test_the_district_counts_and_reads_no_name(duty: Duty) -> None:
    teacher = AgencyMember.objects.get(user=duty.cast.teacher)
    make_training(teacher, "srp", hours=1, expires_on=TODAY)
    make_training(duty.principal, "srp", hours=1, expires_on=TODAY - timedelta(days=5))
    path = f"/districts/{duty.cast.district.pk}/training-coverage"

    status, found = duty.as_(duty.planner.user).get(path)

    assert isinstance(found, list)
    (school,) = [one for one in found if one["name"] == "Lincoln High"]
    counts = {one["course"]: one["trained"] for one in school["courses"]}
    assert (status, school["people"], counts["srp"], counts["bleeding_control"]) == (200, 2, 1, 0)
    assert duty.cast.teacher.display_name not in str(found)
    page = duty.as_(duty.planner.user).page(f"/training/coverage/{duty.cast.district.pk}")
    assert (page[0], "50 %" in page[1], duty.cast.teacher.display_name in page[1]) == (200, True, False)
    for who in (duty.cast.insider, duty.cast.teacher, duty.sergeant.user, duty.cast.stranger):
        assert duty.as_(who).get(path)[0] == 404
        assert duty.as_(who).page(f"/training/coverage/{duty.cast.district.pk}")[0] == 404


def test_the_coverage_of_three_schools_and_thirty_costs_the_same_number_of_queries(duty: Duty) -> None:
    def cost(schools: int) -> int:
        for _ in range(schools):
            member = make_member(make_agency(AgencyKind.SCHOOL, parent=duty.cast.district), role=MemberRole.STAFF)
            make_training(member, "srp", hours=1)
        with CaptureQueriesContext(connection) as captured:
            coverage_of_district(duty.planner.user_id, duty.cast.district.pk, asks(duty.planner.user).at)
        return len(captured)

    assert cost(3) == cost(27) <= 6


def test_the_pages_show_what_is_recorded_and_carry_forms_out(duty: Duty) -> None:
    record = make_training(duty.officer, recorded_by=duty.officer.user)
    sergeant, officer = duty.as_(duty.sergeant.user), duty.as_(duty.officer.user)
    agency, one = f"/training/agencies/{duty.cast.police.pk}", f"/training/completed/{record.pk}"

    assert "nasro basic" in officer.page("/training")[1]
    assert duty.as_(duty.cast.stranger).page("/training")[0] == 200
    assert TRAINING_SECRETS[0] in officer.page(one)[1]
    assert 'value="verify"' not in officer.page(one)[1]
    assert sergeant.page(one, {"act": "verify"})[0] == 303
    said = {key: str(value) for key, value in given(duty.officer).items()}
    assert sergeant.page(agency, {"act": "record", **said})[0] == 303
    assert sergeant.page(agency, {"act": "record", **said, "completed_on": "soon"})[0] == 422
    new = {"act": "add_course", "code": "own_one", "name": "One", "hours": "1.5", "valid_months": ""}
    assert sergeant.page(agency, new)[0] == 303
    assert sergeant.page(agency, {"act": "retire_course", "code": "own_one"})[0] == 303
    correction = {"act": "correct", "course": "nasro_basic", "completed_on": "2026-09-05", "reason": "A day later."}
    assert sergeant.page(one, correction)[0] == 303
    assert "A day later." in sergeant.page(one)[1]
    assert officer.page(one, {"act": "withdraw", "reason": "No."})[0] == 422


def test_a_form_says_at_its_field_what_is_wrong_and_keeps_what_was_typed(duty: Duty) -> None:
    sergeant, agency = duty.as_(duty.sergeant.user), f"/training/agencies/{duty.cast.police.pk}"
    wrong = {"act": "record", "member_id": "nobody", "course": "juggling", "completed_on": "soon", "provider": '"<b>'}

    status, page = sergeant.page(agency, wrong)

    assert status == 422
    assert [f'<a href="#record-{one}">' in page for one in ("member_id", "course", "completed_on", "provider")] == [
        *(True, True, True, False)
    ]
    assert page.count('aria-invalid="true"') == 3
    assert ('value="soon"' in page, "&quot;&lt;b&gt;" in page, '"<b>' in page) == (True, True, False)
    assert not TrainingRecord.objects.exists()


def test_a_form_that_was_refused_is_open_and_the_others_are_as_they_were(duty: Duty) -> None:
    record = make_training(duty.officer, recorded_by=duty.officer.user)
    sergeant, address = duty.as_(duty.sergeant.user), f"/training/completed/{record.pk}"

    status, page = sergeant.page(address, {"act": "withdraw", "reason": ""})

    assert (status, page.count('<details class="office-more" open>'), page.count("aria-invalid")) == (422, 1, 1)
    # The other form asks for a reason too.
    assert ('href="#withdraw-reason"' in page, 'id="correct-reason"' in page) == (True, True)
    assert f'value="{record.completed_on}"' in page


def test_a_correction_leads_to_the_record_that_counts(duty: Duty) -> None:
    record = make_training(duty.officer, recorded_by=duty.officer.user)
    correction = {"act": "correct", "course": "nasro_basic", "completed_on": "2026-09-05", "reason": "A day later."}

    answer = duty.as_(duty.sergeant.user).client.post(f"/training/completed/{record.pk}", correction)

    counts = TrainingRecord.objects.get(replaced_at=None)
    assert (answer.status_code, answer["Location"]) == (303, f"/training/completed/{counts.pk}")


def test_a_certificate_is_brought_by_a_form_and_what_is_none_is_told_there(duty: Duty) -> None:
    record = make_training(duty.officer)
    sergeant, address = duty.as_(duty.sergeant.user), f"/training/completed/{record.pk}"

    def bring(body: bytes) -> tuple[int, str]:
        return sergeant.page(address, {"act": "certificate", "file": SimpleUploadedFile("a.png", body)})

    assert 'href="#certificate-file"' in sergeant.page(address, {"act": "certificate"})[1]
    status, page = bring(b"GIF89a and no more")
    assert (status, 'role="alert"' in page, "PDF" in page) == (422, True, True)
    assert bring(picture())[0] == 303
    assert TrainingCertificate.objects.get().record_id == record.pk
