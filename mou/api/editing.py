"""Agreements while they are written: versions, clauses, remarks and signatures. Parse, call, answer; no rule here."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from mou.agreements import version_access
from mou.agreements.blanks import FilledBlank, fill_blanks
from mou.agreements.clauses import (
    ClauseGiven,
    Place,
    TermGiven,
    add_clause,
    assign_clause,
    change_clause,
    move_clause,
    remove_clause,
)
from mou.agreements.comments import accept_suggestion, add_comment, close_comment
from mou.agreements.presence import be_present
from mou.agreements.reading.queries import version_line
from mou.agreements.reading.redline import Redline, redline_of
from mou.agreements.reading.version_queries import (
    AgreementVersionView,
    ClauseEditView,
    PulseView,
    edit_views,
    read_pulse,
    version_view,
)
from mou.agreements.signing import sign_version
from mou.agreements.versions import (
    Frame,
    amend_memorandum,
    frame_version,
    move_version,
    name_signatory,
    remove_signatory,
)
from mou.api import version_schemas as form
from mou.api.caller import caller_of
from mou.api.if_match import IfMatch
from mou.errors import EditNumberMissing
from mou.papers.documents import document_of

router = Router(tags=["agreements"])
VERSION = "/memoranda/{uuid:memorandum_id}/versions/{int:number}"
CLAUSE = VERSION + "/clauses/{uuid:key}"
COMMENT = VERSION + "/comments/{uuid:comment_id}"
ETAG = re.compile(r'^(?:W/)?"?(\d{1,9})"?$')


def place_of(request: HttpRequest, memorandum_id: UUID, number: int) -> Place:
    """Return which version is spoken of, by whom and when."""
    caller = caller_of(request)
    return Place(actor_id=caller.user_id, memorandum_id=memorandum_id, number=number, at=caller.at)


def edit_number_of(if_match: str | None) -> int:
    """Return the edit that a change was made on. Raises: EditNumberMissing."""
    found = ETAG.match((if_match or "").strip())
    if found is None:
        raise EditNumberMissing("Send If-Match with the edit number that was read.")
    return int(found[1])


def given_clause(body: form.ClauseIn) -> ClauseGiven:
    """Return a clause as the action takes it."""
    terms = tuple(TermGiven(one.kind, one.scope, one.value, one.condition) for one in body.terms)
    return ClauseGiven(body.topic, body.heading, body.body_html, terms)


def given_frame(body: form.FrameIn) -> Frame:
    """Return dates and sites as the action takes them."""
    return Frame(body.covers_all_sites, body.site_ids, body.effective_on, body.expires_on)


# --- versions ---------------------------------------------------------------------------------------------------------
@router.post("/memoranda/{uuid:memorandum_id}/versions", response={201: form.Numbered}, operation_id="amend_memorandum")
def post_version(request: HttpRequest, memorandum_id: UUID, body: form.NextVersionIn) -> Status[dict[str, int]]:
    """Begin an amendment with dates of its own or, without dates, a renewal that follows the last day."""
    caller = caller_of(request)
    dates = None if body.dates is None else (body.dates.effective_on, body.dates.expires_on)
    number = amend_memorandum(actor_id=caller.user_id, memorandum_id=memorandum_id, dates=dates, at=caller.at)
    return Status(201, {"number": number})


@router.get(VERSION, response=AgreementVersionView, operation_id="read_agreement_version")
def read_version(
    request: HttpRequest, response: HttpResponse, memorandum_id: UUID, number: int
) -> AgreementVersionView:
    """Return a version whole: clauses with their terms and remarks, signatories, steps. Its ETag is for the frame."""
    caller = caller_of(request)
    view = version_view(_version_held(request, memorandum_id, number), user_id=caller.user_id, at=caller.at)
    response["ETag"] = f'"{view.edit_number}"'
    return view


@router.put(VERSION, response={204: None}, operation_id="frame_version")
def put_version(
    request: HttpRequest, memorandum_id: UUID, number: int, body: form.FrameIn, if_match: IfMatch = None
) -> Status[None]:
    """Change title, dates and sites. If-Match names the version's edit number."""
    edit_number = edit_number_of(if_match)
    frame_version(
        place=place_of(request, memorandum_id, number),
        edit_number=edit_number,
        title=body.title,
        frame=given_frame(body),
    )
    return Status(204, None)


