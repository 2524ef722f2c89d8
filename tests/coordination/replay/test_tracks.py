"""Tracks as files: the positions that the log holds, for its reader; by the rules of GPX 1.1 and RFC 7946."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.contrib.gis.gdal import DataSource
from django.test import Client

from coordination.models import User
from coordination.replay.track_files import GPX, OURS, TrackFile, write_geojson, write_gpx
from coordination.replay.tracks import Track, TrackPoint, tracks_of
from coordination.room.models import LogEntry, Room
from coordination.vocabulary import Audience
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.stage.incident.panic import run
from tests.support.processes import ROOT

# The schema of GPX 1.1: the elements of each type in their order, and those that may stand more than once.
ORDER = {
    "gpx": ("metadata", "wpt", "rte", "trk", "extensions"),
    "metadata": ("name", "desc", "author", "copyright", "link", "time", "keywords", "bounds", "extensions"),
    "trk": ("name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"),
    "trkseg": ("trkpt", "extensions"),
    "trkpt": (
        *("ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym", "type", "fix", "sat"),
        *("hdop", "vdop", "pdop", "ageofdgpsdata", "dgpsid", "extensions"),
    ),
}
MANY = {"wpt", "rte", "trk", "trkseg", "trkpt", "link"}
AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def faults_in(element: ET.Element) -> list[str]:
    """Return what of an element of GPX is not as its schema has it."""
    space, _, name = element.tag[1:].partition("}")
    if space != GPX or name not in ORDER:
        return []
    children = [child.tag.partition("}")[2] for child in element]
    strange = [f"{child} in {name}" for child in children if child not in ORDER[name]]
    if strange:
        return strange
    places = [ORDER[name].index(child) for child in children]
    faults = [] if places == sorted(places) else [f"{name} is out of order: {children}"]
    faults += [f"{child} stands twice in {name}" for child in set(children) - MANY if children.count(child) > 1]
    return faults + [fault for child in element for fault in faults_in(child)]


def point(seq: int, **fields: Any) -> TrackPoint:
    given = {
        "lon": -98.5,
        "lat": 39.8,
        "accuracy_m": 8.0,
        "level_id": None,
        "floor": "Floor 1",
        "event": "mayday_called",
    }
    return TrackPoint(seq=seq, at=AT, **{**given, **fields})


def file_of(*, is_exercise: bool = False) -> TrackFile:
    return TrackFile("Smoke & <fire>", "Live positions are not kept.", is_exercise, "EXERCISE", 12, AT)


HOSTILE = Track('</trk><script>"&\x01', "A & B", (point(1), point(2, accuracy_m=None, lat=-89.9999999, lon=180.0)))


@pytest.mark.parametrize("tracks", [[], [HOSTILE], [HOSTILE, Track("Engine 7", "Fire", (point(3),))]])
def test_a_gpx_file_is_as_its_schema_has_it(tracks: list[Track]) -> None:
    root = ET.fromstring(write_gpx(file_of(is_exercise=True), tracks))

    assert (root.tag, root.attrib) == (f"{{{GPX}}}gpx", {"version": "1.1", "creator": "Musterpoint"})
    assert faults_in(root) == []
    assert len(root.findall(f"{{{GPX}}}trk")) == len(tracks)
    for one in root.iter(f"{{{GPX}}}trkpt"):
        assert -90 <= float(one.attrib["lat"]) <= 90
        assert -180 <= float(one.attrib["lon"]) < 180
    for time in root.iter(f"{{{GPX}}}time"):
        assert datetime.fromisoformat(time.text or "") == AT


def test_programs_read_the_gpx_file(tmp_path: Path) -> None:
    path = tmp_path / "tracks.gpx"
    path.write_bytes(write_gpx(file_of(), [HOSTILE, Track("Engine 7", "Fire", (point(3), point(4)))]))

    source = DataSource(path)
    layers = {source[n].name: source[n] for n in range(source.layer_count)}

    assert [len(layers[name]) for name in ("waypoints", "routes", "tracks", "track_points")] == [0, 0, 2, 4]
    assert [feature.get("name") for feature in layers["tracks"]][1] == "Engine 7"
    # No line between points: a segment has one of them.
    assert [feature.get("track_seg_id") for feature in layers["track_points"]] == [0, 1, 0, 1]


def test_each_point_says_its_entry_its_accuracy_and_its_floor() -> None:
    level = str(uuid4())
    root = ET.fromstring(write_gpx(file_of(), [Track("M5", "EMS", (point(7, level_id=level),))]))

    (one,) = root.iter(f"{{{GPX}}}trkpt")
    assert one.findtext(f"{{{GPX}}}name") == "#7"
    assert one.findtext(f"{{{GPX}}}cmt") == "Floor 1 · ± 8 m"
    more = one.find(f"{{{GPX}}}extensions")
    assert more is not None
    assert {child.tag: child.text for child in more} == {
        f"{{{OURS}}}entry": "7",
        f"{{{OURS}}}accuracy_m": "8",
        f"{{{OURS}}}level_id": level,
    }


@pytest.mark.parametrize("is_exercise", [True, False])
def test_an_exercise_is_marked_in_both_files(*, is_exercise: bool) -> None:
    gpx = write_gpx(file_of(is_exercise=is_exercise), [HOSTILE])
    collection = json.loads(write_geojson(file_of(is_exercise=is_exercise), [HOSTILE]))

    assert (gpx.count(b"EXERCISE") >= 3) is is_exercise
    assert collection["is_exercise"] is is_exercise
    assert collection["name"].startswith("EXERCISE") is is_exercise
    assert {feature["properties"]["is_exercise"] for feature in collection["features"]} == {is_exercise}


def test_a_geojson_file_is_as_its_rfc_has_it(tmp_path: Path) -> None:
    text = write_geojson(file_of(), [HOSTILE])
    collection = json.loads(text)

    assert collection["type"] == "FeatureCollection"
    # RFC 7946, 7.1: a collection has no members of other types, and no crs (4).
    assert not {"coordinates", "geometry", "geometries", "properties", "crs"} & collection.keys()
    for feature in collection["features"]:
        assert feature.keys() == {"type", "geometry", "properties"}
        lon, lat = feature["geometry"]["coordinates"]
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
    path = tmp_path / "tracks.geojson"
    path.write_bytes(text)
    assert [feature.get("entry") for feature in DataSource(path)[0]] == [1, 2]


def test_a_position_is_of_who_pressed_or_of_who_is_in_trouble_by_the_callsign() -> None:
    pressed = example("panic", "panic_pressed")
    called = example("mayday", "mayday_called")
    pressed["seq"], called["seq"] = 2, 3
    author = pressed["by"]["participant_id"]
    joined = {"seq": 1, "by": pressed["by"], "patch": {"people": {author: {"name": "Teacher", "callsign": "T 12"}}}}

    tracks = tracks_of([joined, pressed, called])

    assert [(one.name, one.agency, [at.seq for at in one.points]) for one in tracks] == [
        ("Officer", "Fairview Police", [3]),
        ("T 12", "Lincoln High", [2]),
    ]
    assert [at.floor for one in tracks for at in one.points] == ["1 (1 m), J12, 14S NK 42804 05679", "Level 0"]


def example(capability: str, event: str) -> dict[str, Any]:
    text = (ROOT / "coordination" / "incident" / capability / "examples" / f"{event}.v1.json").read_text()
    return cast("dict[str, Any]", json.loads(text))


# --- of a real log ----------------------------------------------------------------------------------------------------
@pytest.fixture
def lincoln(db: None) -> Cast:
    return make_cast()


def called_mayday(cast: Cast, room: Room, **fields: object) -> None:
    given = {"kind": "mayday", "lon": -98.5012345, "lat": 39.8012345, "accuracy_m": 6.0, **fields}
    run(cast.officer, room.pk, "call_mayday", at=now(), mayday_id=uuid4(), **given)


def tracks_read_by(user: User, room: Room) -> dict[str, Any]:
    response = client_of(user).get(f"/api/v1/rooms/{room.pk}/tracks.geojson")
    assert response.status_code == 200
    return cast("dict[str, Any]", json.loads(response.content))


def test_a_mayday_leaves_its_position_and_a_live_position_leaves_none(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    join(lincoln.officer, room, at=now())
    live = {"lon": 1.0, "lat": 2.0, "accuracy_m": 3.0}
    body = {"id": str(uuid4()), "type": "share_position", **live}
    shared = client_of(lincoln.officer).post(
        f"/api/v1/rooms/{room.pk}/commands", json.dumps(body), content_type="application/json"
    )
    called_mayday(lincoln, room)

    found = tracks_read_by(lincoln.officer, room)

    assert shared.status_code < 300
    (feature,) = found["features"]
    assert feature["properties"]["accuracy_m"] == 6.0
    assert feature["properties"]["entry"] == found["seq"]
    assert "Live positions are not kept" in found["description"]


def test_who_may_not_read_a_position_does_not_get_it_and_who_may_does(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    for who in (lincoln.officer, lincoln.teacher):
        join(who, room, at=now())
    called_mayday(lincoln, room)
    of_all = [len(tracks_read_by(who, room)["features"]) for who in (lincoln.officer, lincoln.teacher)]
    write_again_for_responders(room)

    found = [len(tracks_read_by(who, room)["features"]) for who in (lincoln.officer, lincoln.teacher)]

    assert (of_all, found) == ([1, 1], [2, 1])


def write_again_for_responders(room: Room) -> None:
    """Write the last entry once more, as one that only responders read: no command of today has such a position."""
    last = LogEntry.objects.get(room=room, seq=Room.objects.get(pk=room.pk).head_seq)
    content = {**json.loads(last.content), "seq": last.seq + 1, "audience": "responders"}
    last.pk, last.seq, last.command_id = None, last.seq + 1, uuid4()
    last.content, last.audience = json.dumps(content), Audience.RESPONDERS.value
    last.save(force_insert=True)
    Room.objects.filter(pk=room.pk).update(head_seq=last.seq)


@pytest.mark.parametrize("ending", ["gpx", "geojson"])
def test_strangers_find_no_tracks_and_who_has_not_come_in_gets_none(lincoln: Cast, ending: str) -> None:
    room = open_room(lincoln, at=now())
    address = f"/api/v1/rooms/{room.pk}/tracks.{ending}"

    statuses = [client_of(one).get(address).status_code for one in (lincoln.insider, lincoln.stranger, lincoln.former)]

    assert statuses == [200, 404, 404]
    assert client_of(lincoln.dispatcher).get(address).status_code == 403
    assert client_of(lincoln.insider).get(f"/api/v1/rooms/{uuid4()}/tracks.{ending}").status_code == 404


def test_the_file_is_named_as_a_download_and_stored_nowhere(lincoln: Cast) -> None:
    room = open_room(lincoln, is_exercise=True, at=now())

    answer = client_of(lincoln.insider).get(f"/api/v1/rooms/{room.pk}/tracks.gpx")

    assert answer["Content-Type"] == "application/gpx+xml"
    assert answer["Content-Disposition"] == 'attachment; filename="exercise-tracks.gpx"'
    assert answer["Cache-Control"] == "private, no-store"
