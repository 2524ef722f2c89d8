"""Read request bodies with the protocol's limit, so that HTTP and sockets refuse the same things."""

import json

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from coordination.errors import FrameTooLarge, MalformedFrame
from coordination.room.wire.frames import MAX_FRAME_BYTES


class LimitedParser(Parser):
    """JSON of at most MAX_FRAME_BYTES; deeper nesting than Python bears is malformed, not a crash."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        if int(request.headers.get("Content-Length") or 0) > MAX_FRAME_BYTES or len(request.body) > MAX_FRAME_BYTES:
            raise FrameTooLarge(f"At most {MAX_FRAME_BYTES} bytes are taken.")
        try:
            body: DictStrAny = json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise MalformedFrame("The body is not JSON.") from error
        return body
