"""Build a server-to-client websocket frame once: it is unmasked, so its bytes are the same for everybody. Pure."""

FIN_TEXT = 0x81


def text_frame(payload: bytes) -> bytes:
    """Return the RFC 6455 frame of a whole text message: one header of 2, 4 or 10 bytes, then the payload."""
    size = len(payload)
    if size < 126:
        return bytes((FIN_TEXT, size)) + payload
    if size < 65_536:
        return bytes((FIN_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FIN_TEXT, 127)) + size.to_bytes(8, "big") + payload
