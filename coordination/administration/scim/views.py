"""SCIM 2.0 for an agency's directory, below /scim/v2/: who may ask, Users, and what is served (RFC 7644)."""

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
from coordination.administration.scim import schemas, users, wire
from coordination.administration.scim.shown import parts_in
from coordination.administration.scim.tokens import token_behind
from coordination.administration.scim.users import Kept
from coordination.administration.scim.wire import Json, ScimError
from coordination.administration.single_sign_on.claims import roles_by_group_of
from coordination.models import User
from mou.errors import MouError

BODY_MAX_BYTES = 64 * 1024
type View = Callable[..., HttpResponse]


def guard_view(view: View) -> View:
    """Return a view for a client that brings a token that counts; every refusal is in SCIM's form."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **ids: object) -> HttpResponse:
        token = token_behind(request.headers.get("Authorization", ""), timezone.now())
        if token is None:
            answer = answer_json(ScimError(401, "A token of the agency is needed.").body(), 401)
            answer["WWW-Authenticate"] = 'Bearer realm="scim"'
            return answer
        try:
            # Before anything is written: an answer that cannot be given is refused with what it was to answer.
            parts_in(request.GET.dict())
            return view(request, token, **ids)
        except ScimError as error:
            return answer_json(error.body(), error.status)
        except MouError as error:
            return answer_json(ScimError(error.status, str(error)).body(), error.status)

    return guarded


@guard_view
def users_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """List the agency's people, or take one in."""
    if request.method == "POST":
        kept = users.make_person(token, wire.said_in(body_of(request)), timezone.now())
        answer = answer_json(_resource_of_person(request, kept), 201)
        answer["Location"] = _address_of_person(request, kept)
        return answer
    allow_methods(request, "GET", "POST")
    page = wire.page_in(request.GET.dict(), users.FILTERS)
    total, found = users.people_kept(token, page)
    return answer_list(total, page.start, [_resource_of_person(request, one) for one in found])


@guard_view
def user_view(request: HttpRequest, token: DirectoryToken, person_id: UUID) -> HttpResponse:
    """Show one of the agency's people, change them, or take them out."""
    at = timezone.now()
    if request.method == "DELETE":
        users.take_out(token, person_id, at)
        return HttpResponse(status=204)
    if request.method == "PUT":
        kept = users.change_person(token, person_id, wire.said_in(body_of(request)), at)
    elif request.method == "PATCH":
        kept = users.change_person(token, person_id, wire.said_by_patch(body_of(request)), at)
    else:
        allow_methods(request, "GET", "PUT", "PATCH", "DELETE")
        kept = users.person_kept(token, person_id)
    return answer_json(_resource_of_person(request, kept))


@guard_view
def service_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """Say what is supported."""
    allow_methods(request, "GET")
    return answer_json(schemas.describe_service(request.build_absolute_uri))


@guard_view
def types_view(request: HttpRequest, token: DirectoryToken, name: str = "") -> HttpResponse:
    """Say what resources there are, or one of them."""
    allow_methods(request, "GET")
    return _one_of(schemas.resource_types(request.build_absolute_uri), name)


@guard_view
def schemas_view(request: HttpRequest, token: DirectoryToken, name: str = "") -> HttpResponse:
    """Say what their attributes are, or those of one."""
    allow_methods(request, "GET")
    return _one_of(schemas.describe_schemas(request.build_absolute_uri, roles_by_group_of(token.agency)), name)


def _one_of(found: list[Json], name: str) -> HttpResponse:
    # RFC 7644, 4: a filter here is refused, paging is ignored.
    if not name:
        return answer_list(len(found), 1, found)
    for one in found:
        if one["id"] == name:
            return answer_json(one)
    raise ScimError(404, "There is nothing here.")


@guard_view
def search_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """Refuse a search over people and groups at once (RFC 7644, 3.4.3 and 3.12): each has its own list and filters."""
    allow_methods(request, "POST")
    raise ScimError(501, "People and groups are not searched at once: ask /Users or /Groups, with a filter.")


@guard_view
def nothing_view(request: HttpRequest, token: DirectoryToken, rest: str = "") -> HttpResponse:
    """Refuse what is not served."""
    raise ScimError(404, "There is nothing here.")


def body_of(request: HttpRequest, most: int = BODY_MAX_BYTES) -> object:
    """Return what a request says, as JSON. Raises: ScimError."""
    try:
        body = request.body
        if len(body) > most:
            raise ScimError(413, "The body is too large.")
        found: object = json.loads(body)
    except RequestDataTooBig as error:
        raise ScimError(413, "The body is too large.") from error
    except (ValueError, RecursionError) as error:
        raise ScimError(400, "The body is not JSON.", "invalidSyntax") from error
    return found


def allow_methods(request: HttpRequest, *methods: str) -> None:
    """Refuse other methods. Raises: ScimError."""
    if request.method not in methods:
        raise ScimError(405, f"The methods here are {', '.join(methods)}.")


def _resource_of_person(request: HttpRequest, kept: Kept) -> Json:
    person = kept.person
    found: dict[str, object] = {
        "schemas": [wire.USER],
        "id": str(person.public_id),
        "userName": person.username,
        "displayName": person.display_name,
        "name": {"formatted": person.display_name},
        "active": person.is_active,
        "roles": [{"value": kept.member.role, "primary": True}],
        "meta": {"resourceType": "User", "location": _address_of_person(request, kept)},
    }
    if person.email:
        found["emails"] = [{"value": person.email, "type": "work", "primary": True}]
    if person.phone:
        found["phoneNumbers"] = [{"value": person.phone, "type": "work"}]
    if person.language:
        found["preferredLanguage"] = person.language
    if external_id := _external_id(person):
        found["externalId"] = external_id
    return parts_in(request.GET.dict()).of(found)


def _external_id(person: User) -> str:
    called = getattr(person, "directory_person", None)
    return called.external_id if called is not None else ""


def _address_of_person(request: HttpRequest, kept: Kept) -> str:
    return request.build_absolute_uri(reverse("scim_user", kwargs={"person_id": kept.person.public_id}))


def answer_list(total: int, start: int, found: list[Json]) -> HttpResponse:
    """Answer with a page of a list."""
    body = {
        "schemas": [wire.LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
        "Resources": found,
    }
    return answer_json(body)


def answer_json(body: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Answer in SCIM's type."""
    return HttpResponse(_encode_body(body), status=status, content_type=wire.CONTENT_TYPE)


def _encode_body(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode(errors="replace")
