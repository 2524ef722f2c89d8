"""Agencies, people, accounts and sites over HTTP. Parse, call, answer; no rule stands here."""

import json
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Query, Router, Schema, Status
from pydantic import Field, JsonValue

from coordination.administration.access import managed_agency, person_for
from coordination.administration.accounts import people, sign_ins
from coordination.administration.accounts.directory import PeoplePage, people_found
from coordination.administration.accounts.invitation_mail import (
    MailProgress,
    mail_everyone,
    progress_of,
    send_failed_again,
)
from coordination.administration.accounts.people import Invited
from coordination.administration.accounts.sign_ins import Reach, SessionView
from coordination.administration.people_wire import (
    AccountIn,
    AccountReasonIn,
    AgencyChangeIn,
    ChangeIn,
    InvitationIn,
    PostIn,
    SpeakingIn,
)
from coordination.administration.second_person import deciding, requests
from coordination.mailing.vocabulary import MailFault
from coordination.sign_in.callers import caller_of
from mapping.sites.actions import SiteGiven, add_site, change_site
from mapping.sites.bell_schedule import periods_from
from mapping.sites.boundaries.boundary_text import boundary_from
from mou.agencies.actions import change_agency
from mou.agencies.memberships.members import change_member
from mou.agencies.second_person import ask_second_person

router = Router(tags=["administration"])
REQUEST = "/membership-requests/{uuid:request_id}"
PERSON = "/people/{uuid:person_id}"
INVITATION_MAILS = "/agencies/{uuid:agency_id}/invitation-mails"


class InvitationMailsIn(Schema):
    """`also_recent`: those too whose invitation is half an hour old at most; their link ends."""

    also_recent: bool = False


class FailedMailOut(Schema):
    """A letter that did not go out. `fault`: why. `said`: the mail server's own words, without addresses."""

    person_id: UUID
    fault: MailFault
    said: str


class InvitationMailsOut(Schema):
    """How far a round has come. `made_at`: null where none was mailed lately. `sent`: the mail server has them.

    `total`: how many letters the round has; `waiting`: those that are still to go out, or are tried again.
    `not_needed`: the person has an account or a newer invitation by now.
    """

    made_at: datetime | None
    total: int
    sent: int
    waiting: int
    not_needed: int
    failed: list[FailedMailOut]


class MembershipRequestOut(Schema):
    request_id: UUID


class PersonOut(Schema):
    """A person as their administrators, and they themselves, see them.

    Where another agency keeps the account, the administrators of one that they belong to see the name alone.
    """

    person_id: UUID
    name: str
    username: str
    email: str
    phone: str
    language: str
    is_active: bool
    keeps_account: bool
    sessions: list[SessionView]
    reach: Reach | None


class PeriodIn(Schema):
    """A part of the school day, in the site's time: HH:MM."""

    name: str
    begins: str
    ends: str


class SiteIn(Schema):
    """What a district says of a site.

    The boundary is a GeoJSON polygon, feature or collection; null: none is known. Empty time zone: that of its place.
    """

    name: str
    address: str = ""
    school_id: UUID | None = None
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    boundary: JsonValue = None
    time_zone: str = ""
    enrollment: int | None = None
    bell_schedule: list[PeriodIn] = []


class SiteMadeOut(Schema):
    site_id: UUID


# --- agencies ---------------------------------------------------------------------------------------------------------
@router.put("/agencies/{uuid:agency_id}", response={204: None}, operation_id="change_agency")
def put_agency(request: HttpRequest, agency_id: UUID, agency: Body[AgencyChangeIn]) -> Status[None]:
    """Change an agency's names and time zone."""
    caller = caller_of(request)
    change_agency(actor_id=caller.user_id, agency_id=agency_id, at=caller.at, **agency.dict())
    return Status(204, None)


# --- memberships ------------------------------------------------------------------------------------------------------
@router.post("/agencies/{uuid:agency_id}/people", response={201: Invited}, operation_id="invite_person")
def post_person(request: HttpRequest, agency_id: UUID, given: Body[InvitationIn]) -> Status[Invited]:
    """Take a person into an agency, with an account unless they have one. 409 `kept_elsewhere`: see `may_offer`."""
    caller = caller_of(request)
    invited = people.invite_person(
        actor_id=caller.user_id,
        agency_id=agency_id,
        given=given.person(),
        post=given.post(),
        may_offer=given.may_offer,
        at=caller.at,
    )
    return Status(201, invited)


@router.put("/agencies/{uuid:agency_id}/members/{uuid:member_id}", response={204: None}, operation_id="change_member")
def put_member(request: HttpRequest, agency_id: UUID, member_id: UUID, post: Body[PostIn]) -> Status[None]:
    """Change role, title, callsign and unit. 409 where a second person has to confirm."""
    caller = caller_of(request)
    change_member(actor_id=caller.user_id, agency_id=agency_id, member_id=member_id, post=post.post(), at=caller.at)
    return Status(204, None)


