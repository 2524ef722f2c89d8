"""Store what people say right after an exercise or an incident, so that their words do not lead back to them."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from coordination.drills.evaluation.errors import BadEvaluation
from coordination.drills.evaluation.models import HotWashWords
from coordination.drills.evaluation.vocabulary import HotWashScale
from coordination.drills.evaluation.work.writing import words_of
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

WORDS_MAX_CHARS = 1000
TEXTS = ("went_well", "did_not", "suggestion")


@dataclass(frozen=True, slots=True)
class HotWashGiven:
    """A person's answer: three texts and numbers from one to five. Named only if they say so."""

    scales: dict[HotWashScale, int]
    went_well: str = ""
    did_not: str = ""
    suggestion: str = ""
    is_named: bool = False


def answer_columns(given: HotWashGiven, actor_id: int, day: date) -> dict[str, Any]:
    """Return the columns of an answer. Raises: BadEvaluation: a number is missing, or a text is too long."""
    for scale in HotWashScale:
        if given.scales.get(scale) not in range(1, 6):
            raise BadEvaluation(Reason(_("Choose a number from one to five.")), pointer=f"/{scale.value}")
    texts = {one: words_of(getattr(given, one), pointer=f"/{one}", most_chars=WORDS_MAX_CHARS) for one in TEXTS}
    scales = {one.value: given.scales[one] for one in HotWashScale}
    return {"day": day, **scales, **texts, "named_id": actor_id if given.is_named else None}


def write_anew(answers: Any, answered: Any, said: HotWashWords, user_id: int, owner: Mapping[str, Any]) -> None:
    """Write everything that was said anew in random order, and so who has answered. In the caller's transaction.

    Neither the order of rows nor the transaction that wrote them pairs the two (decision 0148).

    Args:
        answers, answered: the rows of one exercise or incident, `owner`: the column that says of which.
        said: the answer that comes to them.
    """
    shuffled = random.SystemRandom()
    texts = [*answers.all(), said]
    people = [*answered.values_list("user_id", flat=True), user_id]
    answers.all().delete()
    answered.all().delete()
    answers.model.objects.bulk_create(_with_new_id(one, owner) for one in shuffled.sample(texts, len(texts)))
    answered.model.objects.bulk_create(
        answered.model(user_id=one, **owner) for one in shuffled.sample(people, len(people))
    )


def _with_new_id(one: HotWashWords, owner: Mapping[str, Any]) -> HotWashWords:
    columns = ("group", "day", *TEXTS, "named_id", *(scale.value for scale in HotWashScale))
    return type(one)(id=uuid4(), **owner, **{name: getattr(one, name) for name in columns})
