"""Read request bodies with the protocol's limit, so that HTTP and sockets refuse the same things."""

import json
import re

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.types import DictStrAny

from coordination.errors import FrameTooLarge, HiddenText, MalformedFrame
from coordination.room.wire.frames import MAX_FRAME_BYTES
from mou.foundation.installed_apps import app_cleaned
from mou.foundation.shown_text import hidden_in_json, hidden_sentence

# Commands say themselves what becomes of their texts, by class: what calls for help is cleaned, never refused. So are
# the presses and posts that other systems send (coordination.room.wire.model.Texts).
COMMANDS = re.compile(r"/api/v1/rooms/[^/]+/commands/?")


class LimitedParser(Parser):
    """JSON of at most MAX_FRAME_BYTES; deeper nesting than Python bears is malformed, not a crash."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        if int(request.headers.get("Content-Length") or 0) > MAX_FRAME_BYTES or len(request.body) > MAX_FRAME_BYTES:
            raise FrameTooLarge(f"At most {MAX_FRAME_BYTES} bytes are taken.")
        try:
            body: DictStrAny = json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise MalformedFrame("The body is not JSON.") from error
        # JSON takes controls as escapes only: what has neither escapes nor foreign letters hides nothing.
        is_plain = request.body.isascii() and b"\\" not in request.body
        if not is_plain and not says_itself(request.path_info):
            refuse_hidden(body)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, str], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        given = super().parse_querydict(data, list_fields, request)
        refuse_hidden(given)
        return given


def says_itself(path: str) -> bool:
    """Say whether the class that reads the body of an address refuses or cleans its texts on its own."""
    return bool(COMMANDS.fullmatch(path) or app_cleaned().fullmatch(path.removesuffix("/")))


def refuse_hidden(body: object) -> None:
    """Refuse a body in which a text shows other words than it holds. Raises: HiddenText."""
    if found := hidden_in_json(body):
        raise HiddenText(hidden_sentence("text", found.hidden), pointer=found.pointer)
