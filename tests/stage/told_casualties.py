"""What happens of casualties in the story of all events: a medic comes in and says everything."""

from typing import Any
from uuid import uuid4

from coordination.room.models import Room
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, join
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.stage.incident.panic import run


def tell_casualties(cast: Cast, room: Room) -> None:
    """Let two casualties be entered, cared for and brought to a hospital; one was counted twice."""
    ems = make_agency(AgencyKind.EMS, name="Valley EMS")
    version = cast.agreement.current_version
    assert version is not None
    make_memorandum(cast.district, ems, expires_on=version.expires_on)
    medic = make_member(ems, user=make_user(username="told_medic"), role=MemberRole.OFFICER).user
    join(medic, room)

    def say(word: str, **fields: Any) -> None:
        run(medic, room.pk, word, **fields)

    run(cast.officer, room.pk, "report_casualty", casualty_id=uuid4(), category="delayed", where="By <b>door 6</b>")
    one, other = uuid4(), uuid4()
    say("open_casualty", casualty_id=one, category="delayed")
    say("open_casualty", casualty_id=other, category="untriaged")
    said: dict[str, Any] = {"casualty_id": one}
    say("retriage_casualty", category="immediate", algorithm="start", **said)
    say("place_casualty", where="By <b>door 7</b>", **said)
    say("place_casualty", lon=-98.5, lat=39.8, **said)
    say("tag_casualty", tag="TX <b>0412</b>", **said)
    say("age_casualty", age_group="child", **said)
    say("identify_casualty", name="Ana <b>Vega</b>", **said)
    say("note_injury", injury="gunshot", **said)
    say("note_injury", injury="gunshot", is_withdrawn=True, **said)
    say("note_intervention", intervention="tourniquet_left_leg", **said)
    say("move_casualty", casualty_id=other, step="count_once", into_id=one)
    say("move_casualty", step="treat", area="immediate", **said)
    say("move_casualty", step="transport", hospital="Mercy", unit="Medic 3", **said)
    say("move_casualty", step="bring_back", reason="The wrong one.", **said)
    say("tell_hospital_beds", hospital="Mercy", immediate=2, told_by="Charge nurse")
