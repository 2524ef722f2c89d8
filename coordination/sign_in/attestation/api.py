"""The doors at which an app proves itself: open to a session that owes exactly that."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from coordination.sign_in.attestation.sessions import AttestationView, attest_session, view_attestation
from coordination.sign_in.callers import caller_of, session_of
from coordination.sign_in.own_apps.proofs import Proof

router = Router(tags=["sign-in"])
STATEMENT_MAX_CHARS = 40_000
CHALLENGE_EXAMPLE = "AAAAAGkA1kC4u0yXh0yqk1bPzq1c0J3yqY8eX0fE0m3Wq5u1w2Zt"


class AppProofIn(Schema):
    """What Apple or Google has given the app about itself, for the server's challenge."""

    kind: Annotated[
        Literal["app_attest", "play_integrity"], Field(description="Who says it: Apple's App Attest, or Google's.")
    ]
    challenge: Annotated[
        str,
        Field(
            max_length=100,
            description="The challenge that `read_attestation` gave this session, as it was.",
            examples=[CHALLENGE_EXAMPLE],
        ),
    ]
    statement: Annotated[
        str,
        Field(
            max_length=STATEMENT_MAX_CHARS,
            description="App Attest: the attestation object in base64. Play Integrity: the token of a classic request.",
            examples=["o2NmbXRvYXBwbGUtYXBwYXR0ZXN0Z2F0dFN0bXSi"],
        ),
    ]
    key_id: Annotated[
        str,
        Field(
            max_length=100,
            description="App Attest: the id of the key, in base64, as `generateKey` gave it. Empty for Google.",
            examples=["bN0mWc1kqV3v0q9d1m7x2w8s4r6t5y1u0aBcDeFgHiI="],
        ),
    ] = ""


@router.get("/me/attestation", response=AttestationView, operation_id="read_attestation")
def read_attestation(request: HttpRequest) -> AttestationView:
    """Return whether an app has to prove itself for this session, and a challenge for it: it lasts five minutes."""
    return view_attestation(session_of(request), caller_of(request).at)


@router.post("/me/attestation", response=AttestationView, operation_id="attest_app")
def post_attestation(request: HttpRequest, body: AppProofIn) -> AttestationView:
    """Prove for this session that the app is one of this server's, unchanged, on a real device."""
    proof = Proof(body.kind, body.statement, body.key_id, body.challenge)
    return attest_session(session_of(request), proof, caller_of(request).at)
