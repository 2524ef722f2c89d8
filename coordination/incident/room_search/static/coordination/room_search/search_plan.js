// Rooms on the plan by what their search came to: a pattern, a color and a sign, never a color alone. Nothing before the
// first room is marked; from then on a room of an assigned area that no one has searched shows as such. The table of the
// panel says the same.

import { RoomLooks } from "../map/room_looks.js";
import { isInArea, SIGNS, UNSEARCHED } from "./search_rooms.js";

// Below what rooms report of themselves, which calls for help.
const PANE = { pane: "searches", zIndex: "445" };
const WORST_FIRST = ["casualty", "hazard", "blocked", "in_progress", UNSEARCHED, "cleared", "secured"];

export class SearchPlan {
  /** @param {{ map: L.Map }} parts */
  constructor({ map }) {
    this.looks = new RoomLooks({ map, ...PANE });
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
    const assigned = Object.values(areas).filter((one) => one.level_id === level?.id);
    const looks = [];
    for (const space of (level && layers.plan?.features) ?? []) {
      if (space.properties?.kind !== "space") continue;
      const search = searches[space.id];
      const state = search?.state ?? UNSEARCHED;
      const number = space.properties.number ?? "";
      const isTodo = assigned.some((one) => isInArea({ level_id: level.id, number }, one));
      if (state !== UNSEARCHED || search?.opened_again_at || isTodo) looks.push(lookOf(space, state));
    }
    this.looks.show(looks);
  }
}

/**
 * @param {import("../../mapping/plan/plan.js").PlanFeature} space
 * @param {string} state
 * @returns {import("../map/room_looks.js").RoomLook}
 */
function lookOf(space, state) {
  return {
    space,
    className: `room-search-room room-search-room-${state}`,
    sign: SIGNS[state],
    signClass: `room-search-sign room-search-sign-${state}`,
    size: [30, 20],
    // Below the middle: above it stands what the room itself reported, in it its number.
    anchor: [15, -20],
    rank: WORST_FIRST.indexOf(state),
  };
}
