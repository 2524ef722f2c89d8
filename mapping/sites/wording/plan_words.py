"""The words of the pages of one floor: its versions, its editor, what differs."""

from django.utils.translation import gettext as _

from mapping.vocabulary import Freshness


def plan_words() -> dict[str, str]:
    """Return every text of the editor's and the versions' scripts by its key."""
    return {
        "history": _("History"),
        "scan": _("Scan"),
        "scan_fit": _("Fits within {metres} m (RMS)"),
        "scan_point": _("Point"),
        "scan_pixel": _("Pixel"),
        "scan_missed": _("Missed by, m"),
        "acknowledge": _("Acknowledge for my agency"),
        "acknowledged": _("Acknowledged"),
        **{f"freshness_{key}": text for key, text in Freshness.labels().items()},
        "show_version": _("Show version"),
        "newer_version_exists": _("A newer version exists."),
        "is_newer_version": _("Published after this incident opened."),
        "change": _("Change"),
        "difference": _("Before and after"),
        "no_difference": _("Nothing differs."),
        "change_added": _("added"),
        "change_removed": _("removed"),
        "change_moved": _("moved"),
        "change_reshaped": _("reshaped"),
        "change_renumbered": _("renumbered"),
        "change_renamed": _("renamed"),
        "change_reclassified": _("other kind"),
        "tool_select": _("Select"),
        "tool_room": _("Draw room"),
        "tool_door": _("Draw door"),
        "tool_object": _("Place object"),
        "tool_area": _("Draw ground"),
        "tool_line": _("Draw line"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "edit": _("edit"),
        "not_saved": _("Not saved: the server was not reached. Try again."),
        "loaded_again": _("The draft was loaded again; look at it and repeat your last change."),
        "nothing_to_undo": _("There is nothing to undo."),
        "discard_really": _("Give this draft up? Its edits are lost."),
        "edit_hint": _("Choose a tool, or select something on the map or in the table."),
        "move_hint": _(
            "Drag the corners or the cross. With the map in focus, arrow keys move it; "
            "Delete on a corner removes the corner."
        ),
        "draw_polygon": _("Tap corner after corner, then Finish. Enter finishes, Backspace takes a corner back."),
        "draw_linestring": _("Tap point after point, then Finish. A door has two points."),
        "draw_point": _("Tap where it is."),
        "add_middle": _("Point at the middle of the map"),
        "take_back": _("Take the last point back"),
        "finish": _("Finish"),
        "cancel": _("Cancel"),
        "exterior_door": _("Exterior door"),
        "add_photo": _("Add a photo"),
        "erase": _("Delete"),
        "move": _("Move"),
        "corner": _("Corner"),
        "new_corner": _("New corner"),
        "steady": _("Right angles, onto walls"),
        "tool_number": _("Number rooms"),
        "number_hint": _(
            "Write the first number. Each room or door that you tap, or choose in the table, gets the next."
        ),
        "next_number": _("Next number"),
        "each_second": _("Each second number"),
        "select": _("Select"),
    }
