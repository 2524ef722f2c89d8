// Keep one room current: socket first, long poll where sockets are blocked, without end, and honest about which it is.
// Everything from outside (sockets, HTTP, timers) is given, so that the whole of it runs in a test.

import { openSocket, socketUrl } from "../addresses.js";
import { ApiProblem } from "../api.js";
import { WAITING } from "./outbox.js";
import { Pace } from "./pace.js";
import { Poller } from "./poller.js";
import { FIT } from "../log/room_log.js";

const SUBPROTOCOL = "muster.v1";
const WELCOME_WITHIN_MS = 15_000;
const SILENCE_MS = 12_000; // two beacons and a bit: after that the line is dead, whatever the socket says
const ACK_AFTER_ENTRIES = 48;
const ACK_AFTER_MS = 500;
// While it may be a server that starts anew, within 2.25 s of its first answer, jitter included; then seldom.
const BACKOFF_MS = [250, 500, 1000, 1500];
const SELDOM_AFTER = 80; // attempts: some two minutes
const SELDOM_MS = 8000;
const LASTING_MS = 5000;
const MAX_UNDER_WAY = 50; // unless the server names its window: an hour's commands in one burst would look like an attack
const SOCKET_FAILURES_BEFORE_POLLING = 2;
/** @type {Record<number, string>} */
const ENDED = { 4403: "access_ended", 4404: "access_ended" };

/** @typedef {import("../log/room_log.js").Frame} Frame */
/** @typedef {Record<string, any> & { type: string }} Received from the socket, or from a poll in the same form */
/** @typedef {import("./outbox.js").Command} Command */
/** @typedef {ReturnType<typeof setTimeout>} Timer */
/** @typedef {"connecting" | "open" | "polling" | "lost" | "ended"} Phase */
/** @typedef {Pick<WebSocket, "readyState" | "send" | "close" | "onopen" | "onmessage" | "onclose">} Socket */

export class Connection extends EventTarget {
  /**
   * @param {{ roomId: string, log: import("../log/room_log.js").RoomLog, outbox: import("./outbox.js").Outbox,
   *   api: Pick<import("../api.js").Api, "get" | "post">, url?: string,
   *   open?: (url: string, protocols: string[]) => Socket, random?: () => number, now?: () => number }} parts
   */
  constructor({ roomId, log, outbox, api, url, open = openSocket, random = Math.random, now = Date.now }) {
    super();
    this.roomId = roomId;
    this.log = log;
    this.outbox = outbox;
    this.api = api;
    this.url = url ?? socketUrl(`/ws/v1/rooms/${roomId}`);
    this.open = open;
    this.random = random;
    this.now = now;
    /** @type {Phase} */
    this.phase = "connecting";
    /** @type {Socket | null} */
    this.socket = null;
    this.isWelcome = false;
    /** @type {string} */
    this.endReason = "";
    /** @type {number | null} */
    this.heardAt = null; // when the server last said something, on this machine's clock
    this.databaseUp = true;
    this.failures = 0; // sockets in a row that were never welcomed
    this.attempts = 0; // connections in a row that did not last
    this.round = 0; // a socket of an older round may still fire events; they are not ours any more
    this.unacked = 0;
    this.ackedAt = 0;
    this.welcomedAt = 0;
    this.openedTo = 0; // how far the log has stood on the screen
    this.openedToldTo = 0;
    this.window = MAX_UNDER_WAY;
    /** @type {Timer | undefined} */
    this.watch = undefined;
    /** @type {Timer | undefined} */
    this.retryTimer = undefined;
    /** @type {Timer | undefined} */
    this.deadline = undefined;
    /** @type {Timer | null} */
    this.ackTimer = null;
    this.pace = new Pace({ outbox, resume: () => this.flush() });
    this.poller = new Poller(this);
  }

  // What the server said in the page itself: as true as a first frame, and as old as the page.
  /** @param {Record<string, any>} state @param {number} heardAt */
  begin(state, heardAt) {
    this.heardAt = heardAt;
    this.receive({ type: "state", part: 1, parts: 1, ...state });
  }

