// The map of the room's site is kept on this phone by itself, for as long as one is in the room; and it stands in on the
// open page when the network is gone.

import { keeper, store } from "../../mapping/kept/kept_here.js";
import { word } from "../words.js";
import { aboutText, outcomeText } from "../../mapping/kept/keep_panel.js";
import { KEPT, SAME } from "../../mapping/kept/keeper.js";

export class RoomKeeping {
  /** @param {{ config: import("../room/room.js").RoomConfig, root: HTMLElement }} parts */
  constructor({ config, root }) {
    this.root = root;
    this.siteId = config.site.id;
    this.room = { room_id: config.room_id, incident_id: config.incident_id, is_exercise: config.exercise };
  }

  // `isOpen`: a closed incident keeps nothing.
  /** @param {boolean} isOpen */
  async start(isOpen) {
    if (keeper === null || store === null) return;
    if (!isOpen) {
      await this.end();
      return;
    }
    const outcome = await keeper.keep(this.siteId, { room: this.room });
    const about = [KEPT, SAME].includes(outcome.state) ? await store.about(this.siteId) : null;
    this.root.textContent = about === null ? outcomeText(outcome) : `${word("kept.kept_here")} · ${aboutText(about)}`;
    this.root.hidden = false;
  }

  // Not in the room any more: what was kept for it alone goes. Whether one may still have the site is then asked too.
  async end() {
    await keeper?.forgetRoom(this.siteId, this.room.room_id);
    this.root.hidden = true;
  }

  /** @param {string} reason */
  async ended(reason) {
    if (reason === "signed_out") {
      await store?.removeAll();
      return;
    }
    await this.end();
    if ((await store?.about(this.siteId)) ?? null) await keeper?.keep(this.siteId);
  }
}

// A floor from the kept pack, checked again, for when the server is not reached. Null: it is not kept, or not to be
// trusted.
/**
 * @param {string} siteId
 * @param {string} levelId
 * @returns {Promise<import("../../mapping/plan/plan.js").Plan | null>}
 */
export async function keptPlan(siteId, levelId) {
  try {
    const pack = await store?.open(siteId);
    return pack ? await pack.json(`plans/${levelId}.geojson`) : null;
  } catch {
    return null;
  }
}
