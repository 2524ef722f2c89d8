"""What a route answers besides JSON of a class: it says its media types where it is declared, for the description.

What answers them is a response of Django's own, which names its type itself; the access walk holds that both agree.
"""

GEOJSON = "application/geo+json"
GPX = "application/gpx+xml"
PDF, ZIP = "application/pdf", "application/zip"
JPEG, PNG = "image/jpeg", "image/png"
CSV, ICALENDAR, XML = "text/csv", "text/calendar", "text/xml"
UNKNOWN = "application/octet-stream"


def declare_types(*kinds: str, schema: str = "") -> dict[str, object]:
    """Return the `openapi_extra` of a route that answers 200 in one of these media types.

    Args:
        schema: the name of the schema of what is answered; without it a text where the type is one, else bytes.
    """
    content = {kind: {"schema": _schema_named(schema) if schema else _plain_schema(kind)} for kind in kinds}
    return {"responses": {200: {"description": "OK", "content": content}}}


def _schema_named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _plain_schema(kind: str) -> dict[str, str]:
    return {"type": "string"} if kind.startswith("text/") else {"type": "string", "format": "binary"}
