"""Say which property of a foreign file is the number, the name, the level: given as JSON, or guessed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from mapping.errors import BadFile
from mapping.geometry.floor_words import PLAIN_NUMBER, FloorName, counted_name, propose_floors
from mapping.geometry.tokens import split_tokens
from mapping.imports.readers.osm.levels import HIGHEST
from mapping.vocabulary import (
    NAME_MAX_CHARS,
    SHORT_NAME_MAX_CHARS,
    SPACE_CATEGORIES,
    AreaKind,
    FloorCounting,
    ObjectKind,
)

# What a person says beside a file, and the same with all that a district said before.
MAX_MAPPING_CHARS = 60_000
MAX_WHOLE_CHARS = 2_000_000
# Stands for the floor that a person named for features that name none; no file can say it.
DEFAULT_LEVEL = "\x00default"
# The property that says which floor a whole file is of.
FILE_LEVEL = "floor of the file"
NAMES = {
    "number": ("number", "ref", "room_no", "roomno", "room_num", "room_number", "roomnumber", "door_no", "rm", "num"),
    "name": ("name", "room_name", "roomname", "label", "title", "longname", "room"),
    "category": ("category", "room_type", "roomtype", "use", "usage", "space_type", "spacetype"),
    "building": ("building", "building_name", "bldg", "bldg_name", "facility", "structure"),
    "level": ("level", "floor", "storey", "story", "ordinal", "floor_no", "level_no", "floorindex"),
    "kind": ("kind", "feature_type", "featuretype", "feature"),
}
# A word of a layer or of a kind, and what it means; the first that fits counts.
MEANINGS = (
    ("footprint", "outline"),
    ("outline", "outline"),
    ("building", "outline"),
    ("door", "opening"),
    ("opening", "opening"),
    ("entrance", "opening"),
    ("exit", "opening"),
    ("aed", "object:aed"),
    ("defib", "object:aed"),
    ("key_box", "object:key_box"),
    ("knox", "object:key_box"),
    ("trauma", "object:trauma_kit"),
    ("extinguisher", "object:fire_extinguisher"),
    ("hydrant", "object:hydrant"),
    ("parking", "area:parking"),
    ("bus_loop", "area:bus_loop"),
    ("playing_field", "area:field"),
    ("sports_field", "area:field"),
    ("camera", "object:camera"),
    ("fire_panel", "object:fire_panel"),
    ("riser", "object:riser"),
    ("gas", "object:gas_shutoff"),
    ("water", "object:water_shutoff"),
    ("electric", "object:electric_shutoff"),
    ("room", "space"),
    ("space", "space"),
    ("unit", "space"),
    ("area", "space"),
    ("corridor", "space"),
    ("hall", "space"),
)
# A word that a use of a room begins with, or one of its words; the first that fits counts.
CATEGORY_WORDS = {
    "female": "restroom.female",
    "women": "restroom.female",
    "male": "restroom.male",
    "men": "restroom.male",
    "wc": "restroom",
    "restroom": "restroom",
    "bano": "restroom",
    "aseo": "restroom",
    "servicio": "restroom",
    "nurse": "firstaid",
    "clinic": "firstaid",
    "infirmary": "firstaid",
    "enfermeria": "firstaid",
    "staff": "office",
    "oficina": "office",
    "principal": "office",
    "admin": "office",
    "store": "storage",
    "storage": "storage",
    "deposito": "storage",
    "almacen": "storage",
    "escalera": "stairs",
    "ascensor": "elevator",
    "elevador": "elevator",
    "pasillo": "walkway",
    "passage": "walkway",
    "aula": "classroom",
    "salon": "classroom",
    "study": "classroom",
    "biblioteca": "library",
    "cocina": "kitchen",
    "comedor": "foodservice",
    "gimnasio": "recreation",
    "auditorio": "auditorium",
    "server": "serverroom",
    "mechanical": "nonpublic",
    "boiler": "nonpublic",
    "electrical": "nonpublic",
    "custod": "nonpublic",
    "janitor": "nonpublic",
    "class": "classroom",
    "corridor": "walkway",
    "hallway": "walkway",
    "hall": "walkway",
    "gym": "recreation",
    "cafeteria": "foodservice",
    "lab": "laboratory",
    "toilet": "restroom",
    "bathroom": "restroom",
    "stair": "stairs",
    "lift": "elevator",
    "conference": "conferenceroom",
    "meeting": "conferenceroom",
}


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Which property says what. Several names are tried in turn; what is left empty is looked for by its usual names.

    `kinds` and `layers` map a word of the file to `space`, `opening`, `outline`, `text`, `ignore`, `object:<kind>` or
    `area:<kind>`; `categories` map a word to an IMDF unit category; `levels` say which floor a word means and what we
    will call it. `default_level` is for features that say no floor; `counting` is how the building counts. `usual` are
    names that a district's files had before, tried ahead of those that others use.
    """

    number: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    building: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    default_level: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, FloorName] = field(default_factory=dict)
    counting: FloorCounting = FloorCounting.US
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names_fields(self) -> bool:
        """Say whether a person said which property is which."""
        return any((self.number, self.name, self.category, self.level, self.building, self.kind))

    def or_level(self, ordinal: Decimal, name: str) -> "FieldMapping":
        """Return this mapping with a floor for features that do not say theirs, where none is given yet."""
        if self.default_level:
            return self
        counted = counted_name(ordinal, self.counting)
        word = DEFAULT_LEVEL
        return replace(
            self, default_level=word, levels={**self.levels, word: replace(counted, name=name or counted.name)}
        )

    def settled(self) -> "FieldMapping":
        """Return this mapping with the floor that `default_level` means: an ordinal, or a word that is read by itself.

        What a person says is no evidence about the words of the file. Raises: BadFile: level_unreadable.
        """
        word = self.default_level.strip()
        if not word or word == DEFAULT_LEVEL.strip():
            return self
        floor = self.levels.get(word)
        if floor is None and PLAIN_NUMBER.fullmatch(word):
            floor = counted_name(Decimal(word) + 0, self.counting)
        floor = floor or propose_floors([word], self.counting).get(word)
        if floor is None or abs(floor.ordinal) > HIGHEST:
            raise BadFile("level_unreadable", f"Level {word[:40]!r} is not understood.")
        return replace(self, default_level=DEFAULT_LEVEL, levels={**self.levels, DEFAULT_LEVEL: floor})

    def text(self, what: str, tags: Mapping[str, str]) -> str:
        """Return the first filled property for `what` (`number`, `name`, `category`, `level`, `building` or `kind`)."""
        given: tuple[str, ...] = getattr(self, what) or NAMES[what]
        if self.usual and given is NAMES[what]:
            given = (*self.usual.get(what, ()), *given)
        for name in fields_called(given, tuple(tags)):
            if tags[name]:
                return tags[name]
        return ""

    def meaning(self, kind: str, layer: str) -> str:
        """Return what a feature is, by its kind or else its layer; empty if neither says."""
        for words, table in ((kind, self.kinds), (layer, self.layers)):
            if words in table:
                return table[words]
        return _guess_meaning(kind) or _guess_meaning(layer)

    def space_category(self, word: str) -> str | None:
        """Return the category a word stands for; None if it is not known."""
        if word in self.categories:
            return self.categories[word]
        plain = word.strip().lower()
        return plain if plain in SPACE_CATEGORIES else _category_in(plain)


