"""Searching a room's log at its door: what is asked, what is answered, and what stays unsaid."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.room.database.rows import insert_rows
from coordination.room.models import EntryWords, LogEntry
from coordination.room.text_search.search import index_rows
from tests.factories.cast import join, open_room
from tests.factories.mou import make_member, make_user
from tests.stage.full_room import SECRET, Stage, run

pytestmark = pytest.mark.django_db
FIELDS = ("entry_id", "author_id", "words", "lon", "lat", "level_id")


def search(stage: Stage, who: str, query: str, *, status: int = 200) -> Mapping[str, object]:
    address = f"/api/v1/rooms/{stage.room.id}/entries/search?{query}"
    response = Client().get(address, headers=stage.headers(who))
    assert response.status_code == status, response.content
    answer: Mapping[str, object] = response.json()
    return answer


def texts(answer: Mapping[str, object]) -> list[str]:
    entries = answer["entries"]
    assert isinstance(entries, list)
    return [str(one["content"]["event"].get("text")) for one in entries]


def test_an_entry_is_found_by_the_beginnings_of_its_words_in_any_order(stage: Stage) -> None:
    assert texts(search(stage, "officer", "q=7+DOO")) == ["At door 7."]
    assert texts(search(stage, "officer", "q=oor")) == []


def test_what_the_timeline_says_of_an_event_is_found_in_both_languages(stage: Stage) -> None:
    joined = search(stage, "officer", "q=joined+officer")["entries"]

    assert joined
    assert search(stage, "officer", "q=entro+officer")["entries"] == joined


def test_what_a_reader_may_not_read_is_not_found_and_not_counted(stage: Stage) -> None:
    word = SECRET.split("-")[0]

    school, officer = search(stage, "teacher", f"q={word}"), search(stage, "officer", f"q={word}")
    nothing = search(stage, "officer", "q=nobodysaidthis")

    assert school["entries"]
    assert officer == nothing == {"head": nothing["head"], "others": 0, "entries": [], "more": False}


def test_an_entry_is_found_by_its_author_kind_place_and_time(stage: Stage) -> None:
    officer, now = stage.participant_id("officer"), datetime.now(UTC).isoformat().replace("+", "%2B")

    by_author = search(stage, "officer", f"by={officer}&kind=message_posted")
    in_box = search(stage, "officer", "kind=marker_placed&bbox=-98.6,39.7,-98.4,39.9")
    elsewhere = search(stage, "officer", "kind=marker_placed&bbox=8,47,9,48")

    assert texts(by_author) == ["At door 7."]
    assert len(in_box["entries"]) == 1  # type: ignore[arg-type]
    assert elsewhere["entries"] == []
    assert search(stage, "officer", f"until={now}")["entries"]
    assert search(stage, "officer", f"since={now}")["entries"] == []


def test_the_answer_says_whether_there_is_more_and_goes_on_below(stage: Stage) -> None:
    for number in range(5):
        run(stage.people["officer"], stage.room.id, "post_message", text=f"sweep {number}")

    first = search(stage, "officer", "q=sweep&limit=2")
    rest = search(stage, "officer", f"q=sweep&before={first['entries'][-1]['seq']}")  # type: ignore[index]

    assert (texts(first), first["more"]) == (["sweep 4", "sweep 3"], True)
    assert (texts(rest), rest["more"]) == (["sweep 2", "sweep 1", "sweep 0"], False)


@pytest.mark.parametrize(
    "query",
    [
        *("", "q=", "q=!!!", "q=a+b+c+d+e+f+g+h+i", "bbox=1,2", "since=yesterday", "by=me"),
        *("since=0001-01-01T00:00:00%2B14:00", "until=9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_question_that_asks_nothing_or_cannot_be_read_is_refused(stage: Stage, query: str) -> None:
    assert search(stage, "officer", query, status=422)["code"]


def test_names_of_children_are_found_by_nobody(stage: Stage) -> None:
    run(
        *(stage.people["teacher"], stage.room.id, "report_room"),
        space_id=stage.space_id,
        state="ok",
        missing=1,
        missing_names=["Zacharias"],
    )

    assert LogEntry.objects.filter(content__contains="Zacharias").exists()
    assert search(stage, "teacher", "q=zacharias")["entries"] == []
    assert search(stage, "teacher", "kind=room_names_reported")["entries"]


def test_every_room_that_one_is_in_is_searched_and_no_other(stage: Stage) -> None:
    other = open_room(stage.cast, at=datetime.now(UTC))
    run(stage.people["insider"], other.id, "post_message", text="door 9")
    headers = stage.headers("officer")

    before = Client().get("/api/v1/entries/search?q=door", headers=headers).json()
    join(stage.people["officer"], other, at=datetime.now(UTC))
    after = Client().get("/api/v1/entries/search?q=door", headers=headers).json()
    cut = Client().get("/api/v1/entries/search?q=door&limit=1", headers=headers).json()

    assert texts(before) == ["At door 7."]
    assert texts(after) == ["door 9", "At door 7."]
    assert [one["room_id"] for one in after["incidents"]] == [str(other.id), str(stage.room.id)]
    assert (texts(cut), cut["more"]) == (["door 9"], True)


def test_rooms_in_which_nothing_is_found_cost_no_query_of_their_own(stage: Stage) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            Client().get("/api/v1/entries/search?q=door", headers=stage.headers("officer"))
        return len(captured)

    cost()
    before = cost()
    for number in range(12):
        newcomer = make_member(stage.cast.police, user=make_user(username=f"newcomer {number}")).user
        room = open_room(stage.cast, by=newcomer, at=datetime.now(UTC))
        join(stage.people["officer"], room, at=datetime.now(UTC))

    assert cost() == before


def test_the_index_can_be_made_anew_from_the_log(stage: Stage) -> None:
    written = list(EntryWords.objects.order_by("pk").values_list(*FIELDS))
    EntryWords.objects.all().delete()
    assert search(stage, "officer", "q=door")["entries"] == []

    insert_rows(index_rows(LogEntry.objects.order_by("pk")), into=EntryWords)

    assert list(EntryWords.objects.order_by("pk").values_list(*FIELDS)) == written
    assert len(written) == LogEntry.objects.count()
    assert texts(search(stage, "officer", "q=door")) == ["At door 7."]
