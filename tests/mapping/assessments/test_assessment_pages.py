"""The pages of assessments: they carry out what their forms say, and show what people wrote as text."""

import pytest
from django.test import Client

from mapping.assessments.models import Assessment, SiteFinding
from mapping.assessments.vocabulary import AssessmentState
from mapping.models import Opening
from tests.factories.assessments import make_assessment, make_finding
from tests.factories.cast import Cast
from tests.mapping.assessments.test_assessments import FINDING, asks, person

pytestmark = pytest.mark.django_db


def test_the_pages_carry_out_what_their_forms_say(shared: Cast, client: Client) -> None:
    cast = shared
    client.force_login(cast.insider)
    assert client.get(f"/prevention/assessments?site={cast.site.pk}").status_code == 200
    fields = {"act": "open", "site_id": str(cast.site.pk), "checklist": "K12", "role": "staff"}
    assert client.post("/prevention/assessments", {**fields, "person_id": person(cast.stranger)}).status_code == 422
    answer = client.post("/prevention/assessments", {**fields, "person_id": person(cast.insider)})
    address = answer.headers["Location"]

    def post(**posted: str) -> int:
        return client.post(address, posted).status_code

    assert post(act="step", step="begin_walk") == 422
    assert post(act="add", person_id=person(cast.officer), role="law_enforcement") == 303
    assert post(act="step", step="begin_walk") == 303
    assert post(act="step", step="nonsense") == 422
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
