"""Receipt codes: drawn, shown once, and kept as a hash. Pure but for the dice."""

import hashlib
import secrets

# Neither I, L, O, U nor 0 and 1: what a pupil writes by hand is read back rightly.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUPS, OF = 4, 4
# 78 bits: no one finds one by trying, and so a plain hash is enough, which no change of the server's key makes useless.


def new_code() -> str:
    """Return a code such as K7QM-3XWD-9RTA-HC4P."""
    drawn = [secrets.choice(ALPHABET) for _ in range(GROUPS * OF)]
    return "-".join("".join(drawn[at : at + OF]) for at in range(0, GROUPS * OF, OF))


def hash_of_code(typed: str) -> str:
    """Return the hash of a code as it was typed: small letters, spaces and dashes do not matter."""
    letters = "".join(one for one in typed.upper() if one in ALPHABET)
    return hash_of("receipt", letters)


def new_form() -> str:
    """Return what makes one form one report, however often it is sent."""
    return secrets.token_urlsafe(16)


def hash_of(kind: str, text: str) -> str:
    return hashlib.sha256(f"musterpoint-tip-{kind}:{text}".encode()).hexdigest()
