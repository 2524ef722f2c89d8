// Rooms on the plan by what their search came to: a pattern, a color and a sign, never a color alone. Nothing before the
// first room is marked; from then on a room of an assigned area that no one has searched shows as such. The table of the
// panel says the same.

import { isInArea, SIGNS, UNSEARCHED } from "./search_rooms.js";

const L = globalThis.L;
const PANE = "searches";

export class SearchPlan {
  /** @param {{ map: L.Map }} parts */
  constructor({ map }) {
    this.map = map;
    map.createPane(PANE).style.zIndex = "445"; // below what rooms report of themselves, which calls for help
    this.layer = L.layerGroup([], { pane: PANE }).addTo(map);
    this.shown = "";
  }

  /**
   * @param {import("./search_rooms.js").Searches} searches
   * @param {Record<string, import("./search_rooms.js").SearchArea>} areas
   * @param {any} layers the floors, as PlanLayers draws them; none where the reader may not see them
   */
  show(searches, areas, layers) {
    const level = layers?.level ?? null;
    const here = Object.entries(searches).filter(([, { level_id }]) => level_id === level?.id);
    const key = JSON.stringify([
      level?.id,
      layers?.plan?.features?.length,
      here.map(([id, { state, opened_again_at }]) => [id, state, opened_again_at]),
      areas,
    ]);
    if (key === this.shown) return;
    this.shown = key;
    this.layer.clearLayers();
    if (!layers?.plan || !level) return;
    const assigned = Object.values(areas).filter((one) => one.level_id === level.id);
    for (const space of layers.plan.features) {
      if (space.properties?.kind !== "space") continue;
      const search = searches[space.id];
      const state = search?.state ?? UNSEARCHED;
      const number = space.properties.number ?? "";
      const isTodo = assigned.some((one) => isInArea({ level_id: level.id, number }, one));
      if (state !== UNSEARCHED || search?.opened_again_at || isTodo) this.#draw(space, state);
    }
  }

  /** @param {import("../../mapping/plan/plan.js").PlanFeature} space @param {string} state */
  #draw(space, state) {
    const className = `room-search-room room-search-room-${state}`;
    const shape = L.geoJSON(space, { pane: PANE, interactive: false, style: { className } }).addTo(this.layer);
    // Below the middle: above it stands what the room itself reported, in it its number.
    const icon = L.divIcon({
      className: `room-search-sign room-search-sign-${state}`,
      html: "",
      iconSize: [30, 20],
      iconAnchor: [15, -20],
    });
    const mark = L.marker(shape.getBounds().getCenter(), { icon, pane: PANE, interactive: false, keyboard: false });
    mark.addTo(this.layer);
    const sign = mark.getElement();
    if (sign === undefined) return;
    sign.textContent = SIGNS[state];
    sign.setAttribute("aria-hidden", "true");
  }
}
