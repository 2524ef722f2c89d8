// The connection chip: three states and their words, and nothing it cannot prove.

import { word } from "../../words.js";

// Within one beacon and a bit, "current, 4 s ago" is still what the server said; after that silence is staleness.
export const GRACE_MS = 6500;
// A long poll answers after ten seconds when nothing happens.
export const POLL_GRACE_MS = 16_000;

/** @typedef {{ name: "stale", since: number } | { name: "catching_up", from: number, to: number }
 *   | { name: "current", to: number, age_s: number }} ChipState */

/**
 * Pure.
 * @param {{ phase: string, hasState: boolean, last: number, head: number, heardAt: number | null, startedAt: number,
 *   now: number }} known
 * @returns {ChipState}
 */
export function chipState({ phase, hasState, last, head, heardAt, startedAt, now }) {
  const silent_ms = now - (heardAt ?? startedAt);
  const grace_ms = phase === "polling" ? POLL_GRACE_MS : GRACE_MS;
  if (phase === "ended" || silent_ms > grace_ms) return { name: "stale", since: heardAt ?? startedAt };
  if (!hasState || last < head) return { name: "catching_up", from: last, to: head };
  return { name: "current", to: last, age_s: Math.max(0, Math.round(silent_ms / 1000)) };
}

export class Chip {
  /** @param {{ root: HTMLElement, clock: import("../../clock.js").SiteClock }} parts */
  constructor({ root, clock }) {
    this.root = root;
    this.clock = clock;
    this.words = root.querySelector(".chip-words");
  }

  /** @param {ChipState} state */
  show(state, { isPolling = false } = {}) {
    this.root.dataset.state = state.name;
    const text = this.#text(state) + (isPolling && state.name !== "stale" ? ` · ${word("chip.polling")}` : "");
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  /** @param {ChipState} state */
  #text(state) {
    if (state.name === "stale") return word("chip.stale", { time: this.clock.time(state.since + this.clock.skew_ms) });
    if (state.name === "catching_up")
      return word("chip.catching_up", { from: state.from, to: Math.max(state.to, state.from) });
    return word("chip.current", { seq: state.to, age: state.age_s });
  }
}
