"""Make cells of a file of answers, row by row: an answer is added to its sum and forgotten. Pure.

What leaves this module is the head, the names of schools, which rows could not be counted, and cells of ten people or
more. What one person answered, and how many there are in a smaller cell, stay in the process that reads the file.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coordination.prevention.climate.reading.table import Refused, open_table
from coordination.prevention.climate.rules.scales import (
    MOSTLY_REVERSED,
    NO_ANSWER,
    WORDS,
    AnswerScale,
    indicator_of,
    is_school_heading,
    number_in,
    plain_text,
    topic_of,
    value_of,
)
from coordination.prevention.climate.rules.small_cells import Shown, shown_of_cell
from coordination.prevention.climate.vocabulary import ClimateDefectCode, ClimateNumbers, ClimateScale

SCHOOLS_MAX = 500
SCHOOL_MAX_CHARS = 200
SAID_EVERY = 1_000
# An answer to fewer of a scale's questions than half says nothing of the scale.
ANSWERED_SHARE = 0.5
D = ClimateDefectCode
type Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column is: the school, or a question of scales; neither: it is not looked at."""

    is_school: bool = False
    scales: tuple[ClimateScale, ...] = ()
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class SurveyOrder:
    """How to read a file. `columns` none: as proposed. `schools`: keys by plain names; `school` is everybody's."""

    columns: tuple[ColumnMeaning, ...] | None
    schools: Mapping[str, str]
    school: str
    numbers: ClimateNumbers
    highest: int


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What may be said of a scale at a school; `said` none: there are answers, of fewer than ten people."""

    school: str
    scale: ClimateScale
    said: Shown | None
    # Exactly, to be compared with a second import; shown to no one. None: fewer than ten.
    people: int | None


@dataclass(frozen=True, slots=True)
class RowDefects:
    """All rows that are not counted for one reason in one column; spans include both ends. No cell is quoted."""

    code: ClimateDefectCode
    column: str
    rows: list[tuple[int, int]]
    count: int


@dataclass(frozen=True, slots=True)
class SurveyRead:
    """What came of a file."""

    headings: tuple[str, ...]
    columns: tuple[ColumnMeaning, ...]
    # The words or numbers that were answered, of those that are known; nothing of what people wrote.
    answers: tuple[str, ...]
    has_numbers: bool
    school_names: tuple[str, ...]
    rows: int
    rows_counted: int
    cells: tuple[ReadCell, ...]
    defects: tuple[RowDefects, ...]


@dataclass(slots=True)
class _Cell:
    people: int = 0
    favorable: float = 0.0


@dataclass(slots=True)
class _Sums:
    cells: dict[tuple[str, ClimateScale], _Cell] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    school_names: dict[str, str] = field(default_factory=dict)
    defects: dict[tuple[ClimateDefectCode, str], list[tuple[int, int]]] = field(default_factory=dict)
    rows: int = 0
    counted: int = 0

    def refuse_row(self, code: ClimateDefectCode, column: str, number: int) -> None:
        spans = self.defects.setdefault((code, column), [])
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))

    def add_answer(self, school: str, scale: ClimateScale, favorable: float) -> None:
        cell = self.cells.setdefault((school, scale), _Cell())
        cell.people += 1
        cell.favorable += favorable


def read_survey(content: bytes, order: SurveyOrder, *, say: Say) -> SurveyRead:
    """Return what may be known of a file of answers. Raises: Refused."""
    table = open_table(content)
    columns = propose_columns(table.headings, has_school=bool(order.school)) if order.columns is None else order.columns
    if len(columns) != len(table.headings):
        raise Refused("other_columns")
    reading = _Reading(order, columns, table.headings)
    for number, cells in table.rows:
        reading.take_row(number, cells)
        if number % SAID_EVERY == 0:
            say(number, max(table.about, number))
    return reading.read_sums()


def propose_columns(headings: Sequence[str], *, has_school: bool) -> tuple[ColumnMeaning, ...]:
    """Return what each column is likely to be: by the name of an EDSCLS item, else by the words of its question."""
    found: list[ColumnMeaning] = []
    for heading in headings:
        if not has_school and is_school_heading(heading) and not any(one.is_school for one in found):
            found.append(ColumnMeaning(is_school=True))
            continue
        topic = topic_of(heading)
        indicator = indicator_of(heading)
        scales = tuple(one for one in (topic, indicator) if one is not None)
        found.append(ColumnMeaning(scales=scales, is_reversed=topic in MOSTLY_REVERSED))
    return tuple(found)


class _Reading:
    """One pass through the rows of a file."""

    def __init__(self, order: SurveyOrder, columns: Sequence[ColumnMeaning], headings: Sequence[str]) -> None:
        self._order, self._columns, self._headings = order, columns, headings
        self._scale = AnswerScale(order.numbers, order.highest)
        self._school_at = next((at for at, one in enumerate(columns) if one.is_school), None)
        self._items = [(at, one) for at, one in enumerate(columns) if one.scales and not one.is_school]
        self._questions = Counter(scale for _, one in self._items for scale in one.scales)
        # Answers repeat: each is looked at once.
        self._values: dict[str, float | None] = {}
        self._sums = _Sums()

    def take_row(self, number: int, cells: list[str]) -> None:
        """Count a row, or note why it is not counted."""
        self._sums.rows += 1
        if len(cells) != len(self._headings):
            self._sums.refuse_row(D.CELLS, "", number)
            return
        school = self._school_of(number, cells)
        if school is None:
            return
        answered = self._answers_of(number, cells)
        if answered is not None and not self._count_row(school, answered):
            self._sums.refuse_row(D.NOTHING_ANSWERED, "", number)

    def _answers_of(self, number: int, cells: list[str]) -> dict[ClimateScale, list[float]] | None:
        """Return what a row says of each scale, 1 or 0 for each question; None: an answer cannot be read."""
        answered: dict[ClimateScale, list[float]] = {}
        for at, meaning in self._items:
            answer = cells[at]
            if answer not in self._values:
                self._values[answer] = self._value_of(answer)
            value = self._values[answer]
            if value is None:
                self._sums.refuse_row(D.UNKNOWN_ANSWER, self._headings[at], number)
                return None
            if value >= 0:
                good = 1 - value if meaning.is_reversed else value
                for scale in meaning.scales:
                    answered.setdefault(scale, []).append(float(good == 1))
        return answered

    def _value_of(self, answer: str) -> float | None:
        """Return what an answer says; below 0: nothing was answered; None: it cannot be read."""
        said = plain_text(answer)
        if said in NO_ANSWER:
            return -1.0
        value = value_of(said, self._scale)
        if value is not None or said in WORDS or number_in(said) is not None:
            self._sums.answers.add(said)
        return value

    def _count_row(self, school: str, answered: Mapping[ClimateScale, list[float]]) -> bool:
        is_counted = False
        for scale, values in answered.items():
            if len(values) >= self._questions[scale] * ANSWERED_SHARE:
                self._sums.add_answer(school, scale, sum(values) / len(values))
                is_counted = True
        self._sums.counted += is_counted
        return is_counted

    def _school_of(self, number: int, cells: list[str]) -> str | None:
        if self._school_at is None:
            if not self._order.school:
                self._sums.refuse_row(D.NO_SCHOOL, "", number)
            return self._order.school or None
        name = cells[self._school_at].strip()
        said = plain_text(name)
        heading = self._headings[self._school_at]
        if not said:
            self._sums.refuse_row(D.NO_SCHOOL, heading, number)
            return None
        if said not in self._sums.school_names:
            if len(self._sums.school_names) >= SCHOOLS_MAX:
                raise Refused("too_many_schools")
            self._sums.school_names[said] = name[:SCHOOL_MAX_CHARS]
        key = self._order.schools.get(said)
        if not key:
            self._sums.refuse_row(D.UNKNOWN_SCHOOL, heading, number)
        return key or None

    def read_sums(self) -> SurveyRead:
        """Return what may leave."""
        sums = self._sums
        return SurveyRead(
            headings=tuple(self._headings),
            columns=tuple(self._columns),
            answers=tuple(sorted(sums.answers)),
            has_numbers=any(number_in(one) is not None for one in sums.answers),
            school_names=tuple(sorted(sums.school_names.values())),
            rows=sums.rows,
            rows_counted=sums.counted,
            cells=tuple(_read_cell(school, scale, one) for (school, scale), one in sorted(sums.cells.items())),
            defects=tuple(
                RowDefects(code, column, spans, sum(last - first + 1 for first, last in spans))
                for (code, column), spans in sums.defects.items()
            ),
        )


def _read_cell(school: str, scale: ClimateScale, cell: _Cell) -> ReadCell:
    said = shown_of_cell(cell.favorable / cell.people, cell.people)
    return ReadCell(school, scale, said, None if said is None else cell.people)
