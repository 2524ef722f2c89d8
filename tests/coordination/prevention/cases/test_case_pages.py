"""The pages of cases, for those on them, for keepers, and for everybody else."""

from uuid import UUID

import pytest
from django.test import Client

from coordination.models import User
from coordination.prevention.cases.access import CASE_TEAMS, may_see_page
from coordination.prevention.cases.models import (
    Case,
    CaseEntry,
    CaseRead,
    CaseTeam,
)
from tests.coordination.prevention.cases.case_work import NOW, reads
from tests.factories.cast import Cast
from tests.factories.mou import make_member
from tests.factories.prevention.cases import CONCERN, SECRETS, SUBJECT, make_flag

pytestmark = pytest.mark.django_db


def test_the_pages_carry_out_what_their_forms_say(cast: Cast, team: CaseTeam, counselor: User, client: Client) -> None:
    client.force_login(cast.teacher)
    answer = client.post(
        "/prevention/cases/new",
        {
            "act": "open",
            "kind": "details",
            "agency_id": str(cast.school.pk),
            "subject_name": SUBJECT,
            "subject_role": "student",
            "concern": CONCERN,
            "targets": "",
            "happened_on": "2026-11-20",
        },
    )
    address = answer.headers["Location"]

    def post(**fields: str) -> int:
        return client.post(address, fields).status_code

    assert post(act="step", step="evaluate", words="Two friends heard it.") == 303
    assert post(act="step", step="monitor") == 422
    assert post(act="step", step="nonsense") == 404
    assert post(act="entry", kind="plan", conditions="One\n\nTwo\n", owner_id=str(counselor.public_id)) == 422
    fields = {"begins_on": "2026-12-01", "review_on": "2026-12-15", "owner_id": str(counselor.public_id)}
    assert post(act="entry", kind="plan", conditions="One\n\nTwo\n", **fields) == 303
    assert post(act="entry", kind="step", words="forged") == 404
    assert post(act="nothing") == 404
    assert CaseEntry.objects.get(kind="plan").content["conditions"] == ["One", "Two"]
    interview = {"asked_as": "witness", "who": "Made-Up Mia", "held_on": "2026-11-23", "words": "Heard it."}
    assert post(act="entry", kind="interview", **interview) == 303
    page = client.get(address).content.decode()
    assert SUBJECT in page
    assert "Nov 23, 2026" in page
    assert client.get("/prevention/cases/agenda").content.decode().count(SUBJECT) == 1


def test_what_is_refused_stands_at_its_field_and_what_was_typed_stays(cast: Cast, case: Case, client: Client) -> None:
    client.force_login(cast.teacher)
    address = f"/prevention/cases/{case.pk}"

    def refused(**fields: str) -> str:
        answer = client.post(address, {"act": "entry", **fields})
        assert answer.status_code == 422
        return answer.content.decode()

    plan = {"owner_id": str(cast.teacher.public_id), "begins_on": "2026-12-20", "review_on": "2026-12-01"}
    early = refused(kind="plan", conditions="Checks in\nLeaves his bag", **plan)
    assert 'id="entry-plan-review_on_error"' in early
    assert "Checks in\nLeaves his bag</textarea>" in early
    flag = refused(kind="flag", who="Tall, green coat", advice="", call="The principal", threat="A knife")
    assert 'id="entry-flag-advice_error"' in flag
    assert 'value="Tall, green coat"' in flag
    someone = refused(kind="measure", measure="search", owner_id=str(cast.stranger.public_id), due_on="2026-12-01")
    assert 'id="entry-measure-owner_id_error"' in someone
    assert not CaseEntry.objects.exists()


@pytest.mark.parametrize("who", ["insider", "officer", "dispatcher", "stranger", "former"])
def test_nobody_else_finds_a_case_at_any_door(cast: Cast, case: Case, who: str) -> None:
    client, user = Client(), getattr(cast, who)
    client.force_login(user)
    make_flag(case, raised_by=cast.teacher)

    for address in (
        f"/prevention/cases/{case.pk}",
        "/prevention/cases/agenda",
        "/prevention/cases/new",
        "/prevention/flags",
        f"/api/v1/cases/{case.pk}",
    ):
        assert client.get(address).status_code == 404, address
    for address in ("/api/v1/cases", "/api/v1/cases/agenda", "/api/v1/police-copies"):
        assert client.get(address).json() == []
    assert CASE_TEAMS.teams_of(user.pk, NOW).count() == 0
    assert may_see_page(user.pk, NOW) is (who == "insider")
    assert CaseRead.objects.count() == 0


def test_who_takes_themselves_off_is_led_away(cast: Cast, case: Case, client: Client) -> None:
    client.force_login(cast.teacher)
    fields = {"act": "entry", "kind": "conflict", "person_id": str(cast.teacher.public_id), "words": "My nephew."}

    answer = client.post(f"/prevention/cases/{case.pk}", fields)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/prevention/cases")
    assert client.get(f"/prevention/cases/{case.pk}").status_code == 404


def test_the_keeper_sets_rules_and_people_and_sees_no_case(cast: Cast, case: Case, client: Client) -> None:
    client.force_login(cast.insider)
    address = f"/prevention/cases/teams/{cast.school.pk}"
    days = {"seal_after_days": "90", "keep_days_minor": "200", "keep_days": "1000"}

    assert client.post(address, {"act": "set", "police_threshold": "A weapon.", **days}).status_code == 303
    assert client.post(address, {"act": "set", **days, "keep_days": "1"}).status_code == 422
    stranger = {"act": "add", "person_id": str(cast.stranger.public_id), "role": "other"}
    assert client.post(address, stranger).status_code == 422
    # No one puts themself on a team; of a colleague it is asked.
    assert client.post(address, {**stranger, "person_id": str(cast.insider.public_id)}).status_code == 422
    colleague = make_member(cast.school).user
    assert client.post(address, {**stranger, "person_id": str(colleague.public_id)}).status_code == 303
    page = client.get(address).content.decode()

    assert [one for one in (*SECRETS, case.number) if one in page] == []
    # To be of the team is not to be on a case that began before.
    assert not reads(colleague, case)
    assert CaseTeam.objects.get(agency=cast.school).seal_after_days == 90


def test_ids_of_other_things_open_nothing(cast: Cast, case: Case, client: Client) -> None:
    client.force_login(cast.teacher)

    assert client.get(f"/prevention/cases/{UUID(int=1)}").status_code == 404
    assert client.get(f"/prevention/police-copies/{case.pk}").status_code == 404
    assert client.get(f"/prevention/cases/new?tip={case.pk}").status_code == 404
