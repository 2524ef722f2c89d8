"""Weigh what is known of a school's map against the rules of a profile: met, not met, or for a person to say. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from mapping.laws.catalogue import Profile, map_rules
from mapping.vocabulary import RuleVerdict

# What a person said is asked again after a year.
ATTESTATION_DAYS = 365
UTILITIES = ("gas_shutoff", "water_shutoff", "electric_shutoff", "fire_panel", "riser")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of a kind there are, and how many of them bear a number or name."""

    total: int = 0
    labelled: int = 0


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Serving:
    """An agency with an agreement at the site: whether it has the current version, and as what it last got one."""

    name: str
    kind: str
    has_current: bool
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attested:
    """What a person said of a rule, and when."""

    by: str
    on: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """Everything about one school's map that a rule can ask for."""

    plans: int = 0
    levels: int = 0
    # Whether a plan in force shows the open ground: a level of its own, or areas around the building.
    grounds: bool = False
    walked: tuple[date, ...] = ()
    # The newest walk of a plan in force that names who walked along.
    walked_together_on: date | None = None
    unpublished_changes: int = 0
    has_grid: bool = False
    rooms: Tally = NOTHING
    halls: Tally = NOTHING
    doors: Tally = NOTHING
    stairs: Tally = NOTHING
    things: Mapping[str, int] = field(default_factory=dict)
    roads: Tally = NOTHING
    serving: tuple[Serving, ...] = ()
    submitted: tuple[date, ...] = ()
    printed: bool = False
    attested: Mapping[str, Attested] = field(default_factory=dict)
    reunification_sites: int = 0
    reunification_apart: bool = False
    reunification_in_sight: int = 0
    # How many open findings of a site assessment say that the map breaks a rule.
    defects: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stable code with its numbers, names and day; docs/capabilities/maps.md lists codes, pages say it in words."""

    code: str
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule comes to at one school. `due_on`: when it has to be done, or had to be."""

    code: str
    verdict: RuleVerdict
    evidence: Evidence
    due_on: date | None = None
    attested: Attested | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    facts: SiteFacts
    profile: Profile
    today: date


type Outcome = tuple[RuleVerdict, Evidence, date | None]
MET, NOT_MET, ATTEST = RuleVerdict.MET, RuleVerdict.NOT_MET, RuleVerdict.ATTEST


def weigh_rules(profile: Profile, facts: SiteFacts, today: date) -> list[Finding]:
    """Return one finding per rule of the profile, in the order of the rule list."""
    case = _Case(facts, profile, today)
    return [_weigh_rule(code, case) for code in map_rules() if code in profile.rules]


def _weigh_rule(code: str, case: _Case) -> Finding:
    verdict, evidence, due_on = _outcome_of(code, case)
    if case.facts.defects.get(code):
        # A person stood there and saw it; neither the map nor an earlier attestation outweighs that.
        return Finding(code, NOT_MET, Evidence("defects", (case.facts.defects[code],)), due_on)
    said = case.facts.attested.get(code)
    if said is None or verdict is MET or not map_rules()[code].attestable:
        return Finding(code, verdict, evidence, due_on)
    until = said.on + timedelta(days=ATTESTATION_DAYS)
    # What was said too long ago is asked again; it stays readable.
    return Finding(code, RuleVerdict.ATTESTED if until >= case.today else ATTEST, evidence, until, said)


def _outcome_of(code: str, case: _Case) -> Outcome:
    if case.facts.plans == 0 and code not in WITHOUT_PLANS:
        return (NOT_MET, Evidence("no_plan"), None)
    return CHECKS[code](case) if code in CHECKS else (ATTEST, Evidence("needs_person"), None)


def _weigh_published(case: _Case) -> Outcome:
    return (MET, Evidence("published", (case.facts.plans,)), None)


def _by_design(case: _Case) -> Outcome:
    return (MET, Evidence("by_design"), None)


