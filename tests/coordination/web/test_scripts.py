"""The pages' scripts: their own tests run under node, and their fold gives what coordination.replay gives."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args
from uuid import UUID

import pytest

from coordination.replay import state_from_entries
from coordination.vocabulary import (
    Audience,
    DisclosureAuthority,
    IncidentType,
    MarkerKind,
    PanicKind,
    PressSource,
    ResponderStatus,
    Severity,
    ShapeKind,
)
from coordination.wire import events
from coordination.wire.events import EntryContent
from coordination.wire.model import JsonObject

HERE = Path(__file__).resolve().parent
NODE = Path(sys.executable).parent / "node"
ROOM = UUID(int=1)
WHO = {name: UUID(int=number) for number, name in enumerate(("principal", "officer", "medic"), start=10)}


def node(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(NODE), "--no-warnings", "--import", "./static_folders.mjs", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
        timeout=120,
    )


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_scripts_own_tests_pass(script: str) -> None:
    done = node("--test", "--test-reporter=tap", script)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def author(name: str) -> events.Author:
    return events.Author(
        participant_id=WHO[name],
        name=name,
        role="officer",
        agency_id=UUID(int=20),
        agency="Test Police",
        agency_kind="police",
    )


def story() -> list[tuple[str, events.Event]]:
    """Return a log with every type of event, and every later change of what an earlier one made."""
    marker, other_marker, zone, line = (UUID(int=number) for number in (30, 31, 40, 41))
    opened = events.IncidentOpened(
        incident_id=UUID(int=2),
        site_id=UUID(int=3),
        site="Lincoln",
        incident_type=IncidentType.SMOKE,
        severity=Severity.SEVERE,
        title="Smoke",
        is_exercise=True,
    )
    attached = events.FileAttached(
        attachment_id=UUID(int=50), name="a.jpg", media_type="image/jpeg", size_bytes=9, sha256="0" * 64, caption=None
    )
    ring = ((1.0, 1.0), (1.0, 2.0), (2.0, 2.0))
    return [
        ("principal", opened),
        ("principal", events.ParticipantJoined(participant=author("principal"))),
        ("officer", events.ParticipantJoined(participant=author("officer"))),
        ("officer", events.MessagePosted(text="Here.")),
        ("officer", events.StatusSet(status=ResponderStatus.ON_SCENE, note="door 1")),
        ("officer", marker_at(marker, MarkerKind.HAZARD)),
        ("officer", marker_at(other_marker, MarkerKind.CASUALTY)),
        ("principal", events.MarkerMoved(marker_id=marker, lon=-98.0, lat=39.0, level_id=UUID(int=60))),
        ("principal", events.MarkerRemoved(marker_id=other_marker)),
        ("medic", events.ParticipantJoined(participant=author("medic"))),
        ("medic", events.ShapeDrawn(shape_id=zone, kind=ShapeKind.HOT_ZONE, points=ring, label="Gym", level_id=None)),
        ("medic", events.ShapeDrawn(shape_id=line, kind=ShapeKind.ROUTE, points=ring, label=None, level_id=None)),
        ("medic", events.ShapeErased(shape_id=line)),
        ("medic", attached),
        ("officer", events.EntryStruck(seq=4, reason="wrong door")),
        ("officer", events.ParticipantLeft(participant_id=WHO["officer"])),
        ("officer", events.ParticipantJoined(participant=author("officer"))),
        ("principal", events.ParticipantRemoved(participant_id=WHO["medic"], reason="mistake")),
        *alarm(),
        *access(),
        ("principal", events.IncidentClosed(reason="over")),
        ("principal", events.IncidentReopened(reason="not over")),
    ]


def alarm() -> list[tuple[str, events.Event]]:
    panic, flash = UUID(int=70), UUID(int=80)
    propose = events.StandDownProposed(reason="all rooms searched")
    return [
        ("principal", panic_at(panic)),
        ("principal", events.PanicConfirmed(panic_id=panic)),
        ("principal", events.PanicCancelled(panic_id=panic, reason="pressed by mistake")),
        ("officer", propose),
        ("principal", panic_at(UUID(int=71))),
        ("officer", propose),
        ("principal", events.StoodDown(proposed_by=WHO["officer"])),
        ("principal", events.FlashPosted(flash_id=flash, text="Everybody out by door 7.")),
        ("principal", events.FlashAcknowledged(flash_id=flash)),
        ("officer", events.FlashAcknowledged(flash_id=flash)),
        ("officer", events.FlashAcknowledged(flash_id=flash)),
    ]


def access() -> list[tuple[str, events.Event]]:
    """What agreements widen, and what is taken and given beside them: it is told, and changes nothing in the room."""
    widening = events.Widening(
        agency_id=UUID(int=20),
        agency="Test Police",
        memorandum_id=UUID(int=90),
        memorandum="Schools and Police",
        version=2,
        clause="In an emergency",
        grants=("roster_access",),
    )
    disclosed = events.DisclosureRecorded(
        disclosure_id=UUID(int=91),
        authority=DisclosureAuthority.EMERGENCY,
        categories=("student_roster",),
        agency_id=UUID(int=20),
        agency="Test Police",
        recipient="Sgt. Test",
        clause="In an emergency",
    )
    glass = events.GlassBroken(
        glass_id=UUID(int=92), grants=("roster_access",), reason="shots", until="2026-11-24T15:30:00.000Z"
    )
    return [
        ("principal", events.AccessWidened(widenings=(widening,))),
        ("officer", glass),
        ("principal", disclosed),
        ("principal", events.AccessNarrowed(widenings=(widening,))),
    ]


def panic_at(panic_id: UUID) -> events.PanicPressed:
    place = events.PanicPlace(
        site="Lincoln",
        address="",
        building="Main",
        level_id=None,
        level="1",
        room="112",
        door="7",
        door_m=20,
        side="C",
        lon=None,
        lat=None,
        accuracy_m=None,
    )
    return events.PanicPressed(
        panic_id=panic_id,
        kind=PanicKind.EMERGENCY,
        source=PressSource.PERSON,
        button=None,
        place=place,
        note=None,
        words="Main, floor 1, room 112",
        dispatch_text="",
        confirmation_required=True,
        is_news=True,
    )


def marker_at(marker_id: UUID, kind: MarkerKind) -> events.MarkerPlaced:
    return events.MarkerPlaced(marker_id=marker_id, kind=kind, label="x", lon=-98.5, lat=39.8, level_id=None)


def contents(told: Sequence[tuple[str, events.Event]]) -> list[EntryContent]:
    return [
        EntryContent(
            room_id=ROOM,
            seq=seq,
            at=f"2026-11-24T15:00:{seq:02}.000Z",
            exercise=True,
            audience=Audience.EVERYONE,
            by=author(who),
            command_id=UUID(int=1000 + seq),
            event=event,
        )
        for seq, (who, event) in enumerate(told, start=1)
    ]


def folded(entries: Sequence[EntryContent]) -> JsonObject:
    given = {"contents": [entry.model_dump(mode="json") for entry in entries], "seq": len(entries)}
    done = node("fold_entries.mjs", given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return cast("JsonObject", json.loads(done.stdout))


@pytest.mark.parametrize("length", range(1, len(story()) + 1))
def test_the_browser_folds_every_prefix_of_a_log_as_the_server_does(length: int) -> None:
    entries = contents(story()[:length])

    expected = state_from_entries(entries, seq=length).model_dump(mode="json")

    assert folded(entries)["state"] == expected


def test_the_browser_knows_every_type_of_event() -> None:
    types = sorted(kind.model_fields["type"].default for kind in get_args(events.Event))

    assert sorted({entry.event.type for entry in contents(story())}) == types
    assert sorted(cast("list[str]", folded(contents(story()))["types"])) == types
