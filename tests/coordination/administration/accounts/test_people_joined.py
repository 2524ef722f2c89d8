"""A file of people is written unseen, a part at a time, and joined at once: an alarm waits for none of it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from coordination.administration.accounts import people_staging
from coordination.administration.accounts.people_file import read_people
from coordination.administration.accounts.people_import import PeopleLook, import_people
from coordination.administration.accounts.people_staging import forget_staged
from coordination.administration.errors import PeopleDefects
from coordination.administration.models import PersonToJoin
from coordination.models import User
from coordination.room.models import Incident
from mou.foundation.short_writes import FIRST_ROWS
from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
HEAD = "name,email,username,role,title,callsign,unit,phone,language,agency\n"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def take(cast: Cast, rows: str, *, meanwhile: object = None) -> PeopleLook:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user_id
    done: list[int] = []

    def progress(count: int, _total: int) -> None:
        done.append(count)
        if callable(meanwhile) and len(done) == 1:
            meanwhile()

    file = read_people((HEAD + rows).encode())
    return import_people(actor_id=keeper, agency_id=cast.district.pk, file=file, at=NOW, progress=progress)


def many(count: int) -> str:
    return "".join(f"Person {one},p{one}@many.invalid,,staff,,,,,,\n" for one in range(count))


def test_an_incident_opens_between_two_parts_of_a_large_file_and_nobody_of_it_is_seen_yet(cast: Cast) -> None:
    before = User.objects.count()

    def meanwhile() -> None:
        assert not connection.in_atomic_block
        assert open_room(cast).incident_id is not None
        # The keeper alone came in the meantime.
        assert (User.objects.count(), PersonToJoin.objects.count()) == (before + 1, FIRST_ROWS)

    look = take(cast, many(FIRST_ROWS + 1), meanwhile=meanwhile)

    assert (look.new, Incident.objects.count()) == (FIRST_ROWS + 1, 1)
    assert AgencyMember.objects.filter(user__email__endswith="@many.invalid").count() == FIRST_ROWS + 1
    assert not PersonToJoin.objects.exists()


def test_who_is_joined_has_everything_that_the_file_says_and_cannot_sign_in_yet(cast: Cast) -> None:
    known = make_user(username="known")
    User.objects.filter(pk=known.pk).update(email="known@example.invalid", home_agency=cast.district)
    rows = "Ann Reed,Ann@example.invalid,a.reed,planner,Nurse,N-1,Early,512-555-0100,es,Lincoln High\n"
    rows += "Known One,known@example.invalid,,staff,Bus,,,,,\n"

    take(cast, rows)

    ann = User.objects.get(username="a.reed")
    assert (ann.display_name, ann.email, ann.phone, ann.language) == (
        "Ann Reed", "Ann@example.invalid", "+15125550100", "es",
    )  # fmt: skip
    assert (ann.home_agency, ann.is_active, ann.is_staff, ann.is_superuser) == (cast.school, True, False, False)
    assert (ann.is_operator, ann.is_device, ann.has_usable_password(), ann.date_joined) == (False, False, False, NOW)
    post = ann.memberships.get()
    assert (post.agency, post.role, post.title, post.callsign, post.unit) == (
        cast.school, "planner", "Nurse", "N-1", "Early",
    )  # fmt: skip
    assert (post.started_at, post.ended_at, post.is_on_duty) == (NOW, None, False)
    assert known.memberships.get(agency=cast.district).title == "Bus"
    assert User.objects.filter(email="known@example.invalid").count() == 1


def test_what_changed_while_the_rows_were_written_is_looked_at_again_and_a_defect_takes_nobody(cast: Cast) -> None:
    def taken() -> None:
        User.objects.create(username="ann", email="another@example.invalid")

    with pytest.raises(PeopleDefects):
        take(
            cast,
            "Ann Reed,ann@example.invalid,ann,staff,,,,,,\nBo Hill,bo@example.invalid,,staff,,,,,,\n",
            meanwhile=taken,
        )

    assert not User.objects.filter(email__in=("ann@example.invalid", "bo@example.invalid")).exists()
    assert not PersonToJoin.objects.exists()
    assert not AdministrativeAct.objects.filter(kind="people_imported").exists()


def test_somebody_who_got_an_account_meanwhile_is_taken_in_with_it(cast: Cast) -> None:
    def made() -> None:
        User.objects.create(username="other.name", email="ann@example.invalid", home_agency=cast.district)

    look = take(cast, "Ann Reed,ANN@example.invalid,,staff,,,,,,\n", meanwhile=made)

    assert (look.new, look.known) == (0, 1)
    assert User.objects.get(username="other.name").memberships.get().agency == cast.district


def test_a_school_that_is_switched_off_meanwhile_takes_nobody(cast: Cast) -> None:
    def off() -> None:
        Agency.objects.filter(pk=cast.school.pk).update(is_active=False)

    with pytest.raises(PeopleDefects):
        take(cast, "Ann Reed,ann@example.invalid,,staff,,,,,,Lincoln High\n", meanwhile=off)

    assert not User.objects.filter(email="ann@example.invalid").exists()


def test_rows_that_were_given_up_are_deleted_an_hour_later(cast: Cast) -> None:
    def staged(batch: UUID, at: datetime) -> None:
        row = PersonToJoin(batch=batch, staged_at=at, agency=cast.district, display_name="Ann", role="staff")
        assert list(people_staging.stage_people([row])) == [1]

    staged(uuid4(), NOW - timedelta(hours=2))
    staged(uuid4(), NOW - timedelta(minutes=2))

    forget_staged(None, NOW)

    assert [one.staged_at for one in PersonToJoin.objects.all()] == [NOW - timedelta(minutes=2)]
