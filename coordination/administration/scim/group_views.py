"""Groups of an agency's directory, below /scim/v2/Groups (RFC 7643, 4.2). Who may ask is said in `views`."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from coordination.administration.models import DirectoryToken
from coordination.administration.scim import groups, wire
from coordination.administration.scim.group_wire import group_by_patch, group_in
from coordination.administration.scim.groups import KeptGroup
from coordination.administration.scim.shown import parts_in
from coordination.administration.scim.views import allow_methods, answer_json, answer_list, body_of, guard_view
from coordination.administration.scim.wire import Json
from coordination.models import User
from mou.foundation.moments import time_text

# Some 20,000 members, each by its id.
BODY_MAX_BYTES = 1024 * 1024


@guard_view
def groups_view(request: HttpRequest, token: DirectoryToken) -> HttpResponse:
    """List the agency's groups without their people, or make one."""
    if request.method == "POST":
        kept = groups.make_group(token, group_in(body_of(request, BODY_MAX_BYTES)), timezone.now())
        answer = answer_json(_resource_of_group(request, kept), 201)
        answer["Location"] = _address_of_group(request, kept)
        return answer
    allow_methods(request, "GET", "POST")
    page = wire.page_in(request.GET.dict(), groups.FILTERS)
    total, found = groups.groups_kept(token, page)
    return answer_list(total, page.start, [_resource_of_group(request, one) for one in found])


@guard_view
def group_view(request: HttpRequest, token: DirectoryToken, group_id: UUID) -> HttpResponse:
    """Show one of the agency's groups, change it, or delete it."""
    at = timezone.now()
    if request.method == "DELETE":
        groups.delete_group(token, group_id, at)
        return HttpResponse(status=204)
    if request.method == "PUT":
        kept = groups.change_group(token, group_id, group_in(body_of(request, BODY_MAX_BYTES)), at)
    elif request.method == "PATCH":
        kept = groups.change_group(token, group_id, group_by_patch(body_of(request, BODY_MAX_BYTES)), at)
    else:
        allow_methods(request, "GET", "PUT", "PATCH", "DELETE")
        # A directory asks for a group without its people before it changes them: they are not even read.
        with_people = parts_in(request.GET.dict()).has("members")
        kept = groups.group_kept(token, group_id, with_people=with_people)
    return answer_json(_resource_of_group(request, kept))


def _resource_of_group(request: HttpRequest, kept: KeptGroup) -> Json:
    group = kept.group
    found: dict[str, object] = {
        "schemas": [wire.GROUP],
        "id": str(group.pk),
        "displayName": group.name,
        "meta": {
            "resourceType": "Group",
            "created": time_text(group.made_at),
            "lastModified": time_text(group.changed_at),
            "location": _address_of_group(request, kept),
        },
    }
    if group.external_id:
        found["externalId"] = group.external_id
    if kept.people is not None:
        found["members"] = [_describe_member(request, one) for one in kept.people]
    return parts_in(request.GET.dict()).of(found)


def _describe_member(request: HttpRequest, person: User) -> Json:
    said = {"value": str(person.public_id), "display": person.display_name, "type": "User"}
    return {**said, "$ref": request.build_absolute_uri(reverse("scim_user", kwargs={"person_id": person.public_id}))}


def _address_of_group(request: HttpRequest, kept: KeptGroup) -> str:
    return request.build_absolute_uri(reverse("scim_group", kwargs={"group_id": kept.group.pk}))
