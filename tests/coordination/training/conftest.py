"""A police officer who is SRO of Lincoln, with those who lead the police, keep the district and lead the school."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import User
from mou.models import AgencyMember, SroAssignment
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.practice.training import ask_training, make_sro
from tests.stage.served import session_of


@dataclass(frozen=True)
class Duty:
    """Who has to do with the officer: `sergeant` leads the police, `planner` keeps the district."""

    cast: Cast
    officer: AgencyMember
    sergeant: AgencyMember
    planner: AgencyMember
    principal: AgencyMember
    sro: SroAssignment

    def as_(self, user: User) -> "Door":
        """Return the doors as someone meets them."""
        return Door(session_of(user))


class Door:
    """HTTP as one person."""

    def __init__(self, session: str) -> None:
        self.client, self.headers = Client(), {"X-Session-Token": session}
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session

    def upload(self, path: str, content: bytes) -> tuple[int, object]:
        """Bring a file."""
        sent = {"file": SimpleUploadedFile("file", content)}
        answer = self.client.post(f"/api/v1{path}", sent, headers=self.headers)
        return answer.status_code, answer.json() if answer.content else None

    def page(self, address: str, posted: Mapping[str, object] | None = None) -> tuple[int, str]:
        """Return a page, or what a form of it comes to."""
        answer = self.client.get(address) if posted is None else self.client.post(address, posted)
        return answer.status_code, answer.content.decode()

    def get(self, path: str) -> tuple[int, object]:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers)
        return answer.status_code, answer.json() if answer.content else None

    def send(self, path: str, body: object, *, method: str = "POST") -> tuple[int, object]:
        kind = "application/json"
        answer = self.client.generic(
            method, f"/api/v1{path}", json.dumps(body, default=str), content_type=kind, headers=self.headers
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def duty(cast: Cast) -> Duty:
    ask_training(cast.agreement)
    return Duty(
        cast=cast,
        officer=cast.officer_member,
        sergeant=make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR),
        planner=make_member(cast.district, user=make_user(username="planner"), role=MemberRole.PLANNER),
        principal=AgencyMember.objects.get(user=cast.insider),
        sro=make_sro(cast.officer_member, cast.district, [cast.site.id]),
    )
