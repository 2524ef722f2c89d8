"""The forms of a district's desk and of its rules: files, times by its clock, and what is of another district."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.administration.pages import drawn_areas
from coordination.models import User
from coordination.prevention.social_alerts.models import AlertDesk, AlertFence, AlertProvider, AlertRule, AlertWindow
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member
from tests.factories.prevention.social_alerts import make_alert_desk, make_alert_rule, make_fence

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


@pytest.fixture
def desk(cast: Cast) -> AlertDesk:
    """The district's desk, without a fence or a rule: the teacher reviews."""
    return make_alert_desk(cast.district, team=[cast.teacher])


@pytest.fixture
def fence(cast: Cast, desk: AlertDesk, keeper: User) -> AlertFence:
    return make_fence(desk, cast.site, by=keeper)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address_of(cast: Cast, page: str = "desks") -> str:
    return f"/prevention/alerts/{page}/{cast.district.pk}"


def test_a_file_that_is_too_large_or_none_of_ours_is_refused_at_its_field(
    cast: Cast, keeper: User, desk: AlertDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_areas, "PARCELS_MAX_BYTES", 1024)
    client = signed_in(keeper)
    form = {"act": "fence", "site_id": str(cast.site.pk), "buffer_m": "70", "only_in_windows": "on"}

    for body in (b"x" * 1025, b"\x00\xff", b"nonsense"):
        refused = client.post(address_of(cast), {**form, "boundary_file": SimpleUploadedFile("parcel.json", body)})

        page = refused.content.decode()
        assert refused.status_code == 422
        assert 'id="fence-boundary_file_error"' in page
        assert re.search(r'name="buffer_m" value="70"', page)
        assert re.search(r'name="only_in_windows"[^>]* checked', page)
    assert not AlertFence.objects.exists()


def test_a_time_is_typed_by_the_clock_of_the_district(cast: Cast, keeper: User, fence: AlertFence) -> None:
    cast.district.time_zone = "America/Denver"
    cast.district.save(update_fields=["time_zone"])
    day = datetime.now(UTC).date() + timedelta(days=3)
    form = {"act": "window", "fence_id": str(fence.pk), "kind": "game"}
    times = {"starts_at": f"{day}T10:00", "ends_at": f"{day}T12:00"}
    client = signed_in(keeper)

    assert client.post(address_of(cast), {**form, **times}).status_code == 303
    window = AlertWindow.objects.get()
    assert window.starts_at.astimezone(UTC).hour in (16, 17)
    for wrong in ({**times, "ends_at": f"{day}T09:00"}, {**times, "starts_at": "soon"}, {**times, "kind": "x"}):
        assert client.post(address_of(cast), {**form, **wrong}).status_code == 422
    beyond = {"starts_at": "9999-12-31T20:00", "ends_at": "9999-12-31T23:00"}
    assert client.post(address_of(cast), {**form, **beyond}).status_code == 422
    assert AlertWindow.objects.count() == 1


def test_a_key_is_shown_once_on_the_page_that_made_it(cast: Cast, keeper: User, desk: AlertDesk) -> None:
    client = signed_in(keeper)

    empty = client.post(address_of(cast), {"act": "provider", "name": " "})
    made = client.post(address_of(cast), {"act": "provider", "name": "Example Listener"})
    provider = AlertProvider.objects.get()
    another = client.post(address_of(cast), {"act": "key", "provider_id": str(provider.pk)})

    assert (empty.status_code, made.status_code, another.status_code) == (422, 200, 200)
    assert 'id="provider-name_error"' in empty.content.decode()
    assert "whsec_" in made.content.decode()
    assert 'name="name" value=' not in made.content.decode()
    assert "whsec_" not in client.get(address_of(cast)).content.decode()
    key = provider.keys.first()
    assert key is not None
    revoke = {"act": "revoke_key", "provider_id": str(provider.pk), "key_id": str(key.pk)}
    assert client.post(address_of(cast), revoke).status_code == 303
    assert client.post(address_of(cast), revoke).status_code == 422


