// The long-poll fallback of a connection: the same frames over plain HTTP, for networks that break websockets.

import { ApiProblem } from "../api.js";
import { LATER, REFUSED, SESSION, verdictOfAnswer } from "../refusals.js";
import { WAITING } from "./outbox.js";
import { FIT } from "../log/room_log.js";

export const POLL_WAIT_S = 10;
const PAUSE_AFTER_FAILURE_MS = 2000;

/** @typedef {import("./connection.js").Received} Received */

export class Poller {
  /** @param {import("./connection.js").Connection} connection */
  constructor(connection) {
    this.connection = connection;
    /** @type {AbortController | null} */
    this.abort = null;
    this.isFlushing = false;
  }

  get isRunning() {
    return this.abort !== null;
  }

  start() {
    if (this.isRunning) return;
    this.abort = new AbortController();
    this.#run(this.abort.signal);
  }

  stop() {
    this.abort?.abort();
    this.abort = null;
    clearTimeout(this.timer);
  }

  /** @param {AbortSignal} signal */
  async #run(signal) {
    while (!signal.aborted) {
      try {
        await this.#once(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (this.#isTheEnd(error)) return;
        // This copy is of another log, as after a restore: the next round begins with the snapshot.
        if (error instanceof ApiProblem && error.code === "ahead_of_log") this.connection.log.forget();
        this.connection.pollingFails();
        await new Promise((resolve) => {
          this.timer = setTimeout(resolve, PAUSE_AFTER_FAILURE_MS);
        });
      }
    }
  }

  /** @param {AbortSignal} signal */
  async #once(signal) {
    const { connection } = this;
    const room = `/rooms/${connection.roomId}`;
    if (!connection.log.hasState) {
      const state = await connection.api.get(`${room}/state`, { signal, isRepeated: true });
      if (signal.aborted) return;
      connection.receive({ type: "state", part: 1, parts: 1, ...state });
      this.#works();
    }
    const opened = Math.min(connection.openedTo, connection.log.last);
    const query = `after=${connection.log.last}&wait=${POLL_WAIT_S}&opened=${opened}`;
    const page = await connection.api.get(`${room}/poll?${query}`, { signal, isRepeated: true });
    if (signal.aborted) return;
    for (const frame of this.#framesOf(page)) {
      const fit = connection.receive(frame);
      if (fit === FIT.GAP) {
        connection.log.forget();
        throw new Error("the page of entries does not continue this copy");
      }
    }
    this.#works();
  }

  /** @param {any} page as the poll answers (docs/openapi.json) @returns {Generator<Received>} */
  *#framesOf(page) {
    yield { type: "beacon", head: page.head, at: page.at, database: page.database };
    yield* page.entries ?? [];
    if (page.presence) yield page.presence;
    // A poll always brings everybody who shares a position: a person not in it has stopped.
    yield { type: "positions", gone: [], positions: page.positions?.positions ?? [], isComplete: true };
  }

  #works() {
    this.connection.pollingWorks();
    this.flush();
  }

  /** @param {unknown} error */
  #isTheEnd(error) {
    if (!(error instanceof ApiProblem)) return false;
    // Locked, as an example: the room is not over, and the app asks who this is.
    const isAsked = error.status !== 401 && verdictOfAnswer(error) === SESSION;
    if (isAsked) this.connection.dispatchEvent(new CustomEvent("refused", { detail: error }));
    if (isAsked) return false;
    if (error.status === 401) this.connection.end("signed_out");
    else if (error.status === 403 || error.status === 404) this.connection.end("access_ended");
    else return false;
    return true;
  }

  // One command after the other: their order is what the person meant.
  async flush() {
    if (this.isFlushing) return;
    this.isFlushing = true;
    const tried = new Set();
    const next = () => this.connection.pace.ready.find(({ command }) => !tried.has(command.id));
    try {
      // Asked anew for each: what was said or taken back meanwhile counts, and a press goes first.
      for (let item = next(); item && this.isRunning; item = next()) {
        tried.add(item.command.id);
        if (!(await this.#post(item.command))) break;
      }
    } finally {
      this.isFlushing = false;
    }
    // A socket has taken over: what did not get through here, and all behind it, waits for no one else.
    if (!this.isRunning) this.connection.flush();
  }

  /** @param {import("./outbox.js").Command} command */
  async #post(command) {
    const { outbox } = this.connection;
    outbox.sending(command.id);
    try {
      const { seq } = await this.connection.api.post(`/rooms/${this.connection.roomId}/commands`, command);
      this.connection.receive({ type: "ack", id: command.id, seq });
      return true;
    } catch (error) {
      const verdict = error instanceof ApiProblem ? verdictOfAnswer(error) : null;
      if (verdict === REFUSED || verdict === LATER) {
        const wait = error.retryAfter_s === null ? {} : { retry_after_s: error.retryAfter_s };
        this.connection.receive({ type: "nack", id: command.id, problem: { ...error.problem, ...wait } });
        return true;
      }
      const item = outbox.items.get(command.id);
      if (item) item.state = WAITING;
      return false;
    }
  }

  /** @param {Record<string, unknown>} command */
  sendLive(command) {
    this.connection.api.post(`/rooms/${this.connection.roomId}/commands`, command).catch(() => {});
  }
}
