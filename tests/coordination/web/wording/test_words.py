"""Every value that a page can show has a word, and every word that a script asks for is in its catalogue."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import polib
import pytest
from django.utils import translation

from coordination.console.words import console_words
from coordination.home.words import home_words, incident_words
from coordination.incident.accountability.words import my_room_words
from coordination.incident.casualties import vocabulary as casualties
from coordination.incident.general_staff.vocabulary import FunctionBasis, FunctionEnd, StaffFunction
from coordination.incident.ground.vocabulary import (
    DoorCondition,
    GroundFunction,
    GroundKind,
    SightingAge,
    SightingKind,
)
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.incident.panic.words import board_words, panic_words
from coordination.incident.room_search.vocabulary import SearchState, SearchStep
from coordination.incident.units.vocabulary import (
    ParCause,
    ResourceKind,
    UnitPlaceSource,
    UnitPrimary,
    UnitSecondary,
    UnitTeam,
    UnitZone,
)
from coordination.offline.words import kept_words
from coordination.prevention.assessments.words import map_words as assessment_words
from coordination.readiness.words import page_words as readiness_words
from coordination.replay.words import replay_words
from coordination.room.capability import Alert
from coordination.room.registry import event_rules, named_commands
from coordination.room.wire.addressed import ADDRESSED
from coordination.setup.face_folders import face_folders
from coordination.vocabulary import (
    Audience,
    ClaimBasis,
    CommandEnd,
    CommandOfferKind,
    CommandOfferOutcome,
    DoorLock,
    FactKind,
    FactSource,
    FactStanding,
    IncidentType,
    MarkerKind,
    MaydayKind,
    MutualAidEnd,
    PanicKind,
    ReleaseMode,
    ReportSource,
    ResponderStatus,
    ResponseActionKind,
    ResponseActionStatus,
    RoomLead,
    RoomReportState,
    SafetyStrategy,
    Severity,
    ShapeKind,
    ShelterHazard,
    ThreatVerdict,
)
from coordination.web.shell import shell_words
from coordination.web.wording.vocabulary_words import statuses_for, vocabulary_words
from mapping.reunification_sites.words import reunification_words
from mapping.sites.wording.words import map_words
from mou.vocabulary import DataCategory, MemberRole, TermKind
from mou.web.words import editor_words
from tests.support.sources import PACKAGES, page_sources

WEB = Path(__file__).resolve().parents[4] / "coordination" / "web"
SPANISH = sorted(WEB.parents[1].glob("*/web/locale/es/LC_MESSAGES/django.po"))
LISTS: dict[str, type[StrEnum]] = {
    "incident_type": IncidentType,
    "severity": Severity,
    "fact_kind": FactKind,
    "fact_source": FactSource,
    "fact_standing": FactStanding,
    "mayday_kind": MaydayKind,
    "audience": Audience,
    "responder_status": ResponderStatus,
    "marker_kind": MarkerKind,
    "shape_kind": ShapeKind,
    "role": MemberRole,
    "panic_kind": PanicKind,
    "response_action_kind": ResponseActionKind,
    "response_action_status": ResponseActionStatus,
    "release_mode": ReleaseMode,
    "shelter_hazard": ShelterHazard,
    "safety_strategy": SafetyStrategy,
    "room_report_state": RoomReportState,
    "door_lock": DoorLock,
    "report_source": ReportSource,
    "room_lead": RoomLead,
    "term_kind": TermKind,
    "data_category": DataCategory,
    "claim_basis": ClaimBasis,
    "threat_verdict": ThreatVerdict,
    "command_end": CommandEnd,
    "mutual_aid_end": MutualAidEnd,
    "command_offer_kind": CommandOfferKind,
    "command_offer_outcome": CommandOfferOutcome,
    "search_state": SearchState,
    "search_step": SearchStep,
    "resource_kind": ResourceKind,
    "unit_primary": UnitPrimary,
    "unit_secondary": UnitSecondary,
    "unit_team": UnitTeam,
    "unit_zone": UnitZone,
    "unit_place_source": UnitPlaceSource,
    "par_cause": ParCause,
    "ground_kind": GroundKind,
    "ground_function": GroundFunction,
    "sighting_kind": SightingKind,
    "sighting_age": SightingAge,
    "door_condition": DoorCondition,
    "triage_algorithm": casualties.TriageAlgorithm,
    "casualty_category": casualties.CasualtyCategory,
    "casualty_state": casualties.CasualtyState,
    "casualty_step": casualties.CasualtyStep,
    "treatment_area": casualties.TreatmentArea,
    "age_group": casualties.AgeGroup,
    "injury": casualties.Injury,
    "intervention": casualties.Intervention,
    "ics_form": IcsForm,
    "staff_function": StaffFunction,
    "function_basis": FunctionBasis,
    "function_end": FunctionEnd,
}


def scripts_of(*packages: str) -> str:
    return "\n".join(
        path.read_text() for address, path in page_sources(".js").items() if address.startswith(tuple(packages))
    )


@pytest.mark.parametrize("name", LISTS)
def test_every_value_of_a_list_has_a_word(name: str) -> None:
    # No one chooses it, but entries and objects say it.
    said_besides = {ADDRESSED} if name == "audience" else set()

    assert set(vocabulary_words()[name]) == {value.value for value in LISTS[name]} | said_besides


def test_every_list_is_checked_here() -> None:
    assert set(vocabulary_words()) == set(LISTS)


def test_every_word_a_script_asks_for_is_in_a_catalogue() -> None:
    scripts = scripts_of("coordination")
    asked = set(re.findall(r"""(?:word|button)\(\s*"([a-z_]+\.[a-z_]+)\"""", scripts))
    asked |= set(re.findall(r""""((?:column|tool|entry|home)\.[a-z_]+)\"""", scripts))

    assert len(asked) > 60
    pages = (incident_words({}), home_words(), panic_words(), board_words(), my_room_words(), console_words())
    known = (*pages, readiness_words(), kept_words(), map_words(), reunification_words())
    of_parts = (assessment_words(), replay_words())
    assert asked - {key for one in (*known, *of_parts) for key in one} == set()


