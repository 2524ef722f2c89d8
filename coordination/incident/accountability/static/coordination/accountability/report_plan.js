// Rooms on the plan by what was reported of them: a color and a glyph, dashed where nothing was. Nothing before the first
// report. The table of the board says the same.

import { roomsWithReports } from "./room_reports.js";

const L = globalThis.L;
const PANE = "reports";
/** @type {Record<string, string>} */
export const GLYPHS = { ok: "✓", need_help: "!", medical: "✚", conflict: "≠", simulated: "EX " };

export class ReportPlan {
  /** @param {{ map: L.Map }} parts */
  constructor({ map }) {
    this.map = map;
    map.createPane(PANE).style.zIndex = "446";
    this.layer = L.layerGroup([], { pane: PANE }).addTo(map);
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
    this.layer.clearLayers();
    if (!layers?.plan || !level || Object.keys(reports).length === 0) return;
    const known = new Map(roomsWithReports(reports, []).map((room) => [room.key, room]));
    for (const space of layers.plan.features) {
      const room = space.properties?.kind === "space" ? known.get(space.id) : undefined;
      const state = room?.state ?? room?.played;
      if (room && state) this.#draw(space, room, state);
    }
  }

  // Where no one has said anything, what an exercise plays is drawn, dashed and with its own sign.
  /**
   * @param {import("../../mapping/plan/plan.js").PlanFeature} space
   * @param {import("./room_reports.js").JudgedRoom} room
   * @param {string} state which is drawn
   */
  #draw(space, { state: said, isConflicting }, state) {
    const className = `report-room report-room-${state}${said ? "" : " report-room-simulated"}`;
    const shape = L.geoJSON(space, { pane: PANE, interactive: false, style: { className } }).addTo(this.layer);
    const text = (said ? "" : GLYPHS.simulated) + GLYPHS[state] + (isConflicting ? GLYPHS.conflict : "");
    // Above the middle, where the number of the room stands.
    const icon = L.divIcon({
      className: `report-glyph report-glyph-${state}`,
      html: "",
      iconSize: said ? [28, 22] : [56, 22],
      iconAnchor: said ? [14, 32] : [28, 32],
    });
    const mark = L.marker(shape.getBounds().getCenter(), { icon, pane: PANE, interactive: false, keyboard: false });
    mark.addTo(this.layer);
    const glyph = mark.getElement();
    if (glyph === undefined) return;
    glyph.textContent = text;
    glyph.setAttribute("aria-hidden", "true");
  }
}
