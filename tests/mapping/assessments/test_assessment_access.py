"""Who reads and writes an assessment, at every door; and that each reading is written down."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from coordination.models import User
from mapping.assessments.access import assessments_for, findings_for, may_see_page
from mapping.assessments.models import Assessment, AssessmentRead, AssessmentRecord
from mapping.assessments.vocabulary import AssessmentState
from mou.models import AgencyMember, Suspension, Version, VersionSite
from mou.vocabulary import AgencyKind, MemberRole, VersionState
from tests.factories.assessments import SECRETS, make_assessment, make_finding, share_assessments
from tests.factories.cast import Cast, open_room
from tests.factories.mou import make_agency, make_member

pytestmark = pytest.mark.django_db
A = AssessmentState


def now() -> datetime:
    return datetime.now(UTC)


def reads(user: User, one: Assessment) -> bool:
    return assessments_for(user.pk, now()).filter(pk=one.pk).exists()


def adopted(cast: Cast) -> Assessment:
    return make_assessment(cast.site, leader=cast.teacher, agency=cast.school, state=A.ADOPTED, answered=True)


@pytest.mark.parametrize("who", ["dispatcher", "stranger", "former"])
def test_nobody_else_finds_anything_at_any_door(cast: Cast, assessment: Assessment, who: str) -> None:
    finding, user = make_finding(assessment, by=cast.teacher), getattr(cast, who)
    client = Client()
    client.force_login(user)

    for address in (
        "/prevention/assessments",
        f"/prevention/assessments/{assessment.pk}",
        f"/prevention/findings/{finding.pk}",
        f"/api/v1/assessments/{assessment.pk}",
        f"/api/v1/assessment-findings/{finding.pk}",
        f"/api/v1/assessment-findings/{finding.pk}/photo",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get("/api/v1/assessments").json() == []
    assert client.get("/api/v1/assessment-findings").json() == []
    assert not may_see_page(user.pk, now())
    assert AssessmentRead.objects.count() == 0


def test_missing_and_forbidden_look_alike(cast: Cast, assessment: Assessment) -> None:
    client = Client()
    client.force_login(cast.stranger)

    answers = [client.get(f"/api/v1/assessments/{one}") for one in (assessment.pk, uuid4())]

    assert answers[0].content == answers[1].content
    assert answers[0].json()["code"] == "assessment_not_found"


def test_an_administrator_of_the_next_school_finds_nothing(cast: Cast, assessment: Assessment) -> None:
    next_school = make_agency(AgencyKind.SCHOOL, name="Next School", parent=cast.district)
    administrator = make_member(next_school, role=MemberRole.ADMINISTRATOR).user
    staff = make_member(cast.school, role=MemberRole.STAFF).user

    assert not reads(administrator, assessment)
    # Nor someone of the very school who is not on the team.
    assert not reads(staff, assessment)
    assert reads(cast.insider, assessment)
    assert reads(make_member(cast.district, role=MemberRole.PLANNER).user, assessment)


def test_an_officer_reads_only_by_the_term(cast: Cast) -> None:
    one = adopted(cast)
    assert not reads(cast.officer, one)

    term = share_assessments(cast.agreement)

    assert reads(cast.officer, one)
    term.value = {"when": "on_request"}
    term.save()
    assert not reads(cast.officer, one)


def test_an_officer_of_another_site_s_agreement_reads_nothing(shared: Cast) -> None:
    one = adopted(shared)
    Version.objects.filter(memorandum=shared.agreement).update(covers_all_sites=False)
    VersionSite.objects.all().delete()

    assert not reads(shared.officer, one)


def test_by_the_term_one_reads_what_is_adopted_and_only_the_team_before(shared: Cast, assessment: Assessment) -> None:
    other_officer = make_member(shared.police).user

    assert reads(shared.officer, assessment)
    assert not reads(other_officer, assessment)
    Assessment.objects.filter(pk=assessment.pk).update(state=A.ADOPTED.value)
    assert reads(other_officer, assessment)
    Assessment.objects.filter(pk=assessment.pk).update(state=A.WITHDRAWN.value)
    assert not reads(other_officer, assessment)


def test_an_officer_on_the_team_loses_it_with_the_term_the_agreement_and_the_post(
    shared: Cast, assessment: Assessment
) -> None:
    version = shared.agreement.current_version
    assert version is not None
    assert reads(shared.officer, assessment)

    Suspension.objects.create(member=shared.officer_member, begun_at=now(), reason="x", begun_by=shared.insider)
    assert not reads(shared.officer, assessment)
    Suspension.objects.all().delete()
    Version.objects.filter(pk=version.pk).update(state=VersionState.EXPIRED.value)
    assert not reads(shared.officer, assessment)


@pytest.mark.parametrize(("is_exercise", "opens"), [(False, True), (True, False)])
def test_an_emergency_term_opens_while_a_real_incident_is_open(cast: Cast, is_exercise: bool, opens: bool) -> None:
    share_assessments(cast.agreement, when="emergency")
    one = adopted(cast)
    assert not reads(cast.officer, one)

    open_room(cast, is_exercise=is_exercise, at=now())

    assert reads(cast.officer, one) is opens


def test_who_reads_by_the_term_alone_writes_nothing(shared: Cast) -> None:
    one = adopted(shared)
    finding = make_finding(one, by=shared.teacher)
    client = Client()
    client.force_login(shared.officer)

    def sent(method: str, path: str, body: dict[str, object]) -> tuple[int, str]:
        answer = client.generic(method, f"/api/v1{path}", json.dumps(body), "application/json")
        return answer.status_code, answer.json()["code"]

    assert sent("POST", f"/assessments/{one.pk}/steps", {"step": "close"}) == (403, "assessment_lead_decides")
    assert sent("PUT", f"/assessments/{one.pk}/answers/grounds_lit", {"answer": "yes"}) == (
        403,
        "assessment_team_writes",
    )
    place: dict[str, object] = {"place": {}}
    assert sent("PATCH", f"/assessment-findings/{finding.pk}", place) == (403, "assessment_team_writes")
    assert sent("POST", f"/assessment-findings/{finding.pk}/steps", {"step": "fix"}) == (403, "assessment_team_writes")
    label: dict[str, object] = {"label": "x"}
    assert sent("POST", f"/assessment-findings/{finding.pk}/on-plan", label) == (403, "assessment_keeper_decides")
    page = client.get(f"/prevention/assessments/{one.pk}").content.decode()
    assert 'name="act"' not in page


def test_who_has_to_mend_something_sees_that_and_no_more(cast: Cast, assessment: Assessment) -> None:
    custodian = make_member(cast.school, role=MemberRole.STAFF).user
    finding = make_finding(assessment, by=cast.teacher, owner=custodian)
    other = make_finding(assessment, by=cast.teacher)
    client = Client()
    client.force_login(custodian)

    assert [one["number"] for one in client.get("/api/v1/assessment-findings").json()] == [finding.number]
    assert client.get(f"/prevention/findings/{finding.pk}").status_code == 200
    assert client.get(f"/prevention/findings/{other.pk}").status_code == 404
    assert client.get(f"/prevention/assessments/{assessment.pk}").status_code == 404
    # Until they leave.
    AgencyMember.objects.filter(user=custodian).update(ended_at=now())
    assert findings_for(custodian.pk, now()).count() == 0


def test_each_reading_is_written_down_and_never_changed(cast: Cast, assessment: Assessment) -> None:
    finding = make_finding(assessment, by=cast.teacher)
    client = Client()
    client.force_login(cast.officer)

    client.get(f"/api/v1/assessments/{assessment.pk}")
    client.get(f"/prevention/assessments/{assessment.pk}")
    client.get(f"/prevention/findings/{finding.pk}")

    noted = list(AssessmentRead.objects.order_by("id").values_list("subject_id", "user_id", "door"))
    assert noted == [
        (assessment.pk, cast.officer.pk, "api"),
        (assessment.pk, cast.officer.pk, "page"),
        (finding.pk, cast.officer.pk, "page"),
    ]
    for table in ("assessments_assessmentread", "assessments_assessmentrecord"):
        AssessmentRecord.objects.create(assessment=assessment, act="opened", by=cast.teacher, at=now())
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET at = at")


def test_nothing_of_it_is_found_by_searching(cast: Cast, assessment: Assessment) -> None:
    make_finding(assessment, by=cast.teacher)
    client = Client()
    client.force_login(cast.insider)

    for address in ("/api/v1/search?q=bolt", "/api/v1/search?q=hedge"):
        found = client.get(address).content.decode()
        assert [one for one in SECRETS if one in found] == []


def test_ids_of_other_things_open_nothing(cast: Cast, assessment: Assessment) -> None:
    finding = make_finding(assessment, by=cast.teacher)
    client = Client()
    client.force_login(cast.insider)

    assert client.get(f"/api/v1/assessments/{finding.pk}").status_code == 404
    assert client.get(f"/api/v1/assessment-findings/{assessment.pk}").status_code == 404
    assert client.get(f"/prevention/findings/{UUID(int=0)}").status_code == 404