@lru_cache(maxsize=4096)
def fields_called(names: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that have one of these names in any case, in the order of the names; of equals the last.

    All features of a file have nearly the same fields.
    """
    known = {one.lower(): one for one in fields}
    return tuple(known[one] for name in names if (one := name.lower()) in known)


KNOWN_MEANINGS = (
    *("space", "opening", "outline", "text", "ignore"),
    *(f"object:{kind.value}" for kind in ObjectKind),
    *(f"area:{kind.value}" for kind in AreaKind),
)
# As it is written: names, lists of names, and tables of words.
WRITTEN: TypeAdapter[dict[str, str | list[str] | dict[str, str | list[str] | dict[str, str]]]]
WRITTEN = TypeAdapter(dict[str, str | list[str] | dict[str, str | list[str] | dict[str, str]]])
READER: TypeAdapter[FieldMapping] = TypeAdapter(FieldMapping)


def mapping_from_json(text: str, *, max_chars: int = MAX_MAPPING_CHARS) -> FieldMapping:
    """Return a field mapping; an empty text is one that only guesses. Names may be a string or a list.

    Raises: BadFile: bad_mapping.
    """
    if not text.strip():
        return FieldMapping()
    if len(text) > max_chars:
        raise BadFile("bad_mapping", f"A field mapping has at most {max_chars} characters.")
    try:
        found = WRITTEN.validate_json(text)
        unknown = set(found) - set(FieldMapping.__dataclass_fields__)
        if unknown:
            raise BadFile("bad_mapping", f"A field mapping has no {min(unknown)[:40]!r}.")
        lists = {name: [value] if isinstance(value, str) and name in NAMES else value for name, value in found.items()}
        mapping = READER.validate_python(lists)
    except ValidationError as error:
        place = ".".join(str(part)[:40] for part in error.errors()[0]["loc"])
        raise BadFile("bad_mapping", f"The field mapping is not understood at {place or 'its beginning'}.") from error
    _check_targets(mapping)
    return mapping


@lru_cache(maxsize=1024)
def _category_in(label: str) -> str | None:
    words = [one.text for one in split_tokens(label.replace("_", " "))]
    return next((category for one in words if (category := _category_of(one))), None)


def _category_of(word: str) -> str | None:
    """Return the use a word of a label tells; "room" alone tells none, other categories stand for themselves."""
    begun = next((category for start, category in CATEGORY_WORDS.items() if word.startswith(start)), None)
    return begun or (word if word in SPACE_CATEGORIES and word not in ("room", "unspecified") else None)


def is_meaning(word: str) -> bool:
    """Say whether a word may stand on the right side of `kinds` and `layers`."""
    return word in KNOWN_MEANINGS


def _check_targets(mapping: FieldMapping) -> None:
    for word in (*mapping.kinds.values(), *mapping.layers.values()):
        if not is_meaning(word):
            raise BadFile("bad_mapping", f"Nothing on a plan is called {word[:40]!r}.")
    for word, floor in mapping.levels.items():
        if not floor.ordinal.is_finite() or abs(floor.ordinal) > HIGHEST:
            raise BadFile("bad_mapping", f"Level {word[:40]!r} has no usable ordinal.")
        if len(floor.name) > NAME_MAX_CHARS or len(floor.short_name) > SHORT_NAME_MAX_CHARS:
            raise BadFile("bad_mapping", f"Level {word[:40]!r} has too long a name.")
    for category in mapping.categories.values():
        if category not in SPACE_CATEGORIES:
            raise BadFile("bad_mapping", f"{category[:40]!r} is no IMDF unit category.")


@lru_cache(maxsize=1024)
def _guess_meaning(word: str) -> str:
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    if is_meaning(plain):
        return plain
    # What can be a thing or a place on the ground (staging, landing_zone) is a thing, as it always was.
    for sort in ("object", "area"):
        if is_meaning(f"{sort}:{plain}"):
            return f"{sort}:{plain}"
    return next((meaning for part, meaning in MEANINGS if part in plain), "")
