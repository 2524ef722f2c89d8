// What the page says of its connection: the chip, the veil over a map that is stale, and that it has ended.

import { word } from "../../words.js";
import { currencyOf } from "../../client/room/currency.js";
import { Chip } from "./chip.js";

const $ = (/** @type {string} */ selector) => document.querySelector(selector);

/** @typedef {{ clock: import("../../clock.js").SiteClock, connection: import("../../client/room/connection.js").Connection,
 *   log: import("../../client/log/room_log.js").RoomLog }} ConnectedPage */

export class ConnectionView {
  /** @param {{ root: HTMLElement, page: ConnectedPage }} parts */
  constructor({ root, page }) {
    this.page = page;
    this.startedAt = Date.now();
    this.chip = new Chip({ root, clock: page.clock });
    this.isCurrent = false; // the server has just said that what is shown is all there is
  }

  show() {
    const { connection, log } = this.page;
    const { phase, heardAt } = connection;
    const state = currencyOf({
      phase,
      heardAt,
      startedAt: this.startedAt,
      now: Date.now(),
      hasState: log.hasState,
      last: log.last,
      head: log.head,
    });
    this.isCurrent = state.name === "current";
    this.chip.show(state, { isPolling: phase === "polling" });
    document.body.classList.toggle("is-stale", state.name === "stale");
    $("#stale-words").textContent = state.name === "stale" ? this.chip.words.textContent : "";
    $("#database-down").hidden = connection.databaseUp;
  }
}

// What a person may no longer see does not stay on the screen either.
/** @param {string} reason */
export function showEnd(reason) {
  $("#ended-words").textContent = word(`ended.${reason}`);
  $("#ended").hidden = false;
  // Nothing of the incident stays, also in the bar and in what lies open above it: a late answer draws nothing there.
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.close();
    dialog.remove();
  }
  $("#cockpit").replaceChildren();
  $("#alarm-bar").replaceChildren();
  $("#ended a").focus();
}
