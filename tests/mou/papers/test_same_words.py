"""What a party reads on the screen is what it signs: terms, data, times and duties have one word each."""

from dataclasses import replace

import pytest
from django.utils import translation

from coordination.vocabulary import IncidentType
from mou.document import JsonValue, TermText
from mou.papers.sealing.drawing import draft_page
from mou.papers.sealing.term_lines import condition_words, term_title, value_words
from mou.papers.sealing.words import Language
from mou.vocabulary import (
    AgencyKind,
    DataCategory,
    FirstCommand,
    MapDuty,
    RadioMode,
    SharingDirection,
    SharingTime,
    TermKind,
)
from mou.web.words import editor_words
from tests.mou.papers.test_canonical import small_document

LANGUAGES: tuple[Language, ...] = ("en", "es")


def term(kind: TermKind, value: JsonValue, scope: str = "") -> TermText:
    return TermText(kind=kind, scope=scope, value=value, condition={"when": "always"})


def on_paper(terms: list[TermText], language: Language) -> str:
    return draft_page(replace(small_document(), terms=tuple(terms)), language=language).html


def on_screen(language: Language) -> dict[str, str]:
    with translation.override(language):
        return editor_words()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_calls_each_term_as_the_editor_does(language: Language) -> None:
    kinds = [kind for kind in TermKind if kind is not TermKind.DATA_SHARING]
    words = on_screen(language)

    paper = on_paper([term(kind, {"granted": True}) for kind in kinds], language)

    assert [kind for kind in kinds if f"<td>{words[f'kind.{kind}']}</td>" not in paper] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_has_the_rows_columns_and_times_of_the_editors_matrix(language: Language) -> None:
    times = list(SharingTime)
    rows = [
        term(TermKind.DATA_SHARING, {"when": times[number % len(times)]}, f"{category}:{way}")
        for number, category in enumerate(DataCategory)
        for way in SharingDirection
    ]
    words = on_screen(language)

    paper = on_paper(rows, language)

    assert [one for one in DataCategory if f"<td>{words[f'category.{one}']}</td>" not in paper] == []
    assert [one for one in times if f"<td>{words[f'time.{one}']}</td>" not in paper] == []
    assert f"<th scope='col'>{words['to_agency']}</th><th scope='col'>{words['to_district']}</th>" in paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_who_commands_how_radios_are_joined_and_whose_duty_maps_are(language: Language) -> None:
    words = on_screen(language)
    order = {"initial": FirstCommand.SRO, "order": [AgencyKind.FIRE, AgencyKind.EMERGENCY_MANAGEMENT]}

    said = [
        value_words(term(TermKind.COMMAND_TRANSFER_TO, order), language),
        value_words(term(TermKind.RADIO_INTEROP, {"mode": RadioMode.SCHOOL_RADIO_ON_PSAP, "channels": []}), language),
        value_words(term(TermKind.MAP_UPDATE_DAYS, {"duty": MapDuty.VENDOR}), language),
    ]

    assert said == [
        ", ".join(words[key] for key in ("initial.sro", "agency.fire", "agency.emergency_management")),
        words["mode.school_radio_on_psap"],
        words["duty.vendor"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("is_exercise_too", "held"), [(False, "incident_open"), (True, "drill_too")])
def test_the_paper_says_when_a_term_holds_as_the_editor_does(
    language: Language, held: str, *, is_exercise_too: bool
) -> None:
    codes = [one.value for one in IncidentType]
    condition: JsonValue = {"when": "incident_open", "incident_types": codes, "is_exercise_too": is_exercise_too}
    dependent = replace(term(TermKind.ROSTER_ACCESS, {"granted": True}), condition=condition)
    words = on_screen(language)

    paper = on_paper([dependent, term(TermKind.FLOORPLAN_ACCESS, {"granted": True})], language)

    kinds = ", ".join(words[f"incident.{code}"] for code in codes)
    assert f"<td>{words[held]} ({kinds})</td>" in paper
    assert f"<td>{words['always']}</td>" in paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_any_kind_of_incident_the_paper_names_none(language: Language) -> None:
    condition: JsonValue = {"when": "incident_open", "incident_types": [], "is_exercise_too": False}
    dependent = replace(term(TermKind.ROSTER_ACCESS, {"granted": True}), condition=condition)

    assert condition_words(dependent, language) == on_screen(language)["incident_open"]


def test_the_paper_says_quantities_and_parties_in_its_own_language() -> None:
    person = {"name": "A. Person", "role": "Chief", "party": "agency", "phone": "555 0100", "email": ""}
    terms = [
        term(TermKind.TRAINING_HOURS, {"hours": 40.0, "within_days": 365}, "nasro_basic"),
        term(TermKind.RESPONSE_TIME_TARGET_MINUTES, {"minutes": 4.5, "priority": ""}),
        term(TermKind.DRILLS_PER_YEAR, {"number": 2}),
        term(TermKind.CONTACTS, {"people": [person]}),
    ]

    assert [value_words(one, "en") for one in terms] == [
        "40 hours, within 365 days",
        "4.5 minutes",
        "2",
        "A. Person Chief the agency 555 0100",
    ]
    assert [value_words(one, "es") for one in terms] == [
        "40 horas, en el plazo de 365 días",
        "4.5 minutos",
        "2",
        "A. Person Chief la agencia 555 0100",
    ]


def test_a_kind_of_incident_that_no_list_has_any_more_is_still_said() -> None:
    condition: JsonValue = {"when": "incident_open", "incident_types": ["ACTSHOOT", "OLDKIND"]}
    old = replace(term(TermKind.ROSTER_ACCESS, {"granted": True}), condition=condition)

    assert condition_words(old, "en") == "while a real incident is open at the site (Active shooter, OLDKIND)"


def test_what_an_older_paper_says_and_no_list_has_is_still_said() -> None:
    old = term(TermKind.RADIO_INTEROP, {"mode": "by_runner"})

    assert value_words(old, "en") == "by runner"
    assert term_title(replace(old, kind="smoke_signals"), "en") == "smoke signals"
    shared = term(TermKind.DATA_SHARING, {"when": "never"}, "photo:district_to_agency")
    assert term_title(shared, "es") == "Intercambio de datos: Fotos, Del distrito a la agencia"
