"""Build and take apart websocket frames of whole text messages. Pure.

A server-to-client frame is unmasked, so its bytes are the same for all clients: it is built once.
"""

FIN_TEXT, MASKED = 0x81, 0x80
KEY_BYTES = 4
LENGTH_IN_2_BYTES = 126  # RFC 6455, 5.2: what stands in the second byte when the length needs more room


def text_frame(payload: bytes) -> bytes:
    """Return the RFC 6455 frame of a whole text message: one header of 2, 4 or 10 bytes, then the payload."""
    size = len(payload)
    if size < 126:
        return bytes((FIN_TEXT, size)) + payload
    if size < 65_536:
        return bytes((FIN_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FIN_TEXT, 127)) + size.to_bytes(8, "big") + payload


def texts_in(data: bytes, *, at_most_bytes: int) -> tuple[list[bytes], int]:
    """Return the texts of the whole, final, masked text frames that stand at the beginning, and where they end.

    It stops before anything else: a frame in pieces, of another kind, too long, badly encoded or not UTF-8. So it never
    decides what is an error.
    """
    texts: list[bytes] = []
    end = 0
    while (found := _text_at(data, end, at_most_bytes)) is not None:
        text, end = found
        texts.append(text)
    return texts, end


def _text_at(data: bytes, at: int, at_most_bytes: int) -> tuple[bytes, int] | None:
    if len(data) < at + 2 + KEY_BYTES or data[at] != FIN_TEXT or data[at + 1] < MASKED:
        return None
    size, key_at = data[at + 1] - MASKED, at + 2
    if size == LENGTH_IN_2_BYTES:
        size, key_at = int.from_bytes(data[at + 2 : at + 4]), at + 4
        if size < LENGTH_IN_2_BYTES:
            return None  # a longer form of length than it needs
    elif size > LENGTH_IN_2_BYTES:
        return None
    begin = key_at + KEY_BYTES
    end = begin + size
    if end > len(data) or size > at_most_bytes:
        return None
    key = (data[key_at:begin] * (size // KEY_BYTES + 1))[:size]
    # One operation on two long numbers unmasks all bytes at once.
    text = (int.from_bytes(data[begin:end]) ^ int.from_bytes(key)).to_bytes(size)
    try:
        text.decode()
    except UnicodeDecodeError:
        return None
    return text, end