@router.post(VERSION + "/steps", response={204: None}, operation_id="move_version")
def post_step(request: HttpRequest, memorandum_id: UUID, number: int, body: form.MoveIn) -> Status[None]:
    """Send a version to review, approve it, send it out for signature, or take it back to a draft with a reason."""
    move_version(place=place_of(request, memorandum_id, number), to=body.to, reason=body.reason)
    return Status(204, None)


@router.post(VERSION + "/blanks", response={204: None}, operation_id="fill_blanks")
def post_blanks(request: HttpRequest, memorandum_id: UUID, number: int, body: form.BlanksIn) -> Status[None]:
    """Write words into blanks in [brackets], many at once; each is named by its clause and its place there."""
    filled = [FilledBlank(one.clause_key, one.occurrence, one.words, one.value) for one in body.filled]
    fill_blanks(place=place_of(request, memorandum_id, number), filled=filled)
    return Status(204, None)


@router.get(VERSION + "/edits", response=list[ClauseEditView], operation_id="list_edits")
def list_edits(request: HttpRequest, memorandum_id: UUID, number: int, key: UUID | None = None) -> list[ClauseEditView]:
    """List the saves of a version, or of one clause, newest first, 300 at most."""
    return edit_views(_version_held(request, memorandum_id, number), key)


@router.get(VERSION + "/redline/{int:before}", response=Redline, operation_id="read_redline")
def read_redline(request: HttpRequest, memorandum_id: UUID, number: int, before: int) -> Redline:
    """Return what changed from version `before` to this one, word by word."""
    after = _version_held(request, memorandum_id, number)
    return redline_of(document_of(_version_held(request, memorandum_id, before)), document_of(after))


@router.post(VERSION + "/presence", response=PulseView, operation_id="be_present")
def post_presence(request: HttpRequest, memorandum_id: UUID, number: int, body: form.PresenceIn) -> PulseView:
    """Say that the caller has this version open; return who else has, and which clauses were saved since."""
    caller = caller_of(request)
    be_present(
        user_id=caller.user_id,
        memorandum_id=memorandum_id,
        number=number,
        clause_key=body.clause_key,
        at=caller.at,
    )
    return read_pulse(_version_held(request, memorandum_id, number), user_id=caller.user_id, at=caller.at)


# --- clauses ----------------------------------------------------------------------------------------------------------
@router.post(VERSION + "/clauses", response={201: form.Created}, operation_id="add_clause")
def post_clause(request: HttpRequest, memorandum_id: UUID, number: int, body: form.ClauseIn) -> Status[dict[str, UUID]]:
    """Add a clause at the end."""
    key = add_clause(place=place_of(request, memorandum_id, number), given=given_clause(body))
    return Status(201, {"id": key})


@router.put(CLAUSE, response=form.Saved, operation_id="change_clause")
def put_clause(
    request: HttpRequest,
    response: HttpResponse,
    memorandum_id: UUID,
    number: int,
    key: UUID,
    body: form.ClauseIn,
    if_match: IfMatch = None,
) -> dict[str, int]:
    """Save a clause with its terms. If-Match names the edit it was made on; 412 if it was saved meanwhile."""
    edit_number = edit_number_of(if_match)
    saved = change_clause(
        place=place_of(request, memorandum_id, number), key=key, edit_number=edit_number, given=given_clause(body)
    )
    response["ETag"] = f'"{saved}"'
    return {"edit_number": saved}


@router.delete(CLAUSE, response={204: None}, operation_id="remove_clause")
def delete_clause(
    request: HttpRequest, memorandum_id: UUID, number: int, key: UUID, if_match: IfMatch = None
) -> Status[None]:
    """Take a clause out; its edits stay in the history."""
    edit_number = edit_number_of(if_match)
    remove_clause(place=place_of(request, memorandum_id, number), key=key, edit_number=edit_number)
    return Status(204, None)


@router.post(CLAUSE + "/move", response=form.Saved, operation_id="move_clause")
def post_move(
    request: HttpRequest, memorandum_id: UUID, number: int, key: UUID, body: form.PositionIn, if_match: IfMatch = None
) -> dict[str, int]:
    """Put a clause at another place, counted from 1."""
    edit_number = edit_number_of(if_match)
    place = place_of(request, memorandum_id, number)
    return {"edit_number": move_clause(place=place, key=key, edit_number=edit_number, position=body.position)}


