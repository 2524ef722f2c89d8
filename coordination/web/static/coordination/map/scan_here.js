// The scan under the floor that is shown: laid there when its reader wants it, and remembered for them in this browser.

import { ScanUnder } from "../../mapping/plan/scan.js";

export class ScanHere {
  // `button` is hidden where no scan lies under the floor; `storage` is null where it is forbidden.
  constructor({ map, api, button, viewerId, storage }) {
    this.api = api;
    this.button = button;
    this.storage = storage;
    this.key = `scan.${viewerId}`;
    this.found = null;
    this.hasRooms = true;
    this.turn = 0;
    const image = (floorplanId) => `/api/v1/floorplans/${floorplanId}/image`;
    // Asked for already: what lies under is known before it is laid there.
    this.under = new ScanUnder(
      map,
      { scan: async (floorplanId) => (floorplanId === null ? null : this.found), image },
      { position: "bottomleft" },
    );
  }

  // `plan` is the version on the map: the incident's own, or the newer one that its reader asked for.
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

  // Until somebody has chosen: drawn rooms say more than a picture, and a picture more than an empty floor.
  get isWanted() {
    return this.choice ?? { on: true, off: false }[this.storage?.getItem(this.key)] ?? !this.hasRooms;
  }

  #lay() {
    this.button.hidden = this.found === null;
    this.button.setAttribute("aria-pressed", String(this.isWanted));
    return this.under.show(this.isWanted ? (this.found?.floorplan_id ?? null) : null);
  }
}
