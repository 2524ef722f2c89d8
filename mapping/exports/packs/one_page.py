"""Put a map page with all its scripts, styles and plans into one file that makes no network requests."""

import base64
import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mapping.plans.levels import LevelView
from mapping.sites.basemap import BaseMap
from mapping.sites.queries import RosterView, SiteView
from mapping.sites.wording.words import map_words
from mou.agreements.reading.queries import MemorandumView

ENTRY = "mapping/kept/pack_page.js"
STYLES = (
    "vendor/leaflet/leaflet.css",
    "coordination/style/tokens.css",
    "coordination/style/base.css",
    "coordination/style/controls.css",
    "mapping/plan/plan.css",
)
IMPORT = re.compile(r"""(from\s+|import\s+)"(\.{1,2}/[a-z_./]+\.js)\"""")
STYLE_IMPORT = re.compile(r"""^@import "([a-z_./]+\.css)";""", re.MULTILINE)
# Pictures that a style sheet would fetch; the map uses none of them.
FETCHED = re.compile(r"url\([^)]*\)")


def page_of_pack(
    site: SiteView,
    base_map: BaseMap,
    levels: Sequence[LevelView],
    plans: Mapping[str, str],
    *,
    contacts: Sequence[RosterView],
    agreements: Sequence[MemorandumView],
    scans: Mapping[str, Mapping[str, object]],
    made_at: datetime,
) -> bytes:
    """Return the page. `plans` are GeoJSON texts by level id, `scans` pictures by floorplan."""
    data = {
        "levels": [json.loads(json.dumps(asdict(level), default=str)) for level in levels],
        "plans": {level_id: json.loads(text) for level_id, text in plans.items()},
        "scans": scans,
        "made_at": made_at.isoformat(),
    }
    modules = {f"pack/{name}": _data_url(text) for name, text in modules_from(ENTRY).items()}
    context = {
        "site": site,
        "base_map": base_map,
        "contacts": contacts,
        "agreements": agreements,
        "made_at": made_at,
        "language": get_language() or "en",
        "map_words": map_words(),
        "data": data,
        "styles": [_inline_style(name) for name in STYLES],
        "leaflet": _inline_script(static_text("vendor/leaflet/leaflet.js")),
        "imports": _inline_script(json.dumps({"imports": modules})),
        "entry": f"pack/{ENTRY}",
    }
    return render_to_string("mapping/exports/pack.html", context).encode()


def modules_from(entry: str) -> dict[str, str]:
    """Return a script and all that it imports, by path, with imports that a page without server can follow."""
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if path not in found:
            text = static_text(path)
            folder = posixpath.dirname(path)
            for _, imported in IMPORT.findall(text):
                joined = posixpath.normpath(posixpath.join(folder, imported))
                text = text.replace(f'"{imported}"', f'"pack/{joined}"')
                waiting.append(joined)
            found[path] = text
    return found


def static_text(name: str) -> str:
    """Return one of our own static files."""
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text()


def _inline_style(name: str) -> SafeString:
    return _inline_script(FETCHED.sub("none", _style_text(name)))


def _style_text(name: str) -> str:
    """Return a style sheet with what it imports in its place."""
    folder = posixpath.dirname(name)
    return STYLE_IMPORT.sub(lambda found: _style_text(posixpath.normpath(f"{folder}/{found[1]}")), static_text(name))


def _inline_script(text: str) -> SafeString:
    # Files of ours and of Leaflet, and data URLs of them. An end tag inside a string would end the element.
    return mark_safe(text.replace("</", "<\\/"))  # noqa: S308


def _data_url(text: str) -> str:
    return "data:text/javascript;base64," + base64.b64encode(text.encode()).decode()
