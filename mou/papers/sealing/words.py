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
    "part": "Part",
    "annex": "What {district} opens to {agency}",
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
    "not_stated": "not stated",
    "signatures": "Signatures",
    "party": "Party",
    "name": "Name",
    "office": "Title",
    "signed": "Signed at (UTC)",
    "unsigned": "not signed",
    "to_sign": "To be signed by all parties. It is not in force before that.",
    "signature": "Signature",
    "day": "Day",
    "on_paper": "on paper",
    "paper_note": (
        "Signed on paper. Recorded by {recorded_by}, {recorded_at} UTC; confirmed by {confirmed_by}, who looked at the "
        "scan, {confirmed_at} UTC."
    ),
    "scan": "SHA-256 of the scan:",
    "sum": "SHA-256 of the agreement",
    "sum_note": (
        "Every signature above binds to this sum. It is that of the file agreement.json attached to this document: the "
        "agreement in one exact sequence of bytes."
    ),
    "always": "always",
    "incident_open": "while a real incident is open at the site",
    "drill_too": "while an incident or exercise is open at the site",
    "minutes": "{n} minutes",
    "hours": "{n} hours",
    "within_days": "within {n} days",
    "days": "{n} days",
    "the_district": "the district",
    "the_agency": "the agency",
    "yes": "yes",
    "no": "no",
    "granted": "granted",
    "withheld": "not granted",
    "page": "Page",
}
SPANISH = {
    "draft": "BORRADOR: sin firmar, sin vigencia",
    "version": "Versión",
    "parties": "Partes",
    "district": "Distrito",
    "agency": "Agencia",
    "part": "Función",
    "annex": "Lo que {district} abre a {agency}",
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
    "not_stated": "no consta",
    "signatures": "Firmas",
    "party": "Parte",
    "name": "Nombre",
    "office": "Cargo",
    "signed": "Firmado (UTC)",
    "unsigned": "sin firmar",
    "to_sign": "Para la firma de todas las partes. Antes de eso no tiene vigencia.",
    "signature": "Firma",
    "day": "Día",
    "on_paper": "en papel",
    "paper_note": (
        "Firmado en papel. Registrado por {recorded_by}, {recorded_at} UTC; confirmado por {confirmed_by}, que vio la "
        "copia escaneada, {confirmed_at} UTC."
    ),
    "scan": "SHA-256 de la copia escaneada:",
    "sum": "SHA-256 del acuerdo",
    "sum_note": (
        "Cada firma de arriba vale para esta suma. Es la del archivo agreement.json adjunto a este documento: "
        "el acuerdo en una única secuencia exacta de bytes."
    ),
    "always": "siempre",
    "incident_open": "mientras haya un incidente real abierto en la sede",
    "drill_too": "mientras haya un incidente o simulacro abierto en la sede",
    "minutes": "{n} minutos",
    "hours": "{n} horas",
    "within_days": "en el plazo de {n} días",
    "days": "{n} días",
    "the_district": "el distrito",
    "the_agency": "la agencia",
    "yes": "sí",
    "no": "no",
    "granted": "concedido",
    "withheld": "no concedido",
    "page": "Página",
}
WORDS: dict[Language, dict[str, str]] = {"en": ENGLISH, "es": SPANISH}

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def day_words(day: date, language: Language) -> str:
    """Return a day as pages write it (coordination/web/formats); the process that draws has no Django."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "es" else f"{month} {day.day}, {day.year}"
