"""What forms say of pinned facts: those that stand, with who says so, whether confirmed; dangers apart."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from coordination.incident.facts.capability import Fact
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic
from coordination.room.reading.history import PastObject
from coordination.vocabulary import FactKind, FactStanding


def say_facts(context: FormContext) -> Iterable[FormLine]:
    """Return what stands and is no danger by itself."""
    return [_line_of_fact(context, one) for one in _standing_facts(context) if one.value.kind is not FactKind.HAZARD]


def say_hazards(context: FormContext) -> Iterable[FormLine]:
    """Return the dangers that stand."""
    return [_line_of_fact(context, one) for one in _standing_facts(context) if one.value.kind is FactKind.HAZARD]


def _standing_facts(context: FormContext) -> list[PastObject[Fact]]:
    return [one for one in context.history.of(Fact) if one.value.standing is FactStanding.STANDS]


def _line_of_fact(context: FormContext, one: PastObject[Fact]) -> FormLine:
    fact = one.value
    is_old = datetime.fromisoformat(fact.valid_until) <= context.history.at
    doubts = (
        _("confirmed") if fact.confirmed_at else _("not confirmed"),
        _("says {source}").format(source=fact.source.label),
        _("OLD") if is_old else "",
    )
    said = " · ".join(part for part in (fact.kind.label, fact.value, *doubts) if part)
    return FormLine({"text": said, "place": fact.subject or ""}, one.cites)


FORM_LINES: dict[Topic, Seed] = {Topic.SITUATION: say_facts, Topic.HAZARDS: say_hazards}
