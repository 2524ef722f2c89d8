"""What a second person agrees to, whole: a line for each thing that will be, the same when asked and when done."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

# A sign-in of 500 groups with the longest names.
WHOLE_MAX_CHARS = 200_000
LIST_MAX_CHARS = 15_000


def whole_of(pairs: Iterable[tuple[str, object]]) -> str:
    """Return lines of a name and a value; what is not set has none."""
    return "\n".join(f"{name}: {_one_line(value)}" for name, value in pairs if value not in ("", None))


def whole_of_groups(groups: Mapping[str, Sequence[str]], default_role: str) -> list[tuple[str, object]]:
    """Return what groups make: a line for each, in an order that does not depend on how they were written."""
    named = [(f"groups_{role}", name) for role in sorted(groups) for name in groups[role]]
    return [*named, ("default_role", default_role)]


def whole_of_list(name: str, values: Iterable[str]) -> list[tuple[str, object]]:
    """Return a line for each of many values; of more than anybody reads the number of others, and what they were."""
    lines: list[tuple[str, object]] = []
    found, length = sorted(values), 0
    for value in found:
        length += len(f"{name}: {value}\n")
        if length > LIST_MAX_CHARS:
            break
        lines.append((name, value))
    if rest := found[len(lines) :]:
        digest = hashlib.sha256("\n".join(rest).encode()).hexdigest()
        lines += [(f"{name}_more", len(rest)), (f"{name}_sha256", digest)]
    return lines


def as_asked(detail: str) -> str:
    """Return what was sent as it is compared: a form sends the ends of lines in its own way."""
    return "\n".join(line.strip() for line in detail.strip().splitlines())


def _one_line(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())
