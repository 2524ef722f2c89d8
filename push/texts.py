"""The words on a locked screen: generic, in the device's language. Pure: no Django.

They travel through other companies' servers, so no name, no place and nothing that anybody wrote stands in them. The
app fetches the rest after unlocking.
"""

from dataclasses import dataclass

# Not an event: what supervisors are told when their people do not answer.
UNANSWERED = "unanswered"
# Nor is this: what a person sends to their own devices to see whether they are reached.
TEST_ALERT = "test_alert"
# Begins the kinds that say what the people of a school do now.
DIRECTED = "do_"
EXERCISE_MARKS = ("EXERCISE", "EJERCICIO")


@dataclass(frozen=True, slots=True)
class Text:
    """What a notification says."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Language:
    """All texts of one language."""

    mark: str
    body: str
    titles: dict[str, str]
    # Where the general words would mislead.
    bodies: dict[str, str]
    # How a text message that says what to do is answered, where the carrier brings us the answers.
    how_to_answer: str
    any_title: str
    code_title: str
    code_body: str


# What people are to do: term and directive of the Standard Response Protocol, said twice, as on a loudspeaker.
DIRECTIVES = {
    "en": {
        "hold": "Hold! In your room or area. Clear the halls.",
        "secure": "Secure! Get inside. Lock outside doors.",
        "lockdown": "Lockdown! Locks, lights, out of sight.",
        "evacuate": "Evacuate! To the announced location.",
        "shelter": "Shelter! Use the announced strategy.",
    },
    "es": {
        "hold": "¡Permanezca! En su salón o área. Despeje los pasillos.",
        "secure": "¡Asegurar! Entre. Cierre las puertas exteriores.",
        "lockdown": "¡Cierre de emergencia! Cerraduras, luces, fuera de la vista.",
        "evacuate": "¡Evacuar! Al lugar anunciado.",
        "shelter": "¡Refugio! Use la estrategia anunciada.",
    },
}
LANGUAGES = {
    "en": Language(
        mark="EXERCISE",
        body="Open the app to see it.",
        titles={
            "incident_opened": "New incident",
            "incident_reopened": "Incident reopened",
            "incident_closed": "Incident closed",
            "message_posted": "New message",
            "unanswered": "An alert is unanswered",
            "panic_pressed": "Panic alarm",
            "panic_cancelled": "Panic press cancelled; the alarm goes on",
            "panic_confirmed": "Panic alarm confirmed",
            "all_clear_proposed": "All clear proposed",
            "all_clear_given": "All clear: the panic alarm has ended",
            "priority_message_posted": "Priority message: acknowledge it",
            "emergency_access_taken": "Emergency access was taken",
            "mutual_aid_joined": "Somebody was let in by mutual aid",
            "aid_code_guessed": "Wrong codes of mutual aid are typed",
            "operator_acted": "The server's operator did something to your agency",
            "panic_active_threat": "Active threat: lockdown at a school",
            "panic_secure": "Threat outside a school: secure",
            "panic_fire": "Fire at a school",
            "panic_medical": "Medical emergency at a school",
            "panic_staff_assist": "Staff assist: a colleague needs you",
            "response_action_started": "A response action has begun",
            "room_reported": "A room asks for help",
            "response_action_changed": "The response action has changed",
            "response_action_released": "Released: a response action has ended",
            "command_missing": "Nobody is in command",
            "command_lapsed": "Nobody is in command any more",
            "command_relinquished": "Nobody is in command any more",
            "command_offered": "Command is offered to you",
            "command_claimed": "Command was taken over from you",
            "mayday_mayday": "MAYDAY: a responder is in trouble",
            "mayday_officer_down": "OFFICER DOWN",
            "mayday_cleared": "The mayday is cleared",
            "real_world_declared": "REAL, NOT A DRILL: a real emergency",
            "exercise_started": "It begins; you take part",
            "exercise_paused": "Play is paused",
            "exercise_resumed": "Play goes on",
            "exercise_ended": "Play has ended",
            "inject_delivered": "Simulated: nothing happened",
            "tip_waits": "A tip waits",
            "case_waits": "Something waits for your team",
            "support_waits": "Something waits for your team",
            "alert_waits": "Something waits for your team",
            "finding_waits": "Something waits for your team",
            "climate_waits": "Something waits for your team",
            "place_waits": "Who is on your team has changed, or waits",
            "account_acted": "Somebody acts about your account",
            "training_expires": "Training expires soon",
            "exercise_waits": "Joint training waits for you",
            "hot_wash_open": "Two minutes: how did it go?",
            **{f"do_{action}": words for action, words in DIRECTIVES["en"].items()},
            TEST_ALERT: "Test of your alerts",
        },
        bodies={
            TEST_ALERT: "You asked for this test yourself. Nothing is happening.",
            "real_world_declared": "This is real. The drill is stopped. Open the app to see it.",
            **{f"do_{action}": words for action, words in DIRECTIVES["en"].items()},
        },
        how_to_answer="Answer: room, OK, students (112 OK 19), or HELP 112, or MEDICAL 112.",
        any_title="News in an incident",
        code_title="Confirm this address for alerts",
        code_body="Your code is {code}. It is good for 15 minutes. If you did not ask for it, do nothing.",
    ),
    "es": Language(
        mark="EJERCICIO",
        body="Abra la aplicación para verlo.",
        titles={
            "incident_opened": "Nuevo incidente",
            "incident_reopened": "Incidente reabierto",
            "incident_closed": "Incidente cerrado",
            "message_posted": "Nuevo mensaje",
            "unanswered": "Una alerta sin respuesta",
            "panic_pressed": "Alarma de pánico",
            "panic_cancelled": "Pulsación de pánico anulada; la alarma sigue",
            "panic_confirmed": "Alarma de pánico confirmada",
            "all_clear_proposed": "Propuesta de fin de alarma",
            "all_clear_given": "Fin de la alarma de pánico",
            "priority_message_posted": "Mensaje prioritario: confírmelo",
            "emergency_access_taken": "Se tomó acceso de emergencia",
            "mutual_aid_joined": "Se dejó entrar a alguien por ayuda mutua",
            "aid_code_guessed": "Se escriben códigos erróneos de ayuda mutua",
            "operator_acted": "Quien opera el servidor hizo algo en su agencia",
            "panic_active_threat": "Amenaza activa: cierre de emergencia en una escuela",
            "panic_secure": "Amenaza fuera de una escuela: asegurar",
            "panic_fire": "Incendio en una escuela",
            "panic_medical": "Emergencia médica en una escuela",
            "panic_staff_assist": "Ayuda al personal: un colega le necesita",
            "response_action_started": "Comenzó una acción de respuesta",
            "room_reported": "Un aula pide ayuda",
            "response_action_changed": "La acción de respuesta cambió",
            "response_action_released": "Liberado: terminó una acción de respuesta",
            "command_missing": "Nadie tiene el mando",
            "command_lapsed": "Ya nadie tiene el mando",
            "command_relinquished": "Ya nadie tiene el mando",
            "command_offered": "Se le ofrece el mando",
            "command_claimed": "Otra persona asumió el mando en su lugar",
            "mayday_mayday": "MAYDAY: un socorrista está en peligro",
            "mayday_officer_down": "OFICIAL HERIDO",
            "mayday_cleared": "El mayday terminó",
            "real_world_declared": "REAL, NO ES UN SIMULACRO: una emergencia real",
            "exercise_started": "Comienza; usted participa",
            "exercise_paused": "La práctica está en pausa",
            "exercise_resumed": "La práctica continúa",
            "exercise_ended": "La práctica terminó",
            "inject_delivered": "Simulado: no ocurrió nada",
            "tip_waits": "Un aviso espera",
            "case_waits": "Algo espera a su equipo",
            "support_waits": "Algo espera a su equipo",
            "alert_waits": "Algo espera a su equipo",
            "finding_waits": "Algo espera a su equipo",
            "climate_waits": "Algo espera a su equipo",
            "place_waits": "Su equipo cambió, o alguien espera",
            "account_acted": "Alguien actúa sobre su cuenta",
            "training_expires": "Una capacitación vence pronto",
            "exercise_waits": "Una práctica conjunta le espera",
            "hot_wash_open": "Dos minutos: ¿cómo fue?",
            **{f"do_{action}": words for action, words in DIRECTIVES["es"].items()},
            TEST_ALERT: "Prueba de sus alertas",
        },
        bodies={
            TEST_ALERT: "Usted mismo pidió esta prueba. No ocurre nada.",
            "real_world_declared": "Esto es real. El simulacro se detuvo. Abra la aplicación para verlo.",
            **{f"do_{action}": words for action, words in DIRECTIVES["es"].items()},
        },
        how_to_answer="Responda: salón, OK, alumnos (112 OK 19), o AYUDA 112, o MEDICO 112.",
        any_title="Novedades en un incidente",
        code_title="Confirme esta dirección para las alertas",
        code_body="Su código es {code}. Vale 15 minutos. Si usted no lo pidió, no haga nada.",
    ),
}
FALLBACK = "en"


def text_for(*, kind: str, locale: str, is_exercise: bool) -> Text:
    """Return what to say of an event in a device's language; an unknown kind or language gets general words."""
    language = _language(locale)
    title, body = language.titles.get(kind, language.any_title), language.bodies.get(kind, language.body)
    if is_exercise:
        return Text(title=f"{language.mark}: {title}", body=f"{language.mark}. {body}")
    return Text(title=title, body=body)


def code_text(*, code: str, locale: str) -> Text:
    """Return what is sent to an address to learn whether its owner registered it."""
    language = _language(locale)
    return Text(title=language.code_title, body=language.code_body.format(code=code))


def language_of(locale: str) -> str:
    """Return the language of ours in which a device is told something."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else FALLBACK


def _language(locale: str) -> Language:
    return LANGUAGES[language_of(locale)]
