// The screen stays on while a real incident is open, or a position is shared (isActive of a panel): a phone that sleeps shows nothing, gives no
// positions, and would leave an old one on everybody's map.

import { wakeLocks } from "../app_shell/device.js";

// A browser that refuses it, for instance with an empty battery, is not asked each second.
const ASK_AGAIN_MS = 60_000;

export class Awake {
  /** @param {any} page the incident page, put together */
  constructor(page) {
    this.page = page;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.isAsking = false;
    this.refusedAt = -ASK_AGAIN_MS;
    for (const what of ["tick", "phase"]) page.connection.addEventListener(what, () => this.look());
    // The browser takes the lock away with the page; it is asked for again when one looks at it.
    document.addEventListener("visibilitychange", () => {
      this.refusedAt = -ASK_AGAIN_MS;
      void this.look();
    });
  }

  // Until it is closed, or access has ended.
  get #isWanted() {
    const { connection, log, room, ofCapabilities } = this.page;
    const isReal = log.hasState && room.isOpen && !room.isExercise;
    return connection.phase !== "ended" && (isReal || ofCapabilities.isActive());
  }

  async look() {
    if (!this.#isWanted) return this.#mayPause();
    const isHeld = this.lock !== null && !this.lock.released;
    const isRefused = performance.now() - this.refusedAt < ASK_AGAIN_MS;
    if (isHeld || isRefused || this.isAsking || document.visibilityState !== "visible") return undefined;
    this.isAsking = true;
    try {
      this.lock = (await wakeLocks()?.request("screen")) ?? null;
    } catch {
      // Then the page is current while the screen is on.
      this.refusedAt = performance.now();
    }
    this.isAsking = false;
    return this.#isWanted ? undefined : this.#mayPause();
  }

  #mayPause() {
    this.lock?.release().catch(() => {});
    this.lock = null;
  }
}
