"""The pages of assessments: they carry out what their forms say, and show what people wrote as text."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pydantic import ValidationError

from coordination.prevention.assessments.wire import AssessmentStepIn
from mapping.assessments.models import Assessment, DistrictChecklist, SiteFinding
from mapping.assessments.rules.checklist import MAX_CHECKLIST_BYTES
from mapping.assessments.vocabulary import AssessmentState, AssessmentStep
from mapping.models import Level, Opening
from mou.vocabulary import MemberRole
from tests.coordination.access_walk.assessments import OURS
from tests.factories.assessments import make_assessment, make_finding, make_upgrade
from tests.factories.cast import Cast
from tests.factories.mou import make_member
from tests.mapping.assessments.test_assessments import FINDING, SCORE, asks, person

pytestmark = pytest.mark.django_db


def test_the_pages_carry_out_what_their_forms_say(shared: Cast, client: Client) -> None:
    cast = shared
    client.force_login(cast.insider)
    assert client.get(f"/prevention/assessments?site={cast.site.pk}").status_code == 200
    fields = {"act": "open", "checklist": "K12", "leader_role": "staff"}
    of_site = f"/prevention/assessments?site={cast.site.pk}"
    assert client.post(of_site, {**fields, "leader_id": person(cast.stranger)}).status_code == 422
    assert client.post("/prevention/assessments", {**fields, "leader_id": person(cast.insider)}).status_code == 404
    answer = client.post(of_site, {**fields, "leader_id": person(cast.insider)})
    address = answer.headers["Location"]

    def post(**posted: str) -> int:
        return client.post(address, posted).status_code

    assert post(act="step", step="begin_walk") == 422
    assert post(act="add", person_id=person(cast.officer), role="law_enforcement") == 303
    assert post(act="step", step="begin_walk") == 303
    assert post(act="step", step="nonsense") == 404
    assert post(act="step", step="withdraw") == 422
    assert post(act="answer", line="grounds_lit", answer="no") == 422
    assert post(act="answer", line="grounds_lit", answer="no", note="Two lamps are out") == 303
    posted = {**FINDING, "spot": str(Opening.objects.get().pk), "owner_id": person(cast.teacher)}
    assert post(act="finding", **posted) == 303
    assert post(act="finding", **{**posted, "kind": "nonsense"}) == 422
    assert post(act="nothing") == 404
    finding = SiteFinding.objects.get()
    assert (finding.place, finding.owner) == ("Door 1", cast.teacher)
    page = client.get(address).content.decode()
    assert "Two lamps are out" in page
    there = f"/prevention/findings/{finding.pk}"
    assert client.post(there, {"act": "mend", "due_on": "2027-01-01", "cost": "none"}).status_code == 303
    assert client.post(there, {"act": "mend", "cost": "dear"}).status_code == 422
    assert client.post(there, {"act": "draw", "label": "Door 1 does not latch"}).status_code == 303
    assert "draft" in client.get(there).content.decode()
    assert client.post(there, {"act": "step", "step": "accept"}).status_code == 422
    assert client.post(there, {"act": "step", "step": "accept", "words": "Until the new wing opens"}).status_code == 303


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"act": "answer", "line": "grounds_lit", "answer": "no", "note": ""}, "note"),
        ({"act": "answer", "line": "grounds_lit", "answer": "dear", "note": "typed & kept"}, "answer"),
        ({"act": "finding", **FINDING, "words": "", "place": "typed & kept"}, "words"),
        ({"act": "finding", **FINDING, "words": "typed & kept", "lon": "1", "lat": "2"}, "place"),
        ({"act": "add", "person_id": "x", "role": "fire"}, "person_id"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    shared: Cast, assessment: Assessment, client: Client, sent: dict[str, str], field: str
) -> None:
    client.force_login(shared.teacher)
    of_floor = {"level_id": str(Level.objects.get().pk)} if "lon" in sent else {}

    answer = client.post(f"/prevention/assessments/{assessment.pk}", {**sent, **of_floor})

    page = answer.content.decode()
    assert answer.status_code == 422
    element = next(one for one in re.findall(r"<(?:input|select)[^>]*>", page) if 'aria-invalid="true"' in one)
    assert f'name="{field}"' in element
    assert page.count('aria-invalid="true"') == 1
    assert ("typed & kept" in sent.values()) == ("typed &amp; kept" in page)
    assert not SiteFinding.objects.exists()


def test_a_form_of_a_line_says_nothing_of_others(shared: Cast, assessment: Assessment, client: Client) -> None:
    client.force_login(shared.teacher)
    address = f"/prevention/assessments/{assessment.pk}"

    assert client.post(address, {"act": "answer", "line": "no_such_line", "answer": "yes"}).status_code == 404
    assert client.post(address, {"act": "score", "scenario": "meteor"}).status_code == 404
    assert client.post(address, {"act": "remove", "person_id": person(shared.stranger)}).status_code == 404
    assert assessment.answers.count() == 0


def test_an_upgrade_is_about_the_scenarios_whose_numbers_were_changed(
    shared: Cast, assessment: Assessment, client: Client
) -> None:
    Assessment.objects.update(state=AssessmentState.RATING.value)
    client.force_login(shared.teacher)
    address = f"/prevention/assessments/{assessment.pk}"
    for scenario in ("intruder", "fire"):
        assert client.post(address, {"act": "score", "scenario": scenario, **SCORE}).status_code == 303
    sent = {
        "act": "upgrade",
        "title": "Bolts",
        "cost_dollars": "900",
        "effects-scenario": ["intruder", "fire"],
        "effects-consequence": ["3", "3"],
    }

    unchanged = client.post(address, {**sent, "effects-vulnerability": ["3", "3"]})
    too_much = client.post(address, {**sent, "effects-vulnerability": ["4", "3"]})
    assert (unchanged.status_code, too_much.status_code) == (422, 422)
    # Of which scenario it is.
    assert ">Someone comes in who must not: Something is missing" in too_much.content.decode()
    assert not assessment.upgrades.exists()
    assert client.post(address, {**sent, "effects-vulnerability": ["1", "3"]}).status_code == 303
    assert assessment.upgrades.get().effects == [["intruder", 1, 3]]


def test_a_photo_that_is_none_is_refused_at_the_file(shared: Cast, assessment: Assessment, client: Client) -> None:
    finding = make_finding(assessment, by=shared.teacher)
    client.force_login(shared.teacher)
    address = f"/prevention/findings/{finding.pk}"

    refused = client.post(address, {"act": "photo", "file": SimpleUploadedFile("a.png", b"no picture")})

    assert refused.status_code == 422
    assert re.search(r'id="photo-file_error">[^<]*JPEG', refused.content.decode())
    assert client.post(address, {"act": "photo"}).status_code == 422
    assert client.post(address, {"act": "photo", "file": SimpleUploadedFile("a.png", a_picture())}).status_code == 303
    finding.refresh_from_db()
    assert finding.photo_sha256


def a_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    return drawn.getvalue()


def test_a_checklist_is_brought_as_a_file(shared: Cast, client: Client) -> None:
    keeper = make_member(shared.district, role=MemberRole.ADMINISTRATOR).user
    address, of_district = "/prevention/assessments", {"act": "bring", "district_id": str(shared.district.pk)}

    def bring(text: bytes) -> int:
        return client.post(address, {**of_district, "toml": SimpleUploadedFile("a.toml", text)}).status_code

    client.force_login(shared.insider)
    assert bring(OURS.encode()) == 404
    client.force_login(keeper)
    assert bring(b"\xff[[") == 422
    assert bring(b"x" * (MAX_CHECKLIST_BYTES + 1)) == 422
    assert not DistrictChecklist.objects.exists()
    assert bring(OURS.encode()) == 303
    assert DistrictChecklist.objects.get().key == "OURS"


def test_what_people_write_reaches_the_page_as_text(shared: Cast, assessment: Assessment, client: Client) -> None:
    make_finding(assessment, by=shared.teacher, words="<img src=x onerror=alert(1)>", place="</script><b>x")
    client.force_login(shared.insider)

    page = client.get(f"/prevention/assessments/{assessment.pk}").content.decode()

    assert "<img src=x" not in page
    assert "</script><b>x" not in page


def test_an_adopted_one_takes_no_writing_and_reopens_with_a_reason(shared: Cast) -> None:
    one = make_assessment(shared.site, leader=shared.teacher, agency=shared.school, state=AssessmentState.ADOPTED)

    answered = asks(shared.teacher, "PUT", f"/assessments/{one.pk}/answers/grounds_lit", {"answer": "yes"})
    assert answered[1]["code"] == "assessment_is_adopted"
    reopen = {"step": "reopen", "words": "A wing was forgotten"}
    assert asks(shared.teacher, "POST", f"/assessments/{one.pk}/steps", reopen)[0] == 204
    one.refresh_from_db()
    assert (one.state, one.adopted_at) == ("rating", None)


def test_who_mended_it_is_not_offered_to_confirm_it_and_cannot(
    shared: Cast, assessment: Assessment, client: Client
) -> None:
    finding = make_finding(assessment, by=shared.teacher, state="fixed", fixed_by=shared.teacher)
    address, confirm = f"/prevention/findings/{finding.pk}", {"act": "step", "step": "confirm"}

    client.force_login(shared.teacher)
    assert 'value="confirm"' not in client.get(address).content.decode()
    assert client.post(address, confirm).status_code == 422
    client.force_login(shared.officer)
    assert 'value="confirm"' in client.get(address).content.decode()
    assert client.post(address, confirm).status_code == 303
    finding.refresh_from_db()
    assert (finding.state, finding.fixed_by) == ("confirmed", shared.teacher)


def test_words_of_a_step_are_stored_on_one_line_and_no_text_is_refused(
    shared: Cast, assessment: Assessment, client: Client
) -> None:
    client.force_login(shared.teacher)
    address = f"/prevention/assessments/{assessment.pk}"
    sent = {"act": "step", "step": "withdraw"}

    for words in ("the\u202eroof", "a\x07", "x" * 1001):
        assert client.post(address, {**sent, "words": words}).status_code == 422
        body = {"step": "withdraw", "words": words}
        assert asks(shared.teacher, "POST", f"/assessments/{assessment.pk}/steps", body)[0] == 422
    with pytest.raises(ValidationError):
        AssessmentStepIn(step=AssessmentStep.WITHDRAW, words="a\x07")
    assert not assessment.records.exists()
    assert client.post(address, {**sent, "words": " The roof\r\ncomes  first. "}).status_code == 303
    assert assessment.records.get().words == "The roof comes first."


def test_a_list_has_pages_and_cuts_nothing(shared: Cast, client: Client) -> None:
    for year in range(201):
        make_assessment(
            shared.site, leader=shared.teacher, agency=shared.school, state=AssessmentState.WITHDRAWN, school_year=year
        )
    client.force_login(shared.teacher)

    first = client.get("/prevention/assessments").content.decode()
    last = client.get("/prevention/assessments?all-page=5").content.decode()

    assert "/prevention/assessments/" in last
    assert len(re.findall(r'href="/prevention/assessments/[0-9a-f-]{36}"', first)) == 50
    assert len(re.findall(r'href="/prevention/assessments/[0-9a-f-]{36}"', last)) == 1
    # What is weak at a site is taken away as no file.
    assert client.get("/prevention/assessments?all-format=csv").status_code == 422


def test_what_another_person_has_to_mend_is_in_no_list_of_mine(
    shared: Cast, assessment: Assessment, client: Client
) -> None:
    make_finding(assessment, by=shared.teacher, owner=shared.officer, words="the roof leaks", due_on="2026-11-01")
    for user, shown in ((shared.officer, True), (shared.teacher, False), (shared.insider, False)):
        client.force_login(user)
        assert ("the roof leaks" in client.get("/prevention/assessments").content.decode()) is shown


def test_a_step_of_an_upgrade_is_written_with_its_assessment(
    shared: Cast, assessment: Assessment, client: Client
) -> None:
    upgrade = make_upgrade(make_finding(assessment, by=shared.teacher), by=shared.teacher)
    address = f"/prevention/assessments/{assessment.pk}"
    decline = {"act": "upgrade_step", "upgrade_id": str(upgrade.pk), "step": "decline", "words": "Too dear"}

    client.force_login(shared.teacher)
    assert client.post(address, decline).status_code == 422
    client.force_login(shared.insider)
    answer = client.post(address, decline)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}#upgrades-title")
    record = assessment.records.get()
    assert (record.act, record.words) == ("upgrade_decline", "New bolts: Too dear")
    upgrade.refresh_from_db()
    assert upgrade.state == "declined"
