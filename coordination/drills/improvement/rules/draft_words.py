"""The sentences of a drafted report, in English and Spanish. Pure."""

from collections.abc import Mapping

EN = {
    "overview": (
        "{name} was an exercise of the kind “{kind}” at {site}. It began on {began} and lasted {minutes} minutes "
        "by the clock."
    ),
    "action": "It was to practice: {action}.",
    "threat": "The simulated hazard was: {threat}.",
    "announced": "By its plan it was announced beforehand.",
    "unannounced": "By its plan it was not announced beforehand.",
    "students": "By its plan students took part.",
    "no_students": "By its plan no students took part.",
    "purpose": "Purpose: {purpose}",
    "scope": "Scope: {scope}",
    "areas": "Mission areas: {areas}.",
    "scenario": "Scenario: {scenario}",
    "sponsor": "Sponsor: {sponsor}.",
    "contact": "Contact: {contact}.",
    "injects": "{given} of {all} planned events were brought into play.",
    "unwritten": "No one has written: {parts}.",
    "purpose_word": "a purpose",
    "scope_word": "a scope",
    "scenario_word": "a scenario",
    "interrupted": "It was interrupted {n} times by something real.",
    "interrupted_once": "It was interrupted once by something real.",
    "summary": "Players by its plan: {players}; organizations that accepted: {organizations}.",
    "summary_objectives": "Objectives of the plan: {n}; rated as reached without major challenges: {good}.",
    "summary_unrated": "Objectives without a rating: {n}.",
    "strengths": "Strengths: {texts}",
    "improve": "Areas for improvement: {texts}",
    "none_improve": "No task that was rated had challenges.",
    "none_rated": "No one has rated a task: no strength and no area for improvement is written.",
    "tasks_unrated": "Tasks without a rating that stands: {n}.",
    "disputed": "Tasks of which evaluators differ, and none is final: {n}.",
    "time": "{name}: {time}.",
    "time_none": "{name}: the log does not show it.",
    "clock": "In exercise time, from the press or the beginning, without pauses:",
    "no_times": "The log has no times of this exercise.",
    "participants": (
        "Players by its plan: {players}; staff of the exercise: {staff}; organizations that accepted: {organizations}. "
        "Who has no account is counted as the organization said."
    ),
    "observers": "Observers by its plan: {n}.",
    "conclusion": (
        "What is to change stands in the improvement plan, as far as someone has written it. What is open there is "
        "shown in the next exercise of this site."
    ),
    "hot_wash": "Answers right after the exercise: {n}. Means from 1 to 5:",
    "hot_wash_few": "Answers right after the exercise: {n}. That is too few to tell their means.",
    "hot_wash_mean": "{question}: {mean}.",
    "strength": "{task} It was rated as performed without challenges.",
    "area_S": "{task} It was rated as performed with some challenges.",
    "area_M": "{task} It was rated as performed with major challenges.",
    "area_U": "{task} It was rated as not able to be performed.",
    "target": "Target: {target}",
    "remark": "With the final rating: {text}",
    "no_remark": "No one has given a final rating. All who rated it said the same.",
}
ES = {
    "overview": (
        "{name} fue un ejercicio del tipo «{kind}» en {site}. Empezó el {began} y duró {minutes} minutos de reloj."
    ),
    "action": "Debía practicarse: {action}.",
    "threat": "El peligro simulado fue: {threat}.",
    "announced": "Según su plan, se anunció de antemano.",
    "unannounced": "Según su plan, no se anunció de antemano.",
    "students": "Según su plan, participaron estudiantes.",
    "no_students": "Según su plan, no participaron estudiantes.",
    "purpose": "Propósito: {purpose}",
    "scope": "Alcance: {scope}",
    "areas": "Áreas de misión: {areas}.",
    "scenario": "Escenario: {scenario}",
    "sponsor": "Patrocinador: {sponsor}.",
    "contact": "Contacto: {contact}.",
    "injects": "Se introdujeron {given} de {all} sucesos previstos.",
    "unwritten": "Nadie ha escrito: {parts}.",
    "purpose_word": "un propósito",
    "scope_word": "un alcance",
    "scenario_word": "un escenario",
    "interrupted": "Algo real lo interrumpió {n} veces.",
    "interrupted_once": "Algo real lo interrumpió una vez.",
    "summary": "Jugadores según su plan: {players}; organizaciones que aceptaron: {organizations}.",
    "summary_objectives": "Objetivos del plan: {n}; calificados como alcanzados sin dificultades graves: {good}.",
    "summary_unrated": "Objetivos sin calificación: {n}.",
    "strengths": "Fortalezas: {texts}",
    "improve": "Áreas por mejorar: {texts}",
    "none_improve": "Ninguna tarea calificada tuvo dificultades.",
    "none_rated": "Nadie ha calificado una tarea: no hay escrita ninguna fortaleza ni área por mejorar.",
    "tasks_unrated": "Tareas sin una calificación vigente: {n}.",
    "disputed": "Tareas en las que los evaluadores difieren y ninguna calificación es final: {n}.",
    "time": "{name}: {time}.",
    "time_none": "{name}: el registro no lo muestra.",
    "clock": "En tiempo de ejercicio, desde la alarma o el comienzo, sin pausas:",
    "no_times": "El registro no tiene tiempos de este ejercicio.",
    "participants": (
        "Jugadores según su plan: {players}; equipo del ejercicio: {staff}; organizaciones que aceptaron: "
        "{organizations}. Quien no tiene cuenta se cuenta como dijo su organización."
    ),
    "observers": "Observadores según su plan: {n}.",
    "conclusion": (
        "Lo que debe cambiar está en el plan de mejora, en la medida en que alguien lo ha escrito. Lo que queda "
        "abierto allí se muestra en el próximo ejercicio de este lugar."
    ),
    "hot_wash": "Respuestas justo después del ejercicio: {n}. Medias de 1 a 5:",
    "hot_wash_few": "Respuestas justo después del ejercicio: {n}. Son muy pocas para decir sus medias.",
    "hot_wash_mean": "{question}: {mean}.",
    "strength": "{task} Se calificó como realizada sin dificultades.",
    "area_S": "{task} Se calificó como realizada con algunas dificultades.",
    "area_M": "{task} Se calificó como realizada con dificultades graves.",
    "area_U": "{task} Se calificó como imposible de realizar.",
    "target": "Meta: {target}",
    "remark": "Con la calificación final: {text}",
    "no_remark": "Nadie ha dado una calificación final. Todos los que la calificaron dijeron lo mismo.",
}


def sentences_in(language: str) -> Mapping[str, str]:
    """Return the sentences of a language; English where it has none."""
    return ES if language.startswith("es") else EN
