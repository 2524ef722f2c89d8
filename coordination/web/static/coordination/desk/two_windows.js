// One incident in two windows of one person: the map in one, the timeline in the other, in step. What is chosen in the
// timeline is shown on the map, on the same floor. A window that is closed, or silent, is noticed, and this one is whole
// again.

import { word } from "../words.js";

const BEAT_MS = 1000;
// Browsers let a window in the background speak about once a second, later once a minute: its farewell comes at once.
const SILENT_MS = 75_000;

export class TwoWindows {
  /**
   * @param {{ roomId: string, isMap: boolean, onPlace: (lon: number, lat: number, levelId: string | null) => void,
   *   say: (text: string) => void, channel?: BroadcastChannel, now?: () => number }} options
   */
  constructor({ roomId, isMap, onPlace, say, channel = new BroadcastChannel(`incident.${roomId}`), now = Date.now }) {
    this.roomId = roomId;
    this.isMap = isMap;
    this.onPlace = onPlace;
    this.say = say;
    this.channel = channel;
    this.now = now;
    this.heardAt = 0;
    channel.addEventListener("message", ({ data }) => this.#hear(data));
    addEventListener("pagehide", () => channel.postMessage({ type: "gone", isMap }));
    addEventListener("pageshow", () => this.#here());
    setInterval(() => this.#beat(), BEAT_MS);
    this.#here();
  }

  get hasPartner() {
    return this.heardAt > 0;
  }

  /** Open the map in a window of its own; this one keeps the timeline as soon as that one is there. */
  open() {
    open(`${location.pathname}#map`, `map.${this.roomId}`, "popup,width=1200,height=900");
  }

  /** Show a place in the window that has the map; false where that is this one. */
  show(lon, lat, levelId) {
    if (this.isMap || !this.hasPartner) return false;
    this.channel.postMessage({ type: "place", lon, lat, levelId: levelId ?? null });
    return true;
  }

  #here() {
    this.channel.postMessage({ type: "here", isMap: this.isMap });
  }

  #beat() {
    if (!this.hasPartner) return;
    this.#here();
    if (this.now() - this.heardAt > SILENT_MS) this.#lost();
  }

  // Two windows of the same half, as of somebody who opens the incident again, do not hear each other.
  #hear(told) {
    if (told.type === "place") {
      if (this.isMap) this.onPlace(told.lon, told.lat, told.levelId);
    } else if (told.isMap !== this.isMap) {
      if (told.type === "gone") return this.#lost();
      const isNew = !this.hasPartner;
      this.heardAt = this.now();
      if (!isNew) return undefined;
      this.#here();
      document.body.dataset.half = this.isMap ? "map" : "timeline";
      dispatchEvent(new Event("resize")); // the map takes the room that it has now
      this.say(word(this.isMap ? "windows.map" : "windows.timeline"));
    }
    return undefined;
  }

  #lost() {
    if (!this.hasPartner) return;
    this.heardAt = 0;
    delete document.body.dataset.half;
    dispatchEvent(new Event("resize"));
    this.say(word("windows.closed"));
  }
}
