// A part of an incident in a window of its own, at an address of its own: a reader with several screens puts one on each,
// and a window that is there already is shown again instead of a second one.

export const HALVES = ["map", "timeline", "board"];

/** @param {string} incidentId @param {string} roomId @param {string} half one of HALVES */
export function openWindow(incidentId, roomId, half) {
  const shown = open(`/incidents/${incidentId}/${half}`, `${half}.${roomId}`, "popup,width=1200,height=900");
  shown?.focus();
}
