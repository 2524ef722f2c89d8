"""Tell a room's number from its name, where a format has one label for both. Pure."""

import re

# 112, B-204, A1.05, 12a: what is on a door. A year or a telephone number is longer.
NUMBER = re.compile(r"[A-Z]{0,3}[-. ]?\d{1,4}(?:[.-]\d{1,3})?[A-Z]?", re.IGNORECASE | re.ASCII)
WORDS = r"(?:room|rm\.?|classroom|door|aula|sala|puerta)"
NAMED_NUMBER = re.compile(rf"{WORDS}\s+#?({NUMBER.pattern})", re.IGNORECASE | re.ASCII)

# "203 Chemistry": what stands in a room of a drawing. One digit would be "3 Fountains".
BOTH = re.compile(r"([A-Z]{0,3}[-.]?\d{2,4}(?:[.-]\d{1,3})?[A-Z]?)[ :-]+(\D.*)", re.IGNORECASE | re.ASCII)


# "850 SF", "78,5 m²": how large the room is. It stands below the name and is neither.
UNITS = r"(?:s\.?f\.?|sq\.?\s*(?:ft|m)\.?|ft[2²]|m[2²]|square (?:feet|met(?:er|re)s))"
MEASURE = re.compile(rf"(?:area|área|superficie)?\s*[:=]?\s*\d[\d.,' ]*{UNITS}", re.IGNORECASE)


def parts_of_label(label: str) -> tuple[str, ...]:
    """Return the number and the name that one line says, or the line; nothing of one that says how large it is."""
    if MEASURE.fullmatch(label):
        return ()
    both = BOTH.fullmatch(label)
    return (label,) if both is None else (both[1], both[2])


def number_and_name(number: str, *labels: str) -> tuple[str, str]:
    """Return number and name of a room or a door: a number given as such counts, else a label that is one.

    "112" and "Chemistry" are both; "Room 112" is a number and stays the name; a name without a number has none.
    """
    names = [label for label in labels if label]
    if number:
        return number, next((name for name in names if name != number), "")
    for name in names:
        if NUMBER.fullmatch(name):
            return name, next((other for other in names if other != name), "")
    for name in names:
        found = NAMED_NUMBER.fullmatch(name)
        if found is not None:
            return found[1], name
    return "", names[0] if names else ""
