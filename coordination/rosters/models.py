"""Students, guardians, classes and enrollments, in tables that nothing else reads."""

from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.rosters.vocabulary import (
    RosterDoor,
    RosterPersonKind,
    RosterReadFailure,
    RosterSource,
    RosterTable,
)

# GUIDs of OneRoster are strings of at most 255 characters.
ID_MAX_CHARS = 255
KEEP_DAYS = 30


class Roster(models.Model):
    """A district's roster: how long who has left is kept, and when it was last in step with the school's system."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = models.OneToOneField("mou.Agency", on_delete=models.PROTECT, related_name="+")
    keep_days = models.PositiveSmallIntegerField(default=KEEP_DAYS)
    in_step_at = models.DateTimeField(null=True)
    # Who stores a set in it just now; one that says nothing until then is dead.
    storing = models.UUIDField(null=True)
    storing_until = models.DateTimeField(null=True)
    # The set that is being stored is the one that is read; its rows lose their stages one after the other.
    is_shown = models.BooleanField(default=False, db_default=False)


class Stage(models.IntegerChoices):
    """What becomes of a row when the set that is being stored is shown. A row without a stage stays."""

    COMING = 1
    GOING = 2


class ShownRows[M: models.Model](models.Manager[M]):
    """The rows that are read. What a set brings is not among them until all of it is, what it takes is until then."""

    def __init__(self, roster: str = "roster") -> None:
        """Take the name of what leads to the roster."""
        super().__init__()
        self._roster = roster

    def get_queryset(self) -> models.QuerySet[M]:
        # Of rosters there are a few: they are looked up once, not joined with every row.
        shown, not_shown = (Roster.objects.filter(is_shown=one).values("pk") for one in (True, False))
        came = Q(stage=Stage.COMING) & Q(**{f"{self._roster}__in": shown})
        goes = Q(stage=Stage.GOING) & Q(**{f"{self._roster}__in": not_shown})
        return super().get_queryset().filter(Q(stage__isnull=True) | came | goes)


class Staged(models.Model):
    """A row that a set brings or takes. Joins over such tables have to leave out what is not shown themselves."""

    stage = models.PositiveSmallIntegerField(null=True, choices=Stage)

    objects: ClassVar[ShownRows[Self]] = ShownRows()

    class Meta:
        abstract = True


class Sourced(Staged):
    """A row of OneRoster, known by its sourced id within the roster."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="+")
    sourced_id = models.CharField(max_length=ID_MAX_CHARS)

    class Meta:
        abstract = True
        constraints: ClassVar = [models.UniqueConstraint(fields=["roster", "sourced_id"], name="one_%(class)s_per_id")]
        # Few rows have a stage, and only for a moment: they are found without a look at the others.
        indexes: ClassVar = [
            models.Index(fields=["roster", "stage"], condition=Q(stage__isnull=False), name="%(class)s_staged")
        ]


class RosterSchool(Sourced):
    """An organization of the roster; `school` is the agency that it is here."""

    name = models.CharField(max_length=200)
    school = models.ForeignKey("mou.Agency", null=True, on_delete=models.PROTECT, related_name="+")


class RosterTerm(Sourced):
    """A term, semester or grading period; both days belong to it."""

    title = models.CharField(max_length=200)
    begins_on = models.DateField()
    ends_on = models.DateField()


class RosterPerson(Sourced):
    """A student, guardian or teacher, as the school's system names them. Who has left waits for deletion, unread."""

    kind = models.CharField(max_length=10, choices=[(one.value, one.name) for one in RosterPersonKind])
    org = models.ForeignKey(RosterSchool, null=True, on_delete=models.SET_NULL, related_name="people")
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    preferred_name = models.CharField(max_length=120, blank=True)
    identifier = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    # In small letters: by it a teacher is known as a member of the school.
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta(Sourced.Meta):
        indexes: ClassVar = [
            *Sourced.Meta.indexes,
            models.Index(fields=["org", "kind", "family_name"], name="roster_people_of_school"),
            models.Index(fields=["email"], condition=models.Q(kind="teacher"), name="roster_teachers_by_email"),
            models.Index(fields=["left_at"], condition=models.Q(left_at__isnull=False), name="roster_people_who_left"),
        ]

    def shown_name(self) -> str:
        """Return the name as it is called out: the preferred one, if there is one."""
        return f"{self.preferred_name or self.given_name} {self.family_name}"


