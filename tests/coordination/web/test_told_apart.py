"""People of a list are told apart: two of one name by their user names, names of two scripts by the scripts."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from coordination.models import User
from coordination.templatetags.told_apart import script_words, told_apart
from mou.vocabulary import MemberRole
from tests.factories.cast import make_cast
from tests.factories.mou import make_member, make_user
from tests.support.sources import page_sources

pytestmark = pytest.mark.django_db


def person(username: str, name: str) -> User:
    user = make_user(username=username)
    User.objects.filter(pk=user.pk).update(display_name=name)
    return User.objects.get(pk=user.pk)


def test_two_of_one_name_have_their_user_names_and_the_others_do_not() -> None:
    people = [person("sam", "Sam Super"), person("sam2", "sam SUPER"), person("ana", "Ana Ruiz")]

    assert [called for _one, called in told_apart(people)] == ["Sam Super · sam", "sam SUPER · sam2", "Ana Ruiz"]


def test_a_name_of_two_scripts_is_named_and_one_of_another_script_is_not() -> None:
    people = [person("trap", "S\u0430m Super"), person("ivan", "\u0418\u0432\u0430\u043d")]

    assert [called for _one, called in told_apart(people)] == [
        "S\u0430m Super · trap · letters of Cyrillic + Latin",
        "\u0418\u0432\u0430\u043d",
    ]
    assert script_words("Ana") == ""


def test_members_come_back_as_they_were_given() -> None:
    cast = make_cast()
    members = [make_member(cast.school, user=person(name, "Sam")) for name in ("one", "two")]
    page = Template(
        "{% load told_apart %}{% for one, called in members|told_apart %}{{ one.role }} {{ called }};{% endfor %}"
    )

    assert page.render(Context({"members": members})) == "".join(
        f"{one.role} Sam · {one.user.username};" for one in members
    )


def test_the_list_of_an_agency_says_the_user_name_and_the_scripts() -> None:
    cast = make_cast()
    trap = make_member(cast.school, user=person("trap", "Princip\u0430l"), role=MemberRole.STAFF).user
    client = Client()
    client.force_login(cast.insider)

    listed = client.get(f"/administration/agencies/{cast.school.id}").content.decode()
    alone = client.get(f"/administration/people/{trap.public_id}").content.decode()

    assert '<span class="small quiet">trap</span> <span class="badge">letters of Cyrillic + Latin</span>' in " ".join(
        listed.split()
    )
    assert listed.count("letters of") == 1
    assert "letters of Cyrillic + Latin" in alone


def test_no_script_says_a_name_of_somebody_in_a_room_past_the_function_that_tells_them_apart() -> None:
    """Pins, the command line, tables and popups ask PeopleNames; a list of one's own would miss the numbers."""
    by_themselves = re.compile(r'\b(?:full|short|plain)Name\(|object\("people", [^)]*\)\??\.(?:name|callsign)\b')

    found = [
        f"{address}:{number}"
        for address, script in page_sources(".js").items()
        if address.startswith("coordination/") and script.name != "people_names.js"
        for number, line in enumerate(script.read_text().splitlines(), start=1)
        if by_themselves.search(line)
    ]

    assert found == []
