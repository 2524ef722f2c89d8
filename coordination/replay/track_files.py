"""Write tracks as GPX 1.1 and as GeoJSON (RFC 7946). Pure.

Source: https://www.topografix.com/GPX/1/1/. GPX has no element for an accuracy or a floor: both stand in the comment of
a point in words, and as numbers in `extensions`, in a namespace of our own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from coordination.replay.tracks import Track, TrackPoint
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from mou.foundation.shown_text import without_hidden

GPX = "http://www.topografix.com/GPX/1/1"
OURS = "urn:musterpoint:track:1"


@dataclass(frozen=True, slots=True)
class TrackFile:
    """What a file says beside its points. `about`: in words, also what the file does not have."""

    title: str
    about: str
    is_exercise: bool
    exercise_word: str
    seq: int
    at: datetime

    def name(self) -> str:
        return f"{self.exercise_word} · {self.title}" if self.is_exercise else self.title


def write_gpx(file: TrackFile, tracks: Sequence[Track]) -> bytes:
    """Return the tracks as GPX 1.1: one `trk` per person or unit, each point in a segment of its own."""
    register_namespace("", GPX)
    register_namespace("musterpoint", OURS)
    root = Element(f"{{{GPX}}}gpx", {"version": "1.1", "creator": "Musterpoint"})
    metadata = _add_element(root, "metadata")
    _add_element(metadata, "name", file.name())
    _add_element(metadata, "desc", file.about)
    _add_element(metadata, "time", time_text(file.at))
    # The schema fixes the order of the elements.
    if file.is_exercise:
        _add_element(metadata, "keywords", file.exercise_word)
    for number, track in enumerate(tracks, start=1):
        one = _add_element(root, "trk")
        _add_element(one, "name", _name_of(file, track))
        _add_element(one, "desc", track.agency)
        _add_element(one, "number", str(number))
        for point in track.points:
            # A gap between two points is a new segment: no program then draws a way that no one is known to have gone.
            _add_point(_add_element(one, "trkseg"), point)
    indent(root)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _add_point(segment: Element, point: TrackPoint) -> None:
    # The schema ends below 180: that meridian is -180.
    lon = point.lon if round(point.lon, 7) < 180 else -180.0
    one = SubElement(segment, f"{{{GPX}}}trkpt", {"lat": f"{point.lat:.7f}", "lon": f"{lon:.7f}"})
    _add_element(one, "time", time_text(point.at))
    _add_element(one, "name", f"#{point.seq}")
    said = [point.floor, "" if point.accuracy_m is None else f"± {point.accuracy_m:g} m"]
    _add_element(one, "cmt", " · ".join(text for text in said if text))
    _add_element(one, "type", point.event)
    more = _add_element(one, "extensions")
    SubElement(more, f"{{{OURS}}}entry").text = str(point.seq)
    if point.accuracy_m is not None:
        SubElement(more, f"{{{OURS}}}accuracy_m").text = f"{point.accuracy_m:g}"
    if point.level_id is not None:
        SubElement(more, f"{{{OURS}}}level_id").text = point.level_id


def _add_element(parent: Element, name: str, text: str | None = None) -> Element:
    one = SubElement(parent, f"{{{GPX}}}{name}")
    if text is not None:
        one.text = without_hidden(text)
    return one


def _name_of(file: TrackFile, track: Track) -> str:
    return f"{file.exercise_word} · {track.name}" if file.is_exercise else track.name


def write_geojson(file: TrackFile, tracks: Sequence[Track]) -> bytes:
    """Return the points as a FeatureCollection: one Point per position; members of our own are as of RFC 7946, 6.1."""
    features = [_feature_of(file, track, point) for track in tracks for point in track.points]
    collection: JsonObject = {
        "type": "FeatureCollection",
        "name": file.name(),
        "description": file.about,
        "is_exercise": file.is_exercise,
        "seq": file.seq,
        "at": time_text(file.at),
        "features": [*features],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature_of(file: TrackFile, track: Track, point: TrackPoint) -> JsonObject:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        "properties": {
            "track": track.name,
            "agency": track.agency,
            "at": time_text(point.at),
            "accuracy_m": point.accuracy_m,
            "floor": point.floor or None,
            "level_id": point.level_id,
            "entry": point.seq,
            "event": point.event,
            "is_exercise": file.is_exercise,
        },
    }
