"""A mail domain counts once whoever runs it, or this server, has said so; DNS is a real server on this machine."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.models import AgencyProvider, DomainClaim
from coordination.administration.single_sign_on.domains import (
    MAY_BE_MISSING,
    PROOF_LASTS,
    ask_to_look,
    claim_domains,
    claims_due,
    look_at_due,
)
from coordination.administration.single_sign_on.providers import providers_for
from coordination.management.serving_alone import clockworks_of_server
from coordination.models import User
from mou.models import AdministrativeAct, Agency
from mou.vocabulary import MemberRole
from push.outgoing.calls import DOMAIN_PROOF, OutgoingCall
from push.outgoing.dns_records import RecordsAway, texts_at
from tests.coordination.administration.single_sign_on.test_single_sign_on_settings import FORM, chief_of
from tests.factories.mou import make_agency, make_member
from tests.fakes.dns import FakeDns
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import DOMAIN, MAYA, begin, come_back, is_signed_in, make_provider, prove_domain

pytestmark = pytest.mark.django_db
SOON = OutgoingCall("a test", 1.0, "", "")


@pytest.fixture
def dns(settings: Settings) -> Iterator[FakeDns]:
    with FakeDns() as server:
        settings.DNS_SERVERS = (server.server,)
        yield server


@pytest.fixture
def claim(fire: Agency, fake: FakeOpenId) -> DomainClaim:
    """The claim of an agency whose sign-in works and whose domain is not proven."""
    make_provider(fake, fire, domains=[])
    AgencyProvider.objects.update(domains=[DOMAIN])
    claim_domains(fire, [DOMAIN], timezone.now())
    return DomainClaim.objects.get()


def set_record(dns: FakeDns, claim: DomainClaim, *more: str) -> None:
    dns.texts[f"_musterpoint.{claim.domain}"] = [*more, f"musterpoint-domain={claim.token}"]


def look(claim: DomainClaim, at: datetime | None = None) -> DomainClaim:
    """Let the keeper look now, whatever it had planned."""
    DomainClaim.objects.filter(pk=claim.pk).update(look_at=timezone.now())
    look_at_due(at or timezone.now() + timedelta(seconds=1))
    claim.refresh_from_db()
    return claim


# --- what a claim alone is worth --------------------------------------------------------------------------------------
def test_a_claim_leads_nobody_anywhere_by_address_or_name(claim: DomainClaim, fire: Agency) -> None:
    by_address = Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"})
    by_name = Client().post("/agency-sign-in/", {"act": "find", "who": fire.name})

    assert (by_address.status_code, by_name.status_code) == (422, 422)


def test_and_vouches_for_no_address(claim: DomainClaim, fire: Agency, fake: FakeOpenId) -> None:
    fake.person = MAYA
    prove_domain(fire)
    client = Client()
    asked = begin(client)
    DomainClaim.objects.update(proven_at=None, proven_by="")

    answer = come_back(client, fake, asked)

    assert answer.status_code == 403
    assert not is_signed_in(client)
    assert not User.objects.filter(email=MAYA["email"]).exists()


def test_a_domain_that_a_stranger_agency_claims_is_claimed_and_proven_by_its_owner_all_the_same(
    claim: DomainClaim, fake: FakeOpenId, dns: FakeDns
) -> None:
    owner = make_agency()
    chief = chief_of(owner)

    saved = chief.post(f"/security/{owner.pk}/sign-in", {**FORM, "issuer": fake.issuer})
    own = DomainClaim.objects.get(agency=owner, domain=DOMAIN)
    set_record(dns, own)
    look(own)
    look(claim)

    assert saved.status_code == 303
    assert (own.proven_by, claim.proven_by) == ("dns", "")
    assert [one.agency_id for one in providers_for(f"anybody@{DOMAIN}")] == [owner.pk]


# --- DNS --------------------------------------------------------------------------------------------------------------
def test_a_record_proves_a_domain_and_the_page_says_which(claim: DomainClaim, fire: Agency, dns: FakeDns) -> None:
    page = chief_of(fire).get(f"/security/{fire.pk}/sign-in").content.decode()
    assert f"_musterpoint.{DOMAIN}" in page
    assert f"musterpoint-domain={claim.token}" in page
    set_record(dns, claim, "v=spf1 -all", "something-else=1")

    look(claim)

    acts = str(list(AdministrativeAct.objects.filter(agency=fire).values_list("changes", flat=True)))
    assert (claim.proven_by, dns.asked) == ("dns", [f"_musterpoint.{DOMAIN}"])
    assert [one.agency_id for one in providers_for(f"maya@{DOMAIN}")] == [fire.pk]
    assert "proven: dns" in acts
    assert "Proven" in chief_of(fire).get(f"/security/{fire.pk}/sign-in").content.decode()


def test_a_record_too_long_for_one_packet_is_read_too(claim: DomainClaim, dns: FakeDns) -> None:
    set_record(dns, claim, *(f"{number}-{'x' * 200}" for number in range(20)))

    assert look(claim).proven_by == "dns"


@pytest.mark.parametrize("says", ["musterpoint-domain=", "musterpoint-domain=of-somebody-else", "{token}", ""])
def test_another_record_proves_nothing(claim: DomainClaim, dns: FakeDns, says: str) -> None:
    dns.texts[f"_musterpoint.{DOMAIN}"] = [says.replace("{token}", claim.token)]
    dns.texts[DOMAIN] = [f"musterpoint-domain={claim.token}"]

    assert look(claim).proven_by == ""


def test_no_request_waits_for_a_server_that_its_asker_chooses(fire: Agency, fake: FakeOpenId, dns: FakeDns) -> None:
    dns.is_silent = True
    client = chief_of(fire)

    client.post(f"/security/{fire.pk}/sign-in", {**FORM, "issuer": fake.issuer})
    client.post(f"/security/{fire.pk}/sign-in", {"act": "look"})
    client.get(f"/security/{fire.pk}/sign-in")
    Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"})

    assert dns.asked == []
    assert claims_due(timezone.now()).count() == 2
    assert "domains" in {one.name for one in clockworks_of_server()}


@pytest.mark.parametrize("wrong", ["silent", "broken", "garbage"])
def test_a_server_that_gives_no_answer_costs_one_deadline_and_no_proof(dns: FakeDns, wrong: str) -> None:
    dns.is_silent, dns.is_broken = wrong == "silent", wrong == "broken"
    dns.garbage = b"\x00\xff" * 40 if wrong == "garbage" else None
    began_s = time.monotonic()

    with pytest.raises(RecordsAway):
        texts_at(f"_musterpoint.{DOMAIN}", call=SOON, servers=[dns.server])

    # What the machine has to do beside it is no part of the deadline.
    assert time.monotonic() - began_s < 10 * SOON.deadline_s
    assert DOMAIN_PROOF.deadline_s <= 10


def test_what_is_proven_stays_so_while_nobody_answers(claim: DomainClaim, dns: FakeDns, settings: Settings) -> None:
    set_record(dns, claim)
    look(claim)
    dns.is_broken = True

    look(claim)

    assert (claim.proven_by, claim.is_away, claim.missing_since) == ("dns", True, None)


def test_a_proof_whose_record_is_gone_counts_for_a_week_and_no_longer(
    claim: DomainClaim, dns: FakeDns, fire: Agency
) -> None:
    set_record(dns, claim)
    at = timezone.now()
    look(claim)
    dns.texts.clear()

    first = look(claim, at + timedelta(days=1)).proven_by
    set_record(dns, claim)
    back = look(claim, at + timedelta(days=2)).missing_since
    dns.texts.clear()
    look(claim, at + timedelta(days=3))
    last = look(claim, at + timedelta(days=3) + MAY_BE_MISSING).proven_by

    assert (first, back, last) == ("dns", None, "")
    assert providers_for(f"maya@{DOMAIN}") == []
    acts = str(list(AdministrativeAct.objects.filter(agency=fire).values_list("changes", flat=True)))
    assert "no record" in acts


def test_who_presses_again_and_again_has_nobody_asked_oftener(claim: DomainClaim, fire: Agency, dns: FakeDns) -> None:
    chief = make_member(fire, role=MemberRole.ADMINISTRATOR).user
    at = timezone.now() + timedelta(seconds=1)
    look(claim, at)

    for _ in range(5):
        ask_to_look(actor_id=chief.pk, agency_id=fire.pk, at=at)

    assert not claims_due(at).exists()


# --- the operator -----------------------------------------------------------------------------------------------------
def test_the_operator_confirms_and_withdraws_by_name_and_the_agency_s_record_says_so(
    claim: DomainClaim, fire: Agency, dns: FakeDns
) -> None:
    said = StringIO()

    call_command("confirm_domain", DOMAIN, agency=fire.name, stdout=said)
    led = providers_for(f"maya@{DOMAIN}")
    call_command("confirm_domain", DOMAIN, agency=fire.name, withdraw=True, stdout=said)

    assert [one.agency_id for one in led] == [fire.pk]
    assert providers_for(f"maya@{DOMAIN}") == []
    acts = list(AdministrativeAct.objects.filter(agency=fire).order_by("pk").values_list("actor", "changes"))
    assert [(actor, *changes.values()) for actor, changes in acts] == [
        (None, ["", "proven: operator"]),
        (None, ["proven: operator", "withdrawn by the operator"]),
    ]


def test_the_operator_s_word_counts_for_a_year(claim: DomainClaim, fire: Agency, dns: FakeDns) -> None:
    call_command("confirm_domain", DOMAIN, agency=fire.name)
    at = timezone.now()

    before = look(claim, at + PROOF_LASTS - timedelta(days=1)).proven_by
    after = look(claim, at + PROOF_LASTS + timedelta(days=1)).proven_by

    assert (before, after) == ("operator", "")


@pytest.mark.parametrize("wrong", ["unclaimed", "nobody", "elsewhere"])
def test_the_operator_confirms_only_what_an_agency_claims_and_nobody_else_has_proven(
    claim: DomainClaim, fire: Agency, wrong: str
) -> None:
    domain, agency = DOMAIN, fire.name
    if wrong == "unclaimed":
        domain = "other.example.org"
    elif wrong == "nobody":
        agency = "No such agency"
    else:
        prove_domain(make_agency())

    with pytest.raises(CommandError):
        call_command("confirm_domain", domain, agency=agency)

    claim.refresh_from_db()
    assert claim.proven_by == ""


def test_a_name_that_two_agencies_have_leads_nobody_anywhere(fire: Agency, fake: FakeOpenId) -> None:
    make_provider(fake, fire)
    prove_domain(fire)
    alone = providers_for(fire.name)
    make_agency(name=fire.name.upper())

    assert [one.agency_id for one in alone] == [fire.pk]
    assert providers_for(fire.name) == []
