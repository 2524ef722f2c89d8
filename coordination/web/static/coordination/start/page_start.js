// Begin with what came inside the page: the map and the lines need not wait for the socket.

import { broughtAlong } from "../api.js";

/**
 * @param {{ connection: import("../client/room/connection.js").Connection, clock: import("../clock.js").SiteClock, config: import("../room/room.js").RoomConfig }} parts
 */
export function beginFromPage({ connection, clock, config }) {
  const [loading] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  // The server said it when it answered, whenever this script came to read it: an old page must not look current.
  const heardAt = performance.timeOrigin + loading.responseStart;
  clock.heardServerTime(config.at, heardAt);
  const state = broughtAlong(`GET /api/v1/rooms/${config.room_id}/state`);
  if (state !== null) connection.begin(state, heardAt);
}
