"""The one text of a JSON value, which every language can make (RFC 8785). Pure."""

import json
from decimal import Decimal
from typing import Any


def canonical_text(value: Any) -> str:
    """Return the canonical JSON text of a parsed value. Source: RFC 8785."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical_text(key)}:{canonical_text(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_text, value)) + "]"
    return number_text(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def number_text(value: float) -> str:
    """Return a number as ECMAScript writes it: the fewest digits that mean it, and an exponent only far from 1."""
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    point = len(figures) + int(exponent)
    if value == 0:
        return "0"
    if len(figures) <= point <= 21:
        text = figures + "0" * (point - len(figures))
    elif 0 < point <= 21:
        text = f"{figures[:point]}.{figures[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{figures}"
    else:
        mantissa = figures if len(figures) == 1 else f"{figures[0]}.{figures[1:]}"
        text = f"{mantissa}e{point - 1:+d}"
    return "-" + text if sign else text
