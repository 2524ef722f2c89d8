// What became of an alert on this phone, said once (docs/mobile.md#receipts): without a network it waits.

import { ApiProblem } from "../api.js";
import { SESSION, REFUSED, verdictOfAnswer } from "../refusals.js";

const KEPT = 200;

/** @typedef {"delivered" | "opened" | "acknowledged"} Stage */
/** @typedef {{ id: string, stage: Stage, isSent: boolean }} Receipt */

export class Receipts {
  /**
   * @param {{ api: Pick<import("../api.js").Api, "request">, kept?: Receipt[], keep?: (kept: Receipt[]) => unknown }} options
   *   kept: what `keep` was told last
   */
  constructor({ api, kept = [], keep = () => {} }) {
    this.api = api;
    this.kept = [...kept];
    this.keep = keep;
  }

  /**
   * Say it, as soon as the server can be reached. The same again is said no second time.
   * @param {string} id of the notification
   * @param {Stage} stage
   */
  async report(id, stage) {
    if (!this.kept.some((one) => one.id === id && one.stage === stage)) {
      this.kept = [...this.kept, { id, stage, isSent: false }].slice(-KEPT);
      await this.keep(this.kept);
    }
    await this.send();
  }

  // Send what waits: at the next start, fetch or sign-in. Whether all is sent.
  async send() {
    for (const one of this.kept.filter(({ isSent }) => !isSent)) {
      try {
        await this.api.request("POST", `/notifications/${one.id}/receipts`, { json: { stage: one.stage } });
      } catch (error) {
        // Whose it was is someone else, or the device is retired: dropped. Anything else waits.
        const verdict = error instanceof ApiProblem ? verdictOfAnswer(error) : SESSION;
        if (verdict !== REFUSED) return false;
      }
      one.isSent = true;
      await this.keep(this.kept);
    }
    return true;
  }
}
