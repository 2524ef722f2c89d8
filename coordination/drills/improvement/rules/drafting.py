"""Write the draft of a report from facts: plain sentences, the same for the same facts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coordination.drills.improvement.rules.draft_words import sentences_in
from coordination.drills.improvement.rules.facts import ReportFacts, TaskFacts, duration_words
from coordination.drills.improvement.vocabulary import ReportFindingKind, ReportSection

TEXT_MAX_CHARS, WORDS_MAX_CHARS, ANALYSIS_MAX_CHARS, REFERENCE_MAX_CHARS = 8000, 2000, 4000, 400
# So many examples stand in a sentence of the summary; all of them stand under their objectives.
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """A strength or an area as the system writes it; `key` says from what, so that it is found again."""

    key: str
    kind: ReportFindingKind
    objective_id: str
    capability: str
    words: str
    reference: str
    analysis: str


def draft_texts(facts: ReportFacts, language: str) -> dict[ReportSection, str]:
    """Return the text of each section."""
    say = sentences_in(language)
    written = {
        ReportSection.SUMMARY: _draft_summary(facts, say),
        ReportSection.OVERVIEW: _draft_overview(facts, say),
        ReportSection.TIMES: _draft_times(facts, say),
        ReportSection.PARTICIPANTS: _draft_participants(facts, say),
        ReportSection.CONCLUSION: _draft_conclusion(facts, say),
    }
    return {section: _cut_to(text, TEXT_MAX_CHARS) for section, text in written.items()}


def draft_findings(facts: ReportFacts, language: str) -> list[DraftFinding]:
    """Return a strength for each task performed without challenges, and an area for each of the others rated."""
    say = sentences_in(language)
    return [
        _draft_finding(one, objective.objective_id, say)
        for objective in facts.objectives
        for one in objective.tasks
        if one.rating is not None
    ]


def _draft_finding(task: TaskFacts, objective_id: str, say: Mapping[str, str]) -> DraftFinding:
    is_good = task.rating == "P"
    analysis = [say["remark"].format(text=_end_as_sentence(one)) for one in task.remarks] or [say["no_remark"]]
    return DraftFinding(
        key=f"task:{task.task_id}",
        kind=ReportFindingKind.STRENGTH if is_good else ReportFindingKind.AREA,
        objective_id=objective_id,
        capability=task.capability,
        words=_cut_to(
            say["strength" if is_good else f"area_{task.rating}"].format(task=_end_as_sentence(task.text)),
            WORDS_MAX_CHARS,
        ),
        reference=_cut_to(say["target"].format(target=task.target), REFERENCE_MAX_CHARS) if task.target else "",
        analysis=_cut_to("\n".join(analysis), ANALYSIS_MAX_CHARS),
    )


def _draft_summary(facts: ReportFacts, say: Mapping[str, str]) -> str:
    rated = [one for one in facts.objectives if one.rating is not None]
    good = sum(one.rating in ("P", "S") for one in rated)
    tasks = [one for objective in facts.objectives for one in objective.tasks]
    best = [one.text for one in tasks if one.rating == "P"]
    # The worst first: U, then M, then S.
    worst = [one.text for rating in ("U", "M", "S") for one in tasks if one.rating == rating]
    number = len(facts.objectives)
    unrated = number - len(rated)
    return _join_lines(
        _draft_about(facts, say),
        say["summary"].format(players=facts.players, organizations=len(facts.organizations)),
        say["summary_objectives"].format(n=number, good=good) if number else "",
        say["summary_unrated"].format(n=unrated) if unrated else "",
        say["strengths"].format(texts=_join_examples(best)) if best else "",
        _say_worst(tasks, worst, say),
        say["tasks_unrated"].format(n=bare) if (bare := sum(one.rating is None for one in tasks)) else "",
        say["disputed"].format(n=facts.disputed) if facts.disputed else "",
    )


def _say_worst(tasks: Sequence[TaskFacts], worst: Sequence[str], say: Mapping[str, str]) -> str:
    """Say what did not go well; where nothing was rated, that no one has said anything of it."""
    if worst:
        return say["improve"].format(texts=_join_examples(worst))
    return say["none_improve" if any(one.rating is not None for one in tasks) else "none_rated"]


def _draft_overview(facts: ReportFacts, say: Mapping[str, str]) -> str:
    times, students = facts.interruptions, say["students" if facts.has_students else "no_students"]
    return _join_lines(
        _draft_about(facts, say),
        say["action"].format(action=facts.action_name) if facts.action_name else "",
        say["threat"].format(threat=facts.threat) if facts.threat else "",
        say["areas"].format(areas=", ".join(facts.mission_areas)) if facts.mission_areas else "",
        say["sponsor"].format(sponsor=facts.sponsor),
        say["contact"].format(contact=facts.contact) if facts.contact else "",
        " ".join((say["announced" if facts.is_announced else "unannounced"], students)),
        say["purpose"].format(purpose=facts.purpose) if facts.purpose else "",
        say["scope"].format(scope=facts.scope) if facts.scope else "",
        say["scenario"].format(scenario=facts.scenario) if facts.scenario else "",
        _say_unwritten(facts, say),
        say["injects"].format(given=facts.injects_given, all=facts.injects) if facts.injects else "",
        say["interrupted_once"] if times == 1 else say["interrupted"].format(n=times) if times else "",
    )


def _say_unwritten(facts: ReportFacts, say: Mapping[str, str]) -> str:
    texts = {"purpose_word": facts.purpose, "scope_word": facts.scope, "scenario_word": facts.scenario}
    lacking = [say[word] for word, text in texts.items() if not text.strip()]
    return say["unwritten"].format(parts=", ".join(lacking)) if lacking else ""


def _draft_about(facts: ReportFacts, say: Mapping[str, str]) -> str:
    return say["overview"].format(
        name=facts.name, kind=facts.kind_name, site=facts.site, began=facts.began_words, minutes=facts.minutes
    )


def _draft_times(facts: ReportFacts, say: Mapping[str, str]) -> str:
    if all(one.seconds is None for one in facts.times):
        return say["no_times"]
    return _join_lines(
        say["clock"],
        *(
            say["time_none"].format(name=one.name)
            if one.seconds is None
            else say["time"].format(name=one.name, time=duration_words(one.seconds))
            for one in facts.times
        ),
    )


def _draft_participants(facts: ReportFacts, say: Mapping[str, str]) -> str:
    return _join_lines(
        say["participants"].format(players=facts.players, staff=facts.staff, organizations=len(facts.organizations)),
        say["observers"].format(n=facts.observers) if facts.observers else "",
    )


def _draft_conclusion(facts: ReportFacts, say: Mapping[str, str]) -> str:
    said = facts.hot_wash
    if said is None or not said.answers:
        return say["conclusion"]
    return _join_lines(
        say["hot_wash" if said.means else "hot_wash_few"].format(n=said.answers),
        *(say["hot_wash_mean"].format(question=question, mean=mean) for question, mean in said.means),
        say["conclusion"],
    )


def _join_examples(texts: Sequence[str]) -> str:
    return " ".join(_end_as_sentence(one) for one in texts[:EXAMPLES])


def _end_as_sentence(text: str) -> str:
    """Return a text that ends as a sentence does."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _join_lines(*parts: str) -> str:
    return "\n".join(_drop_empty(parts))


def _drop_empty(parts: Iterable[str]) -> list[str]:
    return [one for one in parts if one]


def _cut_to(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
