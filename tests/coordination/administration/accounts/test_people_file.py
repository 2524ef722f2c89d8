"""People are taken in from a file whole or not at all, and what is taken in is what was looked at."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from coordination.administration.accounts.people_file import PeopleFile, read_people
from coordination.administration.accounts.people_import import PeopleLook, import_people, look_at_people
from coordination.administration.accounts.uploads import look_at_upload, take_upload
from coordination.administration.errors import BadPeopleFile, PeopleDefects, UploadNotFound
from coordination.models import User
from mou.access.fetch import active_memberships
from mou.errors import AgencyNotFound, NotAllowed
from mou.models import AdministrativeAct, Agency
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def keeper_of(agency: Agency) -> int:
    return make_member(agency, role=MemberRole.ADMINISTRATOR).user_id


HEAD = "Name,E-mail address,Role,Title,Agency,Shoe size\n"


def look(cast: Cast, text: str) -> PeopleLook:
    return look_at_people(
        actor_id=keeper_of(cast.district),
        agency_id=cast.district.id,
        file=read_people(text.encode()),
        at=NOW,
    )


def take(cast: Cast, file: PeopleFile, actor_id: int | None = None) -> PeopleLook:
    return import_people(
        actor_id=actor_id or keeper_of(cast.district),
        agency_id=cast.district.id,
        file=file,
        at=NOW,
        progress=lambda _done, _total: None,
    )


def test_a_file_takes_people_into_a_district_and_its_schools_and_again_changes_nothing(cast: Cast) -> None:
    rows = HEAD + "Ann Reed,ann@example.org,staff,Nurse,Lincoln High,38\nBo Hill,bo@example.org,planner,,,\n"
    file = read_people(rows.encode())

    looked, before = look(cast, rows), User.objects.count()
    done = take(cast, file)
    again = take(cast, file)

    ann = User.objects.get(email="ann@example.org")
    assert (looked.new, looked.defects, looked.ignored_columns) == (2, (), ("Shoe size",))
    assert before == User.objects.count() - 4  # the two, and two more administrators of this test
    assert (done.new, again.new, again.unchanged) == (2, 0, 2)
    assert (ann.home_agency, ann.has_usable_password()) == (cast.school, False)
    assert [one.title for one in active_memberships(ann.pk, NOW)] == ["Nurse"]
    assert AdministrativeAct.objects.filter(kind="people_imported").count() == 1


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("Ann Reed,no address,staff,,,", "email"),
        (",ann@example.org,staff,,,", "name"),
        ("Ann Reed,ann@example.org,captain,,,", "role"),
        ("Ann Reed,ann@example.org,staff,,Elsewhere High,", "agency"),
        (f"Ann Reed,ann@example.org,staff,{'x' * 121},,", "title"),
        ("Ann Reed,bo@example.org,staff,,,", "row 2"),
        ("Ann Reed,gone@example.org,staff,,,", "switched off"),
        ("Ann R\u202eeed,ann@example.org,staff,,,", "name: character 6 does not show (U+202E RIGHT-TO-LEFT OVERRIDE)"),
        ("Ann Reed,ann@example.org,staff,Nu\u00adrse,,", "title"),
    ],
)
def test_one_defect_and_nobody_is_taken_in(cast: Cast, row: str, what: str) -> None:
    User.objects.create(username="gone", email="gone@example.org", is_active=False, home_agency=cast.school)
    text = HEAD + "Bo Hill,bo@example.org,staff,,,\n" + row + "\n"

    (defect,) = look(cast, text).defects
    with pytest.raises(PeopleDefects):
        take(cast, read_people(text.encode()))

    assert defect.number == 3
    assert what in defect.what
    assert not User.objects.filter(email="bo@example.org").exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"who,what\nAnn,staff\n", b"PK\x03\x04\x00\x00"])
def test_what_is_no_table_of_people_is_refused_whole(content: bytes) -> None:
    with pytest.raises(BadPeopleFile):
        read_people(content)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_marks_and_code_pages_are_read(separator: str) -> None:
    text = f"name{separator}role\nAna Río{separator}Staff\n"

    for content in (text.encode("utf-8-sig"), text.encode("cp1252")):
        assert [row.given.name for row in read_people(content).rows] == ["Ana Río"]


def test_only_administrators_take_files_in(cast: Cast) -> None:
    file = read_people((HEAD + "Bo Hill,bo@example.org,staff,,,\n").encode())
    planner = make_member(cast.district, role=MemberRole.PLANNER).user_id

    for actor, wrong in ((planner, NotAllowed), (cast.stranger.pk, AgencyNotFound)):
        with pytest.raises(wrong):
            take(cast, file, actor_id=actor)


def test_what_is_taken_in_is_what_was_looked_at_and_once(cast: Cast) -> None:
    actor = keeper_of(cast.district)
    about = {"actor_id": actor, "agency_id": cast.district.id}
    content = (HEAD + "Bo Hill,bo@example.org,staff,,,\n").encode()
    looked = look_at_upload(**about, content=content, at=NOW)  # type: ignore[arg-type]

    def taken(at: datetime, upload_id: UUID = looked.upload_id, actor_id: int = actor) -> PeopleLook:
        return take_upload(
            actor_id=actor_id,
            agency_id=cast.district.id,
            upload_id=upload_id,
            at=at,
            progress=lambda _done, _total: None,
        )

    with pytest.raises(UploadNotFound):
        taken(NOW, uuid4())
    with pytest.raises(UploadNotFound):
        taken(NOW, actor_id=keeper_of(cast.district))
    with pytest.raises(UploadNotFound):
        taken(NOW + timedelta(days=2))
    assert taken(NOW).new == 1
    with pytest.raises(UploadNotFound):
        taken(NOW)
