"""A socket tells people why it refuses in their own language; codes are the same for all."""

from coordination.models import User
from coordination.sockets.database.threads import in_database
from tests.coordination.sockets.talk import enter
from tests.stage.full_room import Stage

ID = "11111111-1111-4111-8111-111111111111"


async def test_a_socket_refuses_in_the_language_of_its_handshake(stage: Stage) -> None:
    said = []
    for asked in ("", "es"):
        talk = await enter(stage, "teacher", language=asked)
        await talk.command("claim_command")
        await talk.command("strike_entry", seq=999, reason="wrong")
        said.append([(await talk.hear("nack"))["problem"] for _ in range(2)])
        await talk.end()

    english, spanish = said
    assert [one["code"] for one in english] == [one["code"] for one in spanish]
    assert spanish[1]["detail"] == spanish[1]["title"] == "No existe tal entrada para usted."
    assert english[1]["detail"] == "There is no such entry for you."
    assert english[0]["title"] != spanish[0]["title"]


async def test_a_socket_refuses_in_the_language_of_its_person_where_the_handshake_names_none(stage: Stage) -> None:
    def choose() -> None:
        User.objects.filter(pk=stage.cast.teacher.pk).update(language="es")

    await in_database(choose)
    for asked, told in (("", "No existe tal entrada para usted."), ("en", "There is no such entry for you.")):
        talk = await enter(stage, "teacher", language=asked)
        await talk.command("strike_entry", seq=999, reason="wrong")
        assert (await talk.hear("nack"))["problem"]["detail"] == told
        await talk.end()


async def test_a_refusal_that_is_remembered_is_told_in_the_language_of_who_asks_again(stage: Stage) -> None:
    first, again = await enter(stage, "teacher"), await enter(stage, "teacher", language="es")
    command = {"id": ID, "type": "strike_entry", "seq": 999, "reason": "wrong"}
    told = []
    for talk in (first, again):
        await talk.say(type="command", command=command)
        told.append((await talk.hear("nack"))["problem"]["detail"])
        await talk.end()

    assert told == ["There is no such entry for you.", "No existe tal entrada para usted."]
