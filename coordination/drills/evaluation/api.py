"""Evaluation over HTTP: for the staff of an exercise, for all after it, and the times of any exercise."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Body, File, Router, Status
from ninja.files import UploadedFile

from coordination.drills.evaluation import acts
from coordination.drills.evaluation.access import evaluation_for, hot_wash_for
from coordination.drills.evaluation.wire import (
    EvaluationLeadIn,
    EvaluationPhotoOut,
    EvaluationWritten,
    FinalRatingIn,
    HotWashAnswerIn,
    HotWashOut,
    ObservationIn,
    TaskRatingIn,
)
from coordination.drills.evaluation.work.hot_wash import has_answered
from coordination.drills.evaluation.work.hot_wash_results import HotWashSummary, hot_wash_summary, state_of
from coordination.drills.evaluation.work.photos import bring_photo, photo_for
from coordination.drills.evaluation.work.results import ExerciseResults, results_of
from coordination.drills.evaluation.work.times import ExerciseTimes, times_of_incident
from coordination.sign_in.callers import caller_of
from mou.api.media_types import JPEG, declare_types
from mou.foundation.forms.act_form import NothingGiven

router = Router(tags=["drills"])
EXERCISE = "/drills/exercises/{uuid:exercise_id}"
EVALUATION = f"{EXERCISE}/evaluation"
HOT_WASH = f"{EXERCISE}/hot-wash"


# --- times ------------------------------------------------------------------------------------------------------------
@router.get("/incidents/{uuid:incident_id}/exercise-times", response=ExerciseTimes, operation_id="read_exercise_times")
def read_times(request: HttpRequest, incident_id: UUID) -> ExerciseTimes:
    """Return the times of an exercise from its log, planned or not, to people who take part in its room."""
    return times_of_incident(asker=caller_of(request).asker(), incident_id=incident_id)


# --- evaluation -------------------------------------------------------------------------------------------------------
@router.get(EVALUATION, response=ExerciseResults, operation_id="read_evaluation")
def read_evaluation(request: HttpRequest, exercise_id: UUID) -> ExerciseResults:
    """Return how an exercise went: times, ratings, observations, hot wash. For its staff; others hear "not there"."""
    caller = caller_of(request)
    exercise = evaluation_for(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return results_of(exercise, at=caller.at)


@router.post(EVALUATION + "/ratings", response={201: EvaluationWritten}, operation_id="rate_task")
def post_rating(request: HttpRequest, exercise_id: UUID, given: Body[TaskRatingIn]) -> Status[EvaluationWritten]:
    """Rate a critical task P, S, M or U; a later rating of the same evaluator replaces theirs."""
    made = acts.rate_task(caller_of(request).asker(), exercise_id, given)
    return Status(201, EvaluationWritten(id=made.pk, at=made.at, seq=made.seq))


@router.post(EVALUATION + "/observations", response={201: EvaluationWritten}, operation_id="write_observation")
def post_observation(request: HttpRequest, exercise_id: UUID, given: Body[ObservationIn]) -> Status[EvaluationWritten]:
    """Note what was seen at an instant; it is tied to the log's newest entry then."""
    made = acts.note_observation(caller_of(request).asker(), exercise_id, given)
    return Status(201, EvaluationWritten(id=made.pk, at=made.at, seq=made.seq))


@router.post(EVALUATION + "/photos", response={201: EvaluationPhotoOut}, operation_id="bring_evaluation_photo")
def post_photo(
    request: HttpRequest, exercise_id: UUID, file: Annotated[UploadedFile, File()]
) -> Status[EvaluationPhotoOut]:
    """Take a picture in, drawn anew without where and when it was taken; a rating or an observation then names it."""
    caller = caller_of(request)
    made = bring_photo(actor_id=caller.user_id, exercise_id=exercise_id, chunks=file.chunks(), at=caller.at)
    return Status(201, EvaluationPhotoOut(upload_id=made.pk, width_px=made.width_px, height_px=made.height_px))


@router.get(
    EVALUATION + "/photos/{uuid:photo_id}", operation_id="read_evaluation_photo", openapi_extra=declare_types(JPEG)
)
def read_photo(request: HttpRequest, exercise_id: UUID, photo_id: UUID) -> FileResponse:
    """Return a picture as JPEG."""
    caller = caller_of(request)
    path = photo_for(user_id=caller.user_id, exercise_id=exercise_id, photo_id=photo_id, at=caller.at)
    response = FileResponse(path.open("rb"), content_type=JPEG)
    response["Cache-Control"] = "private, no-store"
    return response


@router.put(EVALUATION + "/final-ratings", response={204: None}, operation_id="decide_final_rating")
def put_final(request: HttpRequest, exercise_id: UUID, given: Body[FinalRatingIn]) -> Status[None]:
    """Say what stands in the report, and why; for the director, and the evaluator who leads."""
    acts.decide_final(caller_of(request).asker(), exercise_id, given)
    return Status(204, None)


@router.put(EVALUATION + "/lead", response={204: None}, operation_id="set_evaluation_lead")
def put_lead(request: HttpRequest, exercise_id: UUID, given: Body[EvaluationLeadIn]) -> Status[None]:
    """Say which evaluator leads; for directors."""
    acts.set_lead(caller_of(request).asker(), exercise_id, given)
    return Status(204, None)


# --- hot wash ---------------------------------------------------------------------------------------------------------
@router.get(HOT_WASH, response=HotWashOut, operation_id="read_hot_wash")
def read_hot_wash(request: HttpRequest, exercise_id: UUID) -> HotWashOut:
    """Say whether the hot wash is open, and whether the caller has answered; for all who took part."""
    caller = caller_of(request)
    exercise = hot_wash_for(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return HotWashOut(state=state_of(exercise), has_answered=has_answered(exercise, user_id=caller.user_id))


@router.post(HOT_WASH, response={204: None}, operation_id="answer_hot_wash")
def post_answer(request: HttpRequest, exercise_id: UUID, given: Body[HotWashAnswerIn]) -> Status[None]:
    """Say how it went, once. Without `is_named` nothing that is stored leads to the caller."""
    acts.answer_hot_wash(caller_of(request).asker(), exercise_id, given)
    return Status(204, None)


@router.get(HOT_WASH + "/results", response=HotWashSummary, operation_id="read_hot_wash_results")
def read_hot_wash_results(request: HttpRequest, exercise_id: UUID) -> HotWashSummary:
    """Return what was said, once the hot wash is closed. For the staff; nothing of fewer than five people."""
    caller = caller_of(request)
    return hot_wash_summary(evaluation_for(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at))


@router.post(HOT_WASH + "/close", response={204: None}, operation_id="close_hot_wash")
def post_close(request: HttpRequest, exercise_id: UUID) -> Status[None]:
    """Close the hot wash for good; for the director, and the evaluator who leads."""
    acts.close_hot_wash(caller_of(request).asker(), exercise_id, NothingGiven())
    return Status(204, None)
