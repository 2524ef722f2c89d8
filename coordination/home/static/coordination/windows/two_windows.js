// One incident in several windows of one person: the map in one, the timeline in another, in step. What is chosen in the
// timeline is shown on the map, on the same floor. A window that is closed, or silent, is noticed, and the page that had
// left its map to it is whole again; a window that has an address of its own stays what it is.

import { word } from "../words.js";
import { openWindow } from "./own_window.js";

const BEAT_MS = 1000;
// Browsers let a window in the background speak about once a second, later once a minute: its farewell comes at once.
const SILENT_MS = 75_000;

/** @typedef {{ type: "place", lon: number, lat: number, levelId: string | null }} ChosenPlace */
/** @typedef {ChosenPlace | { type: "here" | "gone", isMap: boolean }} Told what windows of an incident say to each other */

export class TwoWindows {
  /**
   * @param {{ config: { room_id: string, incident_id: string }, half: string, onPlace: (lon: number, lat: number, levelId: string | null) => void,
   *   say: (text: string) => void, channel?: BroadcastChannel, now?: () => number }} options
   */
  constructor({ config, half, onPlace, say, channel, now = Date.now }) {
    this.config = config;
    this.half = half;
    this.isMap = half === "map";
    this.onPlace = onPlace;
    this.say = say;
    this.channel = channel ?? new BroadcastChannel(`incident.${config.room_id}`);
    this.now = now;
    this.heardAt = 0;
    /** @type {ChosenPlace | null} */
    this.wanted = null; // a place that was chosen before there was a map
    this.channel.addEventListener("message", ({ data }) => this.#hear(data));
    addEventListener("pagehide", () => this.channel.postMessage({ type: "gone", isMap: this.isMap }));
    addEventListener("pageshow", () => this.#here());
    setInterval(() => this.#beat(), BEAT_MS);
    for (const link of document.querySelectorAll("[data-window]"))
      link.addEventListener("click", (/** @type {MouseEvent} */ event) => this.#follow(event));
    this.#here();
  }

  get hasPartner() {
    return this.heardAt > 0;
  }

  // A window of its own and not a tab: a tab is not put on another screen. With a key held it is whatever was asked for.
  /** @param {MouseEvent} event */
  #follow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(/** @type {HTMLElement} */ (event.currentTarget).dataset.window ?? "");
  }

  /** Open a part in a window of its own; this page leaves the map to it as soon as it is there. @param {string} half */
  open(half) {
    openWindow(this.config.incident_id, this.config.room_id, half);
  }

  /**
   * Show a place in the window that has the map, which is opened where there is none; false where that is this one.
   * @param {number} lon
   * @param {number} lat
   * @param {string | null} [levelId]
   */
  show(lon, lat, levelId) {
    /** @type {ChosenPlace} */
    const place = { type: "place", lon, lat, levelId: levelId ?? null };
    if (this.isMap || (this.half === "" && !this.hasPartner)) return false;
    if (this.hasPartner) this.channel.postMessage(place);
    else {
      this.wanted = place;
      this.open("map");
    }
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

  // Two windows of the same half, as of someone who opens the incident again, do not hear each other.
  /** @param {Told} told */
  #hear(told) {
    if (told.type === "place") {
      if (this.isMap) this.onPlace(told.lon, told.lat, told.levelId);
    } else if (told.isMap !== this.isMap) {
      if (told.type === "gone") return this.#lost();
      const isNew = !this.hasPartner;
      this.heardAt = this.now();
      if (!isNew) return undefined;
      this.#here();
      if (this.wanted) this.channel.postMessage(this.wanted);
      this.wanted = null;
      if (this.half !== "") return undefined;
      document.body.dataset.half = "timeline";
      dispatchEvent(new Event("resize")); // the map takes the room that it has now
      this.say(word("windows.timeline"));
    }
    return undefined;
  }

  #lost() {
    if (!this.hasPartner) return;
    this.heardAt = 0;
    if (this.half !== "") return;
    delete document.body.dataset.half;
    dispatchEvent(new Event("resize"));
    this.say(word("windows.closed"));
  }
}
