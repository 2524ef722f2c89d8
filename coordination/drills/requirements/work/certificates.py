"""The certificate of a school's drills: a page, and a PDF. Starts a bounded process and waits for it."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from coordination.drills.requirements import words
from coordination.drills.requirements.access import SchoolGrant
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.views import DrillLine, SchoolDrillState
from coordination.drills.requirements.vocabulary import DrillStanding, DrillState, DrillType
from coordination.drills.requirements.work.laws import held_to, school_year_for
from coordination.drills.requirements.work.queries import drill_lines, drills_of_year, school_state
from mapping.models import Site
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealing.drawing import Page


@dataclass(frozen=True, slots=True)
class DrillCertificate:
    """What a certificate says: the duties of a school year, and every drill that was held."""

    site: Site
    state: SchoolDrillState
    drills: list[DrillLine]
    made_at: datetime

    def context(self) -> dict[str, object]:
        """Return what its template needs."""
        return {
            "site": self.site,
            "state": words.state_in_words(self.state),
            "duties": [
                (one, words.title_of(one), words.period_of(one), DrillStanding(one.standing).label)
                for one in self.state.duties
            ],
            "drills": [(one, DrillType(one.type).label) for one in self.drills if one.type is not None],
            "made_at": self.made_at,
        }


def certificate_of(grant: SchoolGrant, *, year: int | None, at: datetime) -> DrillCertificate:
    """Return the certificate of a school year. Seven queries."""
    state = school_state(grant, year=year, at=at)
    site = grant.site
    held = Drill.objects.filter(site=site, state=DrillState.HELD.value)
    rows = drills_of_year(held, school_year_for(site.district_id, state.year.year))
    lines = drill_lines(rows, held_to(site.district_id).law, frozenset({site.pk}))
    return DrillCertificate(site, state, lines[::-1], at)


def certificate_pdf(made: DrillCertificate, *, user_id: int) -> bytes:
    """Return a certificate as a tagged PDF. Raises: PrintUnderWay, PaperNotDrawn."""
    with one_print_of(user_id):
        return pdf_of(Page(render_to_string("requirements/certificates/certificate_print.html", made.context())))
