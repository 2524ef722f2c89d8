// A button that must be held: by finger, mouse or key. Letting go too soon takes it back; nothing here makes a sound.

import { define } from "./define.js";

const KEYS = new Set([" ", "Enter"]);

export class HoldButton {
  /**
   * @param {{ button: HTMLElement, hold_ms: number, onProgress: (part: number) => void, onLetGo: () => void, onHeld: () => void, now?: () => number }} parts
   */
  constructor({ button, hold_ms, onProgress, onLetGo, onHeld, now = () => performance.now() }) {
    this.button = button;
    this.hold_ms = hold_ms;
    this.onProgress = onProgress;
    this.onLetGo = onLetGo;
    this.onHeld = onHeld;
    this.now = now;
    /** @type {number | null} */
    this.since = null;
    this.locked = false;
    button.addEventListener("pointerdown", (event) => this.#down(event));
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"])
      button.addEventListener(type, (event) => this.letGo(event.timeStamp));
    button.addEventListener("keydown", (event) => this.#key(event));
    button.addEventListener("keyup", (event) => KEYS.has(event.key) && this.letGo(event.timeStamp));
    button.addEventListener("blur", () => this.letGo());
    // A long touch would open a menu over the button.
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && this.letGo());
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.button.focus({ preventScroll: true });
    this.button.setPointerCapture?.(event.pointerId);
    this.#begin();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!KEYS.has(event.key)) return;
    event.preventDefault();
    if (!event.repeat) this.#begin();
  }

  #begin() {
    if (this.locked || this.since !== null) return;
    this.since = this.now();
    this.#tick();
  }

  #tick() {
    if (this.since === null) return;
    const held_ms = this.now() - this.since;
    if (held_ms >= this.hold_ms) {
      this.#done();
      return;
    }
    this.onProgress(held_ms / this.hold_ms);
    requestAnimationFrame(() => this.#tick());
  }

  #done() {
    this.since = null;
    this.onProgress(1);
    this.onHeld();
  }

  // When the finger left counts, not when a busy phone came to hear of it: it draws nothing meanwhile.
  letGo(at_ms = this.now()) {
    if (this.since === null) return;
    if (at_ms - this.since >= this.hold_ms) {
      this.#done();
      return;
    }
    this.since = null;
    this.onProgress(0);
    this.onLetGo();
  }
}

// <hold-button hold-ms="1500"><button class="button danger">Erase</button></hold-button>: says "held" once it was.
class HoldButtonElement extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (button === null || this.hold) return;
    this.hold = new HoldButton({
      button,
      hold_ms: Number(this.getAttribute("hold-ms") ?? 1000),
      onProgress: (part) => button.style.setProperty("--held", String(part)),
      onLetGo: () => this.dispatchEvent(new CustomEvent("letgo", { bubbles: true })),
      onHeld: () => this.#held(button),
    });
  }

  /** @param {HTMLElement} button */
  #held(button) {
    button.style.setProperty("--held", "0");
    this.dispatchEvent(new CustomEvent("held", { bubbles: true }));
  }
}
define("hold-button", HoldButtonElement);