def _weigh_grid(case: _Case) -> Outcome:
    return (MET, Evidence("grid"), None) if case.facts.has_grid else (NOT_MET, Evidence("no_boundary"), None)


def _weigh_labels(what: Callable[[SiteFacts], Tally]) -> Callable[[_Case], Outcome]:
    def check(case: _Case) -> Outcome:
        tally = what(case.facts)
        if tally.total == 0:
            return (NOT_MET, Evidence("none_drawn"), None)
        is_met = tally.labelled == tally.total
        return (MET if is_met else NOT_MET, Evidence("labelled", (tally.labelled, tally.total)), None)

    return check


def _has_doors(case: _Case) -> Outcome:
    return _weigh_count(case.facts.doors.total)


def _weigh_things(*kinds: str) -> Callable[[_Case], Outcome]:
    return lambda case: _weigh_count(sum(case.facts.things.get(kind, 0) for kind in kinds))


def _weigh_count(number: int) -> Outcome:
    return (MET, Evidence("counted", (number,)), None) if number else (NOT_MET, Evidence("none_drawn"), None)


def _weigh_hazards(case: _Case) -> Outcome:
    number = sum(case.facts.things.get(kind, 0) for kind in ("hazmat", "hazard"))
    # A school without any is no worse a map: a person has to attest that there are none.
    return (MET, Evidence("counted", (number,)), None) if number else (ATTEST, Evidence("none_drawn"), None)


def _weigh_utilities(case: _Case) -> Outcome:
    missing = tuple(kind for kind in UTILITIES if not case.facts.things.get(kind))
    return (ATTEST, Evidence("missing", names=missing), None) if missing else _weigh_things(*UTILITIES)(case)


def _weigh_walks(case: _Case) -> Outcome:
    if not case.facts.grounds:
        return (NOT_MET, Evidence("no_grounds"), None)
    # What was walked too long ago shows nothing of today.
    done = sum(_last_day(on, case) >= case.today for on in case.facts.walked)
    is_met = done >= case.facts.plans == case.facts.levels
    due_on = _last_day(min(case.facts.walked), case) if case.facts.walked else None
    return (MET if is_met else NOT_MET, Evidence("walked", (done, case.facts.levels)), due_on)


def _last_day(walked_on: date, case: _Case) -> date:
    return walked_on + timedelta(days=case.profile.walk_through_max_age_days)


def _walked_lately(case: _Case) -> Outcome:
    if len(case.facts.walked) < case.facts.plans:
        return (NOT_MET, Evidence("walked", (len(case.facts.walked), case.facts.levels)), None)
    oldest = min(case.facts.walked)
    due_on = _last_day(oldest, case)
    return (MET if due_on >= case.today else NOT_MET, Evidence("walked_on", on=oldest), due_on)


def _weigh_changes(case: _Case) -> Outcome:
    number = case.facts.unpublished_changes
    return (NOT_MET, Evidence("unpublished", (number,)), None) if number else (MET, Evidence("nothing_newer"), None)


def _walked_together(case: _Case) -> Outcome:
    walked_on = case.facts.walked_together_on
    if walked_on is None:
        return (ATTEST, Evidence("walked_alone"), None)
    due_on = _last_day(walked_on, case)
    return (MET if due_on >= case.today else ATTEST, Evidence("walked_together", on=walked_on), due_on)


def _weigh_distribution(case: _Case) -> Outcome:
    served = [one for one in case.facts.serving if one.kind in case.profile.recipients]
    if not served:
        return (NOT_MET, Evidence("no_agencies"), None)
    lacking = tuple(one.name for one in served if not one.has_current)
    evidence = Evidence("distributed", (len(served) - len(lacking), len(served)), lacking)
    return (NOT_MET if lacking else MET, evidence, None)


def _weigh_exports(case: _Case) -> Outcome:
    served = [one for one in case.facts.serving if one.kind in case.profile.recipients]
    lacking = tuple(one.name for one in served if not one.forms & {"export", "pack", "handed_over"})
    if not served or lacking:
        return (ATTEST, Evidence("distributed", (len(served) - len(lacking), len(served)), lacking), None)
    return (MET, Evidence("distributed", (len(served), len(served))), None)


