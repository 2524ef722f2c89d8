"""Find what the sentences of a clause seem to agree on, as typed terms with the words that say so. Pure.

Each finder looks at one sentence. It would rather find nothing than something wrong; what it finds is a proposal.
"""

import re
from collections.abc import Callable

from mou.document import JsonValue
from mou.word_files.reading.proposal import ProposedTerm
from mou.word_files.reading.sentences import number_in, number_pattern, split_sentences
from mou.word_files.reading.topics import plain_text

ALWAYS: JsonValue = {"when": "always"}
WHILE_OPEN: JsonValue = {"when": "incident_open"}
NOT = r"(?:shall|will|may|must|should|is|are|does|do)\s+not\b|\bnever\b|\bneither\b|\bno\b"

type Finder = Callable[[str], list[ProposedTerm]]


def find_terms(text: str) -> tuple[ProposedTerm, ...]:
    """Return the terms that a clause's text seems to mean; of each kind and scope the first."""
    found: dict[tuple[str, str], ProposedTerm] = {}
    for sentence in split_sentences(text):
        for finder in FINDERS:
            for term in finder(sentence):
                found.setdefault((term.kind, term.scope), term)
    return tuple(found.values())


def _propose_term(
    kind: str, value: JsonValue, quote: str, *, scope: str = "", condition: JsonValue = ALWAYS
) -> ProposedTerm:
    return ProposedTerm(kind, scope, value, condition, quote)


def _whole_number(number: float) -> int | float:
    return int(number) if number == int(number) else number


# --- times and numbers --------------------------------------------------------------------------------------------
MINUTES = re.compile(number_pattern("n") + r"\s+minutes")
DAYS = re.compile(number_pattern("n") + r"\s*(?:calendar |business |school )?(?:days|day)\b")
MONTHS = re.compile(number_pattern("n") + r"\s*months")
YEARS = re.compile(number_pattern("n") + r"\s*years?\b")
HOURS = re.compile(number_pattern("n") + r"[\s-]*hours?\b")
TIMES = re.compile(
    number_pattern("n") + r"\s*(?:times|joint|drills|exercises|drill|exercise|[a-z-]+ (?:drills?|exercises?))"
    r"[^.;]{0,80}\b(?:per|each|every|a|annual|in each|in every)\b"
)


