"""What waits, by mail: once a day by the clock of the agency, kinds and numbers alone, and only to who wants it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.environment import mailer_from_url
from coordination.mailing.models import OutgoingMail
from coordination.mailing.outbox import send_due_mail
from coordination.models import User
from coordination.waiting.mail import choose_for_agency, choose_rhythm, count_kinds, plan_waiting_mail
from coordination.waiting.models import WaitingMailChoice, WaitingMailOfAgency
from coordination.waiting.vocabulary import Rhythm
from mou.foundation.waiting import WaitingKind, WaitingLine
from mou.models import Agency
from mou.vocabulary import MemberRole, VersionState
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user, make_version
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip
from tests.fakes.smtp import FakeSmtp

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, API = "/waiting/mail", "/api/v1/me/waiting-mail"
SEE_OTHER, NO_CONTENT, FORBIDDEN, NOT_FOUND = 303, 204, 403, 404
# A Tuesday and a Monday, 08:00 in New York and 05:00 in Los Angeles.
TUESDAY = datetime(2026, 12, 1, 13, tzinfo=UTC)
MONDAY = TUESDAY + timedelta(days=6)


@pytest.fixture
def sink(settings: Settings) -> Iterator[FakeSmtp]:
    with FakeSmtp() as fake:
        settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{fake.port}")}
        settings.HAS_MAIL = True
        settings.PUSH_LINK_ORIGIN = "https://map.example.org"
        yield fake


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    Agency.objects.update(time_zone="America/New_York")
    return made


def chief_of(cast: Cast, name: str = "chief") -> User:
    """Return a police planner whom an agreement in review awaits, with a proved address."""
    user = make_member(cast.police, user=make_user(username=name), role=MemberRole.COMMANDER).user
    facts = {"email": f"{name}@example.org", "email_proved_at": TUESDAY, "home_agency": cast.police}
    User.objects.filter(pk=user.pk).update(**facts)
    return User.objects.get(pk=user.pk)


def something_waits(cast: Cast) -> None:
    make_version(cast.agreement, number=2, state=VersionState.IN_REVIEW, expires_on=date(2999, 1, 1))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def go(at: datetime) -> None:
    """Do what a server does in a minute of that day."""
    plan_waiting_mail(at)
    send_due_mail(datetime.now(UTC) + timedelta(days=30))


def test_it_comes_once_a_day_in_the_morning_of_the_agency_and_says_kinds_and_numbers(
    cast: Cast, sink: FakeSmtp
) -> None:
    chief = chief_of(cast)
    something_waits(cast)
    choose_rhythm(user_id=chief.pk, rhythm=Rhythm.DAILY)

    go(TUESDAY - timedelta(hours=3))
    assert sink.mails == []
    for minute in (0, 1, 300):
        go(TUESDAY + timedelta(minutes=minute))

    [mail] = sink.mails
    body = str(mail.get_payload())
    assert (mail["To"], mail["Subject"]) == ("chief@example.org", "Musterpoint: 1 step waits for you")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "- Review an agreement: 1" in body
    assert "https://map.example.org/waiting\n" in body.replace("\r", "")
    assert "https://map.example.org/waiting/mail" in body
    for secret in (cast.agreement.title, cast.district.name, "?", "#", "token"):
        assert secret not in body
    go(TUESDAY + timedelta(days=1))
    assert len(sink.mails) == 2


def test_by_another_clock_it_comes_in_that_clocks_morning_and_on_mondays_alone(cast: Cast, sink: FakeSmtp) -> None:
    chief = chief_of(cast)
    something_waits(cast)
    choose_rhythm(user_id=chief.pk, rhythm=Rhythm.WEEKLY)
    Agency.objects.filter(pk=cast.police.pk).update(time_zone="America/Los_Angeles")

    go(TUESDAY + timedelta(hours=3))
    go(MONDAY)
    assert sink.mails == []
    go(MONDAY + timedelta(hours=3))
    assert len(sink.mails) == 1
    # A server that stood still until the night sends nothing then.
    go(MONDAY + timedelta(days=7, hours=16))
    assert len(sink.mails) == 1


def test_a_person_goes_before_the_agency_and_the_agency_before_its_district(cast: Cast, sink: FakeSmtp) -> None:
    something_waits(cast)
    off, unasked = chief_of(cast, "off"), chief_of(cast, "unasked")
    keeper = make_member(cast.police, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    choose_for_agency(user_id=keeper.pk, agency=cast.police, rhythm=Rhythm.DAILY, at=datetime.now(UTC))
    choose_rhythm(user_id=off.pk, rhythm=Rhythm.OFF)

    go(TUESDAY)

    assert [str(one["To"]) for one in sink.mails] == ["unasked@example.org"]
    assert browser(unasked).get(API).json() == {"chosen": None, "counts": "daily"}
    assert browser(off).get(API).json() == {"chosen": "off", "counts": "off"}
    school = cast.school
    assert school.parent is not None
    WaitingMailOfAgency.objects.create(agency=school.parent, rhythm=Rhythm.WEEKLY.value)
    User.objects.filter(pk=off.pk).update(home_agency=school)
    choose_rhythm(user_id=off.pk, rhythm=None)
    assert browser(off).get(API).json() == {"chosen": None, "counts": "weekly"}


def test_who_has_left_ends_it_has_no_proved_address_or_nothing_to_do_gets_none(cast: Cast, sink: FakeSmtp) -> None:
    people = [chief_of(cast, name) for name in ("ended", "unproved", "switched", "idle", "planned")]
    for one in people:
        choose_rhythm(user_id=one.pk, rhythm=Rhythm.DAILY)
    User.objects.filter(username="unproved").update(email_proved_at=None)
    plan_waiting_mail(TUESDAY)
    assert OutgoingMail.objects.count() == 4
    choose_rhythm(user_id=people[0].pk, rhythm=Rhythm.OFF)
    User.objects.filter(username="switched").update(is_active=False)

    send_due_mail(datetime.now(UTC))

    assert sink.mails == []
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"dropped"}


def test_no_word_of_a_tip_or_of_a_person_goes_by_mail(cast: Cast, sink: FakeSmtp) -> None:
    taker = make_member(cast.school, user=make_user(username="taker"), role=MemberRole.SUPERVISOR).user
    make_tip(make_desk(cast.school, team=[taker]), at=TUESDAY - timedelta(days=2))
    members = User.objects.filter(memberships__agency__in=[cast.school, cast.district]).distinct()
    for one in members:
        facts = {"email": f"{one.username}@example.org", "email_proved_at": TUESDAY, "home_agency": cast.school}
        User.objects.filter(pk=one.pk).update(**facts)
        choose_rhythm(user_id=one.pk, rhythm=Rhythm.DAILY)

    go(TUESDAY)

    bodies = [str(one.get_payload()) for one in sink.mails]
    assert any("tip" in one for one in bodies)
    assert [body for body in bodies if SECRET_WORDS in body] == []


def test_an_exercise_says_so_and_is_counted_apart() -> None:
    lines = [
        WaitingLine(WaitingKind.RATE_EXERCISE, "x", "/x", is_overdue=True, is_exercise=True),
        WaitingLine(WaitingKind.CARRY_OUT_ACTION, "y", "/y", is_exercise=True),
        WaitingLine(WaitingKind.CARRY_OUT_ACTION, "z", "/z"),
    ]

    found = [(one.kind.value, one.is_exercise, one.count, one.overdue) for one in count_kinds(lines)]

    assert found == [("rate_exercise", True, 1, 1), ("carry_out_action", True, 1, 0), ("carry_out_action", False, 1, 0)]


def test_it_is_in_the_readers_language(cast: Cast, sink: FakeSmtp) -> None:
    chief = chief_of(cast)
    something_waits(cast)
    choose_rhythm(user_id=chief.pk, rhythm=Rhythm.DAILY)
    User.objects.filter(pk=chief.pk).update(language="es")

    go(TUESDAY)

    assert "step" not in str(sink.mails[0]["Subject"])


def test_the_page_sets_ones_own_and_administrators_their_agencys_and_no_one_elses(cast: Cast) -> None:
    chief = chief_of(cast)
    keeper = make_member(cast.police, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    other = make_member(cast.district, user=make_user(username="other"), role=MemberRole.ADMINISTRATOR).user
    of_police = {"act": "agency", "agency_id": str(cast.police.pk), "rhythm": "weekly"}

    assert browser(chief).post(PAGE, {"act": "mine", "rhythm": "daily"}).status_code == SEE_OTHER
    assert WaitingMailChoice.objects.get().rhythm == "daily"
    assert browser(chief).post(PAGE, {"act": "mine", "rhythm": "hourly"}).status_code == 422
    for one in (chief, other):
        browser(one).post(PAGE, of_police)
        assert WaitingMailOfAgency.objects.count() == 0
    api = f"/api/v1/agencies/{cast.police.pk}/waiting-mail"
    body = '{"rhythm": "daily"}'
    assert browser(other).put(api, body, content_type="application/json").status_code == NOT_FOUND
    assert browser(chief).put(api, body, content_type="application/json").status_code in (FORBIDDEN, NOT_FOUND)
    assert browser(keeper).post(PAGE, of_police).status_code == SEE_OTHER
    assert WaitingMailOfAgency.objects.get().rhythm == "weekly"
    assert browser(keeper).put(api, body, content_type="application/json").status_code == NO_CONTENT
    assert browser(chief).put(API, '{"rhythm": null}', content_type="application/json").status_code == NO_CONTENT
    assert "You have not chosen" in text_of(browser(chief).get(PAGE))
