"""On an open socket names reach only the school, live and after a reconnect."""

import json

from coordination.sockets.database.threads import in_database
from tests.coordination.sockets.talk import enter
from tests.stage.agreements.partner_school import make_partner_principal
from tests.stage.agreements.without_roster import write as withhold_roster
from tests.stage.full_room import Stage, run

NAME = "Zacharias Quillfeather"


async def test_names_are_withheld_from_responders_live_and_after_coming_back(stage: Stage) -> None:
    officer, principal = await enter(stage, "officer"), await enter(stage, "insider")
    teacher = await enter(stage, "teacher")

    await teacher.command("report_room", room="101", state="need_help", missing=1, missing_names=[NAME])
    counted = await officer.hear("entry")
    withheld = await officer.hear("withheld")
    reported, named = await principal.hear("entry"), await principal.hear("entry")
    for one in (officer, principal, teacher):
        await one.end()

    assert next(iter(counted["content"]["patch"]["room_reports"].values()))["missing"] == 1
    assert withheld["seq"] == counted["seq"] + 1
    assert (reported["seq"], NAME in json.dumps(named)) == (counted["seq"], True)
    for who, reads in (("officer", False), ("insider", True)):
        back = await enter(stage, who)
        assert (NAME in json.dumps(back.seen)) is reads
        await back.end()


async def test_names_are_withheld_from_another_school_with_an_agreement(stage: Stage) -> None:
    stage.people["partner"] = await in_database(make_partner_principal, stage.cast)
    await in_database(run, stage.people["partner"], stage.room.id, "join_room")
    partner, teacher = await enter(stage, "partner"), await enter(stage, "teacher")

    await teacher.command("report_room", room="101", state="need_help", missing=1, missing_names=[NAME])
    counted, withheld = await partner.hear("entry"), await partner.hear("withheld")
    for one in (partner, teacher):
        await one.end()

    assert withheld["seq"] == counted["seq"] + 1
    back = await enter(stage, "partner")
    assert NAME not in json.dumps(back.seen)
    await back.end()


async def test_who_may_not_name_anybody_is_refused_on_the_socket(stage: Stage) -> None:
    await in_database(withhold_roster)
    # Another officer: the one of the stage has taken emergency access.
    await in_database(run, stage.people["visitor"], stage.room.id, "join_room")
    officer = await enter(stage, "visitor")

    await officer.command("report_room", room="101", state="ok", injured=1, injured_names=[NAME])
    nack = await officer.hear("nack")
    await officer.end()

    assert (nack["problem"]["code"], nack["problem"]["errors"][0]["pointer"]) == ("names_not_allowed", "/injured_names")
