"""The sentences of a drafted report, in English and Spanish. Pure."""

from collections.abc import Mapping

EN = {
    "overview": (
        "{name} was an exercise of the kind “{kind}” at {site}. It began on {began} and lasted {minutes} minutes."
    ),
    "action": "It practiced: {action}.",
    "threat": "The hazard was: {threat}.",
    "announced": "It was announced beforehand.",
    "unannounced": "It was not announced beforehand.",
    "students": "Students took part.",
    "no_students": "No students took part.",
    "purpose": "Purpose: {purpose}",
    "scope": "Scope: {scope}",
    "areas": "Mission areas: {areas}.",
    "scenario": "Scenario: {scenario}",
    "sponsor": "Sponsor: {sponsor}.",
    "contact": "Contact: {contact}.",
    "injects": "{given} of {all} planned events were brought into play.",
    "interrupted": "It was interrupted {n} times by something real, and went on afterwards.",
    "interrupted_once": "It was interrupted once by something real, and went on afterwards.",
    "summary": "{players} players of {organizations} organizations took part.",
    "summary_objectives": "It tested {n} objectives. {good} were reached without major challenges.",
    "summary_one": "It tested one objective.",
    "summary_unrated": "{n} objectives have no rating.",
    "strengths": "Strengths: {texts}",
    "improve": "Areas for improvement: {texts}",
    "none_improve": "No task had challenges that evaluators wrote down.",
    "time": "{name}: {time} after the beginning.",
    "time_none": "{name}: did not happen.",
    "no_times": "The log has no times of this exercise.",
    "participants": (
        "{players} players and {staff} of the exercise's staff took part, from {organizations} organizations."
    ),
    "observers": "{n} observers watched.",
    "organization": "{name}: {players} players, {staff} staff.",
    "conclusion": (
        "The improvement plan says who changes what until when. What is open is shown in the "
        "next exercise of this site."
    ),
    "hot_wash": "{n} people answered the hot wash.",
    "hot_wash_mean": "{question}: {mean}.",
    "strength": "{task} It was performed without challenges.",
    "area_S": "{task} It was performed with some challenges.",
    "area_M": "{task} It was performed with major challenges.",
    "area_U": "{task} It was not able to be performed.",
    "target": "Target: {target}",
    "remark": "Evaluators wrote: {text}",
    "no_remark": "Evaluators wrote no remark.",
}
ES = {
    "overview": "{name} fue un ejercicio del tipo «{kind}» en {site}. Empezó el {began} y duró {minutes} minutos.",
    "action": "Se practicó: {action}.",
    "threat": "El peligro fue: {threat}.",
    "announced": "Se anunció de antemano.",
    "unannounced": "No se anunció de antemano.",
    "students": "Participaron estudiantes.",
    "no_students": "No participaron estudiantes.",
    "purpose": "Propósito: {purpose}",
    "scope": "Alcance: {scope}",
    "areas": "Áreas de misión: {areas}.",
    "scenario": "Escenario: {scenario}",
    "sponsor": "Patrocinador: {sponsor}.",
    "contact": "Contacto: {contact}.",
    "injects": "Se introdujeron {given} de {all} sucesos previstos.",
    "interrupted": "Algo real lo interrumpió {n} veces, y después siguió.",
    "interrupted_once": "Algo real lo interrumpió una vez, y después siguió.",
    "summary": "Participaron {players} jugadores de {organizations} organizaciones.",
    "summary_objectives": "Puso a prueba {n} objetivos. {good} se alcanzaron sin dificultades graves.",
    "summary_one": "Puso a prueba un objetivo.",
    "summary_unrated": "{n} objetivos no tienen calificación.",
    "strengths": "Fortalezas: {texts}",
    "improve": "Áreas por mejorar: {texts}",
    "none_improve": "Ninguna tarea tuvo dificultades que los evaluadores anotaran.",
    "time": "{name}: {time} después del comienzo.",
    "time_none": "{name}: no ocurrió.",
    "no_times": "El registro no tiene tiempos de este ejercicio.",
    "participants": (
        "Participaron {players} jugadores y {staff} personas del equipo del ejercicio, de "
        "{organizations} organizaciones."
    ),
    "observers": "Miraron {n} observadores.",
    "organization": "{name}: {players} jugadores, {staff} del equipo.",
    "conclusion": (
        "El plan de mejora dice quién cambia qué y hasta cuándo. Lo que queda abierto se "
        "muestra en el próximo ejercicio de este lugar."
    ),
    "hot_wash": "{n} personas respondieron justo después.",
    "hot_wash_mean": "{question}: {mean}.",
    "strength": "{task} Se realizó sin dificultades.",
    "area_S": "{task} Se realizó con algunas dificultades.",
    "area_M": "{task} Se realizó con dificultades graves.",
    "area_U": "{task} No se pudo realizar.",
    "target": "Meta: {target}",
    "remark": "Los evaluadores escribieron: {text}",
    "no_remark": "Los evaluadores no escribieron ningún comentario.",
}


def sentences(language: str) -> Mapping[str, str]:
    """Return the sentences of a language; English where it has none."""
    return ES if language.startswith("es") else EN
