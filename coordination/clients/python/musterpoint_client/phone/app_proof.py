"""An app proves which app it is, where the person's agency asks it (docs/mobile.md)."""

from collections.abc import Callable
from typing import Literal

from musterpoint_client.problems import Frame
from musterpoint_client.session import Session


def prove_app(session: Session, kind: Literal["app_attest", "play_integrity"], prove: Callable[[str], Frame]) -> bool:
    """Prove it for this session, after signing in; tell whether the session owes no proof any more.

    A press of the alarm waits for none of this.

    Args:
        prove: takes the server's challenge, asks the platform, and returns `kind`, `statement` and perhaps `key_id`.
    Raises: ApiProblem, OSError.
    """
    owed = session.get("/me/attestation")
    if not owed["is_asked"] or owed["attested_at"] is not None:
        return True
    if kind not in owed["checks"]:
        return False
    answer = session.post("/me/attestation", {**prove(owed["challenge"]), "challenge": owed["challenge"]})
    return answer["attested_at"] is not None
