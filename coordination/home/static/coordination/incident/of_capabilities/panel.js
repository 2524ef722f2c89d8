// What a capability puts on the incident page.

/**
 * @typedef {{ parts?: () => import("../../panic/strip_order.js").DrawnPart[], show?: () => unknown, tick?: () => unknown,
 *   buttons?: Record<string, () => unknown> }} Panel parts: what it gives to the strip above the map; show: the room has
 *   changed; tick: a second has gone by; buttons: what they do, by their names
 * @typedef {(page: any) => Panel} AddPanel page: the incident page, put together
 */

/**
 * @param {AddPanel[]} adders
 * @param {any} page
 * @returns {{ parts: () => import("../../panic/strip_order.js").DrawnPart[], show: () => void, tick: () => void,
 *   buttons: Record<string, () => unknown> }} all of them as one
 */
export function addPanels(adders, page) {
  const panels = adders.map((add) => add(page));
  return {
    parts: () => panels.flatMap((one) => one.parts?.() ?? []),
    show: () => panels.forEach((one) => one.show?.()),
    tick: () => panels.forEach((one) => one.tick?.()),
    buttons: Object.assign({}, ...panels.map((one) => one.buttons)),
  };
}
