"""The kind of thing that a desk of tips works on."""

from datetime import datetime

from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import fill_view
from coordination.errors import CoordinationError
from coordination.prevention.tips.access import TIP_DESKS, TIP_READS, tips_for
from coordination.prevention.tips.errors import TipNotFound, TipsTeamDecides, TipStepLacks
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.rules.machine import TIPS
from coordination.prevention.tips.vocabulary import TipState, TipStep
from coordination.prevention.tips.wire import ActView, MessageView, PhotoView, TipLine, TipView
from coordination.prevention.tips.work.steps import apply_tip_step

# What an officer may do with a tip that was sent to the police.
BY_POLICE = frozenset({TipStep.ACKNOWLEDGE})


def _line_facts(tip: Tip, at: datetime) -> dict[str, object]:
    is_waiting = TipState(tip.state).is_waiting
    return {
        "desk": tip.desk.agency.name,
        "school": "" if tip.school is None else tip.school.name,
        "is_waiting": is_waiting,
        "is_overdue": is_waiting and tip.due_at < at,
    }


def _view_facts(tip: Tip, _at: datetime) -> dict[str, object]:
    return {
        "duplicate_of": tip.duplicate_of_id,
        "duplicates": list(tip.duplicates.order_by("received_at").values_list("pk", flat=True)),
        "messages": [fill_view(MessageView, one) for one in tip.messages.select_related("author").order_by("id")],
        "acts": [fill_view(ActView, one) for one in tip.acts.select_related("by").order_by("id")],
        "photos": [fill_view(PhotoView, one, {"photo_id": one.pk}) for one in tip.photos.order_by("id")],
    }


def _stop_officer(tip: Tip, step: TipStep) -> CoordinationError | None:
    return None if tip.decides or step in BY_POLICE else TipsTeamDecides()


def _act_columns(tip: Tip, act: str, words: str, before: TipState) -> dict[str, object]:
    return {"step": act, "words": words, "before": before.value, "after": tip.state}


TIP_KIND = Kind(
    model=Tip,
    teams=TIP_DESKS,
    machine=TIPS,
    reads=TIP_READS,
    id_name="tip_id",
    came="received_at",
    ended="ended_at",
    not_found=TipNotFound,
    lacks=TipStepLacks,
    ask="Say why.",
    line=TipLine,
    view=TipView,
    line_facts=_line_facts,
    view_facts=_view_facts,
    # Of what has ended nothing threatens a life.
    orders=("-is_life_threat", "-ended_at"),
    # What no one has taken up comes before what is under way.
    then_by=("-waits", "due_at", "received_at"),
    opens=tips_for,
    stops=_stop_officer,
    effect=apply_tip_step,
    records="acts",
    record_columns=_act_columns,
)
