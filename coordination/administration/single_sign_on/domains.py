"""Mail domains that agencies say are theirs: each counts once it is proven, and for as long as the proof is seen.

By a DNS record that the domain's owner sets, or by the operator of this installation. A claim alone leads no sign-in
anywhere, vouches for no address, and keeps no other agency from its own claim. DNS is asked beside serving, never in a
request: the one who claims a domain chooses who answers.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from coordination.administration.models import DomainClaim
from coordination.administration.single_sign_on.errors import BadProvider, DomainProvenElsewhere
from coordination.planning_bell import ring_on_commit
from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import BY_ITSELF, record_act
from mou.models import Agency
from mou.vocabulary import OPERATOR, ActorId, AdministrativeActKind
from push.outgoing.calls import DOMAIN_PROOF
from push.outgoing.dns_records import RecordsAway, texts_at

RECORD_AT, RECORD_SAYS = "_musterpoint", "musterpoint-domain="
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# So long after the claim, or after a person asked, a record that is not there yet is looked for.
LOOKED_FOR = timedelta(days=3)
# Records vanish when a zone is moved: after so long without it, a domain counts no longer.
MAY_BE_MISSING = timedelta(days=7)
# The operator's word, and a record that could not be looked at, count so long.
PROOF_LASTS = timedelta(days=366)
MOST_AT_ONCE = 20
type LookUp = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the agency's administrators read it, with the record that would prove it."""

    domain: str
    record_name: str
    record_text: str
    is_proven: bool
    proven_by: str
    proven_at: datetime | None
    missing_since: datetime | None
    looked_at: datetime | None
    is_away: bool


def record_name(domain: str) -> str:
    """Return under which name the record stands."""
    return f"{RECORD_AT}.{domain}"


def record_text(token: str) -> str:
    """Return what the record says."""
    return f"{RECORD_SAYS}{token}"


def claim_domains(agency: Agency, domains: Iterable[str], at: datetime) -> None:
    """Claim these domains and no others, in the caller's transaction. What is new is looked at within seconds."""
    wanted = set(domains)
    DomainClaim.objects.filter(agency=agency).exclude(domain__in=wanted).delete()
    known = set(DomainClaim.objects.filter(agency=agency).values_list("domain", flat=True))
    DomainClaim.objects.bulk_create(
        DomainClaim(agency=agency, domain=one, token=secrets.token_urlsafe(24), claimed_at=at, look_at=at)
        for one in sorted(wanted - known)
    )
    ring_on_commit()


def claims_of(agency: Agency) -> list[ClaimView]:
    """Return an agency's claims. One query."""
    return [
        ClaimView(
            domain=row.domain,
            record_name=record_name(row.domain),
            record_text=record_text(row.token),
            is_proven=row.proven_at is not None,
            proven_by=row.proven_by,
            proven_at=row.proven_at,
            missing_since=row.missing_since,
            looked_at=row.looked_at,
            is_away=row.is_away,
        )
        for row in DomainClaim.objects.filter(agency=agency).order_by("domain")
    ]


def proven_claims() -> QuerySet[DomainClaim]:
    """Return the claims that count."""
    return DomainClaim.objects.filter(proven_at__isnull=False)


def is_proven_for(agency_id: UUID, domain: str) -> bool:
    """Say whether a domain counts as an agency's. One query."""
    return proven_claims().filter(agency_id=agency_id, domain=domain.lower()).exists()


def ask_to_look(*, actor_id: int, agency_id: UUID, at: datetime) -> None:
    """Have an agency's domains looked at within seconds, in one durable transaction.

    Raises: AgencyNotFound, NotAllowed.
    """
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        # Once a minute: who presses again and again asks other people's servers no oftener.
        rows = DomainClaim.objects.filter(agency=agency).exclude(looked_at__gt=at - timedelta(minutes=1))
        rows.update(look_at=at, claimed_at=at)
        ring_on_commit()


# --- the operator's word ----------------------------------------------------------------------------------------------
@administrative_act(
    who="the operator, at the server's console",
    told="the agency's record, and its administrators",
    recorded="agency_changed",
)
def confirm_domain(*, actor_id: ActorId, agency: Agency, domain: str, at: datetime) -> None:
    """Let a claimed domain count without a record, in one durable transaction.

    Raises: BadProvider: the agency does not claim it. DomainProvenElsewhere.
    """
    with transaction.atomic(durable=True):
        row = _lock_claim(agency, domain)
        _prove_claim(row, DomainClaim.ProvenBy.OPERATOR, actor_id=actor_id, at=at)


@administrative_act(
    who="the operator, at the server's console",
    told="the agency's record, and its administrators",
    recorded="agency_changed",
)
def withdraw_domain(*, actor_id: ActorId, agency: Agency, domain: str, at: datetime) -> None:
    """Let a domain count no longer, in one durable transaction. A record proves it anew only when a person asks.

    Raises: BadProvider: the agency does not claim it.
    """
    with transaction.atomic(durable=True):
        row = _lock_claim(agency, domain)
        _let_claim_lapse(row, "withdrawn by the operator", actor_id=actor_id, at=at)
        row.look_at = None
        row.save()


