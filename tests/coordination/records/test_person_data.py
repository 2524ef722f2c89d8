"""What is held about a person is given to that person, and to who administers all they belong to; nothing of others."""

import ast
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from coordination.models import User
from coordination.records.audit.intake import take_in
from coordination.records.errors import NotAllTheirs
from coordination.records.models import AuditEvent
from coordination.records.person_data import collecting
from coordination.records.person_data.access import person_to_export
from coordination.records.person_data.collecting import person_document
from coordination.records.person_data.words import field_words, section_words
from coordination.room.models import Participant
from mou.errors import PersonNotFound
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device, make_notification
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SECRET = "https://push.example.org/very-long-secret-address"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def told(person: User) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(person_document(person, datetime.now(UTC))))
    return document


def client_of(user: User) -> Client:
    client = Client()
    client.cookies["sessionid"] = session_of(user)
    return client


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


def test_it_holds_account_memberships_devices_alerts_and_what_the_person_wrote(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    post(cast.officer, room.pk, "Officer's own words.")
    post(cast.insider, room.pk, "Principal's words.")
    make_notification(make_device(user=cast.officer, value=SECRET))

    found = told(cast.officer)

    assert found["account"]["login"] == "officer"
    assert [one["agency"] for one in found["memberships"]] == ["Fairview Police"]
    assert (len(found["devices"]), len(found["alerts"])) == (1, 1)
    (entered,) = found["rooms"]
    assert (entered["incident"], entered["may_read_now"]) == ("Smoke in the gym", True)
    text = json.dumps(found)
    assert "Officer's own words." in text
    assert "Principal's words." not in text
    assert SECRET not in text
    assert "password" not in found["account"]


@pytest.mark.parametrize("way_out", ["left", "agreement"])
def test_what_the_person_may_not_read_any_more_is_listed_without_its_words(cast: Cast, way_out: str) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    post(cast.officer, room.pk, "Officer's own words.")
    if way_out == "left":
        Participant.objects.filter(user=cast.officer).update(removed_at=NOW)
    else:
        AgencyMember.objects.filter(user=cast.officer).update(ended_at=NOW)

    (entered,) = told(cast.officer)["rooms"]

    assert (entered["may_read_now"], entered["incident"], entered["site"]) == (False, "", "")
    assert {one["said"] for one in entered["entries"]} == {None}
    assert "message_posted" in [one["what"] for one in entered["entries"]]


def test_the_person_and_who_administers_all_they_belong_to_get_it_and_nobody_else(cast: Cast, keeper: User) -> None:
    def ask(who: User) -> None:
        person_to_export(user_id=who.pk, person_id=cast.teacher.public_id, at=NOW)

    for who in (cast.teacher, cast.insider, keeper):
        ask(who)
    for who in (cast.officer, cast.dispatcher, cast.stranger):
        with pytest.raises(PersonNotFound):
            ask(who)
    make_member(cast.police, user=cast.teacher)
    with pytest.raises(NotAllTheirs):
        ask(cast.insider)
    ask(cast.teacher)


def test_an_archive_has_json_and_a_page_and_stands_in_the_audit_with_its_reason(cast: Cast) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(display_name="Tea <b>Cher</b>")
    address = f"/administration/people/{cast.teacher.public_id}/data"

    without = client_of(cast.insider).post(address, {"act": "take", "reason": " "})
    answer = client_of(cast.insider).post(address, {"act": "take", "reason": "Letter of 3 May"})

    files = unpacked(answer.content)
    assert (without.status_code, answer.status_code, sorted(files)) == (
        422,
        200,
        ["data.html", "data.json", "data.pdf"],
    )
    assert json.loads(files["data.json"])["person_id"] == str(cast.teacher.public_id)
    assert "Tea &lt;b&gt;Cher&lt;/b&gt;" in files["data.html"]
    assert "<script" not in files["data.html"]
    take_in()
    event = AuditEvent.objects.get(what="person_data_exported")
    assert (event.person, event.about["reason"]) == ("Principal", "Letter of 3 May")
    assert event.about["person_id"] == str(cast.teacher.public_id)


def test_it_is_read_as_a_page_and_a_tagged_pdf_in_the_persons_language_whoever_took_it_out(cast: Cast) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(language="es", phone="+1 555 0100")
    address = f"/administration/people/{cast.teacher.public_id}/data"

    answer = client_of(cast.insider).post(address, {"act": "take", "reason": "Letter of 3 May"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page, printed = archive.read("data.html").decode(), archive.read("data.pdf")
    pdf = PdfReader(io.BytesIO(printed))
    text = " ".join(one.extract_text() for one in pdf.pages)
    for said in (page, text):
        assert "Teléfono" in said
        assert "+1 555 0100" in said
        assert "mail_address" not in said
        assert "UTC" in said
    assert '<html lang="es">' in page
    root: Any = pdf.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "es")


def test_every_field_has_a_word_in_both_languages() -> None:
    tree = ast.parse(Path(collecting.__file__).read_text())
    keys = {
        key.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Dict)
        for key in one.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    fields = keys - {"format", "made_at", "person_id"} - section_words().keys()

    assert fields - field_words().keys() == set()
    english = field_words()
    with override("es"):
        spanish = field_words()
    same = {"no"}
    assert {key for key, word in english.items() if spanish[key] == word} <= same


def test_everybody_sees_and_takes_their_own_and_strangers_find_nothing(cast: Cast) -> None:
    own = client_of(cast.teacher)
    shown, taken = own.get("/account/data"), own.post("/account/data")
    other = client_of(cast.stranger).post(
        f"/administration/people/{cast.teacher.public_id}/data", {"act": "take", "reason": "x"}
    )
    nobody = Client().get("/account/data")

    assert (shown.status_code, taken.status_code, other.status_code, nobody.status_code) == (200, 200, 404, 302)
    assert json.loads(unpacked(taken.content)["data.json"])["account"]["login"] == "teacher"


def test_over_http_a_reason_is_asked_for(cast: Cast) -> None:
    def ask(who: User, body: dict[str, str]) -> int:
        address = f"/api/v1/people/{cast.teacher.public_id}/data"
        headers = {"X-Session-Token": session_of(who)}
        return Client().post(address, body, content_type="application/json", headers=headers).status_code

    assert [ask(cast.insider, {"reason": "asked"}), ask(cast.insider, {}), ask(cast.officer, {"reason": "x"})] == [
        200,
        422,
        404,
    ]


def test_the_console_writes_it_once_with_a_reason(cast: Cast, tmp_path: Path) -> None:
    target = tmp_path / f"{uuid4()}.zip"

    call_command("person_data", "teacher", str(target), reason="Letter of 3 May")

    assert target.stat().st_mode & 0o777 == 0o600
    assert json.loads(unpacked(target.read_bytes())["data.json"])["account"]["login"] == "teacher"
    with pytest.raises(CommandError):
        call_command("person_data", "teacher", str(target), reason="again")
    with pytest.raises(CommandError):
        call_command("person_data", "nobody", str(tmp_path / "other.zip"), reason="x")
    take_in()
    assert AuditEvent.objects.filter(what="person_data_exported").count() == 1
