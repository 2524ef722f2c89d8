"""What a file meant is confirmed once, remembered by the district, applied to its next file, shown, and forgotten."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import User
from mapping.imports.work import work_one
from mapping.models import ImportJob, LearnedWord, Level, Site, Space
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import NOW, make_agency, make_member

# An import is several durable transactions of its own.
pytestmark = pytest.mark.django_db(transaction=True)
WEST, SOUTH, STEP = -98.5, 39.8, 0.0001
SAID = {
    "number": "Raum",
    "category": "Nutzung",
    "level": "Etage",
    "layers": {"Umriss": "outline"},
    "kinds": {"Tuer": "opening"},
    "categories": {"Hort": "mothersroom"},
    "levels": {
        "Hochparterre": {"ordinal": "0", "short_name": "HP", "name": "Raised ground floor"},
        "1": {"ordinal": "3", "short_name": "4", "name": "Fourth floor"},
    },
}


def file_of(level: str = "Hochparterre") -> SimpleUploadedFile:
    ring = [[WEST, SOUTH], [WEST + STEP, SOUTH], [WEST + STEP, SOUTH + STEP], [WEST, SOUTH]]
    room = {
        "type": "Feature",
        "properties": {"RAUM": "203", "Nutzung": "Hort", "Etage": level},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return SimpleUploadedFile("plan.geojson", json.dumps({"type": "FeatureCollection", "features": [room]}).encode())


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def planner(cast: Cast, client: Client) -> User:
    user = make_member(cast.district, role=MemberRole.PLANNER).user
    client.force_login(user)
    return user


@pytest.fixture
def taught(cast: Cast, client: Client, planner: User) -> Site:
    """Return another site of a district that has said what its files mean."""
    first = make_site(cast.district, at_lonlat=(WEST, SOUTH))
    order = {"file": file_of(), "mapping": json.dumps(SAID), "dry_run": "true"}
    assert client.post(f"/api/v1/sites/{first.pk}/plan-imports", order).status_code == 202
    ImportJob.objects.all().delete()
    return make_site(cast.district, at_lonlat=(WEST, SOUTH))


def look(client: Client, site: Site, **more: str) -> dict[str, object]:
    answer = client.post(f"/api/v1/sites/{site.pk}/plan-looks", {"file": file_of(**more)})
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_the_next_file_is_read_by_what_was_said_before(client: Client, taught: Site) -> None:
    client.post(f"/api/v1/sites/{taught.pk}/plan-imports", {"file": file_of()})
    work_one(clock=lambda: NOW, may_go_on=lambda: True)

    assert ImportJob.objects.get().state == "done"
    assert list(Space.objects.values_list("number", "category")) == [("203", "mothersroom")]
    assert list(Level.objects.values_list("short_name", "name")) == [("HP", "Raised ground floor")]


def test_a_look_says_what_of_it_was_said_before(client: Client, taught: Site) -> None:
    learned = look(client, taught)["learned"]

    assert isinstance(learned, list)
    assert {(one["table"], one["word"], one["meaning"]) for one in learned} == {
        ("number", "Raum", "number"),
        ("category", "Nutzung", "category"),
        ("level", "Etage", "level"),
        ("categories", "Hort", "mothersroom"),
        ("levels", "Hochparterre", "Raised ground floor"),
    }


def test_a_word_that_says_a_floor_by_itself_is_another_floor_in_the_next_building(client: Client, taught: Site) -> None:
    floors = look(client, taught, level="1")["floors"]

    assert isinstance(floors, list)
    assert [(one["ordinal"], one["name"]) for one in floors] == [(0.0, "First floor")]


def test_what_is_forgotten_is_guessed_again(client: Client, taught: Site) -> None:
    address = f"/api/v1/sites/{taught.pk}/learned-words"
    words = {one["word"]: one["id"] for one in client.get(address).json()}

    answers = [client.delete(f"{address}/{words[word]}").status_code for word in ("Hort", "Hochparterre")]

    assert answers == [204, 204]
    seen = look(client, taught)
    assert [one["meaning"] for one in seen["categories"]] == [""]  # type: ignore[attr-defined]
    assert [one["ordinal"] for one in seen["floors"]] == [None]  # type: ignore[attr-defined]
    assert client.delete(f"{address}/{words['Hort']}").status_code == 404


def test_nobody_of_another_district_sees_or_forgets_it(client: Client, taught: Site) -> None:
    elsewhere = make_agency(AgencyKind.DISTRICT)
    theirs = make_site(elsewhere, at_lonlat=(WEST, SOUTH))
    word = LearnedWord.objects.get(word="Hort")
    client.force_login(make_member(elsewhere, role=MemberRole.PLANNER).user)

    assert client.get(f"/api/v1/sites/{theirs.pk}/learned-words").json() == []
    assert client.get(f"/api/v1/sites/{taught.pk}/learned-words").status_code == 404
    assert client.delete(f"/api/v1/sites/{theirs.pk}/learned-words/{word.pk}").status_code == 404
    assert client.delete(f"/api/v1/sites/{taught.pk}/learned-words/{word.pk}").status_code == 404
    assert LearnedWord.objects.filter(pk=word.pk).exists()


def test_a_district_that_has_said_much_still_brings_files(client: Client, cast: Cast, taught: Site) -> None:
    LearnedWord.objects.bulk_create(
        LearnedWord(district=cast.district, table="layers", word=f"{n:0200}", meaning="ignore") for n in range(1_900)
    )

    answer = client.post(f"/api/v1/sites/{taught.pk}/plan-imports", {"file": file_of()})
    work_one(clock=lambda: NOW, may_go_on=lambda: True)

    assert (answer.status_code, ImportJob.objects.get().state) == (202, "done")


def test_the_page_lists_it_in_words(client: Client, taught: Site) -> None:
    page = client.get(f"/sites/{taught.pk}/plan-imports").content.decode()

    for said in ("Hort", "Hochparterre", "Raised ground floor", "Umriss", "Outline of the building", "Forget Tuer"):
        assert said in page
