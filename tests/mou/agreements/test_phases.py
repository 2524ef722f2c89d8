"""What is signed is in force from its first day by the district's calendar, and until then nothing says otherwise."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from mou.access import fetch
from mou.access.policy import Place
from mou.agreements.lifecycle import phase_of
from mou.agreements.reading.gaps import AgreementGap, gaps_at
from mou.agreements.reading.queries import attention_of, holds_until, memorandum_view, memorandum_views
from mou.models import Agency, Memorandum, Version
from mou.vocabulary import AgencyKind, EndedWhy, MemberRole, VersionPhase, VersionState
from mou.web.words import phase_note, step_words
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_version
from tests.stage.agreements.desk import Desk, make_desk

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2026, 11, 25)
# In Chicago the 25th begins at 06:00 UTC: at 01:00 UTC it is still the 24th there, though not in UTC.
EVENING_BEFORE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
LAST_SECOND = datetime(2026, 11, 25, 5, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
SITE = UUID(int=7)


def chicago() -> Agency:
    return make_agency(AgencyKind.DISTRICT, time_zone="America/Chicago")


def beginning(district: Agency, *, expires_on: date = date(2027, 11, 24)) -> Memorandum:
    row = make_memorandum(district, make_agency(name="Police"), effective_on=FIRST_DAY, expires_on=expires_on)
    planner = make_member(district, role=MemberRole.PLANNER)
    return fetch.memorandum_for(
        user_id=planner.user_id, memorandum_id=row.id, need=fetch.MemorandumNeed.READ, at=NOW, lock=False
    )


@pytest.mark.parametrize(
    ("at", "phase", "is_in_force"),
    [
        (EVENING_BEFORE, VersionPhase.SIGNED, False),
        (LAST_SECOND, VersionPhase.SIGNED, False),
        (MIDNIGHT, VersionPhase.IN_FORCE, True),
        (datetime(2027, 11, 25, 5, 59, 59, tzinfo=UTC), VersionPhase.IN_FORCE, True),
        (datetime(2027, 11, 25, 6, 0, tzinfo=UTC), VersionPhase.EXPIRED, False),
    ],
)
def test_a_phase_changes_at_midnight_of_the_district(at: datetime, phase: VersionPhase, *, is_in_force: bool) -> None:
    row = beginning(chicago())

    view = memorandum_view(row, at)

    assert (view.phase, view.is_in_force, view.versions[0].phase) == (phase, is_in_force, phase)


def test_what_has_a_party_that_is_switched_off_is_not_in_force() -> None:
    district = chicago()
    row = beginning(district)
    row.agency.is_active = False

    view = memorandum_view(row, MIDNIGHT)

    assert (view.state, view.phase) == (VersionState.IN_FORCE, VersionPhase.PARTY_INACTIVE)


def test_every_state_but_in_force_is_its_own_phase() -> None:
    others = [one for one in VersionState if one is not VersionState.IN_FORCE]

    found = [phase_of(one, is_in_force=False, effective_on=FIRST_DAY, today=date(2026, 1, 1)) for one in others]

    assert [one.value for one in found] == [one.value for one in others]


def test_every_step_has_words_and_a_day_is_said_as_one_says_it() -> None:
    assert step_words().keys() == {one.value for one in VersionState}
    assert phase_note(VersionPhase.SIGNED, date(2026, 12, 1)) == "In force from Dec 1, 2026"
    assert phase_note(VersionPhase.IN_FORCE, date(2026, 12, 1)) == ""
    with translation.override("es"):
        assert phase_note(VersionPhase.SIGNED, date(2026, 12, 1)) == "Vigente desde el 1 dic 2026"
        assert VersionPhase.SIGNED.label == "Firmado"


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def desk() -> Desk:
    return make_desk()


def pages(desk: Desk) -> tuple[str, str]:
    client = Client()
    client.force_login(desk.planner.user)
    own = client.get(f"/agreements/{desk.memorandum_id}/versions/1").content.decode()
    return client.get("/agreements").content.decode(), own


def test_list_and_page_say_from_when_it_holds_and_it_can_be_ended_before(desk: Desk) -> None:
    desk.both_sign()
    Version.objects.update(effective_on=date(2199, 12, 1), expires_on=date(2200, 11, 30))

    for page in pages(desk):
        assert 'badge state-signed">Signed<' in page
        assert "In force from Dec 1, 2199" in page
        assert ">In force<" not in page
    assert "data-terminate" in pages(desk)[1]


@pytest.mark.parametrize(("first_day", "is_in_force"), [(date(2199, 12, 1), False), (date(2020, 1, 1), True)])
@pytest.mark.django_db(transaction=True)
def test_the_interface_says_of_the_last_signature_whether_it_holds(
    desk: Desk, first_day: date, *, is_in_force: bool
) -> None:
    Version.objects.update(effective_on=first_day, expires_on=date(2200, 11, 30))
    first, second = desk.out_for_signature()
    desk.sign(desk.planner, first)
    client, own = Client(), f"/api/v1/memoranda/{desk.memorandum_id}"
    client.force_login(desk.commander.user)
    body = {"signatory_id": str(second), "sha256": desk.see().line.canonical_sha256, "signed_name": "Chief"}

    answer = client.post(f"{own}/versions/1/signatures", body, content_type="application/json")

    assert answer.json() == {"is_signed": True, "is_in_force": is_in_force}
    seen = client.get(own).json()
    assert (seen["state"], seen["phase"]) == ("in_force", "in_force" if is_in_force else "signed")
    here = client.post(f"{own}/versions/1/presence", {"clause_key": None}, content_type="application/json").json()
    assert here["phase"] == seen["phase"]


def test_list_and_page_say_in_force_when_it_is(desk: Desk) -> None:
    desk.both_sign()
    Version.objects.update(effective_on=date(2020, 1, 1), expires_on=date(2199, 12, 31))

    for page in pages(desk):
        assert 'badge state-in_force">In force<' in page
        assert "In force from" not in page


def test_a_version_signed_for_later_is_not_said_to_be_prepared(desk: Desk) -> None:
    desk.both_sign()
    Version.objects.update(
        effective_on=date(2020, 1, 1),
        expires_on=date(2199, 12, 31),
        ended_at=datetime(2200, 1, 1, 5, 0, tzinfo=UTC),
        ended_why=EndedWhy.SUPERSEDED.value,
    )
    memorandum = Memorandum.objects.get(id=desk.memorandum_id)
    make_version(memorandum, number=2, effective_on=date(2200, 1, 1), expires_on=date(2200, 12, 31))

    listed, _ = pages(desk)

    assert "Version 2 is signed. In force from Jan 1, 2200" in " ".join(listed.split())
    assert "is being prepared" not in listed


def test_what_is_signed_for_later_is_nothing_overdue() -> None:
    row = beginning(chicago())

    assert attention_of(memorandum_view(row, EVENING_BEFORE)) == ""
    assert [one.phase for one in memorandum_views(Memorandum.objects.none(), EVENING_BEFORE)] == []


# --- what lacks -------------------------------------------------------------------------------------------------------
def gaps(district: Agency, at: datetime) -> list[AgreementGap]:
    return gaps_at(Place(district_id=district.id, school_id=None, site_id=SITE), at, agency_ids=None)


def test_before_the_first_day_a_site_says_from_when_and_not_that_something_ended() -> None:
    district = chicago()
    police = beginning(district).agency

    before, after = gaps(district, EVENING_BEFORE), gaps(district, MIDNIGHT)

    assert before == [AgreementGap(police.id, "Police", is_in_force=False, ends_on=None, begins_on=FIRST_DAY)]
    assert after == []


def test_between_two_agreements_a_site_says_when_the_next_begins() -> None:
    district = chicago()
    police = beginning(district).agency
    make_memorandum(district, police, effective_on=date(2027, 12, 1), expires_on=date(2028, 11, 30))

    (gap,) = gaps(district, datetime(2027, 11, 26, 12, 0, tzinfo=UTC))

    assert (gap.ends_on, gap.begins_on) == (date(2027, 11, 24), date(2027, 12, 1))


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "until", "attention"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), date(2027, 12, 31), ""),
        (date(2026, 12, 1), date(2026, 12, 20), date(2026, 12, 20), "expiring"),
        # A day between the two is a day on which nothing holds.
        (date(2027, 1, 2), date(2027, 12, 31), date(2026, 12, 31), "expiring"),
    ],
)
def test_what_was_renewed_without_a_gap_is_warned_of_when_the_renewal_ends(
    begins_on: date, ends_on: date, until: date, attention: str
) -> None:
    district = chicago()
    row = beginning(district, expires_on=date(2026, 12, 31))
    at = datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert attention_of(memorandum_view(row, at)) == "expiring"

    begins_at = datetime(begins_on.year, begins_on.month, begins_on.day, 6, tzinfo=UTC)
    superseded = {"ended_at": begins_at, "ended_why": EndedWhy.SUPERSEDED.value}
    Version.objects.filter(memorandum_id=row.pk).update(**superseded)
    make_version(row, number=2, effective_on=begins_on, expires_on=ends_on)
    [view] = memorandum_views(Memorandum.objects.filter(pk=row.pk).prefetch_related("versions"), at)

    assert (view.number, holds_until(view), attention_of(view)) == (1, until, attention)