def _lock_claim(agency: Agency, domain: str) -> DomainClaim:
    row = DomainClaim.objects.select_for_update(of=("self",)).filter(agency=agency, domain=domain.lower()).first()
    if row is None:
        raise BadProvider(f"{agency.name} does not name {domain} as a mail domain of its sign-in.")
    row.agency = agency
    return row


def _prove_claim(row: DomainClaim, by: DomainClaim.ProvenBy, *, actor_id: ActorId | None, at: datetime) -> None:
    if proven_claims().filter(domain=row.domain).exclude(pk=row.pk).exists():
        raise DomainProvenElsewhere
    is_new = row.proven_at is None or row.proven_by != by
    row.proven_by, row.proven_at, row.missing_since = by.value, at, None
    row.save()
    if is_new:
        _record_claim(row, "", f"proven: {by.value}", actor_id=actor_id, at=at)


def _let_claim_lapse(row: DomainClaim, why: str, *, actor_id: ActorId | None, at: datetime) -> None:
    if row.proven_at is not None:
        _record_claim(row, f"proven: {row.proven_by}", why, actor_id=actor_id, at=at)
    row.proven_by, row.proven_at, row.missing_since = "", None, None


def _record_claim(row: DomainClaim, before: str, after: str, *, actor_id: ActorId | None, at: datetime) -> None:
    """Write it into the agency's record; without an actor a look has found it."""
    changes = {f"sign_in_domain {row.domain}": (before, after)}
    record_act(
        AdministrativeActKind.AGENCY_CHANGED,
        actor_id=OPERATOR if actor_id is None else actor_id,
        agency=row.agency,
        changes=changes,
        reason=BY_ITSELF if actor_id is None else "",
        at=at,
    )


# --- looking, beside serving ------------------------------------------------------------------------------------------
def claims_due(at: datetime) -> QuerySet[DomainClaim]:
    """Return the claims that are to be looked at now."""
    return DomainClaim.objects.filter(look_at__lte=at)


def look_at_due(at: datetime) -> None:
    """Look at the claims that are due, one after the other, and write down what came of it. Calls the network."""
    look_at_claims(at, lambda name: texts_at(name, call=DOMAIN_PROOF, servers=settings.DNS_SERVERS))


def look_at_claims(at: datetime, look_up: LookUp) -> int:
    """Look at the claims that are due by this look-up; return how many. Commits each; holds nothing meanwhile."""
    rows = list(claims_due(at).order_by("look_at", "pk").values_list("pk", "domain")[:MOST_AT_ONCE])
    for pk, domain in rows:
        if not connection.in_atomic_block:
            connection.close()
        try:
            texts: Sequence[str] | None = look_up(record_name(domain))
        except RecordsAway:
            texts = None
        _note_look(pk, texts, at)
    return len(rows)


def _note_look(pk: int, texts: Sequence[str] | None, at: datetime) -> None:
    """Write down what a look has found: the records of a name, or that no answer came."""
    with transaction.atomic(durable=True):
        row = DomainClaim.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=pk).first()
        if row is None:
            return
        row.looked_at, row.is_away = at, texts is None
        if texts is not None and record_text(row.token) in texts:
            _note_seen(row, at)
        elif row.proven_at is not None:
            _note_unseen(row, at, is_definite=texts is not None)
        row.look_at = _next_look(row, at)
        row.save()


def _note_seen(row: DomainClaim, at: datetime) -> None:
    try:
        _prove_claim(row, DomainClaim.ProvenBy.DNS, actor_id=None, at=at)
    except DomainProvenElsewhere:
        # Another agency's proof counts until it is gone, or the operator takes it back.
        return


def _note_unseen(row: DomainClaim, at: datetime, *, is_definite: bool) -> None:
    """Let a proof age: a record that is gone for a week, or anything that was not confirmed for a year."""
    assert row.proven_at is not None, "only what is proven ages"
    is_by_record = row.proven_by == DomainClaim.ProvenBy.DNS
    if is_definite and is_by_record and row.missing_since is None:
        row.missing_since = at
    is_gone = row.missing_since is not None and at - row.missing_since >= MAY_BE_MISSING
    if is_gone or at - row.proven_at >= PROOF_LASTS:
        _let_claim_lapse(row, "no record" if is_gone else "not confirmed for a year", actor_id=None, at=at)


def _next_look(row: DomainClaim, at: datetime) -> datetime | None:
    if row.is_away:
        return at + HOUR
    if row.proven_at is not None:
        return at + DAY
    return at + HOUR if at - row.claimed_at < LOOKED_FOR else None
