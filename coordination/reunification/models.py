"""The students of a reunification, the adults who come for them, and what became of each. They go with the incident."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.reunification.vocabulary import IdKind, PickUpState, StudentState, StudentStep, WhyAsked

USER = settings.AUTH_USER_MODEL


class Operation(models.Model):
    """A reunification of a room, under the id of its object there. `last_number`: of the newest student's code."""

    id = models.UUIDField(primary_key=True, editable=False)
    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("mou.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    is_exercise = models.BooleanField()
    roster_at = models.DateTimeField(null=True)
    last_number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # In two at once a child could be handed over twice.
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(closed_at__isnull=True, is_exercise=False),
                name="one_open_reunification_of_a_school",
            )
        ]


class ReunitedStudent(models.Model):
    """A student as the roster had them when the operation was opened, or who was added on the spot."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="students")
    code = models.CharField(max_length=12)
    # No key: the copy outlives the row of the roster.
    roster_person_id = models.UUIDField(null=True)
    given_name = models.CharField(max_length=120)
    # The roster's given name of a child who is called by another one: adults may say either.
    roster_given_name = models.CharField(max_length=120, blank=True, default="")
    family_name = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    homeroom = models.CharField(max_length=200, blank=True)
    bus = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=24, choices=StudentState.column_choices())
    place_id = models.UUIDField(null=True)
    # Of who left on their own, or was taken elsewhere: where, and with whom.
    where = models.CharField(max_length=400, blank=True)
    is_confirmed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation", "code"], name="once_a_code_in_a_reunification"),
            models.UniqueConstraint(
                fields=["operation", "roster_person_id"],
                condition=Q(roster_person_id__isnull=False),
                name="once_a_student_in_a_reunification",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["operation", "state"], name="reunited_students_by_state")]

    def shown_name(self) -> str:
        """Return the name as it is called out."""
        return f"{self.given_name} {self.family_name}".strip()


class AuthorizedAdult(models.Model):
    """An adult whom the roster lists for a student."""

    student = models.ForeignKey(ReunitedStudent, on_delete=models.CASCADE, related_name="adults")
    name = models.CharField(max_length=250)
    phone = models.CharField(max_length=60, blank=True)


class PickUpRestriction(models.Model):
    """A text that limits who may pick a student up, with who wrote it, and when. In an exercise without the text.

    `came_at`, `gone_at`: when the office wrote it, or took it away, while the operation went on.
    """

    student = models.ForeignKey(ReunitedStudent, on_delete=models.CASCADE, related_name="restrictions")
    # No key: the copy outlives the office's own.
    note_id = models.UUIDField(null=True)
    text = models.TextField(max_length=1000, blank=True)
    by_name = models.CharField(max_length=250, blank=True)
    noted_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)


class PickUp(models.Model):
    """An adult who came for a child. Siblings who are asked for together have one `card_id`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    card_id = models.UUIDField()
    student = models.ForeignKey(ReunitedStudent, on_delete=models.CASCADE, related_name="pick_ups")
    adult_name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    id_kind = models.CharField(max_length=16, choices=IdKind.column_choices())
    state = models.CharField(max_length=12, choices=PickUpState.column_choices())
    why = models.CharField(max_length=16, blank=True, choices=WhyAsked.column_choices())
    place_id = models.UUIDField(null=True)
    checked_in_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    checked_in_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card_id", "student"], name="once_a_student_on_a_card"),
            # Two adults who are cleared at once would be a race for one child.
            models.UniqueConstraint(
                fields=["student"], condition=Q(state=PickUpState.WAITING.value), name="one_cleared_adult_of_a_student"
            ),
        ]


class Release(models.Model):
    """A student who was handed over. The keys make a second one impossible, by any program and any race."""

    student = models.OneToOneField(ReunitedStudent, on_delete=models.CASCADE, related_name="release")
    pick_up = models.OneToOneField(PickUp, on_delete=models.CASCADE, related_name="release")
    initials = models.CharField(max_length=8)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class StudentChange(models.Model):
    """A step of a student: when, where, and by whom."""

    student = models.ForeignKey(ReunitedStudent, on_delete=models.CASCADE, related_name="changes")
    step = models.CharField(max_length=20, choices=StudentStep.column_choices())
    before = models.CharField(max_length=24, choices=StudentState.column_choices())
    after = models.CharField(max_length=24, choices=StudentState.column_choices())
    place_id = models.UUIDField(null=True)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=250)
    at = models.DateTimeField()


class CheckInDoor(models.Model):
    """The code that hangs at a site: adults who scan it say for whom they come. A new code ends the one before."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="doors")
    # Public by its nature: it hangs on a wall, and gives nothing but a place in the queue.
    code = models.CharField(max_length=16, unique=True)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation"], condition=Q(ended_at__isnull=True), name="one_open_door_of_a_reunification"
            )
        ]


class SelfCheckIn(models.Model):
    """What an adult said on their own phone before a greeter has seen them. It is about no student, and gives no right.

    The phone is known by a random key in its cookie, and its network by a keyed hash: both for limits alone.
    """

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="self_check_ins")
    number = models.CharField(max_length=12)
    phone_key = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    adult_name = models.CharField(max_length=200)
    children = models.CharField(max_length=600)
    relationship = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    served_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    served_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation", "number"], name="once_a_number_in_a_reunification")
        ]
        indexes: ClassVar = [
            models.Index(fields=["operation", "made_at"], name="self_check_ins_by_time"),
            models.Index(fields=["phone_key", "made_at"], name="self_check_ins_of_a_phone"),
        ]
