// Listen for incidents on any page: one socket a window. The notice and the console show what it says.

import { Api } from "../api.js";
import { IncidentWatch } from "../client/incident_watch.js";

/** @typedef {import("../client/incident_watch.js").WatchedIncident} WatchedIncident */

// By two clocks, the longer counts: the one stands still while a device sleeps, the other may be set anew.
function msSincePageWasAsked() {
  const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const asked = page?.requestStart ?? 0;
  return Math.max(performance.now() - asked, Date.now() - performance.timeOrigin - asked);
}

/** The one of this window, and of the panes in it: scripts of several bundles share it, and so its socket. */
export function theWatch() {
  globalThis.incidentWatch ??=
    /** @type {any} */ (window.top)?.incidentWatch ??
    new IncidentWatch({ api: new Api(), sinceAsked_ms: msSincePageWasAsked });
  return /** @type {IncidentWatch} */ (globalThis.incidentWatch);
}
