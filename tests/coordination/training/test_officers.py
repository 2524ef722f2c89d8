"""SROs over HTTP and on pages: who assigns, selects, signs and reads, before what the agreement in force asks."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.training.work.officers import sro_lines
from mou.models import SroAssignment, Term, Version
from mou.vocabulary import AgencyKind, MemberRole, TrainingStanding, VersionState
from tests.coordination.training.conftest import Duty
from tests.coordination.training.drills import end_room
from tests.factories.cast import asks, incident_of, join, open_room
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.factories.practice.training import TRAINING_SECRETS, make_sro, make_training

# Of the district: a day that has begun in UTC alone is in its future.
TODAY = datetime.now(ZoneInfo("America/New_York")).date()
SELECTION = {"panel": TRAINING_SECRETS[1], "criteria": ["temperament"], "years_of_service": 6, "note": "Calm."}


def findings(line: object) -> dict[str, str]:
    assert isinstance(line, dict)
    return {
        one["asking"] + (":" + one["course"] if one["course"] else ""): one["standing"]
        for agreement in line["agreements"]
        for one in agreement["findings"]
    }


def test_both_parties_see_an_officer_before_what_the_agreement_asks_and_strangers_see_nothing(duty: Duty) -> None:
    make_training(duty.officer)
    path = f"/sro-assignments/{duty.sro.pk}"

    for who in (duty.sergeant.user, duty.planner.user, duty.officer.user):
        status, lines = duty.as_(who).get("/sro-assignments")
        assert isinstance(lines, list)
        assert (status, [one["id"] for one in lines]) == (200, [str(duty.sro.pk)])
        assert [one["name"] for one in lines[0]["sites"]] == ["Lincoln High School"]
        assert findings(lines[0]) == {
            "course:nasro_basic": "met",
            "drills": "pending",
            "supervisor": "missing",
            "sign_off_agency": "missing",
            "sign_off_district": "missing",
            "review": "pending",
        }
    colleague = make_member(duty.cast.police).user
    commander_elsewhere = make_member(duty.cast.strangers, role=MemberRole.COMMANDER).user
    for stranger in (duty.cast.stranger, duty.cast.teacher, duty.cast.insider, colleague, commander_elsewhere):
        assert duty.as_(stranger).get("/sro-assignments") == (200, [])
        assert duty.as_(stranger).get(path)[0] == 404
        assert duty.as_(stranger).page(f"/training/officers/{duty.sro.pk}")[0] == 404


def test_the_district_reads_that_training_is_there_and_not_the_records(duty: Duty) -> None:
    record = make_training(duty.officer)
    planner = duty.as_(duty.planner.user)

    assert TRAINING_SECRETS[0] not in str(planner.get(f"/sro-assignments/{duty.sro.pk}"))
    assert planner.get(f"/training-records/{record.pk}")[0] == 404
    assert planner.get(f"/agencies/{duty.cast.police.pk}/training-records")[0] == 404


def test_each_party_writes_and_signs_its_own_part_and_nothing_signed_changes(duty: Duty) -> None:
    path = f"/sro-assignments/{duty.sro.pk}/selections"
    sergeant, planner, officer = (duty.as_(one.user) for one in (duty.sergeant, duty.planner, duty.officer))

    assert sergeant.send(f"{path}/district", SELECTION, method="PUT")[0] == 403
    assert planner.send(f"{path}/agency", SELECTION, method="PUT")[0] == 403
    assert officer.send(f"{path}/agency", SELECTION, method="PUT")[0] == 403
    assert planner.send(f"{path}/district/signature", {"name": "P. Planner"})[0] == 422  # nothing to sign yet
    assert sergeant.send(f"{path}/agency", SELECTION, method="PUT")[0] == 204
    assert planner.send(f"{path}/district", SELECTION, method="PUT")[0] == 204
    assert planner.send(f"{path}/agency/signature", {"name": "P. Planner"})[0] == 403
    assert sergeant.send(f"{path}/agency/signature", {"name": "S. Sergeant"})[0] == 204
    again = sergeant.send(f"{path}/agency", SELECTION, method="PUT")

    assert again[0] == 409
    assert again[1]["code"] == "sro_selection_signed"  # type: ignore[index]
    whole = planner.get(f"/sro-assignments/{duty.sro.pk}")[1]
    assert isinstance(whole, dict)
    assert {one: s for one, s in findings(whole["line"]).items() if "sign" in one} == {
        "sign_off_agency": "met",
        "sign_off_district": "missing",
    }
    assert [(one["party"], one["signed_name"], one["note"]) for one in whole["selections"]] == [
        ("agency", "S. Sergeant", "Calm."),
        ("district", "", "Calm."),
    ]
    of_officer = officer.get(f"/sro-assignments/{duty.sro.pk}")[1]
    assert isinstance(of_officer, dict)
    assert {one["note"] for one in of_officer["selections"]} == {""}


def test_an_officer_who_leads_does_not_sign_their_own_selection(duty: Duty) -> None:
    own = make_sro(duty.sergeant, duty.cast.district, [duty.cast.site.id])

    answer = duty.as_(duty.sergeant.user).send(f"/sro-assignments/{own.pk}/selections/agency", SELECTION, method="PUT")

    assert answer[0] == 403


def assignment(duty: Duty, **changed: object) -> dict[str, object]:
    new = make_member(duty.cast.police)
    given = {
        "member_id": new.pk,
        "district_id": duty.cast.district.pk,
        "since": "2026-11-02",
        "site_ids": [duty.cast.site.id],
        "supervisor_id": duty.sergeant.pk,
    }
    return {**given, **changed}


def test_a_leader_of_the_agency_assigns_and_nobody_else(duty: Duty) -> None:
    body = assignment(duty)

    for who in (duty.planner.user, duty.officer.user, duty.cast.stranger, duty.cast.insider):
        assert duty.as_(who).send("/sro-assignments", body)[0] == 404
    status, made = duty.as_(duty.sergeant.user).send("/sro-assignments", body)

    assert status == 201
    row = SroAssignment.objects.get(pk=made["id"])  # type: ignore[index]
    assert (row.agency_id, row.supervisor_id, row.since) == (duty.cast.police.pk, duty.sergeant.pk, date(2026, 11, 2))
    assert duty.as_(duty.sergeant.user).send("/sro-assignments", body)[0] == 409


def test_an_assignment_keeps_to_sites_that_an_agreement_in_force_covers(duty: Duty) -> None:
    other_site = make_site(duty.cast.district, name="Roosevelt Middle")
    elsewhere = make_site(make_agency(AgencyKind.DISTRICT), name="Elsewhere High")
    sergeant = duty.as_(duty.sergeant.user)

    for wrong in (
        {"site_ids": [other_site.id]},
        {"site_ids": [elsewhere.id], "district_id": elsewhere.district_id},
        {"site_ids": [elsewhere.id]},
        {"site_ids": [uuid4()]},
        {"until": "2026-11-01"},
        {"supervisor_id": duty.principal.pk},
    ):
        status, said = sergeant.send("/sro-assignments", assignment(duty, **wrong))
        assert (status, said["code"]) == (422, "bad_sro_assignment"), wrong  # type: ignore[index]
    Version.objects.filter(memorandum=duty.cast.agreement).update(
        state=VersionState.TERMINATED.value, ended_why="terminated", ended_at="2026-11-20T00:00Z"
    )
    assert sergeant.send("/sro-assignments", assignment(duty))[0] == 422


def test_an_agreement_that_covers_every_site_covers_none_of_another_district(duty: Duty) -> None:
    make_memorandum(duty.cast.district, duty.cast.police, expires_on=date(2999, 1, 1))
    elsewhere = make_site(make_agency(AgencyKind.DISTRICT), name="Elsewhere High")

    answer = duty.as_(duty.sergeant.user).send("/sro-assignments", assignment(duty, site_ids=[elsewhere.id]))

    assert answer[0] == 422


def test_without_an_agreement_in_force_something_is_missing(duty: Duty) -> None:
    Version.objects.filter(memorandum=duty.cast.agreement).update(expires_on=TODAY - timedelta(days=3))

    _, lines = duty.as_(duty.planner.user).get("/sro-assignments")

    assert isinstance(lines, list)
    assert (lines[0]["worst"], lines[0]["agreements"]) == ("missing", [])


def test_a_review_is_written_down_by_either_party_and_an_end_by_the_agency_alone(duty: Duty) -> None:
    path = f"/sro-assignments/{duty.sro.pk}"
    end = {"ended_on": str(TODAY), "why": "reassigned", "reason": "Detectives."}
    review = {"held_on": str(TODAY), "note": "Knows every door."}
    sergeant, planner = duty.as_(duty.sergeant.user), duty.as_(duty.planner.user)

    assert planner.send(f"{path}/reviews", {**review, "party": "agency"})[0] == 403
    assert planner.send(f"{path}/reviews", {**review, "party": "district"})[0] == 204
    assert planner.send(f"{path}/end", end)[0] == 403
    assert sergeant.send(f"{path}/end", {**end, "ended_on": str(TODAY + timedelta(days=3))})[0] == 422
    assert sergeant.send(f"{path}/end", end)[0] == 204
    assert sergeant.send(f"{path}/reviews", {**review, "party": "agency"})[0] == 409
    assert sergeant.get("/sro-assignments") == (200, [])
    _, ended = sergeant.get("/sro-assignments?ended=true")
    assert isinstance(ended, list)
    assert [(one["ended_why"], findings(one)["review"]) for one in ended] == [("reassigned", "met")]


def test_exercises_at_the_officers_schools_count_and_others_do_not(duty: Duty) -> None:
    Term.objects.filter(kind="drills_per_year").update(value={"number": 1})
    planner = duty.as_(duty.planner.user)

    def drills() -> tuple[str, float]:
        _, lines = planner.get("/sro-assignments")
        assert isinstance(lines, list)
        (found,) = [one for one in lines[0]["agreements"][0]["findings"] if one["asking"] == "drills"]
        return found["standing"], found["held"]

    real = open_room(duty.cast, at=asks(duty.officer.user).at)
    join(duty.officer.user, real)
    end_room(real)
    exercise = open_room(duty.cast, is_exercise=True)
    join(duty.officer.user, exercise)
    assert drills() == ("pending", 0)  # the exercise has not ended

    end_room(exercise)

    assert incident_of(exercise).is_exercise
    assert drills() == ("met", 1)


def test_three_officers_and_thirty_cost_the_same_number_of_queries(duty: Duty) -> None:
    def cost(people: int) -> int:
        for _ in range(people):
            member = make_member(duty.cast.police)
            make_sro(member, duty.cast.district, [duty.cast.site.id], supervisor=duty.sergeant)
            make_training(member)
        with CaptureQueriesContext(connection) as captured:
            lines = sro_lines(duty.planner.user_id, asks(duty.planner.user).at, ended=False)
        assert {one.worst for one in lines} == {TrainingStanding.MISSING}
        return len(captured)

    assert cost(3) == cost(27) <= 16


def test_the_pages_lead_from_the_list_to_an_officer_and_a_form_says_what_stood_in_the_way(duty: Duty) -> None:
    sergeant = duty.as_(duty.sergeant.user)
    address = f"/training/officers/{duty.sro.pk}"

    assert "Officer" in sergeant.page("/training/officers")[1]
    assert sergeant.page(address)[0] == 200
    assert sergeant.page(address, {"act": "select", "party": "agency", **SELECTION})[0] == 303
    assert sergeant.page(address, {"act": "sign", "party": "district", "name": "S."})[0] == 422
    assert sergeant.page(address, {"act": "sign", "party": "agency", "name": "S. Sergeant"})[0] == 303
    assert sergeant.page(address, {"act": "fly"})[0] == 404
    status, body = sergeant.page(address, {"act": "end", "ended_on": "2031-01-01", "why": "other", "reason": "x"})
    assert (status, 'role="alert"' in body) == (422, True)
    kept = {"act": "change", "site_ids": [str(duty.cast.site.id)], "supervisor_id": str(duty.sergeant.pk)}
    assert sergeant.page(address, kept)[0] == 303
    assert SroAssignment.objects.get(pk=duty.sro.pk).supervisor_id == duty.sergeant.pk
    new = f"/training/agencies/{duty.cast.police.pk}/new-officer"
    assert duty.as_(duty.planner.user).page(new)[0] == 404
    given = {k: str(v) for k, v in assignment(duty).items() if k != "site_ids"}
    assert sergeant.page(new)[0] == 200
    assert sergeant.page(new, {"act": "assign", "site_ids": [str(duty.cast.site.id)], **given})[0] == 303


def test_each_party_has_a_form_of_its_own_and_only_the_one_that_was_sent_says_what_is_wrong(duty: Duty) -> None:
    sergeant = duty.as_(duty.sergeant.user)
    address = f"/training/officers/{duty.sro.pk}"
    sergeant.page(address, {"act": "select", "party": "agency", **SELECTION})

    status, page = sergeant.page(address, {"act": "select", "party": "agency", "panel": "", "years_of_service": "61"})

    assert status == 422
    assert 'href="#select-agency-panel"' in page
    assert 'href="#select-agency-years_of_service"' in page
    assert page.count('aria-invalid="true"') == 2
    # What the agency does not write for has no form, and what no party is has none either.
    assert "select-district" not in page
    assert sergeant.page(address, {"act": "select", "party": "third", **SELECTION})[0] == 404


def test_the_form_of_an_assignment_begins_with_what_is_and_takes_no_school_twice(duty: Duty) -> None:
    sergeant, address = duty.as_(duty.sergeant.user), f"/training/officers/{duty.sro.pk}"
    site = str(duty.cast.site.id)
    elsewhere = str(make_site(make_agency(AgencyKind.DISTRICT), name="Elsewhere High").id)

    assert f'value="{site}" id="change-site_ids_0" checked' in " ".join(sergeant.page(address)[1].split())
    for wrong in ([], [elsewhere], [site, elsewhere], ["1"]):
        assert sergeant.page(address, {"act": "change", "site_ids": wrong})[0] == 422
    assert sergeant.page(address, {"act": "change", "site_ids": [site, site]})[0] == 303
    assert [str(one) for one in duty.sro.sites.values_list("site_id", flat=True)] == [site]
