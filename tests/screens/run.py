"""Start the demo in a folder of its own, bring it from state to state, and take a picture of every page."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.screens.camera import Camera
    from tests.screens.inspection import Inspector
    from tests.screens.pages import Held

SIZES = ("phone", "tablet", "desk", "wide")
USUAL_SIZES = ("phone", "desk")
# An inspected page is opened on a desk, and its window made smaller and larger.
INSPECTED_SIZE = "desk"
INSPECTED = ("size", "axe")
THEMES = ("light", "dark", "night")


def main(arguments: Sequence[str]) -> int:
    """Take the pictures that were asked for; return 0, or 1 when a page could not be opened."""
    chosen = _chosen(arguments)
    django.setup()
    from coordination.setup.system_parts import find_chromium

    if not find_chromium():
        say("there is no Chromium: `python3 manage.py test` installs it")
        return 2
    from django.conf import settings

    try:
        return _taken(chosen, str(find_chromium()))
    finally:
        if settings.VAR_DIR.name.startswith("once-"):
            shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def _taken(chosen: argparse.Namespace, program: str) -> int:
    from tests.screens.camera import Camera
    from tests.screens.inspection import Inspector
    from tests.screens.readme import README
    from tests.screens.sheet import contact_sheet
    from tests.stage.devices.windows import chromium

    chosen.folder.mkdir(parents=True, exist_ok=True)
    with _demo() as (url, held, drill_id), chromium(Path(program)) as browser:
        camera = Camera(browser, url, held, drill_id, chosen, say)
        if chosen.readme:
            camera.take_shown(README)
            return 0
        if chosen.inspect:
            return _inspected(Inspector(browser, url, held, drill_id, chosen, say))
        camera.take_all()
    (chosen.folder / "index.html").write_text(contact_sheet(camera.pictures))
    say(f"{len(camera.pictures)} pictures: {chosen.folder / 'index.html'}")
    return _told(camera)


def _inspected(inspector: "Inspector") -> int:
    inspector.take_all()
    say(f"{len(inspector.seen)} pages looked at")
    return _told(inspector)


def _told(camera: "Camera") -> int:
    for problem in camera.problems:
        say(problem)
    return 1 if camera.problems else 0


@contextmanager
def _demo() -> "Iterator[tuple[str, Held, str]]":
    from coordination.management import demo_district
    from coordination.management.commands.demo import HOST, start_all
    from coordination.management.listening import address_of, listening_socket
    from coordination.management.process_group import ProcessGroup
    from coordination.room.models import Incident
    from coordination.vocabulary import IncidentStatus
    from tests.screens.pages import held

    demo_district.prepare_district(data=None, is_fresh=False, say=say)
    # That which is open: an earlier exercise has ended.
    drill = Incident.objects.exclude(status=IncidentStatus.CLOSED.value).get(is_exercise=True)
    of, drill_id = held(), str(drill.pk)
    listener = listening_socket(HOST, 0)
    with ProcessGroup() as group:
        start_all(group, listener)
        yield address_of(listener), of, drill_id


def _chosen(arguments: Sequence[str]) -> argparse.Namespace:
    from tests.screens.states import STATES

    def words(text: str) -> list[str]:
        return [word for word in text.split(",") if word]

    parser = argparse.ArgumentParser(prog="manage.py screenshots DIR", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", type=words, default=list(STATES), help=f"of {', '.join(STATES)}")
    parser.add_argument("--sizes", type=words, default=list(USUAL_SIZES), help=f"of {', '.join(SIZES)}")
    parser.add_argument("--themes", type=words, default=list(THEMES), help=f"of {', '.join(THEMES)}")
    parser.add_argument("--people", type=words, default=[], help="only these people of the demo (all)")
    parser.add_argument("--pages", type=words, default=[], help="only these pages, by the name of their route (all)")
    parser.add_argument("--language", default="en-US", help="what the browser asks for (en-US), for instance es")
    parser.add_argument("--readme", action="store_true", help="only the four pictures of the README")
    inspect = "take no pictures; of size (is anything cut off at 200 %%?) and axe (does axe-core find anything?)"
    parser.add_argument("--inspect", type=words, default=[], metavar="WHAT", help=inspect)
    chosen = parser.parse_args(arguments)
    if chosen.inspect:
        chosen.sizes = [INSPECTED_SIZE]
    options = ((chosen.states, STATES), (chosen.sizes, SIZES), (chosen.themes, THEMES), (chosen.inspect, INSPECTED))
    for given, known in options:
        for word in given:
            if word not in known:
                parser.error(f"there is no {word!r}; there are: {', '.join(known)}")
    return chosen


def say(text: str) -> None:
    """Report progress on stderr."""
    print(f"[screens] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    sys.exit(main(sys.argv[1:]))
