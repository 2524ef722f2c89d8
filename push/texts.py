"""The words on a locked screen: generic, in the device's language. Pure: no Django.

They travel through other companies' servers, so no name, no place and nothing that anybody wrote stands in them. The
app fetches the rest after unlocking.
"""

from dataclasses import dataclass

# Not an event: what supervisors are told when their people do not answer.
UNANSWERED = "unanswered"
# Nor is this: what somebody sends to their own devices to see whether they are reached.
TEST_ALERT = "test_alert"
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
    any_title: str
    code_title: str
    code_body: str


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
            TEST_ALERT: "Test of your alerts",
        },
        bodies={TEST_ALERT: "You asked for this test yourself. Nothing is happening."},
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
            TEST_ALERT: "Prueba de sus alertas",
        },
        bodies={TEST_ALERT: "Usted mismo pidió esta prueba. No ocurre nada."},
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


def _language(locale: str) -> Language:
    return LANGUAGES.get(locale.replace("_", "-").split("-")[0].lower(), LANGUAGES[FALLBACK])
