// One room, for an app: its log, its state, its outbox and its connection, put together. It follows the room until it is
// stopped, and loses no command.

import { ApiProblem } from "../api.js";
import { uuid } from "../ids.js";
import { BrokenLog, Chain } from "../log/chain.js";
import { FIT, RoomLog } from "../log/room_log.js";
import { Connection } from "./connection.js";
import { currencyOf } from "./currency.js";
import { Outbox, REFUSED } from "./outbox.js";
import { KnownPositions } from "./positions.js";

const MOST_BYTES = 64 * 1024;

/** @typedef {import("../log/room_log.js").Frame} Frame */
/** @typedef {import("../wire.js").Command} Command */
/** @typedef {Exclude<Command["type"], "raise_panic" | "open_incident">} Word of a command in a room; press.js presses */
/** @typedef {{ resolve: (seq: number | null) => void, reject: (error: Error) => void }} Waiting */

/**
 * Be in a room: who is in it already adds nothing to its log. Throws ApiProblem: one may not.
 * @param {{ api: Pick<import("../api.js").Api, "get" | "post">, roomId: string }} where
 */
export async function enterRoom({ api, roomId }) {
  try {
    await api.get(`/rooms/${roomId}/entries?after=0&limit=1`);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== "not_joined") throw error;
    await api.post(`/rooms/${roomId}/commands`, { type: "join_room", id: uuid() });
  }
}

/** @typedef {import("../wire.js").RoomObjects} RoomObjects */
/** @typedef {{ [K in keyof RoomObjects]?: Record<string, NonNullable<NonNullable<RoomObjects[K]>[string]>> }} RoomState */
/**
 * What a room client tells. "state": it was replaced, as after a pause; "refused": a command of a client before this one;
 * "locked": unlock the session, then `wake`; "broken": the log is not to be trusted, and is followed no more.
 * @typedef {{
 *   entry: import("../wire.js").EntryFrame | import("../wire.js").WithheldFrame,
 *   state: RoomState,
 *   positions: import("../wire.js").PositionsFrame,
 *   presence: import("../wire.js").PresenceFrame,
 *   phase: import("./connection.js").Phase,
 *   refused: { command: import("./outbox.js").Command, problem: Partial<import("../wire.js").Problem> },
 *   locked: ApiProblem,
 *   broken: Error,
 *   ended: string,
 * }} Told
 */