  start() {
    this.watch = setInterval(() => this.#checkSilence(), 1000);
    this.#connect();
  }

  stop() {
    this.round += 1;
    clearInterval(this.watch);
    clearTimeout(this.retryTimer);
    clearTimeout(this.ackTimer ?? undefined);
    clearTimeout(this.deadline);
    this.pace.stop();
    this.poller.stop();
    this.socket?.close(1000);
    this.socket = null;
  }

  // The network is back, or someone looks at the page again: do not wait for the timer.
  wake() {
    if (this.phase === "lost" || (this.phase === "polling" && !this.socket)) {
      this.attempts = 1;
      this.#retryIn(0);
    } else {
      this.#checkSilence();
    }
  }

  /** @param {Command} command @param {{ at?: number, note?: string | null }} [options] */
  submit(command, options) {
    this.outbox.add(command, options);
    this.flush();
  }

  // What is never logged is sent once or not at all: the next position says more than an old one.
  /** @param {Record<string, unknown>} command */
  sendLive(command) {
    if (this.phase === "open") this.#send({ type: "command", command });
    else if (this.phase === "polling") this.poller.sendLive(command);
  }

  // The log has stood on the screen up to here: said once, and again over a new connection.
  /** @param {number} seq */
  opened(seq) {
    this.openedTo = Math.max(this.openedTo, Math.min(seq, this.log.last));
    if (this.phase !== "open" || this.openedTo <= this.openedToldTo) return;
    this.openedToldTo = this.openedTo;
    this.#send({ type: "opened", seq: this.openedTo });
  }

  flush() {
    if (this.phase === "open") {
      for (const item of this.pace.due(this.window)) {
        this.outbox.sending(item.command.id);
        this.#send({ type: "command", command: item.command });
      }
    } else if (this.phase === "polling") {
      this.poller.flush();
    }
    this.#tell("outbox");
  }

  async #connect() {
    const round = (this.round += 1);
    this.attempts += 1;
    clearTimeout(this.retryTimer);
    this.isWelcome = false;
    // A network that swallows everything would be waited for, for minutes.
    this.#expectWithin(WELCOME_WITHIN_MS, round);
    let ticket;
    try {
      ({ ticket } = await this.api.post("/ws-tickets", {}));
    } catch (error) {
      if (round === this.round) this.#ticketRefused(error);
      return;
    }
    if (round !== this.round) return;
    const socket = this.open(this.url, [SUBPROTOCOL, `ticket.${ticket}`]);
    this.socket = socket;
    this.#expectWithin(WELCOME_WITHIN_MS, round);
    socket.onopen = () => this.#send(this.log.hasState ? { type: "hello", after: this.log.last } : { type: "hello" });
    socket.onmessage = (message) => round === this.round && this.#heard(JSON.parse(message.data), round);
    socket.onclose = (event) => this.#drop(round, event.code);
  }

