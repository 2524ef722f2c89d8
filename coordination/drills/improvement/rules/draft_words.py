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
    "summary": "Players: {players}; organizations: {organizations}.",
    "summary_objectives": "Objectives tested: {n}; reached without major challenges: {good}.",
    "summary_unrated": "Objectives without a rating: {n}.",
    "strengths": "Strengths: {texts}",
    "improve": "Areas for improvement: {texts}",
    "none_improve": "No task had challenges that evaluators wrote down.",
    "time": "{name}: {time}.",
    "time_none": "{name}: did not happen.",
    "clock": "In exercise time, from the press or the beginning, without pauses:",
    "no_times": "The log has no times of this exercise.",
    "participants": (
        "Players: {players}; staff of the exercise: {staff}; organizations: {organizations}. "
        "Who has no account is counted as the organization said."
    ),
    "observers": "Observers: {n}.",
    "conclusion": (
        "The improvement plan says who changes what until when. What is open is shown in the "
        "next exercise of this site."
    ),
    "hot_wash": "Answers right after the exercise: {n}. Means from 1 to 5:",
    "hot_wash_few": "Answers right after the exercise: {n}. That is too few to tell their means.",
    "hot_wash_mean": "{question}: {mean}.",
    "strength": "{task} It was performed without challenges.",
    "area_S": "{task} It was performed with some challenges.",
    "area_M": "{task} It was performed with major challenges.",
    "area_U": "{task} It was not able to be performed.",
    "target": "Target: {target}",
    "remark": "Evaluators wrote: {text}",
    "no_remark": "The final rating says nothing more. What evaluators noted stands with their own ratings.",
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
    "summary": "Jugadores: {players}; organizaciones: {organizations}.",
    "summary_objectives": "Objetivos puestos a prueba: {n}; alcanzados sin dificultades graves: {good}.",
    "summary_unrated": "Objetivos sin calificación: {n}.",
    "strengths": "Fortalezas: {texts}",
    "improve": "Áreas por mejorar: {texts}",
    "none_improve": "Ninguna tarea tuvo dificultades que los evaluadores anotaran.",
    "time": "{name}: {time}.",
    "time_none": "{name}: no ocurrió.",
    "clock": "En tiempo de ejercicio, desde la alarma o el comienzo, sin pausas:",
    "no_times": "El registro no tiene tiempos de este ejercicio.",
    "participants": (
        "Jugadores: {players}; equipo del ejercicio: {staff}; organizaciones: "
        "{organizations}. Quien no tiene cuenta se cuenta como dijo su organización."
    ),
    "observers": "Observadores: {n}.",
    "conclusion": (
        "El plan de mejora dice quién cambia qué y hasta cuándo. Lo que queda abierto se "
        "muestra en el próximo ejercicio de este lugar."
    ),
    "hot_wash": "Respuestas justo después del ejercicio: {n}. Medias de 1 a 5:",
    "hot_wash_few": "Respuestas justo después del ejercicio: {n}. Son muy pocas para decir sus medias.",
    "hot_wash_mean": "{question}: {mean}.",
    "strength": "{task} Se realizó sin dificultades.",
    "area_S": "{task} Se realizó con algunas dificultades.",
    "area_M": "{task} Se realizó con dificultades graves.",
    "area_U": "{task} No se pudo realizar.",
    "target": "Meta: {target}",
    "remark": "Los evaluadores escribieron: {text}",
    "no_remark": "La calificación final no dice nada más. Las notas de los evaluadores están con las suyas.",
}


def sentences_in(language: str) -> Mapping[str, str]:
    """Return the sentences of a language; English where it has none."""
    return ES if language.startswith("es") else EN
