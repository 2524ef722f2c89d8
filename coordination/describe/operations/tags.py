"""The parts of the interface, and what each is about: every tag of an operation stands here."""

from coordination.room.wire.model import Json

TAGS: dict[str, str] = {
    "accountability": "Who is where: roll calls, and students and staff who are not accounted for.",
    "administration": "Agencies, their people, stations and units: what administrators manage.",
    "agreements": "Memoranda of understanding between agencies: drafts, clauses, signatures, and what they give.",
    "alarm tests": "Tests of the alarm: started, answered, and what came of them.",
    "assessments": "Site assessments: teams, findings, measures, and the tasks that follow.",
    "casualties": "Casualties of an incident: the names that are known, for those who may read them.",
    "cases": "Behavioral threat assessment: cases, which only their team reads.",
    "climate": "School climate surveys, in which small groups are hidden.",
    "command": "The command of an incident: the forms that it is handed over with.",
    "console": "What a dispatcher's board shows of each open room.",
    "devices": "Devices that alerts are sent to: registration, confirmation, receipts.",
    "drill law": "The drills that a state's law asks for, and the record of those that were held.",
    "drills": "Exercises: plan, conduct, evaluation, improvement.",
    "emergency plans": "Emergency operations plans: sections, roles, places, checks, and who agrees to them.",
    "exports": "Plans as files: PDF, images, GeoPackage, IMDF and others.",
    "families": "Messages to families: their words, languages, approval, what became of them, and the feed.",
    "incidents": "Incidents: the list, and opening one.",
    "map": "Plans of sites as they are published: floors, rooms, facilities, photos, words for places.",
    "map rules": "How a site's plans stand against the law that its district chose.",
    "mutual aid": "Aid that agencies ask of each other in an incident.",
    "ogc": "The same plans by OGC API Features, for GIS programs.",
    "panic": "The alarm: presses, places to press for, and the buttons and badges of other makers.",
    "people": "The caller: who they are, when their session locks, tickets for sockets.",
    "plans": "Drawing plans: imports, drafts, edits, verification, publication.",
    "prevention": "What the desks of prevention have in common.",
    "records": "Audit, legal holds, deletions, and what is stored about a person.",
    "response actions": "Hold, Secure, Lockdown, Evacuate and Shelter: what is in force where.",
    "reunification": "Where students are handed back to their families.",
    "reviews": "What real incidents teach: times, promises, silent rooms, actions, and a year's numbers; no exercise.",
    "near threats": "Threats that dispatch tells schools near a place, and what each school answered.",
    "building today": "Who is in a building today: cards for the day, visitors, closed rooms, trips, attendance.",
    "response protocol": "What a district tells each age to do when danger is near.",
    "role cards": "What each person of a school does in an emergency: cards, whose role it is, and who holds it now.",
    "rooms": "An incident's room: commands in, state and log out.",
    "forms": "Forms of the incident command system (ICS), filled in from the log as of any entry.",
    "room search": "The search of a building: its rooms in the order of the walk, and how far each floor is.",
    "rosters": "Students, guardians and classes from the school's own system.",
    "sign-in": "Signing an app in and out, second factors and passkeys.",
    "social alerts": "Public posts near a school that a provider reports.",
    "support": "Students referred for help, and the teams that answer.",
    "tips": "Anonymous reports, and the desk that reads them.",
    "lessons": "Lessons on what to look for and how to report: their words, and who had them, by count.",
    "training": "What officers and staff were trained in, compared with what is asked.",
    "waiting": "What waits for the caller: steps that they are asked to take, of all parts.",
    "ways": "Whether mail, text messages and push work, and tests of each to oneself.",
}


def tags_section() -> list[Json]:
    """Return the document's list of tags."""
    return [{"name": name, "description": text} for name, text in TAGS.items()]
