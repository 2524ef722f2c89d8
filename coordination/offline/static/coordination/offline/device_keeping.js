// What this device keeps of the open incident: the map of its site, what was not sent, and what was last known. All of it
// goes when the incident is over, or not this person's any more.

import { ifTakenAway } from "../../mapping/kept/kept_store.js";
import { LastKnown } from "./last_known.js";
import { outbox as waiting } from "../outbox_here.js";
import { pictureOf } from "./last_picture.js";
import { RoomKeeping } from "./room_keeping.js";
import { twinSources } from "../incident/twin/twin_sources.js";
import { UnsentKept } from "../client/unsent/unsent_kept.js";

export class DeviceKeeping {
  /** @param {{ page: any, config: import("../room/room.js").RoomConfig, root: HTMLElement }} parts */
  constructor({ page, config, root }) {
    this.page = page;
    this.userId = config.me.user_id;
    this.roomId = config.room_id;
    this.map = new RoomKeeping({ config, root });
    this.last = new LastKnown({ userId: this.userId, roomId: this.roomId, incidentId: config.incident_id });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && page.chip.isCurrent) this.see({ isUrgent: true });
    });
  }

  async keepUnsent() {
    this.unsent = await UnsentKept.open({ userId: this.userId, roomId: this.roomId });
    if (this.page.connection.phase === "ended") return this.nothing();
    this.page.outbox.keepIn(this.unsent);
    return this.page.connection.flush();
  }

  keepMap() {
    this.map.start(this.page.room.isOpen).catch(ifTakenAway);
  }

  // What is shown now. To be asked while the server has just said that it is so: what is being caught up with is no picture.
  see({ isUrgent = false } = {}) {
    const { room, clock, strip, log, connection } = this.page;
    if (!log.hasState || !room.isOpen || connection.phase === "ended") return;
    const { heardAt } = connection;
    const draw = () => pictureOf({ room, clock, heardAt, strip: strip.said, sources: twinSources(this.page) });
    this.last.see({ key: `${log.last} ${log.entries.size}`, heardAt, draw, isUrgent });
  }

  // The incident is over, or not this person's any more: then neither is what was known of it, nor words that were not sent.
  async nothing({ isForGood = true } = {}) {
    this.page.outbox.keepNowhere();
    await this.last.end({ isForGood });
    await this.unsent?.end();
    await waiting?.dropRoom(this.roomId);
  }

  closed() {
    this.nothing({ isForGood: false }).catch(ifTakenAway);
  }

  // The room is left.
  async end() {
    await this.nothing();
    await this.map.end();
  }

  /** @param {string} reason */
  ended(reason) {
    this.nothing().catch(ifTakenAway);
    this.map.ended(reason).catch(ifTakenAway);
  }
}