def test_who_keeps_the_next_district_changes_nothing_here(cast: Cast, keeper: User, fence: AlertFence) -> None:
    next_district = make_agency(AgencyKind.DISTRICT)
    other = make_member(next_district, role=MemberRole.ADMINISTRATOR).user
    make_alert_desk(next_district)
    rule, client = make_alert_rule(fence, by=cast.teacher), signed_in(other)
    end = {"act": "step", "step": "end", "rule_id": str(rule.pk), "words": ""}
    theirs = f"/prevention/alerts/desks/{next_district.pk}"

    there = [
        client.post(address_of(cast), {"act": "retire", "fence_id": str(fence.pk)}),
        client.post(address_of(cast), {"act": "set", "keep_days": "7"}),
        client.post(address_of(cast, "rules"), end),
        # By one's own page, with ids of the other district.
        client.post(f"/prevention/alerts/rules/{next_district.pk}", end),
        client.post(theirs, {"act": "window", "fence_id": str(fence.pk), "kind": "game"}),
    ]
    retired = client.post(theirs, {"act": "retire", "fence_id": str(fence.pk)})
    drawn = client.post(theirs, {"act": "fence", "site_id": str(cast.site.pk), "buffer_m": "10"})

    assert {one.status_code for one in there} == {404}
    assert (retired.status_code, drawn.status_code) == (422, 422)
    fence.refresh_from_db()
    rule.refresh_from_db()
    assert (fence.retired_at, rule.state) == (None, "proposed")
    assert AlertFence.objects.count() == 1


def test_a_rule_that_may_not_be_says_why_at_its_words_and_keeps_what_was_typed(
    cast: Cast, keeper: User, fence: AlertFence
) -> None:
    client = signed_in(keeper)
    form = {
        "act": "propose",
        "words": "bring a gun\nmosque",
        "purpose": "Find threats with weapons",
        "legal_basis": "Board policy 7.77",
        "fence_ids": [str(fence.pk)],
        "expires_on": str(TODAY + timedelta(days=30)),
        "review_on": str(TODAY + timedelta(days=20)),
    }

    refused = client.post(address_of(cast, "rules"), form)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="propose-words_error"' in page
    assert "A rule may not look for religion." in page
    assert "bring a gun\nmosque</textarea>" in page
    assert re.search(rf'value="{fence.pk}"[^>]* checked', page)
    assert not AlertRule.objects.exists()
    # What is there to be refused is asked by no page: it is not read.
    sent = client.post(address_of(cast, "rules"), {**form, "words": "bring a gun", "accounts": "@someone"})
    assert sent.status_code == 303
    assert AlertRule.objects.get().words == ["bring a gun"]


def test_a_renewal_needs_its_days_and_words_at_their_fields(cast: Cast, keeper: User, fence: AlertFence) -> None:
    rule = make_alert_rule(fence, by=cast.teacher, approved_by=keeper)
    form = {"act": "step", "step": "renew", "rule_id": str(rule.pk)}

    refused = signed_in(keeper).post(address_of(cast, "rules"), form)

    assert refused.status_code == 422
    for name in ("expires_on", "review_on", "words"):
        assert f'id="step-renew-{rule.pk}-{name}_error"' in refused.content.decode()


def test_a_search_that_is_nonsense_says_so_and_is_not_asked_for(cast: Cast, keeper: User, desk: AlertDesk) -> None:
    client = signed_in(cast.teacher)

    page = client.get("/prevention/alerts?author=zz&since=soon&disposition=x&site_id=7").content.decode()

    for name in ("author", "since", "disposition", "site_id"):
        assert f'id="search-{name}_error"' in page
    assert "No alert is like that." not in page
    assert "No alert is like that." in client.get("/prevention/alerts?author=ab").content.decode()
