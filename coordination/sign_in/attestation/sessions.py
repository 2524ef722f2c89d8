"""An app proves itself for one session: by a challenge that is of that session and of these five minutes alone."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac

from coordination.models import SessionState
from coordination.sign_in.attestation.errors import AttestationNotChecked, AttestationRefused
from coordination.sign_in.own_apps.proofs import NotProven, Proof
from coordination.sign_in.own_apps.verifiers import known_verifiers
from coordination.sign_in.sessions.duties import STATE

CHALLENGE_LASTS = timedelta(minutes=5)
SALT, TIME_BYTES = "an app proves itself", 7


@dataclass(frozen=True, slots=True)
class AttestationView:
    """Whether an app has to prove itself for this session, and how.

    `is_asked`: without a proof nothing but a press of the alarm is answered. `attested_at`: when the app did so, null
    where it has not or is not asked. `checks`: the kinds that this server can check. `challenge`: what Apple or Google
    is asked about, of this session alone. `challenge_expires_at`: from then on ask for a new one.
    """

    is_asked: bool
    attested_at: datetime | None
    checks: list[str]
    challenge: str
    challenge_expires_at: datetime


def view_attestation(session: SessionBase, at: datetime) -> AttestationView:
    """Return what a session has to prove, with a challenge for it. One query, none for sessions without rules."""
    row = SessionState.objects.filter(pk=session[STATE]).first() if STATE in session else None
    return AttestationView(
        is_asked=row is not None and row.needs_attestation,
        attested_at=row.attested_at if row is not None else None,
        checks=sorted(known_verifiers()),
        challenge=_challenge_for(session, int(at.timestamp())),
        challenge_expires_at=at + CHALLENGE_LASTS,
    )


def attest_session(session: SessionBase, proof: Proof, at: datetime) -> AttestationView:
    """Take an app's proof for its session. Commits. Raises: AttestationRefused, AttestationNotChecked."""
    check = known_verifiers().get(proof.kind)
    if check is None:
        raise AttestationNotChecked
    if not _is_challenge_for(session, proof.challenge, at):
        raise AttestationRefused("The challenge is not of this session, or older than five minutes.")
    try:
        check(proof, at)
    except NotProven as error:
        raise AttestationRefused(str(error)) from None
    SessionState.objects.filter(pk=session.get(STATE, 0)).update(attested_at=at)
    return view_attestation(session, at)


def _challenge_for(session: SessionBase, second: int) -> str:
    """Return 52 characters of base64url: no row is kept for what is asked and not used."""
    said = second.to_bytes(TIME_BYTES, "big")
    mark = salted_hmac(SALT, f"{session.session_key}.{second}", algorithm="sha256").digest()
    return urlsafe_b64encode(said + mark).decode()


def _is_challenge_for(session: SessionBase, challenge: str, at: datetime) -> bool:
    try:
        second = int.from_bytes(urlsafe_b64decode(challenge)[:TIME_BYTES], "big")
        made_at = datetime.fromtimestamp(second, UTC)
    except (NotBase64, ValueError, OverflowError, OSError):
        return False
    is_young = made_at <= at <= made_at + CHALLENGE_LASTS
    return is_young and constant_time_compare(challenge, _challenge_for(session, second))
