"""What a room's page says, as a file of its own in each language: the same for everybody, and kept by browsers.

It is a third of the page. Its address carries what it holds, as that of a script does.
"""

import hashlib
import json
import re
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from coordination.home.words import incident_words
from coordination.incident.panic.words import board_words
from coordination.web.wording.timeline_words import line_rules_json
from mapping.reunification_sites.words import reunification_words
from mapping.sites.wording.words import map_words


def words_address() -> str:
    """Return where the words stand in the language that is active."""
    language = translation.get_language() or "en"
    return reverse("room_words", args=[language, _digest_of_words(language)])


@require_safe
def room_words(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """Return the words of a room's page; no sign-in is asked. An older page gets those of now, for once."""
    if not translation.check_for_language(language):
        return HttpResponse(status=404)
    # They hold no secret, and are compressed once, as a script is.
    is_compressed = "br" in re.split(r"[,;\s]+", request.headers.get("Accept-Encoding", ""))
    words = _compress_words(language) if is_compressed else _write_words(language)
    response = HttpResponse(words, content_type="application/json")
    if is_compressed:
        response["Content-Encoding"] = "br"
    patch_vary_headers(response, ("Accept-Encoding",))
    is_named = digest == _digest_of_words(language)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_named else "no-store"
    return response


@lru_cache(maxsize=8)
def _write_words(language: str) -> bytes:
    with translation.override(language):
        of_plans = map_words()
        told = {
            "words": {**incident_words(of_plans), **board_words()},
            "line_rules": line_rules_json(),
            "map_words": {**of_plans, **reunification_words()},
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=8)
def _compress_words(language: str) -> bytes:
    compressed: bytes = brotli.compress(_write_words(language))
    return compressed


@lru_cache(maxsize=8)
def _digest_of_words(language: str) -> str:
    return hashlib.sha256(_write_words(language)).hexdigest()[:12]