def _response_time(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    found = MINUTES.search(said)
    is_response = re.search(r"respon|arriv|on scene|at the school within|at staging", said)
    is_other = re.search(r"notif|parent|guardian|inform|call back|late|tardy", said)
    minutes = number_in(found, "n") if found else None
    if not minutes or not is_response or is_other or minutes > 240:
        return []
    return [_propose_term("response_time_target_minutes", {"minutes": _whole_number(minutes)}, sentence)]


def _notice_days(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    found = DAYS.search(said)
    days = number_in(found, "n") if found else None
    if not days:
        return []
    if re.search(r"\b(?:terminat|end (?:it|this)|withdraw|cancel)", said) and re.search(r"notice|notif", said):
        return [_propose_term("termination_notice_days", {"number": int(days)}, sentence)]
    if re.search(r"\brenew|\bextend", said) and re.search(r"notice|notif|prior|before", said):
        return [_propose_term("renewal_notice_days", {"number": int(days)}, sentence)]
    return []


def _find_review(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    is_review = re.search(r"\breview(?:s|ed)?\b[^.;]{0,60}\b(?:this|the|memorandum|mou|agreement|it)\b|"
                          r"\b(?:memorandum|mou|agreement)\b[^.;]{0,60}\breviewed\b", said)  # fmt: skip
    is_other = re.search(r"plan\b|performance|records?\b|complaint|video|incident", said)
    if not is_review or is_other:
        return []
    months = _period_months(said)
    return [_propose_term("review_interval_months", {"number": months}, sentence)] if months else []


def _period_months(said: str) -> int | None:
    """Return how often something happens, in months: "annually", "every two (2) years", "every 18 months"."""
    every = re.search(rf"(?:every|once in)\s+(?:{number_pattern('n')}\s+)?(years?|months?|other year)", said)
    if every:
        count = (number_in(every, "n") or 1) if every["n"] else 1
        unit = every.group(every.re.groups)
        return 24 if unit == "other year" else int(count * (12 if unit.startswith("year") else 1))
    for word, months in (("biennial", 24), ("semi-annual", 6), ("semiannual", 6), ("annual", 12), ("each year", 12),
                         ("per year", 12), ("quarter", 3)):  # fmt: skip
        if word in said:
            return months
    return None


COURSES = (
    ("nasro_basic", r"nasro|basic (?:sro|school resource)|national association of school resource"),
    ("crisis_intervention", r"crisis intervention|\bcit\b"),
    ("active_shooter", r"active (?:shooter|assailant|threat)|rescue task force"),
    ("mental_health", r"mental health"),
    ("implicit_bias", r"implicit bias|cultural"),
    ("special_education", r"special (?:education|needs)|disabilit"),
    ("bleeding_control", r"bleed"),
    ("ics", r"\bics\b|incident command system"),
)


def _find_training(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    found = HOURS.search(said)
    hours = number_in(found, "n") if found else None
    if not found or not hours or hours > 1000 or not re.search(r"train|course|instruction", said):
        return []
    if re.search(r"\bwithin\s*$", said[: found.start()]):  # a time limit, not a length
        return []
    course = next((name for name, sign in COURSES if re.search(sign, said)), "other")
    value: dict[str, JsonValue] = {"hours": _whole_number(hours)}
    within = re.search(r"within\s+" + number_pattern("d") + r"\s*(days|months|year)", said)
    count = number_in(within, "d") if within else None
    if within and count:
        value["within_days"] = int(count * {"days": 1, "months": 30, "year": 365}[within.group(within.re.groups)])
    return [_propose_term("training_hours", value, sentence, scope=course)]


def _find_drills(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if not re.search(r"\bdrills?\b|\bexercises?\b", said) or not re.search(
        r"joint|together|particip|conduct|hold", said
    ):
        return []
    found = TIMES.search(said)
    count = number_in(found, "n") if found else None
    for word, times in (("twice", 2), ("each semester", 2), ("semi-annual", 2), ("semiannual", 2), ("quarterly", 4),
                        ("once", 1), ("annual", 1), ("monthly", 12)):  # fmt: skip
        count = count or (times if word in said else None)
    return [_propose_term("drills_per_year", {"number": int(count)}, sentence)] if count and count <= 60 else []


def _map_days(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    found = DAYS.search(said)
    days = number_in(found, "n") if found else None
    if (
        not days
        or not re.search(r"\bmaps?\b|floor ?plans?", said)
        or not re.search(r"updat|correct|revis|provide", said)
    ):
        return []
    duty = (
        "vendor"
        if "vendor" in said
        else "agency"
        if re.match(r"the (?:agency|department|police|sheriff)", said)
        else "school"
    )
    return [_propose_term("map_update_days", {"days": int(days), "duty": duty}, sentence)]


# --- what may be seen ---------------------------------------------------------------------------------------------
EMERGENCY_ONLY = (
    r"only (?:during|in|while)[^.;]{0,40}(?:emergenc|incident|crisis)|emergenc\w+ only|in the event of|"
    r"during (?:an|any|a) [^.;]{0,30}(?:emergenc|incident|crisis|lockdown)|while an? (?:emergenc|incident)"
)


def _find_when(said: str) -> str | None:
    """Return when something may be had, or None if the sentence does not say."""
    if re.search(EMERGENCY_ONLY, said):
        return "emergency"
    if re.search(r"(?:on|upon) (?:written |reasonable )?request|by request", said):
        return "on_request"
    if re.search(r"at any time|at all times|continuous|real[- ]time|24 hours|unrestricted", said):
        return "continuous"
    if re.search(r"(?:shall|will|may|does|is|are) (?:not|never)|\bno access\b|\bnever\b", said):
        return "never"
    return None


def _find_cameras(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    when = _find_when(said)
    if not re.search(r"cameras?\b|live video|video (?:feed|surveillance)|surveillance", said) or "body" in said:
        return []
    if not when or not re.search(r"access|view|watch|monitor|share", said):
        return []
    if "record" in said and "live" not in said:
        return [_propose_term("data_sharing", {"when": when}, sentence, scope="recorded_video:district_to_agency")]
    return [_propose_term("camera_access", {"when": when}, sentence)]


def _floor_plans(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if not re.search(r"floor ?plans?|building plans|critical incident maps?|site maps?", said):
        return []
    if not re.search(r"access|provide|furnish|share|see\b|view|make available|copies", said):
        return []
    is_open = not re.search(r"(?:shall|will|may) not|never", said)
    condition = WHILE_OPEN if is_open and _find_when(said) == "emergency" else ALWAYS
    return [_propose_term("floorplan_access", {"granted": is_open}, sentence, condition=condition)]


def _find_rosters(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    when = _find_when(said)
    if not re.search(r"\brosters?\b", said) or not when:
        return []
    shared = _propose_term("data_sharing", {"when": when}, sentence, scope="student_roster:district_to_agency")
    if when == "emergency":
        return [_propose_term("roster_access", {"granted": True}, sentence, condition=WHILE_OPEN), shared]
    return [shared]


def _school_official(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if "school official" not in said or not re.search(r"\bsros?\b|resource officers?|officers?\b", said):
        return []
    is_denied = re.search(r"\b(?:not|neither|never)\b(?: \w+){0,4} (?:an? )?school officials?\b", said)
    return [_propose_term("ferpa_school_official", {"yes": not is_denied}, sentence)]


# --- who does what ------------------------------------------------------------------------------------------------
DISCIPLINE = r"disciplin|code of (?:student )?conduct|school rules|classroom management"


def _find_disciplinarian(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if not re.search(r"\bsros?\b|resource officers?|officers?\b", said) or not re.search(DISCIPLINE, said):
        return []
    if re.search(rf"(?:{NOT})[^.;]{{0,120}}(?:{DISCIPLINE})", said):
        return [_propose_term("sro_disciplinarian", {"yes": False}, sentence)]
    if re.search(
        rf"(?:sros?|officers?) (?:shall|will|may|can|must)(?: also)? [^.;]{{0,60}}(?:{DISCIPLINE})", said
    ) and not re.search(
        r"responsib\w+ of (?:the )?(?:school|administrat|district)|refer|report|remain|differentiat", said
    ):
        return [_propose_term("sro_disciplinarian", {"yes": True}, sentence)]
    return []


KINDS = (
    ("sheriff", r"sheriff"),
    ("police", r"police|law enforcement|sro supervisor|patrol"),
    ("fire", r"\bfire\b"),
    ("ems", r"emergency medical|\bems\b"),
    ("emergency_management", r"emergency management"),
    ("district", r"superintendent|\bdistrict\b"),
)


def _find_command(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if not re.search(r"incident command|\bcommand(?:s|er)?\b", said):
        return []
    if not re.search(r"transfer|pass(?:es)?\b|reliev|assum|hand(?:s|ed)? over", said) or "chain of command" in said:
        return []
    places = ((re.search(sign, said), kind) for kind, sign in KINDS)
    order = [kind for _, kind in sorted((found.start(), kind) for found, kind in places if found)]
    if not order:
        return []
    initial = (
        "sro" if re.search(r"\b(?:the )?sro (?:shall|will|is|assumes)", said)
        else "agency_supervisor" if re.search(r"supervisor (?:shall|will|commands)", said)
        else "first_arriving_officer"
    )  # fmt: skip
    return [_propose_term("command_transfer_to", {"initial": initial, "order": list(order)}, sentence)]


def _find_radio(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if not re.search(r"\bradios?\b|talk ?groups?", said):
        return []
    mode = (
        "patched" if "patch" in said
        else "shared_talkgroup" if re.search(r"talk ?group|shared channel|common channel|interoperab", said)
        else "school_radio_on_psap" if re.search(r"dispatch|answering point|9-1-1", said)
        else None
    )  # fmt: skip
    if mode is None:
        return []
    named = re.findall(
        r"(?:[Tt]alk ?group|[Cc]hannel)\s+[\"\u201c]?((?:[A-Z0-9][A-Za-z0-9-]*)(?: [A-Z0-9][A-Za-z0-9-]*){0,3})",
        sentence,
    )
    return [_propose_term("radio_interop", {"mode": mode, "channels": list(dict.fromkeys(named[:20]))}, sentence)]


def _off_duty(sentence: str) -> list[ProposedTerm]:
    said = plain_text(sentence)
    if not re.search(r"off[- ]duty|off shift", said) or not re.search(
        r"\bpaged?\b|paging|call(?:ed)? back|notified|alerted", said
    ):
        return []
    return [_propose_term("duty_paging", {"yes": not re.search(NOT, said)}, sentence)]


FINDERS: tuple[Finder, ...] = (
    _response_time, _notice_days, _find_review, _find_training, _find_drills, _map_days, _find_cameras, _floor_plans,
    _find_rosters, _school_official, _find_disciplinarian, _find_command, _find_radio, _off_duty,
)  # fmt: skip