def _weigh_prints(case: _Case) -> Outcome:
    return (MET, Evidence("printed"), None) if case.facts.printed else (ATTEST, Evidence("not_printed"), None)


def _weigh_submission(case: _Case) -> Outcome:
    if not case.profile.submit_on:
        return (MET, Evidence("no_date"), None)
    last, coming = due_dates(case.profile.submit_on, case.today)
    # What was handed in during the year before a date counts for that date.
    given = [on for on in case.facts.submitted if on > last - timedelta(days=365)]
    if not given:
        return (NOT_MET, Evidence("never_submitted"), last)
    is_for_next = any(on > last for on in given)
    return (MET, Evidence("submitted_on", on=max(given)), coming + timedelta(days=365) if is_for_next else coming)


def due_dates(days: tuple[str, ...], today: date) -> tuple[date, date]:
    """Return the last of the yearly days that has passed, or is today, and the next one."""
    years = (today.year - 1, today.year, today.year + 1)
    dates = sorted(date.fromisoformat(f"{year}-{day}") for year in years for day in days)
    return (max(one for one in dates if one <= today), min(one for one in dates if one > today))


def _weigh_reunification(case: _Case) -> Outcome:
    number = case.facts.reunification_sites
    is_met = number >= 2 and case.facts.reunification_apart
    return (MET if is_met else NOT_MET, Evidence("reunification" if is_met else "reunification_few", (number,)), None)


def _out_of_sight(case: _Case) -> Outcome:
    if case.facts.reunification_sites == 0:
        return (NOT_MET, Evidence("none_drawn"), None)
    number = case.facts.reunification_in_sight
    return (ATTEST, Evidence("in_sight", (number,)), None) if number else (MET, Evidence("out_of_sight"), None)


WITHOUT_PLANS = frozenset(("CIM-55", "CIM-57", "SRM-01", "SRM-02"))
CHECKS: dict[str, Callable[[_Case], Outcome]] = {
    "CIM-01": _weigh_published,
    "CIM-02": _weigh_exports,
    "CIM-03": _weigh_published,
    "CIM-05": _weigh_prints,
    "CIM-06": _weigh_published,
    "CIM-07": _weigh_published,
    "CIM-12": _by_design,
    "CIM-13": _weigh_grid,
    "CIM-14": _weigh_published,
    "CIM-20": _weigh_labels(lambda facts: facts.rooms),
    "CIM-22": _weigh_labels(lambda facts: facts.halls),
    "CIM-23": _weigh_labels(lambda facts: facts.doors),
    "CIM-24": _weigh_labels(lambda facts: facts.stairs),
    "CIM-25": _has_doors,
    "CIM-26": _weigh_hazards,
    "CIM-27": _weigh_utilities,
    "CIM-28": _weigh_things("key_box"),
    "CIM-29": _weigh_things("aed"),
    "CIM-30": _weigh_things("trauma_kit"),
    "CIM-40": _weigh_things("parking"),
    "CIM-41": _weigh_things("field"),
    "CIM-42": _weigh_labels(lambda facts: facts.roads),
    "CIM-43": _weigh_things("neighbor"),
    "CIM-44": _weigh_things("bus_loop"),
    "CIM-45": _weigh_things("hydrant"),
    "CIM-46": _weigh_things("landing_zone"),
    "CIM-48": _weigh_things("staging"),
    "CIM-49": _weigh_things("gate"),
    "CIM-50": _weigh_walks,
    "CIM-51": _walked_lately,
    "CIM-52": _weigh_changes,
    "CIM-53": _walked_together,
    "CIM-54": _weigh_distribution,
    "CIM-55": _by_design,
    "CIM-56": _weigh_published,
    "CIM-57": _weigh_submission,
    "SRM-01": _weigh_reunification,
    "SRM-02": _out_of_sight,
}
