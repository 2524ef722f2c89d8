"""What a word or a field of a file means to a district: confirmed once, applied to the next file."""

from django.db import models


class LearnedWord(models.Model):
    """A word of a layer, a kind, a use of rooms or a floor, or a field, and what a keeper said that it means.

    `table` is that of a field mapping, or what the field is; of a floor, `meaning` is JSON. Words that say a floor by
    themselves are not kept: "1" is another floor in the next building.
    """

    district = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="learned_words")
    table = models.CharField(max_length=12)
    word = models.CharField(max_length=200)
    meaning = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "table", "word"], name="one_meaning_per_word")]

    def __str__(self) -> str:
        return f"{self.word}: {self.meaning}"
