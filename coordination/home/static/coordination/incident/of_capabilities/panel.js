// What a capability puts on the incident page, and what the page gives it to work with.

/**
 * @typedef {{ parts?: () => import("../../strip/strip_order.js").DrawnPart[], show?: () => unknown, tick?: () => unknown,
 *   end?: () => unknown, mayMore?: () => unknown, isActive?: () => boolean, buttons?: Record<string, () => unknown> }} Panel
 *   parts: what it gives to the strip above the map; show: the room has changed; tick: a second has gone by; end: the
 *   incident is over, or one's access to it; mayMore: the reader was given access to more; isActive: something of it goes on
 *   for which the screen stays on; buttons: what they do, by their names
 * @typedef {{
 *   config: import("../../room/room.js").RoomConfig,
 *   room: import("../../room/room.js").Room,
 *   log: import("../../client/log/room_log.js").RoomLog,
 *   api: import("../../api.js").Api,
 *   connection: import("../../client/room/connection.js").Connection,
 *   outbox: import("../../client/room/outbox.js").Outbox,
 *   submit: (command: Record<string, any>) => unknown,
 *   audiences: import("../audience.js").AudienceMemory,
 *   composer: import("../composer.js").Composer,
 *   live: import("../../map/live_map.js").LiveMap,
 *   tools: import("../../map/map_tools.js").MapTools,
 *   places: import("../../map/room_places.js").RoomPlaces,
 *   strip: import("../../strip/strip.js").Strip,
 *   say: (text: string) => void,
 *   showPanel: (name: string) => void,
 *   press: (button: string) => unknown,
 *   mayMore: () => void,
 *   locate: (participantId: string) => void,
 *   placeOfMe: () => object | null,
 *   flyTo: (lon: number, lat: number, levelId: string | null) => void,
 * }} RoomPage the incident page, put together; its strip is there once all panels are. press: does what a button of that
 *   name does, of whichever part of the page it is
 * @typedef {(page: RoomPage) => Panel} AddPanel
 */

/**
 * @param {AddPanel[]} adders
 * @param {RoomPage} page
 * @returns {Required<Panel>} all of them as one
 */
export function addPanels(adders, page) {
  const panels = adders.map((add) => add(page));
  return {
    parts: () => panels.flatMap((one) => one.parts?.() ?? []),
    show: () => panels.forEach((one) => one.show?.()),
    tick: () => panels.forEach((one) => one.tick?.()),
    end: () => panels.forEach((one) => one.end?.()),
    mayMore: () => panels.forEach((one) => one.mayMore?.()),
    isActive: () => panels.some((one) => one.isActive?.()),
    buttons: Object.assign({}, ...panels.map((one) => one.buttons)),
  };
}
