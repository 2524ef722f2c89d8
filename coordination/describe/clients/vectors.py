"""Test vectors for clients in any language, made by the code that the server runs."""

import json
from collections.abc import Callable
from typing import Any

from coordination.describe.clients.fold_cases import fold_vectors
from coordination.describe.clients.log_cases import canonical_vectors, chain_vectors, head_vectors
from coordination.describe.clients.place_cases import place_vectors
from coordination.describe.clients.refusal_cases import refusal_vectors
from coordination.describe.clients.sign_in_cases import sign_in_vectors

FOLDER = "examples/vectors"
MADE: dict[str, Callable[[], dict[str, Any]]] = {
    "fold": fold_vectors,
    "canonical": canonical_vectors,
    "chain": chain_vectors,
    "heads": head_vectors,
    "places": place_vectors,
    "refusals": refusal_vectors,
    "sign_in": sign_in_vectors,
}


def vector_texts() -> dict[str, str]:
    """Return the text of each file, by its path below docs/. Texts are as they are made: order is part of a case."""
    return {
        f"{FOLDER}/{name}.json": json.dumps(make(), indent=1, ensure_ascii=True) + "\n" for name, make in MADE.items()
    }