  /** @param {number} limit_ms @param {number} round */
  #expectWithin(limit_ms, round) {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.#drop(round, 4408), limit_ms);
  }

  /** @param {unknown} error */
  #ticketRefused(error) {
    clearTimeout(this.deadline);
    if (error instanceof ApiProblem) this.dispatchEvent(new CustomEvent("refused", { detail: error }));
    if (error instanceof ApiProblem && error.status === 401) this.end("signed_out");
    else this.#lost(error instanceof ApiProblem ? (error.retryAfter_s ?? 0) : 0);
  }

  /** @param {{ type: string, [name: string]: unknown }} frame */
  #send(frame) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  /** @param {Received} frame @param {number} round */
  #heard(frame, round) {
    this.heardAt = this.now();
    if (frame.type === "welcome") this.#welcomed(frame);
    if (frame.type === "goodbye") return this.#goodbye(frame, round);
    const fit = this.receive(frame);
    if (fit === FIT.GAP || frame.type === "resync_required") return this.#reconnectNow(round);
    if (fit === FIT.TAKEN) this.#acknowledgeSoon();
    return undefined;
  }

  /** @param {Received} frame */
  #welcomed({ window = MAX_UNDER_WAY }) {
    clearTimeout(this.deadline);
    this.window = window;
    this.isWelcome = true;
    this.welcomedAt = this.now();
    this.failures = 0;
    this.poller.stop();
    this.unacked = 0;
    this.openedToldTo = 0;
    this.pace.begin();
    this.#enter("open");
    this.flush();
  }

  // Take in one frame from wherever it came; both transports end up here.
  /** @param {Received} received */
  receive(received) {
    const frame = /** @type {Frame} */ (received);
    const fit = this.log.apply(frame);
    if (frame.type === "beacon") this.databaseUp = frame.database !== "down";
    if (frame.type === "ack") this.#acked(frame.id, frame.seq);
    else if (frame.type === "nack" && frame.id) this.#nacked(frame.id, frame.problem);
    else if (fit === FIT.TAKEN && frame.type === "state") this.outbox.reached(frame.seq);
    else if (fit === FIT.TAKEN) this.outbox.arrived(frame);
    if (frame.type === "ack" || frame.type === "nack") this.flush();
    if (fit !== FIT.OLD) this.dispatchEvent(new CustomEvent("frame", { detail: { frame, fit } }));
    return fit;
  }

  /** @param {string} id @param {number | null} seq */
  #acked(id, seq) {
    this.outbox.acked(id, seq, this.log.last);
    this.pace.acked(id);
  }

  /** @param {string} id @param {import("./outbox.js").Problem} problem */
  #nacked(id, problem) {
    this.outbox.nacked(id, problem);
    const item = this.outbox.items.get(id);
    if (item?.state === WAITING) this.pace.hold(item.command, problem);
  }

  #acknowledgeSoon() {
    this.unacked += 1;
    // At once after a pause: a hidden tab's timers may sleep for a minute, its messages do not.
    const hasPaused = this.now() - this.ackedAt >= ACK_AFTER_MS;
    if (hasPaused || this.unacked >= ACK_AFTER_ENTRIES) this.#acknowledge();
    else this.ackTimer ??= setTimeout(() => this.#acknowledge(), ACK_AFTER_MS);
  }

  #acknowledge() {
    clearTimeout(this.ackTimer ?? undefined);
    this.ackTimer = null;
    this.unacked = 0;
    this.ackedAt = this.now();
    this.#send({ type: "ack", seq: this.log.last });
  }

  #checkSilence() {
    const silent_ms = this.now() - (this.heardAt ?? 0);
    if (this.phase === "open" && silent_ms > SILENCE_MS) this.#drop(this.round, 4408);
    else if (this.phase === "open" && silent_ms > SILENCE_MS / 2) this.#send({ type: "ping" });
    this.#tell("tick");
  }

  /** @param {Received} frame @param {number} round */
  #goodbye(frame, round) {
    this.#abandon(round);
    this.#enter("lost");
    // Everybody is told at once; spread the return.
    this.#retryIn(1000 * (frame.retry_after_s ?? 1) * (0.5 + this.random()));
  }

  /** @param {number} round */
  #reconnectNow(round) {
    this.#abandon(round);
    this.#enter(this.phase === "polling" ? "polling" : "lost");
    this.#retryIn(this.#delay_ms());
  }

  // Longer with each attempt that did not last, and never the same for two clients.
  #delay_ms() {
    const quick_ms = BACKOFF_MS[Math.min(this.attempts, BACKOFF_MS.length) - 1];
    return (this.attempts > SELDOM_AFTER ? SELDOM_MS : quick_ms) * (0.5 + this.random());
  }

  /** @param {number} round */
  #abandon(round) {
    if (round !== this.round) return;
    this.round += 1;
    clearTimeout(this.deadline);
    clearTimeout(this.ackTimer ?? undefined);
    this.ackTimer = null;
    const socket = this.socket;
    this.socket = null;
    if (socket && socket.readyState < 2) socket.close(1000);
    this.outbox.connectionLost();
  }

  /** @param {number} round @param {number} code */
  #drop(round, code) {
    if (round !== this.round) return;
    const wasWelcome = this.isWelcome;
    const isSocket = Boolean(this.socket);
    if (wasWelcome && this.now() - this.welcomedAt > LASTING_MS) this.attempts = 1;
    this.isWelcome = false;
    this.#abandon(round);
    if (code in ENDED) return this.end(ENDED[code]);
    if (isSocket && !wasWelcome) this.failures += 1;
    return this.#lost();
  }

  /** @param {number} [leave_s] for how long the server asked to be left alone */
  #lost(leave_s = 0) {
    if (this.failures >= SOCKET_FAILURES_BEFORE_POLLING) this.poller.start();
    else this.#enter("lost");
    this.#retryIn(1000 * leave_s + this.#delay_ms());
  }

  /** @param {number} delay_ms */
  #retryIn(delay_ms) {
    clearTimeout(this.retryTimer);
    if (this.phase !== "ended") this.retryTimer = setTimeout(() => this.#connect(), delay_ms);
  }

  // The poller's two words to us.
  pollingWorks() {
    this.heardAt = this.now();
    this.#enter("polling");
  }

  pollingFails() {
    this.#enter("lost");
  }

  // No return: the person is signed out, or may not be here any more.
  /** @param {string} reason */
  end(reason) {
    this.stop();
    this.outbox.connectionLost();
    this.endReason = reason;
    this.#enter("ended");
  }

  /** @param {Phase} phase */
  #enter(phase) {
    if (this.phase === phase) return;
    this.phase = phase;
    this.dispatchEvent(new CustomEvent("phase", { detail: phase }));
    this.#tell("outbox");
  }

  /** @param {string} name */
  #tell(name) {
    this.dispatchEvent(new Event(name));
  }
}
