// Which commands of an outbox may be sent now: in their order, and no more than the server takes. A press of the alarm
// waits for none of the others.

import { ALL_LATER, verdictOfNack } from "../refusals.js";

const TRY_LATER_MS = 2000; // where the server does not say how long
const PRESS = "raise_panic";

/** @typedef {import("./outbox.js").Unsent} Unsent */
/** @typedef {ReturnType<typeof setTimeout>} Timer */

export class Pace {
  /** @param {{ outbox: import("./outbox.js").Outbox, resume: () => unknown }} parts resume: more may be sent */
  constructor({ outbox, resume }) {
    this.outbox = outbox;
    this.resume = resume;
    /** @type {Timer | null} */
    this.pause = null; // the server has asked to be left alone for a moment
    /** @type {Map<string, Timer>} */
    this.resting = new Map(); // commands that met a limit of their own
    this.isTrying = false; // one command at a time, until the server has taken one
    this.tried = "";
  }

  // A fresh connection. Its first command goes alone: were it refused for now, those behind it would be recorded first.
  begin() {
    this.isTrying = true;
    this.tried = "";
  }

  stop() {
    clearTimeout(this.pause ?? undefined);
    this.pause = null;
    for (const timer of this.resting.values()) clearTimeout(timer);
    this.resting.clear();
  }

  /**
   * What waits and does not rest, presses first.
   * @returns {Unsent[]}
   */
  get ready() {
    const ready = this.outbox.unsent().filter(({ command }) => !this.resting.has(command.id));
    const isPress = (/** @type {Unsent} */ { command }) => command.type === PRESS;
    return [...ready.filter(isPress), ...ready.filter((item) => !isPress(item))];
  }

  /**
   * What may be sent now over a socket whose server lets so many go without an answer.
   * @param {number} window
   * @returns {Unsent[]}
   */
  due(window) {
    const due = [];
    for (const item of this.ready) {
      const underWay = this.outbox.underWay + due.length;
      const most = this.isTrying ? 1 : window;
      const isPress = item.command.type === PRESS;
      if (underWay >= window || (!isPress && (this.pause !== null || underWay >= most))) break;
      if (this.isTrying && !isPress) this.tried = item.command.id;
      due.push(item);
    }
    return due;
  }

  /** @param {string} id */
  acked(id) {
    if (id === this.tried) this.isTrying = false;
  }

  /**
   * A refusal for now. Sent again at once, it would be refused again at once, without end.
   * @param {import("./outbox.js").Command} command
   * @param {import("./outbox.js").Problem} problem
   */
  hold(command, problem) {
    const wait_ms = problem.retry_after_s ? 1000 * problem.retry_after_s : TRY_LATER_MS;
    const isForAll = verdictOfNack(problem) === ALL_LATER;
    // A press does not wait for the pause, so it has one of its own.
    if (!isForAll || command.type === PRESS) this.#rest(command.id, wait_ms);
    if (!isForAll) return;
    this.begin();
    this.pause ??= setTimeout(() => {
      this.pause = null;
      this.resume();
    }, wait_ms);
  }

  /** @param {string} id @param {number} wait_ms */
  #rest(id, wait_ms) {
    clearTimeout(this.resting.get(id));
    const ends = () => {
      this.resting.delete(id);
      this.resume();
    };
    this.resting.set(id, setTimeout(ends, wait_ms));
  }
}
