"""Read the tables of a paper: the matrix of shared data and the list of contacts. Pure."""

import re

from mou.document import JsonValue
from mou.word_files.reading.blocks import Table
from mou.word_files.reading.proposal import ProposedTerm
from mou.word_files.reading.topics import plain_text

CATEGORIES = (
    ("student_roster", r"student (?:roster|list)|enrol|class list"),
    ("staff_roster", r"staff (?:roster|list|directory)|employee"),
    ("photo", r"photo|picture"),
    ("schedule", r"schedule"),
    ("attendance", r"attendance"),
    ("address_guardians", r"address|guardian|parent contact|emergency contact"),
    ("discipline", r"disciplin"),
    ("special_education", r"\biep\b|504|special education"),
    ("counselling", r"counsel"),
    ("medical", r"medical|health"),
    ("threat_assessment", r"threat assessment"),
    ("visitor_log", r"visitor"),
    ("door_events", r"door"),
    ("live_video", r"live (?:video|camera)|video feed"),
    ("recorded_video", r"recorded|video record|footage"),
    ("emergency_plan", r"emergency (?:operations? |response )?plan|\beop\b"),
    ("floor_plan", r"floor ?plan|building plan|map"),
    ("tip_reports", r"\btips?\b"),
    ("social_media_alert", r"social media"),
    ("site_assessment", r"(site|security|vulnerability) (assessment|audit)"),
    ("school_climate", r"(school )?climate (survey|result|data)"),
    ("device_location", r"location"),
)
TIMES = (
    ("never", r"\bnever\b|not shared|\bno\b|none"),
    ("emergency", r"emergenc|99\.36"),
    ("on_request", r"request"),
    ("continuous", r"continuous|at any time|always|ongoing"),
)
PHONE = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}")
ROWS_MAX = 60


def terms_of_table(table: Table) -> tuple[ProposedTerm, ...]:
    """Return what a table says: how each category of data is shared, or who is to be called."""
    matrix = tuple(term for row in table.rows[:ROWS_MAX] if (term := _find_sharing(row, table.rows[0])))
    return matrix if len(matrix) >= 2 else _find_contacts(table)  # one row by chance is no matrix


def _find_sharing(row: tuple[str, ...], head: tuple[str, ...]) -> ProposedTerm | None:
    if len(row) < 2:
        return None
    category = next((name for name, sign in CATEGORIES if re.search(sign, plain_text(row[0]))), None)
    said = next(((name, cell) for cell in row[1:] for name, sign in TIMES if re.search(sign, plain_text(cell))), None)
    marked = _marked_column(row, head) if said is None else said[0]
    if category is None or marked is None:
        return None
    whole = plain_text(" ".join(row[1:]))
    is_back = re.search(r"(?:agency|police|department|sheriff) to (?:the )?(?:district|school)", whole)
    direction = "agency_to_district" if is_back else "district_to_agency"
    value: JsonValue = {"when": marked}
    return ProposedTerm("data_sharing", f"{category}:{direction}", value, {"when": "always"}, " | ".join(row))


def _marked_column(row: tuple[str, ...], head: tuple[str, ...]) -> str | None:
    """Return the column in which a row has its cross, where columns are never, emergency, on request …"""
    for cell, title in zip(row[1:], head[1:], strict=False):
        if plain_text(cell) in ("x", "\u2713", "\u2714", "\u2611", "\u2612", "yes"):
            return next((name for name, sign in TIMES if re.search(sign, plain_text(title))), None)
    return None


def _find_contacts(table: Table) -> tuple[ProposedTerm, ...]:
    people: list[JsonValue] = []
    for row in table.rows[:20]:
        whole = "\n".join(row)
        phone, email = PHONE.search(whole), EMAIL.search(whole)
        plain_cells = [
            " ".join(cell.split()) for cell in row if cell and not PHONE.search(cell) and not EMAIL.search(cell)
        ]
        if not (phone or email) or not plain_cells:
            continue
        is_district = re.search(r"district|school|superintendent|principal", plain_text(" ".join(plain_cells)))
        name, role = (plain_cells[1], plain_cells[0]) if len(plain_cells) > 1 else (plain_cells[0], "")
        people.append(
            {
                "name": name[:200],
                "role": role[:200],
                "party": "district" if is_district else "agency",
                "phone": phone[0] if phone else "",
                "email": email[0][:120] if email else "",
            }
        )
    if not people:
        return ()
    quote = "\n".join(" | ".join(row) for row in table.rows[:20])
    return (ProposedTerm("contacts", "", {"people": people}, {"when": "always"}, quote),)
