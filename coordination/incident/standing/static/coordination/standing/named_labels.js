// The labels of the plan that lie under the pins of who calls: which name a place that is called from, or its door, and which
// do not; and what else lies over the map.

import { placeInShort } from "./standing.js";

const CONTROLS = ".map-view > *, .map-tools.is-open, .plan-notice, .map-command, .facts-line, .sharing-now";

/** @typedef {import("./standing.js").StandingThing} StandingThing */

/**
 * @param {HTMLElement} map
 * @param {StandingThing[]} things
 * @returns {import("./label_rows.js").Around}
 */
export function labelsOnMap(map, things) {
  const rooms = things.map(placeInShort).filter(Boolean);
  const doors = new Set(things.map(doorOf).filter(Boolean));
  /** @param {Element} label */
  const isNamed = (label) => {
    const text = label.querySelector(".plan-label-number, .plan-label-name")?.textContent ?? label.textContent ?? "";
    if (label.matches(".plan-door-number")) return doors.has(text);
    return rooms.some((room) => room === text || room.startsWith(`${text} `));
  };
  const labels = [...map.querySelectorAll(".plan-label, .plan-door-number")];
  const controls = [...(map.closest(".map-panel")?.querySelectorAll(CONTROLS) ?? [])];
  return {
    frame: map.getBoundingClientRect(),
    named: labels.filter(isNamed).map(boxOf),
    plain: labels.filter((one) => !isNamed(one)).map(boxOf),
    controls: controls.map(boxOf),
  };
}

/** By which door a place is reached, as the plan numbers it. @param {StandingThing} one @returns {string} */
export const doorOf = ({ object }) => object.place?.door ?? "";

/** @param {Element} one */
const boxOf = (one) => one.getBoundingClientRect();
