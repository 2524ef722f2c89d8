"""What of a resource a directory asks to be shown: `attributes` and `excludedAttributes` (RFC 7644, 3.9). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.administration.scim.wire import Json, ScimError

# Returned whatever is asked (RFC 7643, 3.1 and 7): without them no one knows what the answer is about.
ALWAYS = frozenset(("schemas", "id"))
NAMED_MOST_CHARS = 2000


@dataclass(frozen=True, slots=True)
class ShownParts:
    """Names of attributes, in small letters, as `name` or `name.part`; `only` is None where all are asked for."""

    only: frozenset[str] | None
    without: frozenset[str]

    def has(self, name: str) -> bool:
        """Tell whether anything of an attribute is to be shown."""
        name = name.lower()
        if self.only is not None:
            return any(one == name or one.startswith(f"{name}.") for one in self.only)
        return name not in self.without

    def of(self, resource: Json) -> Json:
        """Return the parts of a resource that were asked for."""
        return {
            name: self._of_value(name, value) for name, value in resource.items() if name in ALWAYS or self.has(name)
        }

    def _of_value(self, name: str, value: object) -> object:
        if isinstance(value, list):
            return [self._of_value(name, one) for one in value]
        if not isinstance(value, dict):
            return value
        return {part: inner for part, inner in value.items() if self._has_part(name.lower(), part.lower())}

    def _has_part(self, name: str, part: str) -> bool:
        whole = f"{name}.{part}"
        return whole not in self.without if self.only is None else bool({name, whole} & self.only)


def parts_in(query: Mapping[str, str]) -> ShownParts:
    """Return what an address asks to be shown. Raises: ScimError: both lists, or one without an end."""
    only, without = query.get("attributes", ""), query.get("excludedAttributes", "")
    if only and without:
        raise ScimError(400, "attributes and excludedAttributes do not go together.", "invalidValue")
    if max(len(only), len(without)) > NAMED_MOST_CHARS:
        raise ScimError(400, f"At most {NAMED_MOST_CHARS} characters name attributes.", "invalidValue")
    return ShownParts(_names_in(only) if only else None, _names_in(without))


def _names_in(text: str) -> frozenset[str]:
    # An attribute may be named with its schema before it: urn:…:2.0:User:name.formatted.
    return frozenset(one.strip().rpartition(":")[2].lower() for one in text.split(","))
