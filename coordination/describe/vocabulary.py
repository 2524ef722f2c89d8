"""The tables of docs/vocabulary.md: each value with its label in both languages, beside what people wrote it means."""

import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mou.foundation.labelled import Labelled

ROOT = Path(__file__).resolve().parent.parent.parent
OF_A_MODULE = re.compile(r"\n(?=## )")
SECTION = re.compile(r"\n(?=\*\*)")
TABLE = re.compile(
    r"^\| value \|(?: English \| Spanish \|)?(?: (?P<about>[^|]+) \|)?\n\|[-|]+\n(?P<rows>(?:\|.*\n?)+)", re.MULTILINE
)


def vocabulary_text(written: str) -> str:
    """Return the page with its tables as the lists say them. Meanings, order of lists and sources stay as written."""
    lists = {f"{one.__module__}.{one.__name__}": one for one in labelled_lists()}
    return "\n".join(_of_module(part, lists) for part in OF_A_MODULE.split(written))


def labelled_lists() -> Iterator[type[Labelled]]:
    """Yield each list of a vocabulary that carries its labels."""
    for path in sorted(ROOT.glob("*/**/vocabulary.py")):
        names = path.relative_to(ROOT).with_suffix("").parts
        # This module has the name as well.
        if names[0] not in ("coordination", "mapping", "mou", "push") or "describe" in names:
            continue
        module = importlib.import_module(".".join(names))
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Labelled) and one.__module__ == module.__name__:
                yield one


def _of_module(part: str, lists: Mapping[str, type[Labelled]]) -> str:
    """Return what the page says of a module's lists, with their tables."""
    named = re.match(r"## .*\(`([\w/]+)\.py`\)", part)
    if named is None:
        return part
    module = named[1].replace("/", ".")
    sections = [_of_list(one, module, lists) for one in SECTION.split(part)]
    return "\n".join(sections)


def _of_list(section: str, module: str, lists: Mapping[str, type[Labelled]]) -> str:
    name = re.match(r"\*\*(\w+)\*\*", section)
    found = lists.get(f"{module}.{name[1]}") if name else None
    if found is None:
        return section
    table = TABLE.search(section)
    if table is None:
        # Its values stand in the sentence: the table follows the first paragraph.
        about, blank, rest = section.partition("\n\n")
        return f"{about.rstrip()}\n\n{_write_table(found, '', {})}{blank if rest else chr(10)}{rest}"
    about = (table["about"] or "").strip()
    rows = [line.strip("|").split(" | ") for line in table["rows"].strip().split("\n")]
    meanings = {row[0].strip(" `"): row[-1].strip(" |") for row in rows} if about else {}
    return section[: table.start()] + _write_table(found, about, meanings) + section[table.end() :]


def _write_table(found: type[Labelled], about: str, meanings: Mapping[str, str]) -> str:
    heads = ["value", "English", "Spanish", *([about] if about else [])]
    rows = [
        [f"`{one.value}`", one.label_in("en"), one.label_in("es"), *([meanings.get(one.value, "")] if about else [])]
        for one in found
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("|" + "|".join(line) + "|\n" if line[0] == "---" else f"| {' | '.join(line)} |\n" for line in lines)