def test_who_is_at_the_school_is_offered_no_status_of_somebody_on_the_way_to_it() -> None:
    on_the_way = {ResponderStatus.EN_ROUTE.value, ResponderStatus.STAGING.value, ResponderStatus.TRANSPORTING.value}

    assert on_the_way <= set(statuses_for(responds=True))
    assert not on_the_way & set(statuses_for(responds=False))
    assert statuses_for(responds=False)


def test_every_command_that_waits_in_the_timeline_has_a_title() -> None:
    words = set(incident_words({}))
    # The message is its own text; these make or enter a room, or are asked outside the timeline and answered at once.
    elsewhere = {
        "post_message",
        "open_incident",
        "raise_panic",
        "cancel_panic",
        "join_room",
        "leave_room",
        "take_emergency_access",
        "invite_mutual_aid",
        "record_disclosure",
    }

    assert {one.word for one in named_commands(is_live=False)} - elsewhere == {
        word.removeprefix("command.") for word in words if word.startswith("command.")
    }


def test_every_alert_that_the_board_can_show_has_a_title() -> None:
    told = {word for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}
    titles = {key.removeprefix("alert."): title for key, title in board_words().items() if key.startswith("alert.")}

    assert set(titles) == told
    assert [word for word, title in titles.items() if not title] == []


def test_every_word_about_keeping_that_a_script_asks_for_is_there() -> None:
    scripts = scripts_of("coordination", "mapping")
    # One is the name of a cache.
    asked = set(re.findall(r""""(kept\.[a-z_]+)\"""", scripts)) - {"kept.who"}
    asked |= {f"kept.refused_{code}" for code in re.findall(r"""new PackRefused\("([a-z_]+)\"""", scripts)}

    assert len(asked) > 40
    assert asked - set(kept_words()) == set()


def test_every_word_that_components_say_is_there() -> None:
    shared = [
        path
        for address, path in page_sources(".js").items()
        if re.match(r"coordination/(?:components/|[^/]+$)", address)
    ]
    asked = set(re.findall(r"""\bword\(\s*"([a-z_]+)\"""", "\n".join(path.read_text() for path in shared)))

    assert asked == set(shell_words())


def test_scripts_fill_words_in_one_place() -> None:
    """Placeholders have one form, {name}, and one function fills them in."""
    scripts = {address: path.read_text() for address, path in page_sources(".js").items()}
    fills = {
        address for address, text in scripts.items() if re.search(r"""\{\((?:\\w|\\d)|replace\(\s*["']\{\w""", text)
    }

    assert len(scripts) > 200
    assert fills == {"coordination/words.js"}


def catalogue() -> dict[str, str]:
    """Return the Spanish of every English text."""
    entries = [entry for path in SPANISH for entry in polib.pofile(str(path))]
    return {entry.msgid: entry.msgstr or entry.msgstr_plural.get(0, "") for entry in entries if not entry.obsolete}


def test_no_catalogue_says_one_thing_twice() -> None:
    for path in SPANISH:
        asked = [(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete]
        assert sorted({one for one in asked if asked.count(one) > 1}, key=str) == []


def test_every_word_of_the_scripts_has_a_spanish_one() -> None:
    flat: dict[str, str] = {}
    with translation.override("en"):
        catalogues = (
            incident_words(map_words()),
            home_words(),
            panic_words(),
            board_words(),
            editor_words(),
            kept_words(),
            shell_words(),
        )
    for words in catalogues:
        for key, value in words.items():
            flat |= {key: value} if isinstance(value, str) else {k: v for one in value.values() for k, v in one.items()}
    spanish = catalogue()

    assert [text for text in flat.values() if not spanish.get(text)] == []


def test_every_line_of_the_timeline_has_a_spanish_one() -> None:
    rules = list(event_rules().values())
    texts = [text for rule in rules for text in (rule.words, *rule.item_words.values())]
    spanish = catalogue()

    said = [text for text in texts if re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", text))]
    assert len(said) > 20
    assert [text for text in said if not spanish.get(text)] == []


def test_every_word_of_the_templates_has_a_spanish_one() -> None:
    folders = face_folders(WEB.parents[1], "templates")
    templates = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.html"))
    asked = set(re.findall(r"""{% translate ["'](.+?)["'](?: context "\w+")? %}""", templates))
    spanish = catalogue()

    assert len(asked) > 800
    assert [text for text in sorted(asked) if not spanish.get(text)] == []


def _asked_by_code(path: Path) -> set[str]:
    """Return the texts that a module has translated: `_("…")`, `gettext("…")`, both forms of `ngettext`."""
    calls = [one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call) and one.args]
    names = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy")
    first = [one.args[0] for one in calls if isinstance(one.func, ast.Name) and one.func.id in names]
    return {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_word_of_the_code_has_a_spanish_one() -> None:
    modules = [path for package in PACKAGES for path in (WEB.parents[1] / package).rglob("*.py")]
    asked = {text for path in modules if path.parent.name != "migrations" for text in _asked_by_code(path)}
    spanish = catalogue()

    assert len(asked) > 1000
    assert [text for text in sorted(asked) if not spanish.get(text)] == []


def test_a_translation_names_the_same_values_as_its_original() -> None:
    named = re.compile(r"\{\w+\}|%\(\w+\)s")

    spanish = catalogue().items()

    assert [en for en, es in spanish if sorted(named.findall(en)) != sorted(named.findall(es))] == []
