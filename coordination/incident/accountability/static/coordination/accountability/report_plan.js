// Rooms on the plan by what was reported of them: a color and a glyph, dashed where nothing was. Nothing before the first
// report. The table of the board says the same.

import { RoomLooks } from "../map/room_looks.js";
import { roomsWithReports } from "./room_reports.js";

const PANE = { pane: "reports", zIndex: "446" };
const WORST_FIRST = ["medical", "need_help", "ok"];
/** @type {Record<string, string>} */
export const GLYPHS = { ok: "✓", need_help: "!", medical: "✚", conflict: "≠", simulated: "EX " };

export class ReportPlan {
  /** @param {{ map: L.Map }} parts */
  constructor({ map }) {
    this.looks = new RoomLooks({ map, ...PANE });
    this.shown = "";
  }

  /**
   * @param {import("./room_reports.js").Reports} reports
   * @param {any} layers the floors, as PlanLayers draws them; none where the reader may not see them
   */
  show(reports, layers) {
    const level = layers?.level ?? null;
    const key = JSON.stringify([level?.id, layers?.plan?.features?.length, reports]);
    if (key === this.shown) return;
    this.shown = key;
    const known = new Map(roomsWithReports(reports, []).map((room) => [room.key, room]));
    const looks = [];
    for (const space of (level && layers.plan?.features) ?? []) {
      const room = space.properties?.kind === "space" ? known.get(space.id) : undefined;
      const state = room?.state ?? room?.played;
      if (room && state) looks.push(lookOf(space, room, state));
    }
    this.looks.show(looks);
  }
}

/**
 * Where no one has said anything, what an exercise plays is drawn, dashed and with its own sign.
 * @param {import("../../mapping/plan/plan.js").PlanFeature} space
 * @param {import("./room_reports.js").JudgedRoom} room
 * @param {string} state which is drawn
 * @returns {import("../map/room_looks.js").RoomLook}
 */
function lookOf(space, { state: said, isConflicting }, state) {
  return {
    space,
    className: `report-room report-room-${state}${said ? "" : " report-room-simulated"}`,
    sign: (said ? "" : GLYPHS.simulated) + GLYPHS[state] + (isConflicting ? GLYPHS.conflict : ""),
    signClass: `report-glyph report-glyph-${state}`,
    size: said ? [28, 22] : [56, 22],
    // Above the middle, where the number of the room stands.
    anchor: said ? [14, 32] : [28, 32],
    rank: isConflicting ? 0 : WORST_FIRST.indexOf(state),
  };
}