@router.post(
    "/agencies/{uuid:agency_id}/members/{uuid:member_id}/requests",
    response={201: MembershipRequestOut},
    operation_id="ask_second_person",
)
def post_request(
    request: HttpRequest, agency_id: UUID, member_id: UUID, change: Body[ChangeIn]
) -> Status[dict[str, UUID]]:
    """Ask that an administrator be taken from an agency; another administrator, or the operator, confirms it."""
    caller = caller_of(request)
    made = ask_second_person(
        actor_id=caller.user_id, agency_id=agency_id, member_id=member_id, at=caller.at, **change.dict()
    )
    return Status(201, {"request_id": made})


@router.post(PERSON + "/requests", response={201: MembershipRequestOut}, operation_id="ask_to_speak_for")
def post_speaking(request: HttpRequest, person_id: UUID, asked: Body[SpeakingIn]) -> Status[dict[str, UUID]]:
    """Ask to do what makes one able to act as a person: an administrator, or of a confidential team. They are told."""
    caller = caller_of(request)
    made = requests.ask_to_speak_for(actor_id=caller.user_id, person_id=person_id, at=caller.at, **asked.request())
    return Status(201, {"request_id": made})


@router.post(
    "/agencies/{uuid:agency_id}/people/requests",
    response={201: MembershipRequestOut},
    operation_id="ask_to_speak_for_all",
)
def post_speaking_for_all(request: HttpRequest, agency_id: UUID, asked: Body[SpeakingIn]) -> Status[dict[str, UUID]]:
    """Ask to change by what an agency's people sign in, or are kept: its sign-in, a directory's token, group roles."""
    caller = caller_of(request)
    made = requests.ask_to_speak_for_all(actor_id=caller.user_id, agency_id=agency_id, at=caller.at, **asked.request())
    return Status(201, {"request_id": made})


@router.post(REQUEST + "/confirm", response={204: None}, operation_id="confirm_request")
def post_confirm(request: HttpRequest, request_id: UUID) -> Status[None]:
    """Confirm as the second person: never who asked, never whom it is about."""
    caller = caller_of(request)
    deciding.confirm_either(actor_id=caller.user_id, request_id=request_id, at=caller.at)
    return Status(204, None)


@router.post(REQUEST + "/withdraw", response={204: None}, operation_id="withdraw_request")
def post_withdraw(request: HttpRequest, request_id: UUID) -> Status[None]:
    """Drop a request that waits."""
    caller = caller_of(request)
    deciding.withdraw_either(actor_id=caller.user_id, request_id=request_id, at=caller.at)
    return Status(204, None)


