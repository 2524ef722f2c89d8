"""SCIM 2.0 for an agency's directory, below /scim/v2/: Users, and what is served (RFC 7644)."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from coordination.administration.models import DirectoryToken
from coordination.administration.scim import users, wire
from coordination.administration.scim.tokens import token_behind
from coordination.administration.scim.users import Kept
from coordination.administration.scim.wire import Json, ScimError
from mou.errors import MouError

BODY_MAX_BYTES = 64 * 1024
type View = Callable[..., HttpResponse]


def scim(view: View) -> View:
    """Return a view for whoever brings a token that counts; every refusal is in SCIM's form."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **ids: object) -> HttpResponse:
        token = token_behind(request.headers.get("Authorization", ""), timezone.now())
        if token is None:
            answer = _answer(ScimError(401, "A token of the agency is needed.").body(), 401)
            answer["WWW-Authenticate"] = 'Bearer realm="scim"'
            return answer
        try:
            return view(request, token, **ids)
        except ScimError as error:
            return _answer(error.body(), error.status)
        except MouError as error:
            return _answer(ScimError(error.status, str(error)).body(), error.status)

    return guarded


@scim
def users_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """List the agency's people, or take one in."""
    if request.method == "POST":
        kept = users.make_person(token, wire.said_in(_body(request)), timezone.now())
        answer = _answer(_resource(request, kept), 201)
        answer["Location"] = _address(request, kept)
        return answer
    _only(request, "GET", "POST")
    page = wire.page_in(request.GET.dict())
    total, found = users.people_kept(token, page)
    return _list(total, page.start, [_resource(request, one) for one in found])


@scim
def user_view(request: HttpRequest, token: DirectoryToken, person_id: UUID) -> HttpResponse:
    """Show one of the agency's people, change them, or take them out."""
    at = timezone.now()
    if request.method == "DELETE":
        users.take_out(token, person_id, at)
        return HttpResponse(status=204)
    if request.method == "PUT":
        kept = users.change_person(token, person_id, wire.said_in(_body(request)), at)
    elif request.method == "PATCH":
        kept = users.change_person(token, person_id, wire.said_by_patch(_body(request)), at)
    else:
        _only(request, "GET", "PUT", "PATCH", "DELETE")
        kept = users.person_kept(token, person_id)
    return _answer(_resource(request, kept))


@scim
def service_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """Say what is supported."""
    _only(request, "GET")
    no = {"supported": False}
    return _answer(
        {
            "schemas": [wire.PROVIDER],
            "patch": {"supported": True},
            "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": wire.PAGE_MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {"type": "oauthbearertoken", "name": "Bearer token", "description": "A token of the agency."}
            ],
        }
    )


@scim
def types_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """Say that there are users, and nothing else."""
    _only(request, "GET")
    user = {"schemas": [wire.RESOURCE_TYPE], "id": "User", "name": "User", "endpoint": "/Users", "schema": wire.USER}
    return _list(1, 1, [user])


@scim
def nothing_view(request: HttpRequest, token: DirectoryToken, rest: str = "") -> HttpResponse:
    """Refuse what is not served."""
    raise ScimError(404, "There is nothing here.")


def _body(request: HttpRequest) -> object:
    try:
        body = request.body
        if len(body) > BODY_MAX_BYTES:
            raise ScimError(413, "The body is too large.")
        found: object = json.loads(body)
    except RequestDataTooBig as error:
        raise ScimError(413, "The body is too large.") from error
    except (ValueError, RecursionError) as error:
        raise ScimError(400, "The body is not JSON.", "invalidSyntax") from error
    return found


def _only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise ScimError(405, f"The methods here are {', '.join(methods)}.")


def _resource(request: HttpRequest, kept: Kept) -> Json:
    person = kept.person
    found: dict[str, object] = {
        "schemas": [wire.USER],
        "id": str(person.public_id),
        "userName": person.username,
        "displayName": person.display_name,
        "name": {"formatted": person.display_name},
        "active": person.is_active,
        "roles": [{"value": kept.member.role, "primary": True}],
        "meta": {"resourceType": "User", "location": _address(request, kept)},
    }
    if person.email:
        found["emails"] = [{"value": person.email, "type": "work", "primary": True}]
    if person.phone:
        found["phoneNumbers"] = [{"value": person.phone, "type": "work"}]
    if person.language:
        found["preferredLanguage"] = person.language
    return found


def _address(request: HttpRequest, kept: Kept) -> str:
    return request.build_absolute_uri(reverse("scim_user", kwargs={"person_id": kept.person.public_id}))


def _list(total: int, start: int, found: list[Json]) -> HttpResponse:
    body = {
        "schemas": [wire.LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
        "Resources": found,
    }
    return _answer(body)


def _answer(body: Mapping[str, object], status: int = 200) -> HttpResponse:
    return HttpResponse(_encoded(body), status=status, content_type=wire.CONTENT_TYPE)


def _encoded(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode(errors="replace")