@router.put(CLAUSE + "/assignee", response={204: None}, operation_id="assign_clause")
def put_assignee(
    request: HttpRequest, memorandum_id: UUID, number: int, key: UUID, body: form.AssigneeIn
) -> Status[None]:
    """Say which member of the district works on a clause, or none."""
    assign_clause(place=place_of(request, memorandum_id, number), key=key, member_id=body.member_id)
    return Status(204, None)


# --- remarks ----------------------------------------------------------------------------------------------------------
@router.post(CLAUSE + "/comments", response={201: form.Created}, operation_id="add_comment")
def post_comment(
    request: HttpRequest, memorandum_id: UUID, number: int, key: UUID, body: form.CommentIn
) -> Status[dict[str, UUID]]:
    """Remark on a clause or suggest other words, while the version is written or in review."""
    made = add_comment(
        place=place_of(request, memorandum_id, number),
        reviewer_id=caller_of(request).user_id,
        key=key,
        edit_number=body.edit_number,
        text=body.text,
        suggested_html=body.suggested_html,
    )
    return Status(201, {"id": made})


@router.post(COMMENT + "/accept", response=form.Saved, operation_id="accept_suggestion")
def post_accept(
    request: HttpRequest, memorandum_id: UUID, number: int, comment_id: UUID, if_match: IfMatch = None
) -> dict[str, int]:
    """Make a suggestion the clause's words. If-Match names the clause's edit number."""
    edit_number = edit_number_of(if_match)
    place = place_of(request, memorandum_id, number)
    return {"edit_number": accept_suggestion(place=place, comment_id=comment_id, edit_number=edit_number)}


@router.post(COMMENT + "/close", response={204: None}, operation_id="close_comment")
def post_close(
    request: HttpRequest, memorandum_id: UUID, number: int, comment_id: UUID, body: form.CloseIn
) -> Status[None]:
    """Resolve a remark or reject a suggestion."""
    close_comment(place=place_of(request, memorandum_id, number), comment_id=comment_id, state=body.state)
    return Status(204, None)


# --- signatures -------------------------------------------------------------------------------------------------------
@router.post(VERSION + "/signatories", response={201: form.Created}, operation_id="name_signatory")
def post_signatory(
    request: HttpRequest, memorandum_id: UUID, number: int, body: form.SignatoryIn
) -> Status[dict[str, UUID]]:
    """Name one of one's own people to sign."""
    place = place_of(request, memorandum_id, number)
    made = name_signatory(place=place, agency_id=body.agency_id, member_id=body.member_id, title=body.title)
    return Status(201, {"id": made})


@router.delete(VERSION + "/signatories/{uuid:signatory_id}", response={204: None}, operation_id="remove_signatory")
def delete_signatory(request: HttpRequest, memorandum_id: UUID, number: int, signatory_id: UUID) -> Status[None]:
    """Take one of one's own people out of those who sign."""
    remove_signatory(place=place_of(request, memorandum_id, number), signatory_id=signatory_id)
    return Status(204, None)


@router.post(VERSION + "/signatures", response={201: form.Signed}, operation_id="sign_version")
def post_signature(
    request: HttpRequest, memorandum_id: UUID, number: int, body: form.SignatureIn
) -> Status[dict[str, bool]]:
    """Sign the sum of the version that was read. After the last signature it is in force from its first day on."""
    is_signed = sign_version(
        place=place_of(request, memorandum_id, number),
        signer_id=caller_of(request).user_id,
        signatory_id=body.signatory_id,
        sha256=body.sha256,
        signed_name=body.signed_name,
    )
    version = _version_held(request, memorandum_id, number)
    line = version_line(version.memorandum, version, caller_of(request).at)
    return Status(201, {"is_signed": is_signed, "is_in_force": line.is_in_force})


def _version_held(request: HttpRequest, memorandum_id: UUID, number: int) -> version_access.Held:
    caller = caller_of(request)
    return version_access.version_for(
        user_id=caller.user_id,
        memorandum_id=memorandum_id,
        number=number,
        need=version_access.VersionNeed.READ,
        at=caller.at,
        lock=False,
    )
