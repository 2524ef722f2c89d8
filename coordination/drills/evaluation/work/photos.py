"""Take an evaluator's picture: drawn anew in a process that reaches nothing. The bytes that came are never on disk."""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from coordination.drills.evaluation.access import evaluation_for, evaluation_to_write
from coordination.drills.evaluation.errors import (
    BadEvaluation,
    EvaluationPhotoNotFound,
    EvaluationPhotoRefused,
    TooManyEvaluationPhotos,
)
from coordination.drills.evaluation.models import EvaluationPhoto, Observation, TaskRating
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from mapping.edits.photo_drawing.bounded_photos import photo_drawn_apart
from mapping.edits.photo_drawing.photo_process import DrawnPhoto
from mapping.errors import MappingError

MOST_BYTES = 16 * 1024 * 1024
MOST_IN_EXERCISE = 300
WAITS_FOR = timedelta(days=1)


def photo_path(photo_id: UUID) -> Path:
    """Return where the bytes of a picture lie."""
    return Path(settings.MEDIA_ROOT) / "evaluation-photos" / f"{photo_id}.jpg"


def bring_photo(*, actor_id: int, exercise_id: UUID, chunks: Iterable[bytes], at: datetime) -> EvaluationPhoto:
    """Take a picture in, without anything that came with it; a rating or an observation then names it. Durable.

    Raises: ExerciseNotFound, EvaluationNotAllowed. EvaluationPhotoRefused, TooManyEvaluationPhotos.
    """
    exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at)
    _refuse_too_many(exercise)
    drawn = _draw_photo(_read_body(chunks))
    with transaction.atomic(durable=True):
        exercise = evaluation_to_write(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        _refuse_too_many(exercise)
        photo = EvaluationPhoto.objects.create(
            exercise=exercise, by_id=actor_id, at=at, width_px=drawn.width_px, height_px=drawn.height_px
        )
        # Before the commit: a row whose bytes are not there would stay a broken picture.
        _store_photo(photo_path(photo.pk), drawn.jpeg)
    return photo


def attach_photo(
    exercise: Exercise,
    photo_id: UUID,
    *,
    actor_id: int,
    rating: TaskRating | None = None,
    observation: Observation | None = None,
) -> None:
    """Say what a picture that waits belongs to, in the caller's transaction. Raises: BadEvaluation."""
    photo = EvaluationPhoto.objects.filter(pk=photo_id, exercise=exercise, by_id=actor_id).first()
    if photo is None:
        raise BadEvaluation(pointer="/upload_id")
    if (photo.rating_id, photo.observation_id) == (None, None):
        photo.rating, photo.observation = rating, observation
        photo.save(update_fields=["rating", "observation"])


def photo_for(*, user_id: int, exercise_id: UUID, photo_id: UUID, at: datetime) -> Path:
    """Return the picture of an evaluation that the person reads. Raises: EvaluationPhotoNotFound."""
    try:
        exercise = evaluation_for(user_id=user_id, exercise_id=exercise_id, at=at)
    except ExerciseNotFound as hidden:
        raise EvaluationPhotoNotFound from hidden
    found = EvaluationPhoto.objects.filter(pk=photo_id, exercise=exercise).first()
    path = photo_path(photo_id)
    if found is None or not path.is_file():
        raise EvaluationPhotoNotFound
    return path


def sweep_photos(at: datetime) -> int:
    """Delete pictures that nothing named within a day, and files whose row is gone; return how many rows."""
    waiting = EvaluationPhoto.objects.filter(rating=None, observation=None, at__lt=at - WAITS_FOR)
    rows, _ = waiting.delete()
    folder = photo_path(uuid4()).parent
    for path in folder.glob("*.jpg") if folder.is_dir() else ():
        is_old = path.stat().st_mtime < (at - WAITS_FOR).timestamp()
        if is_old and not EvaluationPhoto.objects.filter(pk=path.stem).exists():
            path.unlink(missing_ok=True)
    return rows


def _refuse_too_many(exercise: Exercise) -> None:
    if EvaluationPhoto.objects.filter(exercise=exercise).count() >= MOST_IN_EXERCISE:
        raise TooManyEvaluationPhotos


def _read_body(chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise EvaluationPhotoRefused(f"At most {MOST_BYTES} bytes are taken.", pointer="/file")
    return bytes(body)


def _draw_photo(body: bytes) -> DrawnPhoto:
    try:
        drawn = photo_drawn_apart(body)
    except MappingError as refused:
        raise EvaluationPhotoRefused(pointer="/file") from refused
    if drawn.refusal:
        raise EvaluationPhotoRefused(pointer="/file")
    return drawn


def _store_photo(path: Path, body: bytes) -> None:
    part = path.with_suffix(f".{uuid4().hex}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
