"""Look at a file of people, keep it, and take in what was looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.administration.accounts.people_file import read_people
from coordination.administration.accounts.people_import import PeopleLook, Progress, import_people, look_at_people
from coordination.administration.kept_files import discard_file, keep_file, kept_file
from coordination.administration.models import KeptFile
from mou.access import fetch
from mou.administrative_acts import administrative_act

PURPOSE = KeptFile.Purpose.PEOPLE


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would do, and the id by which it is taken in."""

    upload_id: UUID
    look: PeopleLook


def look_at_upload(*, actor_id: int, agency_id: UUID, content: bytes, at: datetime) -> Looked:
    """Keep a file and return what it would do. Raises: BadPeopleFile, AgencyNotFound, NotAllowed."""
    file = read_people(content)
    look = look_at_people(actor_id=actor_id, agency_id=agency_id, file=file, at=at)
    agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=False)
    return Looked(keep_file(purpose=PURPOSE, actor_id=actor_id, agency=agency, content=content, at=at), look)


@administrative_act(
    who="administrators of the agency or its district",
    second_person="a file makes no administrator beside others",
    told="the agency's record",
    recorded="people_imported",
)
def take_upload(*, actor_id: int, agency_id: UUID, upload_id: UUID, at: datetime, progress: Progress) -> PeopleLook:
    """Take in what was looked at, in one durable transaction; then delete the file.

    Raises: UploadNotFound, PeopleDefects, AgencyNotFound, NotAllowed.
    """
    agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=False)
    content = kept_file(purpose=PURPOSE, actor_id=actor_id, agency=agency, file_id=upload_id, at=at)
    taken = import_people(actor_id=actor_id, agency_id=agency_id, file=read_people(content), at=at, progress=progress)
    discard_file(upload_id)
    return taken
