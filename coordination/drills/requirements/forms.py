"""What the forms of drill law sent, as what the actions take. Every field is text, and may be missing or nonsense."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict

from coordination.drills.requirements import words
from coordination.drills.requirements.errors import BadDrill, BadDrillFile, BadDrillLaw, BadSchoolYear
from coordination.drills.requirements.rules.laws import DrillLaw
from coordination.drills.requirements.rules.record import DrillGiven, DrillNoticeGiven, drill_from, notice_from
from coordination.drills.requirements.rules.school_year import SchoolYear
from coordination.errors import CoordinationError

NUMBERS = ("secured_s", "participants", "evacuees", "opt_outs", "staff_trained")
FLAGS = ("police_present", "fire_present", "is_debriefed", "mental_health_present")
WORDS = ("type", "state", "announcement", "building", "weather", "scenario", "simulation", "issues", "evaluator")


def said(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        if isinstance(error, BadDrillFile):
            return words.file_fault_words(error.why, error.most)
        return words.refusal_words(error)
    return ""


def year_in(asked: QueryDict) -> int | None:
    """Return the school year that an address asks for; what is none is the one of today."""
    text = asked.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2098 else None


def drill_in(posted: QueryDict, time_zone: str) -> DrillGiven:
    """Return what the form of a drill says, in the school's own time. Raises: BadDrill."""
    fields: dict[str, object] = {
        **{name: posted[name] for name in WORDS if name in posted},
        **{name: text for name in NUMBERS if (text := posted.get(name, "").strip())},
        **{name: posted.get(name) == "yes" for name in FLAGS},
        "starts_at": _moment(posted, "starts_at", time_zone),
        "ends_at": _moment(posted, "ends_at", time_zone) if posted.get("ends_at") else None,
        "exercise_id": posted.get("exercise_id") or None,
        "signed_name": posted.get("signed_name", ""),
        "signed_on": posted.get("signed_on") or None,
    }
    return drill_from(fields)


def notice_in(posted: QueryDict, time_zone: str) -> DrillNoticeGiven:
    """Return what the form of a notice to parents says. Raises: BadDrill."""
    fields: dict[str, object] = {name: posted[name] for name in ("channel", "languages", "words") if name in posted}
    return notice_from(fields | {"sent_at": _moment(posted, "sent_at", time_zone)})


def _moment(posted: QueryDict, name: str, time_zone: str) -> datetime:
    try:
        found = datetime.fromisoformat(posted.get(name, ""))
    except ValueError as nonsense:
        raise BadDrill(pointer=f"/{name}") from nonsense
    return found.replace(tzinfo=ZoneInfo(time_zone))


def whole(posted: QueryDict, name: str) -> int:
    """Return a whole number; what is none is 0, which nothing has."""
    text = posted.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def school_year_in(posted: QueryDict) -> SchoolYear:
    """Return what the form of a school year says. Raises: BadSchoolYear."""
    return SchoolYear(
        year=whole(posted, "year"),
        begins_on=_day(posted, "begins_on"),
        ends_on=_day(posted, "ends_on"),
        second_semester_on=_day(posted, "second_semester_on"),
        open_months=_months(posted, "open_months"),
        summer_months=_months(posted, "summer_months"),
    )


def _day(posted: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(posted.get(name, ""))
    except ValueError as nonsense:
        raise BadSchoolYear(pointer=f"/{name}") from nonsense


def _months(posted: QueryDict, name: str) -> frozenset[int]:
    return frozenset(int(one) for one in posted.getlist(name) if one.isascii() and one.isdigit() and len(one) < 3)


# --- laws -------------------------------------------------------------------------------------------------------------
def law_with(law: DrillLaw, posted: QueryDict) -> dict[str, object]:
    """Return a law as a form changes it: its head, a rule, a new rule, or a rule less. `put_law` checks it."""
    document: dict[str, object] = law.model_dump(mode="json")
    rules = [one.model_dump(mode="json") for one in law.rules]
    match posted.get("act"):
        case "head":
            document |= {name: posted.get(name, "") for name in ("name", "citation", "note_en", "note_es")}
            document |= {
                "records_years": posted.get("records_years", ""),
                "publish_within_days": posted.get("publish_within_days") or None,
                "types_signed": posted.getlist("types_signed"),
                "types_told": posted.getlist("types_told"),
            }
        case "rule":
            number = _number(posted, len(rules))
            rules[number] = _rule(posted, rules[number])
        case "add":
            rules.append(_rule(posted, {}))
        case "remove":
            rules.pop(_number(posted, len(rules)))
        case _:
            raise BadDrillLaw
    return document | {"rules": rules}


def _number(posted: QueryDict, most: int) -> int:
    text = posted.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) < most):
        raise BadDrillLaw(pointer="/rules")
    return int(text)


def _rule(posted: QueryDict, before: Mapping[str, object]) -> dict[str, object]:
    texts = ("code", "title_en", "title_es", "citation", "count", "per", "note_en", "note_es")
    return {
        **before,
        **{name: posted.get(name, "") for name in texts},
        **{name: posted.get(name) or None for name in ("days", "within_days")},
        "by": posted.get("by", ""),
        "types": posted.getlist("types"),
        **{
            name: posted.get(name) == "yes"
            for name in ("needs_police", "only_without_fire_marshal_rule", "in_summer", "is_unverified")
        },
    }
