"""Write down what everybody is shown today, before code is moved, and say afterwards what became different.

    MUSTERPOINT_DEMO_VAR=FOLDER python3 manage.py demo                       once, then Ctrl-C
    python3 -m tests.screens.golden record FOLDER before.json
    python3 -m tests.screens.golden compare before.json after.json

The pages are asked for as each person of the demo in both languages, beside the descriptions of the interface, a paper
with every term, what phones are told, and each list of labels. Digits are left out: clocks move. The record stands
outside the repository.
"""

import html
import importlib
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import django

LANGUAGES = ("en", "es")
PACKAGES = ("coordination", "mapping", "mou", "push")
SCRIPTS = re.compile(r"<(script|style)(?![^>]*application/json)[^>]*>.*?</\1>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
LEADS = re.compile(r"""<(?:a|form|input|select|textarea|button|option)\b[^>]*""")
NAMES = re.compile(r"""\b(?:href|action|name|value)=["']([^"']*)["']""")
CHANGING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9+/_=-]{32,}|\d+")

type Record = dict[str, list[str]]


def main(arguments: list[str]) -> int:
    """Record or compare; return 1 where something differs."""
    if arguments[:1] == ["compare"] and len(arguments) == 3:
        return _compared(*(json.loads(Path(one).read_text()) for one in arguments[1:]))
    if arguments[:1] != ["record"] or len(arguments) != 3:
        print(__doc__)
        return 2
    _use_demo(Path(arguments[1]).resolve())
    found = dict(sorted(_everything()))
    Path(arguments[2]).write_text(json.dumps(found, ensure_ascii=False, indent=0))
    print(f"{len(found)} entries")
    return 0


