"""What the SCIM interface says of itself: features, resources and their attributes, as they are (RFC 7643, 5-7)."""

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings

from coordination.administration.scim import wire
from coordination.administration.scim.wire import Json
from mou.vocabulary import MemberRole

BASE = "/scim/v2"
type Absolute = Callable[[str], str]


def describe_service(absolute: Absolute) -> Json:
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
        "meta": _meta_of("ServiceProviderConfig", absolute(f"{BASE}/ServiceProviderConfig")),
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
            "meta": _meta_of("ResourceType", absolute(f"{BASE}/ResourceTypes/{name}")),
        }
        for name, schema, what in (
            ("User", wire.USER, "A person of the agency."),
            ("Group", wire.GROUP, "A group of the agency's directory; it may give a role."),
        )
    ]


def describe_schemas(absolute: Absolute, roles: Iterable[MemberRole]) -> list[Json]:
    """Return what is kept of each resource, and nothing that is not; the roles are those that an agency has."""
    return [
        {
            "schemas": [wire.SCHEMA],
            "id": urn,
            "name": name,
            "description": what,
            "attributes": attributes,
            "meta": _meta_of("Schema", absolute(f"{BASE}/Schemas/{urn}")),
        }
        for urn, name, what, attributes in (
            (wire.USER, "User", "A person of the agency.", _of_user([role.value for role in roles])),
            (wire.GROUP, "Group", "A group of the agency's directory.", _of_group()),
        )
    ]


def _of_user(roles: list[str]) -> list[Json]:
    return [
        _text_attribute("userName", "What the person signs in with.", required=True, unique="global"),
        _text_attribute("externalId", "What the directory calls the person.", exact=True),
        _text_attribute("displayName", "The name that others see."),
        _complex_attribute(
            "name",
            "The name in parts; the parts are put together.",
            [
                _text_attribute("formatted", "The whole name."),
                _text_attribute("givenName", "The first name.", returned="never", mutability="writeOnly"),
                _text_attribute("familyName", "The last name.", returned="never", mutability="writeOnly"),
            ],
        ),
        _describe_attribute("active", "boolean", "Whether the account is switched on. Off, all access ends at once."),
        _many_valued_attribute(
            "emails",
            "One address; of several the primary one.",
            _text_attribute("value", "The address.", unique="global"),
        ),
        _many_valued_attribute(
            "phoneNumbers", "One number; of several the primary one.", _text_attribute("value", "The number.")
        ),
        {
            **_text_attribute("preferredLanguage", "In which language they are written to; another one is not kept."),
            "canonicalValues": [code for code, _name in settings.LANGUAGES],
        },
        _many_valued_attribute(
            "roles",
            "One role. Who is in a group that gives a role has that one.",
            # Who is an administrator has that role in answers: no directory gives it.
            {**_text_attribute("value", "The role."), "canonicalValues": roles},
        ),
    ]


def _of_group() -> list[Json]:
    value = _text_attribute(
        "value", "The id of a person whom this directory keeps.", mutability="immutable", exact=True
    )
    kind = {**_text_attribute("type", "What the member is.", mutability="immutable"), "canonicalValues": ["User"]}
    address = {
        **_text_attribute("$ref", "Where the person is.", mutability="immutable", exact=True),
        "type": "reference",
        "referenceTypes": ["User"],
    }
    return [
        _text_attribute("displayName", "The name of the group.", required=True, unique="server", exact=True),
        _text_attribute("externalId", "What the directory calls the group.", exact=True),
        {
            **_describe_attribute("members", "complex", "The people in it. Lists of groups leave them out."),
            "multiValued": True,
            "subAttributes": [value, address, _text_attribute("display", "Their name.", mutability="readOnly"), kind],
        },
    ]


def _meta_of(kind: str, location: str) -> Json:
    return {"resourceType": kind, "location": location}


def _describe_attribute(name: str, kind: str, what: str, *, required: bool = False) -> Json:
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


def _text_attribute(
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
    return {**_describe_attribute(name, "string", what, required=required), **said}


def _complex_attribute(name: str, what: str, inner: Sequence[Json]) -> Json:
    return {**_describe_attribute(name, "complex", what), "subAttributes": list(inner)}


def _many_valued_attribute(name: str, what: str, value: Json) -> Json:
    kind = _text_attribute("type", "Always work.", mutability="readOnly")
    primary = {**_describe_attribute("primary", "boolean", "Which one counts."), "caseExact": False}
    return {**_complex_attribute(name, what, [value, kind, primary]), "multiValued": True}
