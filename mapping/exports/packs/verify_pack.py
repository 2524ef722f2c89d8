"""Check an offline pack: nothing in it was changed, nothing is missing, and who signed it.

    python3 verify_pack.py PACK.zip [--key HEX] [--base OLDER.zip] [--write WHOLE.zip]

Needs nothing but Python 3.9 or newer; every pack brings this file. Give --key the fingerprint that your school or its
server told you: without it, you know that the pack was signed, but not by whom. An update holds only what
changed; --base is the pack it builds on, and --write puts both together. Exit code 0: all is well; 1: it is not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Mapping, Sequence
from typing import Tuple

Point = Tuple[int, int, int, int]
Files = Mapping[str, bytes]

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "public_key.txt"
# A pack of one school is a few megabytes; a larger one is hostile.
MAX_BYTES = 512 * 1024 * 1024

# --- Ed25519 (RFC 8032, 5.1); verification only, so that nothing here must be kept secret ---
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, P - 2, P) % P
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def _x_of(y: int, is_odd: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P != 0 or (x == 0 and is_odd):
        return None
    return P - x if x % 2 != is_odd else x


def _read_point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    is_odd, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, is_odd) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _add_points(a: Point, b: Point) -> Point:
    (ax, ay, az, at), (bx, by, bz, bt) = a, b
    low, high = (ay - ax) * (by - bx) % P, (ay + ax) * (by + bx) % P
    c, d = 2 * at * bt * D % P, 2 * az * bz % P
    e, f, g, h = high - low, d - c, d + c, high + low
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _multiply_point(factor: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            result = _add_points(result, point)
        point, factor = _add_points(point, point), factor >> 1
    return result


def _is_same_point(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Tell whether an Ed25519 signature is good."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    signer, commitment = _read_point(public_key), _read_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if signer is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    return _is_same_point(_multiply_point(scalar, BASE), _add_points(commitment, _multiply_point(challenge, signer)))


# --- the pack ---
def read_pack(path: str) -> dict[str, bytes]:
    """Return the files of a pack by name."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
            raise ValueError("the pack is too large")
        names = archive.namelist()
        if len(names) != len(set(names)):
            raise ValueError("a name stands twice in the pack")
        return {name: archive.read(name) for name in names}


def find_faults(files: Files, base: Files | None = None, trusted_key: str | None = None) -> list[str]:
    """Return what is wrong with a pack, in words; nothing for a good one. `base` are the files it builds on."""
    missing = [name for name in (MANIFEST, SIGNATURE, KEY) if name not in files]
    if missing:
        return ["missing: " + ", ".join(missing)]
    try:
        key, signature = bytes.fromhex(files[KEY].decode().strip()), bytes.fromhex(files[SIGNATURE].decode().strip())
    except ValueError:
        return ["key or signature is unreadable"]
    found = []
    if trusted_key is not None and key.hex() != trusted_key.strip().lower():
        found.append("signed by someone else than you trust: " + key.hex())
    if not is_signed(files[MANIFEST], signature, key):
        return [*found, "the signature does not fit the manifest"]
    listed = json.loads(files[MANIFEST])["files"]
    known = {MANIFEST, SIGNATURE, KEY, *listed}
    found += ["not in the manifest: " + name for name in sorted(files) if name not in known]
    for name, about in sorted(listed.items()):
        content = files.get(name, (base or {}).get(name))
        if content is None:
            found.append("missing: " + name)
        elif hashlib.sha256(content).hexdigest() != about["sha256"]:
            found.append("changed: " + name)
    return found


def whole_of(files: Files, base: Files) -> dict[str, bytes]:
    """Return an update and what it builds on as one pack."""
    listed = json.loads(files[MANIFEST])["files"]
    return {**{name: base[name] for name in listed if name in base}, **files}


def main(arguments: Sequence[str]) -> int:
    """Check, say what was found, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("--key", help="the public key you trust, 64 hexadecimal digits")
    parser.add_argument("--base", help="the pack that an update builds on")
    parser.add_argument("--write", help="write the update and its base as one whole pack")
    chosen = parser.parse_args(arguments)
    try:
        files = read_pack(chosen.pack)
        base = read_pack(chosen.base) if chosen.base else {}
        found = find_faults(files, base, chosen.key)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        found = ["unreadable: " + str(error)]
    if found:
        print("\n".join(["NOT TO BE TRUSTED", *found]))
        return 1
    manifest = json.loads(files[MANIFEST])
    print(f"good: {manifest['site_name']}, made {manifest['made_at']}, {len(manifest['files'])} files")
    print("signed by " + files[KEY].decode().strip() + ("" if chosen.key else " (compare it with what you were told)"))
    if chosen.write:
        with zipfile.ZipFile(chosen.write, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in whole_of(files, base).items():
                archive.writestr(name, content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
