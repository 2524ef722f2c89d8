"""The words that an app shows in an alarm are those of the pages, in every language, for everyone, and cheap."""

import json
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from coordination.incident.response_actions.readers import Does
from coordination.vocabulary import ResponseActionKind
from tests.factories.cast import make_cast
from tests.stage.incident.panic import press, run

ADDRESS = "/api/v1/safety-words"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
MORE: dict[str, dict[str, Any]] = {
    "evacuate": {"destination": "North lot"},
    "shelter": {"hazard": "tornado", "strategy": "evacuate_to_shelter_area"},
}


def words() -> Any:
    return Client().get(ADDRESS).json()["languages"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_and_apps_say_the_same_of_each_action(language: str) -> None:
    cast = make_cast()
    told = words()[language]
    client = Client(headers={"accept-language": language})
    client.force_login(cast.teacher)
    room_id = press(cast.teacher, cast.site, kind="medical").room_id
    for kind in ("hold", "secure", "evacuate", "shelter", "lockdown"):
        run(cast.teacher, room_id, "start_response_action", kind=kind, action_id=uuid4(), **MORE.get(kind, {}))

        page = unescape(client.get("/").content.decode())
        now = {one["kind"]: one for one in client.get("/api/v1/response-actions").json()}[kind]

        where = now["destination"] or told["safety_strategies"].get(now["strategy"], "")
        directive = told["directives"][kind].replace("{where}", where)
        assert f"<strong>{directive}</strong>" in page
        assert told["do_now"][now["does"]][kind] in page


def test_every_language_has_every_word_and_no_two_languages_the_same() -> None:
    told = words()

    assert set(told) == set(LANGUAGES)
    for language in told.values():
        assert set(language["directives"]) == set(ResponseActionKind)
        assert {does: set(kinds) for does, kinds in language["do_now"].items()} == {
            does: set(ResponseActionKind) for does in Does
        }
        assert "" not in language["directives"].values()
    assert told["en"]["directives"]["lockdown"] == "Lockdown! Locks, lights, out of sight."
    same = [kind for kind, said in told["en"]["directives"].items() if told["es"]["directives"][kind] == said]
    assert same == []
    assert (told["en"]["exercise"], told["es"]["exercise"]) == ("EXERCISE", "EJERCICIO")


@pytest.mark.django_db
def test_it_is_for_everyone_costs_no_query_and_is_not_sent_twice(django_assert_num_queries: Any) -> None:
    first = Client().get(ADDRESS, headers={"Accept-Language": "es", "X-Session-Token": "of no one"})
    with django_assert_num_queries(0):
        again = Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]})
        stale = Client().get(ADDRESS, headers={"If-None-Match": '"another"'})

    assert (first.status_code, again.status_code, again.content, stale.status_code) == (200, 304, b"", 200)
    # The same for all: what an app asks for in one language is no other answer.
    assert first.content == stale.content
    assert Client().post(ADDRESS).status_code == 405
    assert json.loads(first.content)["languages"]
