"""What a refusal says to people is in the language that they ask for, and says which it is; its code is for all."""

import json
from typing import Any

from django.test import Client

from coordination.describe.problem_codes import codes_and_classes
from coordination.errors import BadCommand, CoordinationError, NotAllowed, NotJoined
from coordination.models import User
from coordination.room.wire.frames import problem_from_error
from mou.foundation.labelled import Reason, gettext_noop, words_told
from tests.stage.full_room import Stage
from tests.stage.served import session_of

ID = "11111111-1111-4111-8111-111111111111"
# Each with what is said of it in Spanish; the last ones are of lower packages, which have no words of their own yet.
REFUSED = (
    ("GET", "/api/v1/me", None, False, "Inicie sesión primero."),
    ("GET", "/api/v1/nowhere", None, False, "Aquí no hay nada para usted."),
    ("GET", f"/api/v1/rooms/{ID}/state", None, True, "No existe tal incidente."),
    ("GET", "/api/v1/rooms/{room}/entries/999/readers", None, True, "No existe tal entrada para usted."),
    ("POST", "/api/v1/rooms/{room}/commands", {"type": "nothing"}, True, "no tiene la forma"),
    ("GET", "/api/v1/rooms/{room}/poll?after=x", None, True, "deben ser números enteros"),
)


def answer(stage: Stage, case: Any, headers: dict[str, str]) -> Any:
    method, path, body, is_signed_in, _said = case
    token = {"X-Session-Token": session_of(stage.cast.teacher)} if is_signed_in else {}
    address = path.replace("{room}", str(stage.room.id))
    return Client().generic(
        method,
        address,
        "" if body is None else json.dumps(body),
        "application/json",
        headers={**headers, **token},
    )


def test_a_refusal_is_told_in_the_language_that_is_asked_for_and_says_so(stage: Stage) -> None:
    for case in REFUSED:
        english, spanish = answer(stage, case, {}), answer(stage, case, {"Accept-Language": "es-MX,es;q=0.9"})

        assert (english["Content-Language"], spanish["Content-Language"]) == ("en", "es"), case
        assert case[-1] in spanish.json()["detail"], spanish.json()
        assert case[-1] not in english.json()["detail"]
        assert {**spanish.json(), "title": "", "detail": "", "errors": ""} == {
            **english.json(),
            "title": "",
            "detail": "",
            "errors": "",
        }
        assert "Accept-Language" in spanish["Vary"]


def test_a_language_that_the_server_does_not_speak_is_answered_in_english(stage: Stage) -> None:
    for asked in ("fr", "tlh,*;q=0.1", "'; drop", "x" * 5000):
        told = answer(stage, REFUSED[0], {"Accept-Language": asked})

        assert (told.status_code, told["Content-Language"], told.json()["detail"]) == (401, "en", "Sign in first.")


def test_an_app_that_names_no_language_is_told_in_the_one_that_its_person_has_chosen(stage: Stage) -> None:
    User.objects.filter(pk=stage.cast.teacher.pk).update(language="es")

    assert answer(stage, REFUSED[2], {})["Content-Language"] == "es"
    assert answer(stage, REFUSED[2], {"Accept-Language": "en"})["Content-Language"] == "en"
    # No one else's language: it is of this request alone.
    assert Client().get("/api/v1/me")["Content-Language"] == "en"


def test_the_most_exact_words_that_a_language_has_are_told() -> None:
    exact = Reason(gettext_noop("At most %(most)s characters."), most=400)

    assert words_told(BadCommand(exact), BadCommand.title, exact, "es").detail == "Como mucho 400 caracteres."
    assert words_told(BadCommand(exact), BadCommand.title, exact, "en").detail == "At most 400 characters."
    # Of words that only English has, the kind of the error is told.
    vague = words_told(NotAllowed("Not on Sundays."), NotAllowed.title, "Not on Sundays.", "es")
    assert (vague.detail, vague.language) == ("Su función en este incidente no permite eso.", "es")
    pointed: Any = problem_from_error(BadCommand("Not so.", pointer="/text"), "es")
    assert pointed["errors"] == [{"pointer": "/text", "detail": "Not so."}]  # nothing of it is lost
    assert pointed["detail"] == "El comando no tiene la forma que describe el protocolo."


def test_what_no_catalog_has_stays_english_and_says_so() -> None:
    class Untold(CoordinationError):
        code, title = "untold_in_a_test", "A title that no one has translated."

    told = words_told(Untold(), Untold.title, "Nor these words.", "es")

    assert (told.title, told.detail, told.language) == (Untold.title, "Nor these words.", "en")


def test_whatever_can_be_refused_has_words_in_spanish() -> None:
    classes = codes_and_classes()
    # Some are made with what they are about; their words are their classes'.
    untold = [
        code
        for code, one in classes.items()
        if words_told(one.__new__(one), one.title, one.title, "es").language != "es"
    ]

    assert len(classes) > 400
    assert untold == []
    assert words_told(NotJoined(), NotJoined.title, NotJoined.title, "es").title == "Únase primero al incidente."


def test_agreements_maps_and_pushes_have_a_title_of_their_own_in_both_languages(stage: Stage) -> None:
    paths = (f"/api/v1/memoranda/{ID}", f"/api/v1/sites/{ID}", f"/api/v1/agencies/{ID}/members")
    for path in paths:
        case = ("GET", path, None, True, "")
        english, spanish = (answer(stage, case, {"Accept-Language": one}) for one in ("en", "es"))

        assert english.json()["title"].startswith("There is no such "), english.json()
        assert spanish.json()["title"].startswith("No existe tal "), spanish.json()
        assert spanish["Content-Language"] == "es"
