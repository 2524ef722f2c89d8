"""What is deleted of training, and what a hold keeps."""

from datetime import timedelta

from django.utils import timezone

from coordination.keeping.models import Deletion, LegalHold
from coordination.keeping.vocabulary import HoldScope
from coordination.training.work.keeping import KEPT_DAYS, delete_old
from mou.models import AgencyMember, SroAssignment, TrainingCertificate, TrainingRecord
from tests.coordination.training.conftest import Duty
from tests.factories.mou import NOW
from tests.factories.practice.training import make_certified, make_training

LATER = NOW + timedelta(days=KEPT_DAYS + 1)


def test_training_goes_years_after_its_person_left_and_what_was_replaced_with_it(duty: Duty) -> None:
    left = make_certified(AgencyMember.objects.get(user=duty.cast.former))
    stays = make_training(duty.officer)
    replaced = make_training(duty.officer, "cpr_aed")
    TrainingRecord.objects.filter(pk=replaced.pk).update(replaced_at=NOW, replaced_why="corrected")
    TrainingRecord.objects.filter(pk=stays.pk).update(corrects=replaced)

    assert [delete_old(NOW + timedelta(days=KEPT_DAYS - 1)), delete_old(LATER), delete_old(LATER)] == [0, 2, 0]
    assert [one.pk for one in TrainingRecord.objects.all()] == [stays.pk]
    assert not TrainingCertificate.objects.filter(record=left.pk).exists()
    assert [(one.data_class, one.count) for one in Deletion.objects.all()] == [("training", 2)]


def test_a_hold_on_a_person_keeps_their_training_and_their_assignments(duty: Duty) -> None:
    SroAssignment.objects.update(ended_on=NOW.date(), ended_why="reassigned")
    make_training(AgencyMember.objects.get(user=duty.cast.former))
    held = LegalHold.objects.create(
        district=duty.cast.district,
        scope=HoldScope.PERSON.value,
        user=duty.cast.former,
        name="Former",
        reason="A claim.",
        set_by=duty.planner.user,
        set_by_name="Planner",
        set_at=timezone.now(),
    )

    assert delete_old(LATER) == 1  # the officer's assignment
    assert TrainingRecord.objects.count() == 1
    LegalHold.objects.filter(pk=held.pk).update(released_at=timezone.now())
    assert delete_old(LATER) == 1
    assert (TrainingRecord.objects.count(), SroAssignment.objects.count()) == (0, 0)


def test_a_hold_on_a_site_keeps_its_officers_assignment(duty: Duty) -> None:
    SroAssignment.objects.update(ended_on=NOW.date(), ended_why="reassigned")
    LegalHold.objects.create(
        district=duty.cast.district,
        scope=HoldScope.SITE.value,
        site_id=duty.cast.site.pk,
        reason="A claim.",
        set_by=duty.planner.user,
        set_by_name="Planner",
        set_at=timezone.now(),
    )

    assert delete_old(LATER) == 0
    assert SroAssignment.objects.exists()
