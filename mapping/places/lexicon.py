"""The words people use for places on the radio, in English and Spanish; pages get the same table. Pure.

Every word is folded as mapping.geometry.tokens folds it: small letters, no accents.
"""

from dataclasses import dataclass

# How surely a word alone names a place: "gym" does, "hall" does not, "room" names nothing without a number.
SURE, VAGUE, NEVER = 0.9, 0.4, 0.0


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words for one kind of place, and how surely they name one without a number or name."""

    alone: float
    words: tuple[str, ...]


def _kind_words(alone: float, words: str) -> KindWords:
    return KindWords(alone, tuple(word.strip() for word in words.split(",")))


KINDS: dict[str, KindWords] = {
    "room": _kind_words(NEVER, "room, rooms, rm, classroom, class, suite, salon, aula, cuarto, sala"),
    "door": _kind_words(NEVER, "door, doors, dr, exit, entrance, puerta, puertas, salida, entrada"),
    "stair": _kind_words(VAGUE, "stair, stairs, stairwell, staircase, stairway, escalera, escaleras"),
    "hall": _kind_words(VAGUE, "hall, hallway, corridor, pasillo, corredor"),
    "elevator": _kind_words(SURE, "elevator, lift, ascensor, elevador"),
    "side": _kind_words(NEVER, "side, lado"),
    "cell": _kind_words(NEVER, "grid, square, cell, cuadricula, cuadrante"),
    "gym": _kind_words(SURE, "gym, gymnasium, gimnasio"),
    "cafeteria": _kind_words(SURE, "cafeteria, lunchroom, comedor"),
    "library": _kind_words(SURE, "library, media center, biblioteca"),
    "auditorium": _kind_words(SURE, "auditorium, auditorio"),
    "kitchen": _kind_words(SURE, "kitchen, cocina"),
    "lobby": _kind_words(SURE, "lobby, foyer, vestibulo"),
    "nurse": _kind_words(SURE, "nurse, nurses office, clinic, enfermeria"),
    "office": _kind_words(VAGUE, "office, oficina"),
    "restroom": _kind_words(VAGUE, "restroom, bathroom, toilets, bano, banos"),
    "parking": _kind_words(VAGUE, "parking, parking lot, estacionamiento"),
    "field": _kind_words(VAGUE, "athletic field, field, campo, cancha"),
    "main_entrance": _kind_words(
        SURE, "main entrance, front door, front entrance, entrada principal, puerta principal"
    ),
    "aed": _kind_words(SURE, "aed, defibrillator, dea, desfibrilador"),
    "key_box": _kind_words(SURE, "key box, knox box, caja de llaves"),
    "trauma_kit": _kind_words(SURE, "trauma kit, bleeding kit, botiquin de trauma"),
    "fire_panel": _kind_words(SURE, "fire panel, fire alarm panel, panel de incendios"),
    "riser": _kind_words(SURE, "riser, sprinkler riser"),
    "gas_shutoff": _kind_words(SURE, "gas shutoff, gas shut off, gas meter, llave de gas"),
    "water_shutoff": _kind_words(SURE, "water shutoff, water shut off, llave de agua"),
    "electric_shutoff": _kind_words(SURE, "electric shutoff, electric shut off, main switch, interruptor principal"),
    "hydrant": _kind_words(SURE, "hydrant, hidrante"),
    "hazmat": _kind_words(VAGUE, "hazmat, hazardous materials, materiales peligrosos"),
    "gate": _kind_words(VAGUE, "gate, porton"),
    "bus_loop": _kind_words(SURE, "bus loop, bus lane, bahia de autobuses"),
    "staging": _kind_words(VAGUE, "staging, staging area, area de espera"),
    "landing_zone": _kind_words(SURE, "landing zone, helipad, helicopter landing, lz, helipuerto"),
}

# What a plan's own categories are called above; a category that is not here is a plain room.
CLASS_OF_CATEGORY = {
    "auditorium": "auditorium",
    "elevator": "elevator",
    "fieldofplay": "field",
    "firstaid": "nurse",
    "foodservice": "cafeteria",
    "kitchen": "kitchen",
    "library": "library",
    "lobby": "lobby",
    "office": "office",
    "parking": "parking",
    "recreation": "gym",
    "stairs": "stair",
    "steps": "stair",
    "walkway": "hall",
    **{
        f"restroom{rest}": "restroom"
        for rest in (
            "",
            ".family",
            ".female",
            ".female.wheelchair",
            ".male",
            ".male.wheelchair",
            ".transgender",
            ".transgender.wheelchair",
            ".unisex",
            ".unisex.wheelchair",
            ".wheelchair",
        )
    },
}

# How a thing without a name of its own is said, in English and Spanish; also when its name is just one of its words.
SAID = {
    "stair": ("Stair", "Escalera"),
    "hall": ("Hall", "Pasillo"),
    "elevator": ("Elevator", "Ascensor"),
    "gym": ("Gymnasium", "Gimnasio"),
    "cafeteria": ("Cafeteria", "Cafetería"),
    "library": ("Library", "Biblioteca"),
    "auditorium": ("Auditorium", "Auditorio"),
    "kitchen": ("Kitchen", "Cocina"),
    "lobby": ("Lobby", "Vestíbulo"),
    "nurse": ("Nurse", "Enfermería"),
    "aed": ("AED", "DEA"),
    "key_box": ("Key box", "Caja de llaves"),
    "trauma_kit": ("Trauma kit", "Botiquín de trauma"),
    "fire_panel": ("Fire alarm panel", "Panel de incendios"),
    "riser": ("Sprinkler riser", "Tubería de rociadores"),
    "gas_shutoff": ("Gas shut-off", "Llave de gas"),
    "water_shutoff": ("Water shut-off", "Llave de agua"),
    "electric_shutoff": ("Electric shut-off", "Interruptor principal"),
    "hydrant": ("Hydrant", "Hidrante"),
    "hazmat": ("Hazardous materials", "Materiales peligrosos"),
    "gate": ("Gate", "Portón"),
    "bus_loop": ("Bus loop", "Bahía de autobuses"),
    "staging": ("Staging", "Área de espera"),
    "landing_zone": ("Helicopter landing", "Helipuerto"),
}
PHONETIC = {"a": ("alpha", "alfa"), "b": ("bravo",), "c": ("charlie",), "d": ("delta",)}
NUMBER_WORDS = ("number", "no", "num", "numero")
FILLERS = ("on", "the", "of", "in", "at", "de", "del", "la", "el", "los", "en")
PREPOSITIONS = (
    *("at", "in", "to", "from", "near", "outside", "inside", "into", "toward", "towards", "past", "behind"),
    *("en", "hacia", "desde", "junto", "frente", "fuera", "dentro"),
)
# A number before one of these counts something; it is no room.
UNITS = (
    *("minutes", "minute", "min", "mins", "seconds", "hours", "students", "people", "kids", "m", "ft", "feet"),
    *("meters", "yards", "am", "pm", "units", "patients", "minutos", "segundos", "horas", "estudiantes", "personas"),
    *("alumnos", "metros", "unidades"),
)