class Guardianship(Staged):
    """Who is a student's guardian or agent, as the school's system says."""

    student = models.ForeignKey(RosterPerson, on_delete=models.CASCADE, related_name="guardianships")
    guardian = models.ForeignKey(RosterPerson, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[ShownRows[Self]] = ShownRows("student__roster")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["student", "guardian"], name="once_a_guardian")]
        indexes: ClassVar = [
            models.Index(fields=["stage"], condition=Q(stage__isnull=False), name="guardianship_staged")
        ]


class CustodyNote(models.Model):
    """Who may not pick a student up, in words of the school's; imports do not touch it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    student = models.ForeignKey(RosterPerson, on_delete=models.CASCADE, related_name="custody_notes")
    text = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class RosterClass(Sourced):
    """A class with its room in words, the periods in which it meets and the terms in which it is held."""

    org = models.ForeignKey(RosterSchool, on_delete=models.CASCADE, related_name="classes")
    title = models.CharField(max_length=200)
    is_homeroom = models.BooleanField(default=False)
    location = models.CharField(max_length=200, blank=True)
    # Names of periods, as the bell schedule of the site has them or nearly.
    periods = models.JSONField(default=list)
    # Ids of RosterTerm.sourced_id; none: at any time.
    term_ids = models.JSONField(default=list)


class Enrollment(Sourced):
    """A student or teacher of a class; without days for as long as the class is held."""

    of_class = models.ForeignKey(RosterClass, on_delete=models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(RosterPerson, on_delete=models.CASCADE, related_name="enrollments")
    is_teacher = models.BooleanField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


class HeldRosterRow(models.Model):
    """What a roster said of a person under legal hold before a set changed it. It goes when its holds are released."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="+")
    # No key: it outlives the person of the roster.
    person_id = models.UUIDField(db_index=True)
    content = models.JSONField()
    at = models.DateTimeField()


class RosterReader(ConfidentialPlace):
    """Who reads the students of a school or district, once let in. It counts while the person is a member of it."""

    TEAM = "agency"

    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "user"], name="once_a_roster_reader")]


class RosterReading(models.Model):
    """Who read how many students, of which class or which one; it outlives the student and names no one."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=8, choices=[(one.value, one.name) for one in RosterDoor])
    student_id = models.UUIDField(null=True)
    class_id = models.UUIDField(null=True)
    students = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["roster", "at"], name="readings_of_roster")]


class RosterUpload(models.Model):
    """A set that was looked at and may be taken in. Deleted when it is, or after a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(db_index=True)
    content = models.BinaryField()


class RosterImport(models.Model):
    """What came of a set: numbers, and defects by table, row, column and code. No cell stands here."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="imports")
    source = models.CharField(max_length=4, choices=[(one.value, one.name) for one in RosterSource])
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_bulk = models.BooleanField()
    # By table: how many rows are new, changed, gone or the same.
    counts = models.JSONField()
    # Table, row, column and code of the first ones, and how many there were.
    defects = models.JSONField()
    defects_total = models.PositiveIntegerField()


class RosterDeletion(models.Model):
    """That people who had left were deleted: how many, and until when they had left. No one is named."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="deletions")
    at = models.DateTimeField()
    left_before = models.DateTimeField()
    students = models.PositiveIntegerField()
    others = models.PositiveIntegerField()


class RosterConnection(models.Model):
    """How a district's roster is read from the school's own system, when next, how far that is, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    roster = models.OneToOneField(Roster, on_delete=models.PROTECT, related_name="connection")
    base_url = models.CharField(max_length=300)
    token_url = models.CharField(max_length=300)
    client_id = models.CharField(max_length=255)
    # Encrypted with the server's key.
    sealed_secret = models.TextField()
    scopes = models.CharField(max_length=500)
    # By the district's clock.
    hour = models.PositiveSmallIntegerField()
    is_nightly = models.BooleanField()
    # The next read of its own accord; none: not nightly.
    next_at = models.DateTimeField(null=True)
    # A person has asked for a read: when, who (none: the console), and of what.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_whole = models.BooleanField(default=False)
    asked_may_shrink = models.BooleanField(default=False)
    # The reader that has it in hand; one that says nothing until then is dead.
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    table = models.CharField(max_length=20, blank=True, choices=[(one.value, one.name) for one in RosterTable])
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    # The last reads that were stored, and since when the next one asks for changes.
    read_at = models.DateTimeField(null=True)
    read_whole_at = models.DateTimeField(null=True)
    changes_since = models.DateTimeField(null=True)
    # The last read that was not, and how many before it in a row.
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True, choices=[(one.value, one.name) for one in RosterReadFailure])
    failed_table = models.CharField(max_length=20, blank=True, choices=[(one.value, one.name) for one in RosterTable])
    failures = models.PositiveSmallIntegerField(default=0)
