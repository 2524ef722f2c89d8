// The scan under the floor that is shown: laid there when its reader wants it, and remembered for them in this browser.

import { ScanUnder } from "../../mapping/plan/scan.js";

export class ScanHere {
  /**
   * @param {{ map: L.Map, api: import("../api.js").Api, button: HTMLButtonElement, viewerId: string,
   *   storage: Storage | null }} parts button: hidden where no scan lies under the floor; storage: null where it is
   *   forbidden
   */
  constructor({ map, api, button, viewerId, storage }) {
    this.api = api;
    this.button = button;
    this.storage = storage;
    this.key = `scan.${viewerId}`;
    /** @type {any} */
    this.found = null; // the scan, as the server says it
    /** @type {boolean | undefined} */
    this.choice = undefined;
    this.hasRooms = true;
    this.turn = 0;
    const image = (/** @type {string} */ floorplanId) => `/api/v1/floorplans/${floorplanId}/image`;
    // Asked for already: what lies under is known before it is laid there.
    this.under = new ScanUnder(
      map,
      { scan: async (/** @type {string | null} */ floorplanId) => (floorplanId === null ? null : this.found), image },
      { position: "bottomleft" },
    );
  }

  // `plan` is the version on the map: the incident's own, or the newer one that its reader asked for.
  /** @param {import("../../mapping/plan/plan.js").Plan} plan */
  async show(plan) {
    const turn = (this.turn += 1);
    const found = await this.api.get(`/floorplans/${plan.floorplan.id}/scan`).catch(() => null);
    // A slow answer for a floor that is no longer shown must not replace a later one.
    if (turn !== this.turn) return;
    this.found = found;
    this.hasRooms = plan.features.some(({ properties }) => properties.kind === "space");
    this.#lay();
  }

  toggle() {
    this.choice = !this.isWanted;
    try {
      this.storage?.setItem(this.key, this.choice ? "on" : "off");
    } catch {
      // The choice then lasts for this page only.
    }
    this.#lay();
  }

  // Until the reader has chosen: drawn rooms say more than a picture, and a picture more than an empty floor.
  get isWanted() {
    const kept = this.storage?.getItem(this.key);
    return this.choice ?? (kept === "on" || (kept === "off" ? false : !this.hasRooms));
  }

  #lay() {
    this.button.hidden = this.found === null;
    this.button.setAttribute("aria-pressed", String(this.isWanted));
    return this.under.show(this.isWanted ? (this.found?.floorplan_id ?? null) : null);
  }
}
