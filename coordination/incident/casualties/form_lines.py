"""What forms say of casualties: counts, and hospitals with their beds as told. No casualty stands on a form."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.casualties.capability import CasualtyCounts, Hospital
from coordination.incident.casualties.rules.counting import sums_of_categories, sums_of_states
from coordination.incident.casualties.vocabulary import CasualtyCategory
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line

BEDS = (CasualtyCategory.IMMEDIATE, CasualtyCategory.DELAYED, CasualtyCategory.MINIMAL)


def say_counts(context: FormContext) -> Iterable[FormLine]:
    """Return how many casualties are of each category, and where they are."""
    for one in context.history.of(CasualtyCounts):
        categories = sums_of_categories(one.value.counts)
        if not sum(categories.values()):
            continue
        states = sums_of_states(one.value.counts)
        counted = ((_("Casualties: {counts}"), categories), (_("Casualties, where they are: {counts}"), states))
        for words, sums in counted:
            counts = " · ".join(f"{group.label} {number}" for group, number in sums.items() if number)
            yield text_line(words.format(counts=counts), one.changed_seq)


def say_hospitals(context: FormContext) -> Iterable[FormLine]:
    """Return each hospital with its free beds, who told them, and when."""
    for one in context.history.of(Hospital):
        told = {category: getattr(one.value, category.value) for category in BEDS}
        beds = " · ".join(f"{category.label} {number}" for category, number in told.items() if number is not None)
        status = _("Free beds: {beds}").format(beds=beds) if beds else ""
        at = context.clock(one.value.told_at)
        parts = (status, one.value.told_by or "", at if beds else "")
        yield FormLine({"name": one.value.name, "status": " · ".join(part for part in parts if part)}, one.cites)


FORM_LINES: dict[Topic, Seed] = {Topic.PUBLIC_STATUS: say_counts, Topic.HOSPITALS: say_hospitals}
