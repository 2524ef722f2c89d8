"""A reunification by its pages and its interface: to whom names, to whom holds, counts to all, nothing to strangers."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.disclosures.models import Disclosure
from coordination.keeping.gate import may_delete
from coordination.models import User
from coordination.records.retention.incidents import _delete_rows
from coordination.reunification.errors import StudentReleased
from coordination.reunification.models import Operation, PickUp, Release, ReunitedStudent, StudentChange
from coordination.reunification.vocabulary import PickUpState, StudentState, StudentStep
from coordination.rosters.models import RosterReading
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.factories.rosters import QUINCE
from tests.stage.reunification import Reuniting, lead_law_enforcement, parent_of, set_reunification

S, T, P = StudentState, StudentStep, PickUpState
HELD_TEXT = "Allowed: anyone."


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4, noted=[4])


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def api(made: Reuniting, user: User, path: str, body: dict[str, Any] | None = None) -> Any:
    address, client = f"/api/v1/reunifications/{made.operation_id}{path}", client_of(user)
    if body is None:
        return client.get(address)
    return client.post(address, data=json.dumps(body, default=str), content_type="application/json")


def page(made: Reuniting, user: User, path: str = "", **posted: object) -> Any:
    address, client = f"/reunifications/{made.operation_id}{path}", client_of(user)
    return client.post(address, data=posted) if posted else client.get(address)


def test_everyone_in_the_room_reads_counts_and_the_school_with_a_vest_reads_names(made: Reuniting) -> None:
    made.assemble(1, 2)
    cast = made.cast
    for who in (cast.officer, cast.dispatcher, lead_law_enforcement(made)):
        told = api(made, who, "").json()
        assert (told["expected"], told["unresolved"], told["by_class"]) == (4, 4, [])
        shown = b"".join(page(made, who, path).content for path in ("", "/wall", "/work"))
        assert QUINCE.encode() not in shown
        assert b"S-0001" not in shown
        for path in ("/students/S-0001", "/pick-ups", "/pick-ups/to-decide"):
            assert api(made, who, path).status_code == 403
        assert api(made, who, "/student-searches", {"words": QUINCE}).status_code == 403
    for who in (cast.stranger, cast.former):
        assert api(made, who, "").status_code == 404
        for path in ("", "/wall", "/work", "/holds", "/students/S-0001"):
            assert page(made, who, path).status_code == 404
    told = api(made, made.greeter, "").json()
    assert told["by_class"] == [{"name": "Algebra I", "expected": 4, "here": 2, "reunited": 0, "unresolved": 4}]
    found = api(made, made.greeter, "/student-searches", {"words": f"{QUINCE} student-1"}).json()
    assert [one["code"] for one in found] == ["S-0001"]
    assert RosterReading.objects.filter(user=made.greeter).exists()


def test_a_term_for_rosters_opens_the_names_of_who_is_missing_and_the_ledger_says_so(made: Reuniting) -> None:
    made.step(made.accountant, T.MARK_ABSENT, 3, 4)
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(made.cast.district, fire, grants=[TermKind.ROOM_ACCESS])
    captain = make_member(fire).user
    join(captain, made.room)

    assert api(made, captain, "/unresolved").status_code == 403
    # The agreement with the police opens the roster.
    found = api(made, made.cast.officer, "/unresolved")
    assert [one["code"] for one in found.json()] == ["S-0001", "S-0002"]
    assert Disclosure.objects.filter(room=made.room, agency_id=made.cast.police.pk).count() == 2
    api(made, made.cast.officer, "/unresolved")
    assert Disclosure.objects.filter(room=made.room).count() == 2


def test_a_hold_is_on_one_page_and_in_no_answer_queue_or_trail(made: Reuniting) -> None:
    made.assemble(1, 4)
    card = {"card_id": uuid4(), "adult_name": "Uncle Quick", "id_kind": "passport"}
    on_held = api(made, made.greeter, "/check-ins", {**card, "codes": ["S-0004"]})
    free = {"card_id": uuid4(), "adult_name": parent_of(1), "id_kind": "passport", "codes": ["S-0001"]}
    on_free = api(made, made.greeter, "/check-ins", free)

    # The two answers say the same but for the child.
    same = [{**one.json()[0], "code": "", "name": ""} for one in (on_held, on_free)]
    assert same[0] == same[1]
    assert [one["code"] for one in api(made, made.reunifier, "/pick-ups").json()] == ["S-0001"]
    for who in (made.greeter, made.reunifier, made.accountant):
        student = api(made, who, "/students/S-0004").json()
        assert student["student"]["state"] == S.REQUESTED.value
        assert [one["words"] for one in student["trail"]] == ["Asked for", "In student assembly"]
        shown = b"".join(page(made, who, path).content for path in ("", "/work", "/wall", "/students/S-0004"))
        assert HELD_TEXT.encode() not in shown
        assert b"Held" not in shown
        assert api(made, who, "/holds").status_code == 403
        assert page(made, who, "/holds").status_code == 302
    officer = lead_law_enforcement(made)
    for who in (officer, made.director):
        (hold,) = api(made, who, "/holds").json()
        assert [one["text"] for one in hold["restrictions"]] == [HELD_TEXT]
        assert HELD_TEXT.encode() in page(made, who, "/holds").content
    assert Disclosure.objects.filter(room=made.room, agency_id=made.cast.police.pk).count() == 1
    held = PickUp.objects.get(state=P.HELD.value)
    said = {"act": "decide", "pick_up": str(held.pk), "is_cleared": "on", "words": "Read the order"}
    assert page(made, officer, "/holds", **said).status_code == 303
    assert made.student(4).state == S.REQUESTED.value


def test_a_hold_that_has_ended_is_in_no_answer_number_or_trail_either(made: Reuniting) -> None:
    made.assemble(1, 4)
    counts = [api(made, made.greeter, "").json()]
    made.check_in("Uncle Quick", 4)
    (free,) = made.check_in(parent_of(1), 1)
    # Who checks in sees no number that stays as it is after a hold.
    counts.append(api(made, made.greeter, "").json())
    assert [(one["cleared"], one["to_decide"]) for one in counts] == [(0, 0), (0, 0)]
    told = api(made, made.director, "").json()
    assert (told["cleared"], told["to_decide"]) == (1, 0)
    officer = lead_law_enforcement(made)
    held = PickUp.objects.get(state=P.HELD.value)
    made.decide(officer, held, is_cleared=True)
    # A second adult: the number is that of the list, which leaves the held child out.
    made.check_in(parent_of(4), 4)
    listed = api(made, made.reunifier, "/pick-ups").json()
    assert api(made, made.reunifier, "").json()["cleared"] == len(listed) == 1
    made.decide(made.director, PickUp.objects.get(state=P.HELD.value), is_cleared=False)

    lines = {one["code"]: one for one in api(made, made.reunifier, "/pick-ups").json()}
    assert {one["why"] for one in lines.values()} == {None}
    for who in (made.greeter, made.reunifier):
        shown = api(made, who, "/students/S-0004")
        assert officer.shown_name() not in shown.content.decode()
        assert [one["words"] for one in shown.json()["trail"]] == [
            *("Asked for", "Back to assembly") * 2,
            *("Asked for", "In student assembly"),
        ]
        page_of_child = page(made, who, "/students/S-0004").content.decode()
        assert f"· {officer.shown_name()}</li>" not in page_of_child
        assert "restriction" not in page_of_child
    assert officer.shown_name() in api(made, made.director, "/students/S-0004").content.decode()
    # Held before or not: the same answer to who decides on none.
    said = {"is_cleared": False, "words": "No"}
    answers = [api(made, made.reunifier, f"/pick-ups/{one.pk}/decision", said) for one in (held, free)]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "pick_up_not_found")] * 2


def test_the_whole_way_by_the_pages_on_a_phone_in_spanish(made: Reuniting) -> None:
    search = page(made, made.greeter, "/work", act="find", words="student-1")
    assert b"/students/S-0001" in search.content
    for step in ("arrive", "assemble"):
        assert page(made, made.accountant, "/students/S-0001", act="tap", step=step).status_code == 303
    card = {"act": "card", "card_id": uuid4(), "adult_name": parent_of(1), "id_kind": "state_id", "codes": "S-0001"}
    assert page(made, made.greeter, "/students/S-0001", **card).status_code == 303
    for step in ("pull", "bring"):
        assert page(made, made.reunifier, "/students/S-0001", act="tap", step=step).status_code == 303
    pick_up = PickUp.objects.get()
    client = client_of(made.reunifier)
    client.cookies["django_language"] = "es"
    shown = client.get(f"/reunifications/{made.operation_id}/students/S-0001").content.decode()
    assert parent_of(1) in shown
    assert 'lang="es"' in shown
    release = {"act": "release", "pick_up_id": pick_up.pk, "initials": "RB"}
    # Without an answer of the child nothing is released.
    assert page(made, made.reunifier, "/students/S-0001", **release).status_code == 422
    assert Release.objects.count() == 0
    assert page(made, made.reunifier, "/students/S-0001", **release, is_comfortable="yes").status_code == 303
    assert Release.objects.get().student.code == "S-0001"
    again = page(made, made.reunifier, "/students/S-0001", **release, is_comfortable="yes")
    assert again.status_code == 422
    assert StudentReleased.sentence in again.content.decode()
    assert Release.objects.count() == 1


def test_the_director_opens_moves_and_closes_by_the_pages(cast: Cast, made: Reuniting) -> None:
    desk = page(made, made.director)
    assert desk.status_code == 200
    incident = f"/incidents/{made.room.incident_id}/reunification"
    assert client_of(made.director).get(incident)["Location"] == f"/reunifications/{made.operation_id}"
    assert page(made, made.director, act="place", place="Stadium", instead_of=made.place_id).status_code == 303
    assert page(made, made.director, act="pause", reason="Shots").status_code == 303
    assert page(made, made.director, act="resume").status_code == 303
    assert page(made, made.director, act="close").status_code == 422
    assert page(made, made.director, act="close", reason="At home").status_code == 303
    assert page(made, cast.dispatcher, act="close", reason="Confirmed").status_code == 303
    assert made.counts().state == "closed"
    anew = client_of(made.director).post(incident, {"act": "open", "place": "Gym"})
    assert anew.status_code == 303
    assert client_of(cast.teacher).post(incident, {"act": "open", "place": "Ours"}).status_code == 422


def test_a_step_by_the_interface_and_hostile_words(made: Reuniting) -> None:
    steps = {"codes": ["s-0001", "S-0002"], "step": "assemble"}
    assert api(made, made.accountant, "/steps", steps).status_code == 204
    wrong = api(made, made.accountant, "/steps", {"codes": ["S-0001"], "step": "release"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "not_your_vest")
    assert api(made, made.accountant, "/steps", {"codes": ["S-0001"] * 101, "step": "assemble"}).status_code == 422
    assert api(made, made.accountant, "/steps", {"codes": ["' OR 1=1"], "step": "assemble"}).status_code == 422
    child = api(made, made.greeter, "/students", {"given_name": "<script>alert(1)</script>"})
    assert child.status_code == 201
    shown = page(made, made.greeter, f"/students/{child.json()['code']}").content
    assert b"<script>alert(1)" not in shown
    assert StudentChange.objects.filter(step="release").count() == 0


def test_an_exercise_says_so_on_every_page(cast: Cast) -> None:
    made = set_reunification(cast, is_exercise=True)
    for path in ("", "/work", "/wall", "/holds", "/students/X-0001"):
        shown = page(made, made.director, path).content.decode()
        assert "EXERCISE" in shown
        assert "is-exercise" in shown


def test_students_and_releases_go_with_the_incident(made: Reuniting) -> None:
    made.assemble(1, 4)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.release(pick_up)
    made.check_in(parent_of(4), 4)

    with may_delete():
        _delete_rows(made.room)

    for rows in (Operation, ReunitedStudent, PickUp, Release, StudentChange):
        assert rows.objects.count() == 0
