// The way to a flag at this site, where there is one that the reader may open: it may be raised, or become theirs to open,
// while they look at the room. Asked for, never pushed: a push would tell others that there is one.

const LOOK_AGAIN_MS = 60_000;

export class FlagLink {
  /**
   * @param {{ link: HTMLElement | null, room: any, api: any, isSeen?: () => boolean }} options `link` only for responders
   *   in what really happens
   */
  constructor({ link, room, api, isSeen = () => document.visibilityState === "visible" }) {
    this.link = link;
    this.room = room;
    this.api = api;
    this.isSeen = isSeen;
    if (link) setInterval(() => this.isSeen() && void this.look(), LOOK_AGAIN_MS);
  }

  /** Look now, as after something that gives its reader the right. What cannot be asked stays as it is. */
  async look() {
    if (!this.link || !this.room.isOpen) return;
    const found = await this.api.get(`/incidents/${this.room.incidentId}/safety-flags`).catch(() => null);
    if (found !== null) this.link.hidden = found.length === 0;
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel({ room, api }) {
  const link = new FlagLink({ link: document.getElementById("flag-link"), room, api });
  return { mayMore: () => void link.look() };
}
