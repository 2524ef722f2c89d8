"""What the SCIM interface says of itself: features, resources and their attributes, as they are (RFC 7643, 5-7)."""

from collections.abc import Callable, Sequence

from django.conf import settings

from coordination.administration.scim import wire
from coordination.administration.scim.wire import Json
from coordination.administration.single_sign_on.claims import ROLES_BY_GROUP

BASE = "/scim/v2"
type Absolute = Callable[[str], str]


def service(absolute: Absolute) -> Json:
    """Return what is supported."""
    no = {"supported": False}
    return {
        "schemas": [wire.PROVIDER],
        "patch": {"supported": True},
        "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": wire.PAGE_MOST},
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token of the agency.",
                "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
                "primary": True,
            }
        ],
        "meta": _meta("ServiceProviderConfig", absolute(f"{BASE}/ServiceProviderConfig")),
    }


def resource_types(absolute: Absolute) -> list[Json]:
    """Return what resources there are."""
    return [
        {
            "schemas": [wire.RESOURCE_TYPE],
            "id": name,
            "name": name,
            "endpoint": f"/{name}s",
            "description": what,
            "schema": schema,
            "schemaExtensions": [],
            "meta": _meta("ResourceType", absolute(f"{BASE}/ResourceTypes/{name}")),
        }
        for name, schema, what in (
            ("User", wire.USER, "A person of the agency."),
            ("Group", wire.GROUP, "A group of the agency's directory; it may give a role."),
        )
    ]


def schemas(absolute: Absolute) -> list[Json]:
    """Return what is kept of each resource, and nothing that is not."""
    return [
        {
            "schemas": [wire.SCHEMA],
            "id": urn,
            "name": name,
            "description": what,
            "attributes": attributes,
            "meta": _meta("Schema", absolute(f"{BASE}/Schemas/{urn}")),
        }
        for urn, name, what, attributes in (
            (wire.USER, "User", "A person of the agency.", _of_user()),
            (wire.GROUP, "Group", "A group of the agency's directory.", _of_group()),
        )
    ]


def _of_user() -> list[Json]:
    roles = [role.value for role in ROLES_BY_GROUP]
    return [
        _text("userName", "What the person signs in with.", required=True, unique="global"),
        _text("externalId", "What the directory calls the person.", exact=True),
        _text("displayName", "The name that others see."),
        _parts(
            "name",
            "The name in parts; the parts are put together.",
            [
                _text("formatted", "The whole name."),
                _text("givenName", "The first name.", returned="never", mutability="writeOnly"),
                _text("familyName", "The last name.", returned="never", mutability="writeOnly"),
            ],
        ),
        _attribute("active", "boolean", "Whether the account is switched on. Off, all access ends at once."),
        _many("emails", "One address; of several the primary one.", _text("value", "The address.", unique="global")),
        _many("phoneNumbers", "One number; of several the primary one.", _text("value", "The number.")),
        {
            **_text("preferredLanguage", "In which language they are written to; another one is not kept."),
            "canonicalValues": [code for code, _name in settings.LANGUAGES],
        },
        _many(
            "roles",
            "One role. Who is in a group that gives a role has that one.",
            {**_text("value", "The role."), "canonicalValues": [*roles, "administrator"]},
        ),
    ]


def _of_group() -> list[Json]:
    value = _text("value", "The id of a person whom this directory keeps.", mutability="immutable", exact=True)
    kind = {**_text("type", "What the member is.", mutability="immutable"), "canonicalValues": ["User"]}
    return [
        _text("displayName", "The name of the group.", required=True, unique="server", exact=True),
        _text("externalId", "What the directory calls the group.", exact=True),
        {
            **_attribute("members", "complex", "The people in it. Lists of groups leave them out."),
            "multiValued": True,
            "subAttributes": [value, _text("display", "Their name.", mutability="readOnly"), kind],
        },
    ]


def _meta(kind: str, location: str) -> Json:
    return {"resourceType": kind, "location": location}


def _attribute(name: str, kind: str, what: str, *, required: bool = False) -> Json:
    return {
        "name": name,
        "type": kind,
        "multiValued": False,
        "description": what,
        "required": required,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    }


def _text(
    name: str,
    what: str,
    *,
    required: bool = False,
    unique: str = "none",
    returned: str = "default",
    mutability: str = "readWrite",
    exact: bool = False,
) -> Json:
    """Return an attribute of text. `exact`: capitals and small letters are different ones."""
    said = {"uniqueness": unique, "caseExact": exact, "returned": returned, "mutability": mutability}
    return {**_attribute(name, "string", what, required=required), **said}


def _parts(name: str, what: str, inner: Sequence[Json]) -> Json:
    return {**_attribute(name, "complex", what), "subAttributes": list(inner)}


def _many(name: str, what: str, value: Json) -> Json:
    kind = _text("type", "Always work.", mutability="readOnly")
    primary = {**_attribute("primary", "boolean", "Which one counts."), "caseExact": False}
    return {**_parts(name, what, [value, kind, primary]), "multiValued": True}
