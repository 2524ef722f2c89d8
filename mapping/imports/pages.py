"""The pages of a plan that comes in: the form with its control points, and one import with what was wrong."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mapping.access import import_job_for, site_for
from mapping.errors import ImportNotFound, NotAllowed, SiteNotFound
from mapping.imports.learned import Learned, learned_of
from mapping.imports.queries import defects_by_code, import_job_view, import_job_views
from mapping.imports.readers.field_mapping import KNOWN_MEANINGS, NAMES
from mapping.imports.saving.houses import propose_building
from mapping.imports.tables import IMPORTS
from mapping.imports.wording.defect_sentences import sentence_words
from mapping.imports.wording.defect_words import why_words
from mapping.imports.wording.words import count_words, import_words, learned_words, meaning_words
from mapping.sites.basemap import base_map
from mapping.sites.queries import building_names, countings_of, site_outline, site_view
from mapping.sites.signed_in import user_id_of
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words
from mapping.vocabulary import SPACE_CATEGORIES, DefectOutcome, FloorCounting, ImportJobState, PlanFormat, SiteNeed
from mou.foundation.tables.table import ShownTable, show_tables

MOST_SHOWN = 500
OPEN = (ImportJobState.QUEUED, ImportJobState.RUNNING)


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """What the district said of a word, as a list shows it."""

    id: int
    word: str
    of: str
    means: str


def meaning_of(one: Learned, words: dict[str, str]) -> str:
    """Return what a word means in the reader's language; a floor's name and a field are as they were said."""
    if one.table in ("layers", "kinds"):
        return meaning_words(one.meaning, words)
    if one.table in NAMES:
        return import_words()[f"import.{one.meaning}"]
    return words.get(one.meaning, one.meaning)


@require_safe
@never_cache
@login_required
def imports_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show the form for bringing a plan, and the earlier imports of the site; only to those who keep its maps."""
    user_id, at = user_id_of(request), timezone.now()
    try:
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.EDIT, at=at)
    except (SiteNotFound, NotAllowed) as missing:
        raise Http404 from missing
    words, of_words = map_words(), learned_words()
    houses = building_names(site)
    jobs = import_job_views(site, most=MOST_SHOWN + 1)
    imports = ShownTable(request, IMPORTS, jobs, zone=ZoneInfo(site.time_zone), most_read=MOST_SHOWN)
    context = {
        "site": site_view(site),
        "base_map": base_map(site_outline(site), streets_here()),
        "map_words": {**words, **import_words()},
        "choices": {
            "meanings": [(one, meaning_words(one, words)) for one in KNOWN_MEANINGS],
            "categories": [(one, words.get(one, one)) for one in sorted(SPACE_CATEGORIES)],
            "formats": PlanFormat.labels(),
            "where": {
                "bounds": site_view(site).bounds,
                "place": [site.location.x, site.location.y],
                "site": site.name,
            },
            "countings": countings_of(site),
            # With several to choose from, none is proposed: a plan must not land in another house by an oversight.
            "building": propose_building(site) if len(houses) < 2 else "",
        },
        "countings": list(FloorCounting.labels().items()),
        "formats": list(PlanFormat.labels().items()),
        "buildings": houses,
        "learned": [
            LearnedLine(one.id, one.word, of_words[one.table], meaning_of(one, words)) for one in learned_of(site)
        ],
        "imports": imports,
    }
    return show_tables(request, "mapping/imports/plan_imports.html", context, [imports])


@require_safe
@never_cache
@login_required
def import_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show how far one import is, and what it left; only to those who keep the maps of its site."""
    user_id, at = user_id_of(request), timezone.now()
    try:
        job = import_job_for(user_id=user_id, job_id=job_id, at=at, lock=False)
    except ImportNotFound as missing:
        raise Http404 from missing
    view = import_job_view(job)
    context = {
        "job": view,
        "site": site_view(job.site),
        "is_open": ImportJobState(view.state) in OPEN,
        "state": ImportJobState(view.state).label,
        "why": why_words().get(view.error_code, ""),
        "why_more": sentence_words(view.error_detail),
        "counts": [(name, words, view.counts.get(name, 0)) for name, words in count_words().items()],
        "ignored": sorted(view.ignored_by_reason.items(), key=lambda one: -one[1]),
        "codes": [(code, why_words().get(code, code), count) for code, count in defects_by_code(job)],
        "outcomes": [(one.value, DefectOutcome(one.value).label) for one in DefectOutcome],
        "map_words": {
            **import_words(),
            **{f"outcome.{one}": words for one, words in DefectOutcome.labels().items()},
            **{f"state.{one}": words for one, words in ImportJobState.labels().items()},
            **{f"why.{one}": words for one, words in why_words().items()},
        },
    }
    return render(request, "mapping/imports/plan_import.html", context)
