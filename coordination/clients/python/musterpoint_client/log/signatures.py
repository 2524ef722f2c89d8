"""Check an Ed25519 signature with nothing but the standard library. Pure."""

import hashlib

Point = tuple[int, int, int, int]
# Source: RFC 8032, 5.1: the curve of Ed25519 in extended coordinates.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def _add_points(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply_point(factor: int, point: Point) -> Point:
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add_points(result, point)
        point, factor = _add_points(point, point), factor >> 1
    return result


def _point_from(raw: bytes) -> Point | None:
    """Return the point of 32 bytes; none: there is no such point."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = _point_from((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Say whether a signature is of a key. Source: RFC 8032, 5.1.7."""
    if len(signature) != 64 or len(key) != 32 or BASE is None:
        return False
    signer, nonce, s = _point_from(key), _point_from(signature[:32]), int.from_bytes(signature[32:], "little")
    if signer is None or nonce is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = _multiply_point(s, BASE), _add_points(nonce, _multiply_point(h, signer))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P
