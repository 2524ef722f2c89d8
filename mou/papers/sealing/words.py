"""The words that a printed agreement adds to its own, in English and Spanish. Pure."""

from datetime import date
from typing import Literal

type Language = Literal["en", "es"]

ENGLISH = {
    "draft": "DRAFT: not signed, not in force",
    "version": "Version",
    "parties": "Parties",
    "district": "District",
    "agency": "Agency",
    "covers": "Schools and sites covered",
    "all_sites": "All sites of the district",
    "holds": "Holds from / to (both days included)",
    "clauses": "Clauses",
    "terms": "Terms",
    "term": "Term",
    "says": "Says",
    "when": "When",
    "data": "Shared data",
    "category": "Category",
    "district_to_agency": "District to agency",
    "agency_to_district": "Agency to district",
    "not_stated": "not stated",
    "signatures": "Signatures",
    "party": "Party",
    "name": "Name",
    "office": "Title",
    "signed": "Signed at (UTC)",
    "unsigned": "not signed",
    "sum": "SHA-256 of the agreement",
    "sum_note": (
        "Every signature above binds to this sum. It is that of the file agreement.json attached to this document: the "
        "agreement in one exact sequence of bytes."
    ),
    "always": "always",
    "incident_open": "only while an incident is open at the site",
    "incident_types": "of kind",
    "exercise_too": "exercises too",
    "yes": "yes",
    "no": "no",
    "granted": "granted",
    "withheld": "not granted",
    "never": "never",
    "emergency": "in an emergency",
    "on_request": "on request",
    "continuous": "continuously",
    "page": "Page",
}
SPANISH = {
    "draft": "BORRADOR: sin firmar, sin vigencia",
    "version": "Versión",
    "parties": "Partes",
    "district": "Distrito",
    "agency": "Organismo",
    "covers": "Escuelas y lugares comprendidos",
    "all_sites": "Todos los lugares del distrito",
    "holds": "Vigencia, del / al (ambos días incluidos)",
    "clauses": "Cláusulas",
    "terms": "Condiciones",
    "term": "Condición",
    "says": "Dice",
    "when": "Cuándo",
    "data": "Datos compartidos",
    "category": "Categoría",
    "district_to_agency": "Del distrito al organismo",
    "agency_to_district": "Del organismo al distrito",
    "not_stated": "no consta",
    "signatures": "Firmas",
    "party": "Parte",
    "name": "Nombre",
    "office": "Cargo",
    "signed": "Firmado (UTC)",
    "unsigned": "sin firmar",
    "sum": "SHA-256 del acuerdo",
    "sum_note": (
        "Cada firma de arriba vale para esta suma. Es la del archivo agreement.json adjunto a este documento: "
        "el acuerdo en una única secuencia exacta de bytes."
    ),
    "always": "siempre",
    "incident_open": "solo mientras haya un incidente abierto en el lugar",
    "incident_types": "de tipo",
    "exercise_too": "también en simulacros",
    "yes": "sí",
    "no": "no",
    "granted": "concedido",
    "withheld": "no concedido",
    "never": "nunca",
    "emergency": "en una emergencia",
    "on_request": "a petición",
    "continuous": "continuamente",
    "page": "Página",
}
WORDS: dict[Language, dict[str, str]] = {"en": ENGLISH, "es": SPANISH}

KINDS: dict[str, tuple[str, str]] = {
    "floorplan_access": ("Access to floor plans", "Acceso a los planos"),
    "room_access": ("Access to incident rooms", "Acceso a las salas de incidentes"),
    "roster_access": ("Access to rosters", "Acceso a las listas de personas"),
    "camera_access": ("Live cameras", "Cámaras en directo"),
    "data_sharing": ("Shared data", "Datos compartidos"),
    "ferpa_school_official": ("SRO is a school official (FERPA)", "El SRO es funcionario escolar (FERPA)"),
    "command_transfer_to": ("Command: first, then", "Mando: primero, después"),
    "radio_interop": ("Radio", "Radio"),
    "response_time_target_minutes": ("Response time target", "Tiempo de respuesta previsto"),
    "contacts": ("Contacts", "Contactos"),
    "duty_paging": ("People off duty may be paged", "Se puede avisar a quien no está de servicio"),
    "sro_disciplinarian": ("SRO may discipline", "El SRO puede imponer disciplina"),
    "training_hours": ("Training", "Formación"),
    "drills_per_year": ("Joint drills per year", "Simulacros conjuntos al año"),
    "map_update_days": ("Maps corrected within", "Planos corregidos en"),
    "review_interval_months": ("Reviewed every (months)", "Revisión cada (meses)"),
    "renewal_notice_days": ("Notice before renewal (days)", "Preaviso de renovación (días)"),
    "termination_notice_days": ("Notice before ending (days)", "Preaviso de terminación (días)"),
}
CATEGORIES: dict[str, tuple[str, str]] = {
    "student_roster": ("Student roster", "Lista de estudiantes"),
    "staff_roster": ("Staff roster", "Lista del personal"),
    "photo": ("Photographs", "Fotografías"),
    "schedule": ("Schedules", "Horarios"),
    "attendance": ("Attendance", "Asistencia"),
    "address_guardians": ("Addresses and guardians", "Direcciones y tutores"),
    "discipline": ("Discipline", "Disciplina"),
    "special_education": ("Special education (IEP, 504)", "Educación especial (IEP, 504)"),
    "medical": ("Medical", "Datos médicos"),
    "counselling": ("Counseling", "Orientación"),
    "threat_assessment": ("Threat assessment", "Evaluación de amenazas"),
    "visitor_log": ("Visitor log", "Registro de visitas"),
    "door_events": ("Door events", "Sucesos de puertas"),
    "live_video": ("Live video", "Vídeo en directo"),
    "recorded_video": ("Recorded video", "Vídeo grabado"),
    "floor_plan": ("Floor plans", "Planos"),
    "tip_reports": ("Tips", "Avisos anónimos"),
    "social_media_alert": ("Social media alerts", "Alertas de redes sociales"),
    "device_location": ("Device locations", "Posición de dispositivos"),
    "site_assessment": ("Site assessments", "Evaluaciones del sitio"),
    "school_climate": ("Results of school climate surveys", "Resultados de encuestas de clima escolar"),
}


def kind_words(kind: str, language: Language) -> str:
    """Return what a kind of term is called."""
    return KINDS.get(kind, (kind, kind))[language == "es"]


def category_words(category: str, language: Language) -> str:
    """Return what a category of data is called."""
    return CATEGORIES.get(category, (category, category))[language == "es"]


MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def day_words(day: date, language: Language) -> str:
    """Return a day as pages write it (coordination/web/formats); the process that draws has no Django."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "es" else f"{month} {day.day}, {day.year}"
