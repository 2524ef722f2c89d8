// Listen for incidents, for dispatchers and leaders: it keeps what is open and says what changes. Everything from outside
// is given, so that it runs in a test.

import { openSocket, socketUrl } from "./addresses.js";
import { ApiProblem } from "./api.js";

const SUBPROTOCOL = "muster.v1";
const SILENCE_MS = 12_000; // two beacons and a bit
const BACKOFF_MS = [250, 500, 1000, 2000, 4000, 8000];
const NO_RETURN = new Set([4401, 4403]);

/** @typedef {{ incident_id: string, room_id: string, site_id: string, site: string, address: string, lon: number,
 *   lat: number, incident_type: string, severity: string, title: string, is_exercise: boolean, status: string,
 *   opened_at: string, head: number }} WatchedIncident */

export class IncidentWatch extends EventTarget {
  /**
   * @param {{ api: Pick<import("./api.js").Api, "post">, url?: string, open?: typeof openSocket, now?: () => number,
   *   sinceAsked_ms?: () => number }} parts sinceAsked_ms: how long ago it was asked what is open, other than here
   */
  constructor({
    api,
    url = socketUrl("/ws/v1/incidents"),
    open = openSocket,
    now = Date.now,
    sinceAsked_ms = () => this.now() - this.startedAt,
  }) {
    super();
    this.api = api;
    this.url = url;
    this.open = open;
    this.now = now;
    this.sinceAsked_ms = sinceAsked_ms;
    this.startedAt = now();
    /** @type {Map<string, WatchedIncident>} */
    this.incidents = new Map();
    /** @type {WebSocket | null} */
    this.socket = null;
    this.isKnown = false; // everything that is open was told once
    this.isCurrent = false;
    this.heardAt = 0;
    this.attempts = 0;
    this.round = 0;
  }

  start() {
    if (this.timer) return;
    this.timer = setInterval(() => this.#checkSilence(), 1000);
    globalThis.addEventListener?.("online", () => this.wake());
    this.#connect();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    clearTimeout(this.retry);
    this.round += 1;
    this.socket?.close(1000);
    this.socket = null;
  }

  // The network is back: do not wait for the timer.
  wake() {
    if (this.timer && !this.isCurrent) this.#connect();
  }

  async #connect() {
    const round = (this.round += 1);
    clearTimeout(this.retry);
    this.socket?.close(1000);
    this.socket = null;
    this.heardAt = this.now();
    try {
      const { ticket } = await this.api.post("/ws-tickets", {});
      if (round !== this.round) return;
      this.#listen(this.open(this.url, [SUBPROTOCOL, `ticket.${ticket}`]), round);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return this.#end();
      return this.#again(round);
    }
    return undefined;
  }

  /** @param {WebSocket} socket @param {number} round */
  #listen(socket, round) {
    this.socket = socket;
    socket.onopen = () => socket.send('{"type":"hello"}');
    socket.onmessage = ({ data }) => round === this.round && this.#heard(JSON.parse(data));
    socket.onclose = ({ code }) => (NO_RETURN.has(code) ? this.#end() : this.#again(round));
  }

  /** @param {number} round */
  #again(round) {
    if (round !== this.round) return;
    this.#setCurrent(false);
    const wait_ms = BACKOFF_MS[Math.min(this.attempts, BACKOFF_MS.length - 1)];
    this.attempts += 1;
    this.round += 1;
    this.retry = setTimeout(() => this.#connect(), wait_ms * (0.5 + Math.random()));
  }

  #end() {
    clearInterval(this.timer);
    this.round += 1;
    this.incidents.clear();
    this.#setCurrent(false);
    this.#dispatch("change", { changed: [], gone: [], isAll: true });
  }

  #checkSilence() {
    if (this.socket && this.now() - this.heardAt > SILENCE_MS) this.#again(this.round);
  }

  /** @param {Record<string, any>} frame as its type has it */
  #heard(frame) {
    this.heardAt = this.now();
    if (frame.type === "goodbye") return this.#again(this.round);
    if (frame.type === "beacon") this.#setCurrent(frame.database !== "down");
    if (frame.type === "incidents") this.#take(/** @type {any} */ (frame));
    return undefined;
  }

  /** @param {{ incidents: WatchedIncident[], gone: string[], is_all: boolean, at: string }} frame */
  #take({ incidents, gone, is_all: isAll, at }) {
    this.attempts = 0;
    const before = new Set(this.incidents.keys());
    if (isAll) this.incidents.clear();
    const closed = incidents.filter((one) => one.status === "Closed").map((one) => one.room_id);
    for (const one of incidents) this.incidents.set(one.room_id, one);
    for (const id of [...gone, ...closed]) this.incidents.delete(id);
    // What was open when the page was asked for is no news; what opened since is, also while the socket was away or on
    // its way. By the server's clock: a device's own may be wrong.
    const askedAt = Date.parse(at) - this.sinceAsked_ms();
    const isNews = (/** @type {WatchedIncident} */ one) =>
      !before.has(one.room_id) && (this.isKnown || Date.parse(one.opened_at) >= askedAt);
    const opened = [...this.incidents.values()].filter(isNews);
    this.isKnown ||= isAll; // a change may be told before all that is open
    this.#setCurrent(true);
    this.#dispatch("change", { changed: incidents.map((one) => one.room_id), gone: [...gone, ...closed], isAll });
    for (const one of opened) this.#dispatch("opened", one);
  }

  /** @param {boolean} isCurrent */
  #setCurrent(isCurrent) {
    if (this.isCurrent === isCurrent) return;
    this.isCurrent = isCurrent;
    this.#dispatch("current", isCurrent);
  }

  /** @param {string} name @param {unknown} detail */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
