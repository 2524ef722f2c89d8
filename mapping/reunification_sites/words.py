"""The words of the reunification page, in the reader's language."""

from django.utils.translation import gettext as _

from mapping.vocabulary import ReunificationAreaKind, Reunited, RouteMode


def direction_words() -> dict[int, str]:
    """Return the eight directions by their degrees."""
    names = (
        *(_("north"), _("northeast"), _("east"), _("southeast")),
        *(_("south"), _("southwest"), _("west"), _("northwest")),
    )
    return {45 * index: name for index, name in enumerate(names)}


def drawing_words() -> dict[str, str]:
    """Return what the editor of a site says."""
    return {
        "reunification.tool_area": _("Draw area"),
        "reunification.tool_route": _("Draw way"),
        "reunification.tool_screen": _("Draw screen"),
        "reunification.tool_place": _("Set the place"),
        "reunification.area": _("Area"),
        "reunification.route": _("Way"),
        "reunification.screen": _("Screen or wall"),
        "reunification.place": _("Place of the site"),
        "reunification.size": _("Size"),
        "reunification.holds": _("How many it holds"),
        "reunification.nothing_drawn": _("Nothing is drawn yet."),
        "reunification.draw_line": _(
            "Tap point after point, then Finish. Enter finishes, Backspace takes a point back."
        ),
        "reunification.corners": _("Corners, one a line: latitude, longitude"),
        "reunification.by_corners": _("Draw by coordinates"),
        "reunification.use_corners": _("Draw these corners"),
        "reunification.few_corners": _("Too few corners: an area needs three, a line two."),
        "reunification.bad_corner": _("Line {line} is no latitude and longitude."),
        "reunification.in_sight": _("Parents can see students: {pairs}. Move an area, or draw what stands between."),
        "reunification.discard_really": _("Give your changes to this site up?"),
    }


def reunification_words() -> dict[str, str]:
    """Return what the page's script says."""
    return {
        **drawing_words(),
        **{f"mode.{mode}": words for mode, words in RouteMode.labels().items()},
        "rules.failed": _("Nothing was saved: {why}"),
        "rules.unreachable": _("the server was not reached"),
        "reunification.none": _("There is no site to recommend."),
        "beside_school": _("{length} from the school: as near to the threat as the school itself"),
        "at_threatened_school": _("At the school itself, where the danger is ({length})"),
        "away_from_school": _("{length} away from the school, where the danger is"),
        "beside_threat": _("Only {length} from the danger"),
        "towards_threat": _("Towards the threat: only {0}° apart"),
        "from_threat": _("Away from the threat: {0}° apart"),
        "in_plume": _("In the plume: {0}° from the wind's way"),
        "out_of_plume": _("Out of the plume: {0}° from the wind's way"),
        "capacity_unknown": _("How many it holds is not known; {0} are to come"),
        "large_enough": _("Holds {0}; {1} are to come"),
        "too_small": _("Too small: holds {0}, {1} are to come"),
        "capacity_unknown_for_adults": _("How many adults it holds is not known; {0} are to come"),
        "large_enough_for_adults": _("Holds {0} adults; {1} are to come"),
        "too_small_for_adults": _("Too small: holds {0} adults, {1} are to come"),
        "capacity_unknown_for_cars": _("How many cars it holds is not known; {0} are to come"),
        "large_enough_for_cars": _("Holds {0} cars; {1} are to come"),
        "too_small_for_cars": _("Too small: holds {0} cars, {1} are to come"),
        "capacity_unknown_for_buses": _("How many buses it holds is not known; {0} are to come"),
        "large_enough_for_buses": _("Holds {0} buses; {1} are to come"),
        "too_small_for_buses": _("Too small: holds {0} buses, {1} are to come"),
        "walkable": _("{length}: on foot"),
        "by_bus": _("{length}: by bus"),
        "own_ground": _("The school's own ground"),
        "no_agreement": _("No agreement with the host is on record"),
        "agreement_expired": _("The agreement expired {0} days ago"),
        "agreement_holds": _("The agreement holds for {0} more days"),
        "never_exercised": _("Never exercised"),
        "exercised": _("Last exercised {0} days ago"),
        "rank": _("Number {0} of the school's plan"),
        **{f"direction.{degrees}": words for degrees, words in direction_words().items()},
        **{f"area.{kind}": words for kind, words in ReunificationAreaKind.labels().items()},
        **{f"holds.{kind}": words for kind, words in Reunited.labels().items()},
    }
