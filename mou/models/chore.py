"""Something that is done once a day by whichever process comes first."""

from django.db import models
from django.db.models import Q


class Chore(models.Model):
    """Due from `due_at` on; no other process begins it before `held_until`, so a holder that dies lets go by itself."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="chore_has_a_name", condition=~Q(name="")),)

    def __str__(self) -> str:
        return self.name