def _use_demo(folder: Path) -> None:
    os.environ.update(
        MUSTERPOINT_MODE="demo",
        MUSTERPOINT_VAR=str(folder),
        MUSTERPOINT_DATABASE=f"spatialite://{folder / 'demo.sqlite3'}",
        MUSTERPOINT_SECRET_KEY=(folder / "secret_key").read_text().strip(),
        MUSTERPOINT_REDIS="",
        MUSTERPOINT_HOSTS="testserver,127.0.0.1",
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()


def _everything() -> Iterator[tuple[str, list[str]]]:
    yield from _pages()
    yield from _descriptions()
    yield from _papers()
    yield from _pushes()
    yield from _lists()


def _pages() -> Iterator[tuple[str, list[str]]]:
    """Yield what each person is shown on each page: the status, the text, and where links and fields lead."""
    from django.conf import settings
    from django.test import Client

    from coordination.drills.exercises.models import Exercise
    from coordination.models import User
    from tests.screens.pages import GUEST, PAGES, address_of, held

    of = held()
    drill = str(Exercise.objects.filter(incident_id__isnull=False).latest("ended_at").incident_id)
    for language in LANGUAGES:
        for who, names in PAGES.items():
            if who == GUEST:
                # Comes without an account, when someone in command lets them in.
                continue
            client = Client(raise_request_exception=False)
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            if who:
                client.force_login(User.objects.get(username=who))
            for name in names:
                response = client.get(address_of(name, of, drill))
                text = response.content.decode() if not response.streaming else ""
                yield f"page {language} {who or 'nobody'} {name}", [str(response.status_code), *_shown(text)]


def _shown(text: str) -> list[str]:
    """Return the lines that a page shows, what its scripts are given, and what its links and fields name."""
    kept = SCRIPTS.sub(" ", text)
    named = [f"→ {name}" for tag in LEADS.findall(kept) for name in NAMES.findall(tag) if name]
    lines = [" ".join(html.unescape(one).split()) for one in TAGS.split(kept)]
    return [CHANGING.sub("#", one) for one in (*filter(None, lines), *named)]


def _descriptions() -> Iterator[tuple[str, list[str]]]:
    for path in ("openapi.json", "asyncapi.json", "administrative-acts.md", "vocabulary.md"):
        yield f"docs {path}", Path("docs", path).read_text().splitlines()


def _papers() -> Iterator[tuple[str, list[str]]]:
    """Yield an agreement on paper that has every term and every row of the data matrix."""
    from mou.document import TermText
    from mou.papers.sealing.drawing import draft_page
    from mou.vocabulary import DataCategory, SharingDirection, SharingTime, TermKind
    from tests.mou.papers.test_canonical import small_document

    times = list(SharingTime)
    kinds = [kind for kind in TermKind if kind is not TermKind.DATA_SHARING]
    terms = [TermText(kind=kind, scope="", value={"granted": True}, condition={"when": "always"}) for kind in kinds]
    terms += [
        TermText(
            kind=TermKind.DATA_SHARING,
            scope=f"{category}:{way}",
            value={"when": times[number % len(times)]},
            condition={"when": "always"},
        )
        for number, category in enumerate(DataCategory)
        for way in SharingDirection
    ]
    document = replace(small_document(), terms=tuple(terms))
    for language in LANGUAGES:
        yield f"paper {language}", _shown(draft_page(document, language="es" if language == "es" else "en").html)


def _pushes() -> Iterator[tuple[str, list[str]]]:
    from push.texts import text_for
    from tests.support.push_words import push_words

    words = sorted(push_words().items())
    for locale in LANGUAGES:
        said = {name: text_for(one, locale=locale, is_exercise=False) for name, one in words}
        yield f"push {locale}", [f"{name}: {one.title} | {one.body}" for name, one in said.items()]


def _lists() -> Iterator[tuple[str, list[str]]]:
    """Yield what each list of words says, and each enumeration that has its labels itself."""
    from django.utils import translation

    for path in sorted(path for package in PACKAGES for path in Path(package).rglob("*.py")):
        if path.stem not in ("words", "vocabulary") and not path.stem.endswith("_words"):
            continue
        module = importlib.import_module(".".join(path.with_suffix("").parts))
        for name, one in sorted(vars(module).items()):
            said = _list_of(one, module.__name__)
            for language in LANGUAGES if said else ():
                with translation.override(language):
                    yield f"list {language} {module.__name__}.{name}", _flat(said() if said else {})


def _list_of(one: object, module: str) -> Callable[[], object] | None:
    """Return what gives the words of a list, if this does."""
    if getattr(one, "__module__", "") != module:
        return None
    labels: object = getattr(one, "labels", None)
    if callable(labels):
        return labels
    is_list = inspect.isfunction(one) and not inspect.signature(one).parameters
    return one if is_list and callable(one) else None


def _flat(said: object, under: str = "") -> list[str]:
    if isinstance(said, dict):
        return [line for key, value in said.items() for line in _flat(value, f"{under}{key}: ")]
    return [f"{under}{said}"]


def _compared(before: Record, after: Record) -> int:
    """Print every difference once, with where it is met.

    A list that is gone counts as moved where another has its words, in any order.
    """
    moved = {frozenset(lines) for key, lines in after.items() if key not in before}
    met: dict[tuple[str, ...], list[str]] = {}
    for key, lines in before.items():
        if key not in after and frozenset(lines) in moved:
            continue
        now = [*_parts(after[key])] if key in after else ["gone, and no new list has its words"]
        was = [*_parts(lines)] if key in after else []
        old, new = set(was), set(now)
        changes = [f"- {one}" for one in was if one not in new] + [f"+ {one}" for one in now if one not in old]
        if changes:
            met.setdefault(tuple(changes), []).append(key)
    for changed, keys in met.items():
        print(f"## {len(keys)}: {', '.join(keys)[:400]}", *changed, sep="\n")
    differs = sum(map(len, met.values()))
    print(f"{differs} of {len(before)} entries differ; {len(after.keys() - before.keys())} are new")
    return int(differs > 0)


def _parts(lines: list[str]) -> Iterator[str]:
    """Yield lines, and what a script is given piece by piece."""
    for line in lines:
        yield from line.split('", "') if line.startswith("{") else [line]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
