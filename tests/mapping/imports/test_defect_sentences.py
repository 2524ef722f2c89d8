"""What was wrong with a file is said in the reader's language; codes, and what the file said, stay as they are."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from mapping.imports.wording.defect_sentences import SENTENCES, sentence_patterns, sentence_words
from mapping.models import ImportDefect, ImportJob, ImportRun
from mapping.vocabulary import DefectOutcome, ImportJobState
from tests.coordination.web.wording.test_words import catalogue
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import bring_plan
from tests.factories.mou import NOW

ROOT = Path(__file__).resolve().parents[3]
# Who says what is wrong, and after how many other arguments.
SAYERS = {"refuse": 2, "repair": 2, "note": 2, "BadFile": 1, "ShapeError": 1, "Mend": 1, "WkbError": 0}
FOREIGN = "<b>x</b> {0}"
STORED = "Level '<b>9</b>' is not understood."


def said(path: Path) -> Iterator[str]:
    """Yield each sentence that a module says of a file, with something foreign where it puts something in."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = SAYERS.get(name)
        if place is None or len(node.args) <= place:
            continue
        text = node.args[place]
        if isinstance(text, ast.Constant):
            yield str(text.value)
        elif isinstance(text, ast.JoinedStr):
            yield "".join(part_of(part, module) for part in text.values)


def part_of(part: ast.expr, module: object) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    constant = getattr(module, part.value.id, None) if isinstance(part.value, ast.Name) else None
    return constant if isinstance(constant, str) else FOREIGN


def all_said() -> list[str]:
    folders = [ROOT / "mapping" / room for room in ("imports", "interchange", "geometry", "sites", "plans", "edits")]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    # A register of places comes in at the console alone.
    shown = [path for path in paths if "registers" not in path.parts]
    return [one for path in shown for one in said(path)]


def test_every_sentence_that_is_said_of_a_file_is_known_here() -> None:
    found = all_said()

    assert len(found) > 120
    assert [one for one in found if not any(pattern.fullmatch(one) for pattern in sentence_patterns().values())] == []


def test_every_sentence_has_a_spanish_one_that_names_the_same() -> None:
    spanish = catalogue()
    holes = re.compile(r"\{\d\}")

    assert [one for one in SENTENCES if spanish.get(one, one) == one] == []
    assert [one for one in SENTENCES if sorted(holes.findall(one)) != sorted(holes.findall(spanish[one]))] == []


def test_each_sentence_is_told_as_itself_and_not_as_another() -> None:
    spanish = catalogue()

    with translation.override("es"):
        told = {one: sentence_words(re.sub(r"\{\d\}", "7", one)) for one in SENTENCES}

    expected = {one: re.sub(r"\{\d\}", "7", spanish[one]) for one in SENTENCES}
    assert told == expected


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("Level '{1} <b>x</b>' is not understood.", "El piso '{1} <b>x</b>' no se entiende."),
        (
            "The geometry cannot be read: geometries of kind 17 are not read.",
            "La geometría no se puede leer: no se leen geometrías del tipo 17.",
        ),
        ("What no one here says.", "What no one here says."),
        ("", ""),
    ],
)
def test_what_the_file_said_stays_as_it_is(stored: str, told: str) -> None:
    with translation.override("es"):
        spanish = sentence_words(stored)
    with translation.override("en"):
        english = sentence_words(stored)

    assert (spanish, english) == (told, stored)


def failed_import(cast: Cast) -> ImportJob:
    """Return an import that failed and left one defect."""
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site)
    run = ImportRun.objects.create(
        kind="floorplan", site=cast.site, source_name="plan.geojson", source_sha256="0" * 64, started_at=NOW
    )
    ImportDefect.objects.create(
        run=run, feature_ref="one", code="level_unreadable", detail=STORED, outcome=DefectOutcome.REFUSED.value
    )
    job.run, job.state, job.ended_at = run, ImportJobState.FAILED.value, NOW
    job.error_code, job.error_detail = (
        "crs_unknown",
        "Layer '<i>A</i>' does not say its coordinate system; name its EPSG code.",
    )
    job.save()
    return job


@pytest.mark.django_db
def test_the_page_says_why_a_file_was_refused_in_the_readers_language(client: Client) -> None:
    cast = make_cast()
    job = failed_import(cast)
    client.force_login(cast.insider)

    page = client.get(f"/plan-imports/{job.pk}", headers={"Accept-Language": "es"}).content.decode()

    told = "La capa &#x27;&lt;i&gt;A&lt;/i&gt;&#x27; no dice su sistema de coordenadas; indique su código EPSG."
    assert told in page
    assert "crs_unknown" in page


@pytest.mark.django_db
def test_the_list_says_it_in_the_readers_language_and_the_exports_as_it_is_stored(client: Client) -> None:
    cast = make_cast()
    client.force_login(cast.insider)
    address = f"/api/v1/plan-imports/{failed_import(cast).pk}/defects"

    listed = {
        language: client.get(address, headers={"Accept-Language": language}).json()["defects"][0]
        for language in ("en", "es")
    }
    exports = {
        kind: [client.get(f"{address}.{kind}", headers={"Accept-Language": one}).content for one in ("en", "es")]
        for kind in ("csv", "json")
    }

    assert {one["detail"] for one in listed.values()} == {STORED}
    assert listed["en"]["words"] == STORED
    assert listed["es"]["words"] == "El piso '<b>9</b>' no se entiende."
    assert listed["es"]["code"] == "level_unreadable"
    assert all(english == spanish for english, spanish in exports.values())