# --- people -----------------------------------------------------------------------------------------------------------
@router.get("/people", response=PeoplePage, operation_id="find_people")
def find_people(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> PeoplePage:
    """Find people of the agencies that the caller administers; every word has to occur."""
    caller = caller_of(request)
    return people_found(user_id=caller.user_id, agency=None, text=q, page=page, at=caller.at)


@router.get(PERSON, response=PersonOut, operation_id="read_person")
def read_person(request: HttpRequest, person_id: UUID) -> dict[str, object]:
    """Return a person whom the caller administers, or the caller, with where they are signed in."""
    caller = caller_of(request)
    grant = person_for(user_id=caller.user_id, person_id=person_id, at=caller.at, lock=False)
    person, sees = grant.person, grant.sees_account
    return {
        "person_id": person.public_id,
        "name": person.shown_name(),
        "username": person.username if sees else "",
        "email": person.email if sees else "",
        "phone": person.phone if sees else "",
        "language": person.language if sees else "",
        "is_active": person.is_active,
        "keeps_account": grant.keeps_account,
        "sessions": sign_ins.sessions_of(person, current_key=caller.session_key) if sees else [],
        "reach": sign_ins.reach_of(person) if sees else None,
    }


@router.put(PERSON, response={204: None}, operation_id="change_account")
def put_person(request: HttpRequest, person_id: UUID, given: Body[AccountIn]) -> Status[None]:
    """Change a person's account: the administrators of the agency that made it."""
    caller = caller_of(request)
    people.change_account(actor_id=caller.user_id, person_id=person_id, given=given.person(), at=caller.at)
    return Status(204, None)


@router.post(PERSON + "/invitations", response={201: Invited}, operation_id="invite_again")
def post_invitation(request: HttpRequest, person_id: UUID) -> Status[Invited]:
    """Make a new invitation; the older one is worthless. The old password stays until the new one is set."""
    caller = caller_of(request)
    return Status(201, people.invite_again(actor_id=caller.user_id, person_id=person_id, at=caller.at))


@router.post(INVITATION_MAILS, response={202: InvitationMailsOut}, operation_id="mail_invitations")
def post_invitation_mails(request: HttpRequest, agency_id: UUID, body: InvitationMailsIn) -> Status[InvitationMailsOut]:
    """Mail an invitation to all who have a mail address and no password yet. It goes out beside the request.

    Those are left out whose invitation is half an hour old at most or on its way, and who takes a second person.
    """
    caller = caller_of(request)
    agency = managed_agency(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    mail_everyone(
        agency,
        actor_id=caller.user_id,
        also_recent=body.also_recent,
        origin=request.build_absolute_uri("/").rstrip("/"),
        at=caller.at,
    )
    return Status(202, _mails_out(progress_of(agency)))


@router.get(INVITATION_MAILS, response=InvitationMailsOut, operation_id="read_invitation_mails")
def read_invitation_mails(request: HttpRequest, agency_id: UUID) -> InvitationMailsOut:
    """Read how far the newest round of invitations by mail has come, and why a letter did not go out."""
    caller = caller_of(request)
    return _mails_out(progress_of(managed_agency(user_id=caller.user_id, agency_id=agency_id, at=caller.at)))


@router.post(INVITATION_MAILS + "/retry", response={202: InvitationMailsOut}, operation_id="mail_invitations_again")
def post_invitation_mails_again(request: HttpRequest, agency_id: UUID) -> Status[InvitationMailsOut]:
    """Send those of the newest round again that could not be sent."""
    caller = caller_of(request)
    agency = managed_agency(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    send_failed_again(agency, batch=progress_of(agency).batch, at=caller.at)
    return Status(202, _mails_out(progress_of(agency)))


def _mails_out(found: MailProgress) -> InvitationMailsOut:
    failed = [
        FailedMailOut(person_id=one.user.public_id, fault=MailFault(one.fault), said=one.said) for one in found.failed
    ]
    return InvitationMailsOut(
        made_at=found.made_at,
        total=found.total,
        sent=found.sent,
        waiting=found.waiting,
        not_needed=found.not_needed,
        failed=failed,
    )


@router.post(PERSON + "/deactivate", response={204: None}, operation_id="deactivate_account")
def post_deactivate(request: HttpRequest, person_id: UUID, body: Body[AccountReasonIn]) -> Status[None]:
    """Switch an account off; all of its access ends within a second."""
    caller = caller_of(request)
    sign_ins.deactivate_account(actor_id=caller.user_id, person_id=person_id, reason=body.reason, at=caller.at)
    return Status(204, None)


@router.post(PERSON + "/reactivate", response={204: None}, operation_id="reactivate_account")
def post_reactivate(request: HttpRequest, person_id: UUID, body: Body[AccountReasonIn]) -> Status[None]:
    """Switch an account on again."""
    caller = caller_of(request)
    sign_ins.reactivate_account(actor_id=caller.user_id, person_id=person_id, reason=body.reason, at=caller.at)
    return Status(204, None)


@router.delete(PERSON + "/sessions", response={204: None}, operation_id="end_all_sessions")
def delete_sessions(request: HttpRequest, person_id: UUID) -> Status[None]:
    """Sign a person out everywhere and retire their devices: a phone is lost."""
    caller = caller_of(request)
    sign_ins.end_all_sessions(actor_id=caller.user_id, person_id=person_id, at=caller.at)
    return Status(204, None)


@router.delete(PERSON + "/sessions/{int:session_id}", response={204: None}, operation_id="end_session")
def delete_session(request: HttpRequest, person_id: UUID, session_id: int) -> Status[None]:
    """Sign a person out in one place."""
    caller = caller_of(request)
    sign_ins.end_session(actor_id=caller.user_id, person_id=person_id, session_id=session_id, at=caller.at)
    return Status(204, None)


# --- sites ------------------------------------------------------------------------------------------------------------
@router.post("/districts/{uuid:district_id}/sites", response={201: SiteMadeOut}, operation_id="add_site")
def post_site(request: HttpRequest, district_id: UUID, site: Body[SiteIn]) -> Status[dict[str, UUID]]:
    """Add a site to a district."""
    caller = caller_of(request)
    made = add_site(
        actor_id=caller.user_id, district_id=district_id, given=_site_given(site), source_ref="", at=caller.at
    )
    return Status(201, {"site_id": made})


@router.put("/sites/{uuid:site_id}/settings", response={204: None}, operation_id="change_site")
def put_site(request: HttpRequest, site_id: UUID, site: Body[SiteIn]) -> Status[None]:
    """Change what is known of a site."""
    caller = caller_of(request)
    change_site(actor_id=caller.user_id, site_id=site_id, given=_site_given(site), at=caller.at)
    return Status(204, None)


def _site_given(site: SiteIn) -> SiteGiven:
    bells = "\n".join(f"{one.name} {one.begins}-{one.ends}" for one in site.bell_schedule)
    return SiteGiven(
        name=site.name,
        address=site.address,
        school_id=site.school_id,
        location=(site.lon, site.lat),
        boundary=() if site.boundary is None else boundary_from(json.dumps(site.boundary)),
        time_zone=site.time_zone,
        enrollment=site.enrollment,
        bell_schedule=periods_from(bells),
    )