export class RoomClient extends EventTarget {
  /**
   * @param {{ session: import("../session.js").Session, roomId: string, outbox?: Outbox, log?: RoomLog,
   *   isWhole?: boolean, checksChain?: boolean, open?: (url: string, protocols: string[]) => any, now?: () => number
   * }} parts outbox, log: of before, to go on with; isWhole: from the first entry on, not from the state as it is now
   */
  constructor({
    session,
    roomId,
    outbox = new Outbox(),
    log = new RoomLog(),
    isWhole = false,
    checksChain = Boolean(globalThis.crypto?.subtle),
    open,
    now = Date.now,
  }) {
    super();
    this.session = session;
    this.roomId = roomId;
    this.outbox = outbox;
    this.log = log;
    this.checksChain = checksChain;
    this.now = now;
    this.startedAt = now();
    this.positions = new KnownPositions();
    /** @type {string[]} */
    this.audiences = []; // to whom this person may speak
    /** @type {Chain | null} */
    this.chain = null; // how far it was checked
    /** @type {Promise<unknown>} */
    this.checking = Promise.resolve();
    /** @type {Map<string, Waiting>} */
    this.waiting = new Map(); // by the command's id
    // The state after entry 0 is empty.
    const beginning = { type: "state", since: 0, seq: 0, part: 1, parts: 1, objects: {} };
    if (isWhole && !log.hasState && log.apply(beginning) === FIT.TAKEN) this.chain = new Chain();
    const url = session.socketUrl(`/ws/v1/rooms/${roomId}`);
    this.connection = new Connection({ roomId, log, outbox, api: session.api, url, open, now });
    this.connection.addEventListener("frame", (event) => this.#heard(/** @type {any} */ (event).detail));
    this.connection.addEventListener("phase", () => this.#phase());
    this.connection.addEventListener("refused", (event) => this.#refused(/** @type {any} */ (event).detail));
  }

  /**
   * Hear of something, until what is returned is called.
   * @template {keyof Told} N
   * @param {N} name
   * @param {(detail: Told[N]) => unknown} listener
   */
  on(name, listener) {
    const heard = (/** @type {Event} */ event) => listener(/** @type {CustomEvent} */ (event).detail);
    this.addEventListener(name, heard);
    return () => this.removeEventListener(name, heard);
  }

  /** What the room is now, by kind and id. @returns {RoomState} */
  get state() {
    return /** @type {any} */ (this.log.state ?? {});
  }

  /** Entries that are here, by seq: what lies before the first state comes by `loadOlder`. */
  get entries() {
    return this.log.entries;
  }

  /** How current this copy is: to be shown; what is stale is never shown as if it were not. */
  get currency() {
    const { phase, heardAt } = this.connection;
    const { hasState, last, head } = this.log;
    return currencyOf({ phase, heardAt, hasState, last, head, startedAt: this.startedAt, now: this.now() });
  }

  get endReason() {
    return this.connection.endReason;
  }

  start() {
    this.connection.start();
    return this;
  }

  stop() {
    this.connection.stop();
  }

  // The network is back, the app is looked at, the session is unlocked: do not wait for the timer.
  wake() {
    this.connection.wake();
  }

  /**
   * Send a command until it is answered, over however many connections; its seq, null for what is never logged. Throws
   * ApiProblem: it is refused for good. Its id stays the same, so that it takes effect once.
   * @template {Word} T
   * @param {T} type
   * @param {Omit<Extract<Command, { type: T }>, "id" | "type">} fields
   * @returns {Promise<number | null>}
   */
  command(type, fields) {
    const command = { ...fields, type, id: uuid() };
    if (this.connection.phase === "ended") return Promise.reject(refusal({ code: this.endReason }));
    // The server would close every connection that sends it, and what is behind it would never be sent.
    const length = new TextEncoder().encode(JSON.stringify({ type: "command", command })).length;
    if (length > MOST_BYTES) return Promise.reject(refusal({ code: "frame_too_large" }));
    return new Promise((resolve, reject) => {
      this.waiting.set(command.id, { resolve, reject });
      this.connection.submit(command, { at: this.now() });
    });
  }

  /** Say something that is never logged, such as a position: once or not at all. @param {Record<string, any>} command */
  sendLive(command) {
    this.connection.sendLive(command);
  }

  /** Fetch a page of what lies before the entries that are here; the seqs that came, none: there is no more. */
  async loadOlder(limit = 200) {
    const { floor } = this.log;
    if (floor <= 1) return [];
    const { entries } = await this.session.api.get(`/rooms/${this.roomId}/entries?before=${floor}&limit=${limit}`);
    return this.log.addHistory(entries);
  }

  /** @param {{ frame: Frame, fit: string }} heard */
  #heard({ frame, fit }) {
    if (fit === FIT.TAKEN) this.#check(frame);
    if (frame.type === "welcome") this.audiences = frame.audiences;
    else if (frame.type === "ack") this.#answered(frame.id, frame.seq);
    else if (frame.type === "nack") this.#nacked(frame);
    else if (frame.type === "positions") this.positions.heard(/** @type {any} */ (frame));
    else if (frame.content?.command_id) this.#answered(frame.content.command_id, frame.seq);
    if (frame.type === "entry" || frame.type === "withheld") {
      if (fit === FIT.TAKEN) this.#tell("entry", frame);
    } else if (frame.type === "positions" || frame.type === "presence") this.#tell(frame.type, frame);
    else if (frame.type === "state" && fit === FIT.TAKEN) this.#tell("state", this.state);
  }

  /** @param {string} id @param {number | null} seq */
  #answered(id, seq) {
    this.waiting.get(id)?.resolve(seq);
    this.waiting.delete(id);
  }

  /** @param {Frame} frame */
  #nacked({ id, problem }) {
    if (this.outbox.items.get(id)?.state !== REFUSED) return;
    const item = this.outbox.dismiss(id);
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting) waiting.reject(refusal(problem));
    else this.#tell("refused", { command: item?.command, problem });
  }

  /** @param {Frame} frame */
  #check(frame) {
    if (!this.checksChain) return;
    this.checking = this.checking
      .then(async () => {
        if (frame.type === "state") this.chain = new Chain({ seq: frame.seq, hash: frame.hash });
        else if (this.chain !== null) await this.chain.take(frame);
      })
      .catch((error) => {
        this.checksChain = false;
        if (error instanceof BrokenLog) this.connection.end("broken");
        this.#tell("broken", error);
      });
  }

  /** @param {ApiProblem} error */
  #refused(error) {
    if (error.code === "session_locked") this.#tell("locked", error);
  }

  #phase() {
    this.#tell("phase", this.connection.phase);
    if (this.connection.phase !== "ended") return;
    for (const { reject } of this.waiting.values()) reject(refusal({ code: this.endReason }));
    this.waiting.clear();
    this.#tell("ended", this.endReason);
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {Partial<import("../wire.js").Problem>} problem */
const refusal = (problem) => new ApiProblem(problem.status ?? 0, { title: problem.code, ...problem });
