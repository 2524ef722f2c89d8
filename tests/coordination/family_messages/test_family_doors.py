"""Messages to families by their pages and interface: who writes, who approves, who reads a name, what is public."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings

from coordination.family_messages.models import FamilyAddress, FamilyMessage, FamilyStatusPage, GuardianChoice
from coordination.family_messages.vocabulary import FamilyWay
from coordination.family_messages.work.stopping import address_row
from coordination.models import User
from coordination.rosters.models import RosterReader, RosterReading
from mapping.models import Site
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import join, make_cast, open_room
from tests.factories.mou import NOW, make_agency, make_member, make_user
from tests.factories.rosters import QUINCE
from tests.stage.families import Telling, give_addresses, guardian, make_second
from tests.stage.reunification import bring_students

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def telling(settings: Settings) -> Telling:
    settings.PUSH_SMS_URL = "http://127.0.0.1:9"
    cast = make_cast()
    bring_students(cast, 3)
    give_addresses({1: "t", 2: "t", 3: ""})
    room = open_room(cast)
    for one in (cast.officer, cast.dispatcher, cast.teacher):
        join(one, room)
    return Telling(cast, cast.insider, make_second(cast, room), room)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def api(user: User, path: str, body: dict[str, Any] | None = None, *, method: str = "post") -> Any:
    client = client_of(user)
    if body is None:
        return client.get(f"/api/v1{path}")
    return getattr(client, method)(
        f"/api/v1{path}", data=json.dumps(body, default=str), content_type="application/json"
    )


def draft(telling: Telling, **fields: Any) -> dict[str, Any]:
    return {
        "message_id": uuid4(),
        "kind": "secure",
        "school_ids": [telling.cast.school.pk],
        "time": "10:40",
        **fields,
    }


def test_who_may_write_approve_and_read_over_the_interface(telling: Telling) -> None:
    assert telling.room is not None
    cast, here = telling.cast, f"/incidents/{telling.room.incident_id}/family-messages"
    hostile = make_member(make_agency(AgencyKind.SCHOOL), user=make_user(username="h"), role=MemberRole.ADMINISTRATOR)
    for who, status in ((cast.officer, 403), (cast.dispatcher, 403), (cast.teacher, 403)):
        assert api(who, here, draft(telling)).status_code == status
    for who in (cast.stranger, cast.former, hostile.user):
        assert api(who, here, draft(telling)).status_code == 404
        assert api(who, here).status_code == 404
        notice = draft(telling, kind="drill_notice", action="Hold")
        # The administrator of another school writes notices, and none to this one's families.
        assert api(who, "/drill-notices", notice).status_code == 404
    assert FamilyMessage.objects.count() == 0

    made = api(telling.writer, here, draft(telling)).json()
    one = f"/family-messages/{made['message']['message_id']}"
    assert {text["language"] for text in made["texts"]} == {"en", "es"}
    assert all(text["segments"] >= 1 for text in made["texts"])
    assert [(count["way"], count["waiting"]) for count in made["counts"]] == [("text", 2)]
    assert [(left["why"], left["number"]) for left in made["not_told"]] == [("no_way", 1)]
    assert [found["what"] for found in made["contradictions"]] == ["not_in_force"]
    assert (made["takes_two_people"], made["may_approve"]) == (True, False)
    approval = {"seen": made["seen"]}
    # A draft is there for those who send alone.
    for who in (cast.officer, cast.dispatcher, cast.teacher, cast.stranger):
        assert api(who, one).status_code == 404
        for path in ("/approval", "/withdrawal", "/resending"):
            assert api(who, one + path, approval).status_code == 404
        assert api(who, here).json() == [] if who is not cast.stranger else True
    assert api(telling.writer, f"{one}/approval", approval).json()["code"] == "family_second_person"
    assert api(telling.second, f"{one}/approval", {"seen": "0" * 16}).json()["code"] == "family_facts_changed"
    assert api(telling.second, f"{one}/approval", approval).status_code == 200
    assert api(telling.second, f"{one}/approval", approval).json()["code"] == "family_message_decided"

    # Everyone in the room reads what was said, and numbers; names are the school's.
    for who in (cast.officer, cast.dispatcher):
        told = api(who, one)
        assert told.status_code == 200
        assert (told.json()["reads_names"], told.json()["made_by"]) == (False, "")
        assert told.json()["counts"][0]["waiting"] == 2
        for path in ("/deliveries", "/not-reached"):
            refused = api(who, one + path)
            assert refused.status_code == 403
            assert QUINCE not in refused.content.decode()
        assert QUINCE not in told.content.decode()
        assert "+1555" not in told.content.decode()
        assert api(who, f"{one}/resending", {}).status_code == 403
    assert not RosterReading.objects.exists()
    lines = api(telling.second, f"{one}/deliveries")
    assert len(lines.json()) == 2
    assert "+1555" not in lines.content.decode()
    assert [line["name"] for line in api(telling.writer, f"{one}/not-reached").json()] == [f"Parent {QUINCE}-student-3"]
    assert RosterReading.objects.count() == 2


def test_the_pages_show_it_before_it_goes_out_and_hostile_text_stays_text(telling: Telling) -> None:
    assert telling.room is not None
    page = f"/incidents/{telling.room.incident_id}/families"
    writer = client_of(telling.writer)
    given = {
        **draft(telling, kind="where_to_go", site=HOSTILE, address="{child}"),
        "act": "write",
        "audience": "everyone",
    }
    # Braces in a value could be taken for a place of the template.
    assert writer.post(page, given).status_code == 422
    made = writer.post(page, {**given, "address": "1 Main St"})
    assert made.status_code == 303
    shown = writer.get(made["Location"]).content.decode()
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown
    assert "A second person has to approve it" in shown
    assert "No reunification is open at this site" in shown
    message = FamilyMessage.objects.get()
    for who in (telling.cast.officer, telling.cast.teacher, telling.cast.stranger):
        assert client_of(who).get(made["Location"]).status_code == 404
    second = client_of(telling.second)
    approve = {"act": "approve", "seen": telling.seen(message)}
    assert second.post(made["Location"], approve).status_code == 303
    officer = client_of(telling.cast.officer)
    for path in (page, made["Location"]):
        told = officer.get(path)
        assert told.status_code == 200
        assert QUINCE not in told.content.decode()
    assert officer.get(f"{made['Location']}/guardians").status_code == 404
    by_name = second.get(f"{made['Location']}/guardians").content.decode()
    assert f"{QUINCE}-student-3" in by_name
    assert "+1555" not in by_name


def test_the_public_page_says_what_was_approved_and_nothing_else(telling: Telling) -> None:
    told, waiting = telling.tell("secure"), telling.write("lockdown")
    kept = FamilyStatusPage.objects.get()
    assert len(kept.code) >= 20
    answer = Client().get(f"/families/{kept.code}")
    shown = answer.content.decode()
    assert told.texts["en"] in shown
    assert told.texts["es"] in shown
    assert waiting.texts["en"] not in shown
    assert answer["Cache-Control"] == "public, max-age=10"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    # Whoever is signed in, and in whatever language: the same bytes, and nothing of the incident.
    assert telling.room is not None
    mine = client_of(telling.writer).get(f"/families/{kept.code}", headers={"Accept-Language": "es"})
    assert mine.content == answer.content
    for secret in (telling.room.incident.title, telling.writer.shown_name(), str(telling.room.pk), QUINCE, "EXERCISE"):
        assert secret not in shown
    for wrong in ("nothing-of-the-kind", str(telling.room.pk), str(telling.room.incident_id)):
        assert Client().get(f"/families/{wrong}").status_code == 404


def test_the_public_page_of_an_exercise_says_so_at_its_top(telling: Telling) -> None:
    room = open_room(telling.cast, is_exercise=True)
    alone = Telling(telling.cast, telling.writer, telling.writer, room)
    alone.tell("secure")
    shown = Client().get(f"/families/{FamilyStatusPage.objects.get(room=room).code}").content.decode()
    assert shown.index("EXERCISE") < shown.index("<h1>")
    assert shown.count("EXERCISE") >= 3
    # Nothing went out, and no page says that it did, or whom to call.
    writer, page = client_of(telling.writer), f"/incidents/{room.incident_id}/families"
    told = f"/families/messages/{FamilyMessage.objects.get(room=room).pk}"
    for path in (page, told):
        said = writer.get(path).content.decode()
        assert "Approved" in said
        assert "Approved and sent" not in said
    assert writer.get(f"{told}/guardians").status_code == 404


def test_the_pages_say_when_by_the_clock_of_the_school(telling: Telling) -> None:
    assert telling.room is not None
    site = telling.room.incident.site
    Site.objects.filter(pk=site.pk).update(time_zone="Asia/Tokyo")
    telling.tell("secure")
    made_at = FamilyMessage.objects.get().made_at
    page = client_of(telling.writer).get(f"/incidents/{telling.room.incident_id}/families").content.decode()
    assert f"{made_at.astimezone(ZoneInfo('Asia/Tokyo')):%H:%M}" in page
    assert f"{made_at.astimezone(UTC):%H:%M}" not in page
    # What is practiced is asked of a notice of a drill alone.
    assert 'name="action"' not in page
    assert 'name="action"' in client_of(telling.writer).get("/families/notices").content.decode()


def test_the_stop_page_takes_a_typed_code_and_says_nothing_of_whose(telling: Telling) -> None:
    row = address_row(FamilyWay.MAIL, "0" * 64)
    assert Client().get("/families/stop").status_code == 200
    wrong = Client().post("/families/stop", {"act": "stop", "code": "AAAA"})
    assert wrong.status_code == 422
    assert "no such code" in wrong.content.decode()
    done = Client().post("/families/stop", {"act": "stop", "code": row.stop_code})
    assert "nothing more is sent" in done.content.decode()
    assert FamilyAddress.objects.get().stopped_at is not None


def test_the_districts_caller_reads_the_feed_with_its_key_alone(telling: Telling) -> None:
    cast = telling.cast
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    other = make_member(make_agency(AgencyKind.DISTRICT), user=make_user(username="o"), role=MemberRole.ADMINISTRATOR)
    message = telling.tell("secure", at=datetime.now(UTC))
    keys = f"/agencies/{cast.district.pk}/family-feed-keys"
    for who, status in ((cast.officer, 404), (other.user, 404)):
        assert api(who, keys, {"name": "Caller"}).status_code == status
    assert api(telling.second, f"/agencies/{cast.school.pk}/family-feed-keys", {"name": "C"}).status_code == 403
    made = api(keeper, keys, {"name": "Caller"}).json()
    foreign = api(other.user, f"/agencies/{other.agency_id}/family-feed-keys", {"name": "Caller"}).json()

    def read(token: str) -> Any:
        return Client().get("/api/v1/family-feed", headers={"Authorization": f"Bearer {token}"})

    (item,) = read(made["token"]).json()["messages"]
    assert item["message_id"] == str(message.pk)
    assert item["texts"] == message.texts
    assert QUINCE not in json.dumps(item)
    assert read(foreign["token"]).json()["messages"] == []
    for wrong in ("", "mpf_", "mpf_wrong", made["token"] + "x"):
        refused = read(wrong)
        assert refused.status_code == 401
        assert refused["Content-Type"].startswith("application/problem+json")
    assert client_of(keeper).get("/api/v1/family-feed").status_code == 401
    path = f"/api/v1{keys}/{made['key_id']}"
    assert client_of(other.user).delete(path).status_code == 404
    assert read(made["token"]).status_code == 200
    assert client_of(keeper).delete(path).status_code == 204
    assert read(made["token"]).status_code == 401


def test_languages_are_written_down_by_readers_of_the_roster_alone(telling: Telling) -> None:
    cast = telling.cast
    path = f"/agencies/{cast.school.pk}/guardian-languages"
    given = {"guardians": [{"guardian_id": guardian(1).pk, "language": "ES"}]}
    for who in (cast.officer, cast.teacher, telling.writer, cast.stranger):
        assert api(who, path, given, method="put").status_code == 404
        assert client_of(who).get(f"/families/schools/{cast.school.pk}/guardians").status_code == 404
    RosterReader.objects.create(agency=cast.school, user=telling.writer, added_by=None, added_at=NOW, let_in_at=NOW)
    assert api(telling.writer, path, given, method="put").json() == {"number": 1}
    assert GuardianChoice.objects.get().language == "es"
    unknown = {"guardians": [*given["guardians"], {"guardian_id": uuid4(), "language": "en"}]}
    assert api(telling.writer, path, unknown, method="put").status_code == 404
    assert GuardianChoice.objects.get().language == "es"
    page = f"/families/schools/{cast.school.pk}/guardians"
    words = f"/families/words/{cast.school.pk}"
    # The way there is shown to who may go it.
    assert page in client_of(telling.writer).get(words).content.decode()
    assert page not in client_of(cast.teacher).get(words).content.decode()
    found = client_of(telling.writer).post(page, {"act": "find", "words": f"{QUINCE} student-1"})
    assert f"{QUINCE}-student-1" in found.content.decode()
    change = {"act": "change", "guardian_id": guardian(1).pk, "language": "vi"}
    assert client_of(telling.writer).post(page, change).status_code == 303
    assert GuardianChoice.objects.get().language == "vi"


def test_the_words_page_makes_editions_hours_and_keys(telling: Telling) -> None:
    cast = telling.cast
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    page, client = f"/families/words/{cast.district.pk}", client_of(keeper)
    assert client.get(page).status_code == 200
    assert client_of(cast.officer).get(page).status_code == 404
    words = {"act": "words", "kind": "hold", "language": "so", "text": "{school}: Istaag {time}", "drawn_from": "0"}
    assert client.post(page, {**words, "text": "{student}"}).status_code == 422
    assert client.post(page, words).status_code == 303
    assert "Istaag" in client.get(page).content.decode()
    assert client.post(page, {"act": "hours", "quiet_from": "19:00", "quiet_until": "06:30"}).status_code == 303
    assert api(keeper, f"/agencies/{cast.school.pk}/family-words").json()["quiet_until"] == "06:30"
    made = client.post(page, {"act": "key", "name": "Caller"}).content.decode()
    assert "mpf_" in made
    assert "mpf_" not in client.get(page).content.decode()
