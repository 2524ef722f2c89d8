"""The plots of a school's page: each indicator and topic, and beside them tips and the risks of site assessments."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from coordination.prevention.climate.pages.plots import Plot, Series, plot_of
from coordination.prevention.climate.vocabulary import ClimateDomain, ClimateRespondents, ClimateScale
from coordination.prevention.climate.work.queries import ClimateLine, ClimatePoint, SchoolClimate

PERCENT, MOST_RISK, LEAST_TIPS = 100, 125, 20


def plots_by_domain(found: SchoolClimate) -> list[tuple[ClimateDomain, str, list[Plot]]]:
    """Return the plots of scales, by domain: the indicators first."""
    names, titles = ClimateScale.labels(), ClimateDomain.labels()
    by_domain: dict[ClimateDomain, dict[ClimateScale, list[ClimateLine]]] = {}
    for line in found.lines:
        by_domain.setdefault(line.domain, {}).setdefault(line.scale, []).append(line)
    return [
        (
            domain,
            titles[domain],
            [_plot_scale(names[scale], scale, lines, found.years) for scale, lines in scales.items()],
        )
        for domain, scales in sorted(by_domain.items(), key=lambda one: list(ClimateDomain).index(one[0]))
    ]


def plots_beside(found: SchoolClimate) -> list[Plot]:
    """Return the trends beside the survey: tips, for the team, and the mean risk of adopted assessments."""
    plots = []
    if found.is_on_team and found.years:
        counts = {one.school_year: one.tips for one in found.tips}
        few = frozenset(year for year, tips in counts.items() if tips is None)
        series = [Series(_("Tips"), "count", _values_by_year(counts, found.years), few)]
        highest = max([LEAST_TIPS, *(one for one in counts.values() if one)])
        plots.append(plot_of("tips", _("Tips in a school year"), _("tips"), found.years, series, highest))
    if found.risks:
        by_site: dict[str, dict[int, int | None]] = {}
        for one in found.risks:
            by_site.setdefault(one.site, {})[one.school_year] = one.mean_risk
        styles = ("students", "staff", "parents")
        series = [
            Series(site, styles[place % len(styles)], _values_by_year(risks, found.years))
            for place, (site, risks) in enumerate(by_site.items())
        ]
        title = _("Mean risk of the site assessment")
        plots.append(plot_of("risk", title, _("of 125"), found.years, series, MOST_RISK))
    return plots


def _plot_scale(name: str, scale: ClimateScale, lines: Sequence[ClimateLine], years: Sequence[int]) -> Plot:
    who, series = ClimateRespondents.labels(), []
    for line in lines:
        series.append(_series_of(who[line.respondents], line.respondents.value, line.points))
        if any(one.favorable is not None for one in line.district):
            of_all = _("District: %(who)s") % {"who": who[line.respondents]}
            series.append(_series_of(of_all, f"district {line.respondents.value}", line.district))
    return plot_of(scale.value, name, "%", years, series, PERCENT)


def _series_of(name: str, style: str, points: Sequence[ClimatePoint]) -> Series:
    return Series(
        name,
        style,
        [one.favorable for one in points],
        frozenset(one.school_year for one in points if one.is_hidden),
        [one.answers for one in points],
    )


def _values_by_year(found: Mapping[int, int | None], years: Sequence[int]) -> list[int | None]:
    return [found.get(year) for year in years]
