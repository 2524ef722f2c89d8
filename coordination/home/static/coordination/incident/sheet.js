// The bottom sheet of a phone: drag it, or step it with its handle; the map above keeps its middle.

const STEPS = ["peek", "half", "full"];

export class Sheet {
  /** @param {{ root: HTMLElement, handle: HTMLElement }} parts */
  constructor({ root, handle }) {
    this.root = root;
    this.wasDragged = false;
    this.handle = handle;
    this.step = root.dataset.step ?? "half";
    handle.addEventListener("pointerdown", (event) => this.#grab(event));
    handle.addEventListener("keydown", (event) => this.#key(event));
    handle.addEventListener("click", () => {
      if (!this.wasDragged) this.to(this.step === "peek" ? "half" : this.step === "half" ? "full" : "peek");
    });
    this.to(this.step);
    const cockpit = root.parentElement;
    const noteTyping = () => cockpit?.classList.toggle("is-typing", document.activeElement?.tagName === "TEXTAREA");
    for (const moved of ["focusin", "focusout"]) cockpit?.addEventListener(moved, noteTyping);
  }

  /** @param {string} step */
  to(step) {
    this.step = step;
    this.root.dataset.step = step;
    this.root.style.removeProperty("--sheet");
    this.handle.setAttribute("aria-expanded", String(step !== "peek"));
  }

  /** @param {string} step */
  atLeast(step) {
    if (STEPS.indexOf(this.step) < STEPS.indexOf(step)) this.to(step);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    this.to(STEPS[Math.min(STEPS.length - 1, Math.max(0, STEPS.indexOf(this.step) + by))]);
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    const from_y = event.clientY;
    const from_px = this.root.getBoundingClientRect().height;
    this.wasDragged = false;
    this.handle.setPointerCapture(event.pointerId);
    this.root.dataset.dragging = "";
    const move = (/** @type {PointerEvent} */ now) => {
      if (Math.abs(now.clientY - from_y) > 6) this.wasDragged = true;
      if (this.wasDragged) this.root.style.setProperty("--sheet", `${Math.max(72, from_px + from_y - now.clientY)}px`);
    };
    const drop = (/** @type {PointerEvent} */ now) => {
      this.handle.removeEventListener("pointermove", move);
      delete this.root.dataset.dragging;
      if (this.wasDragged) this.to(this.#nearest(from_px + from_y - now.clientY));
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("pointerup", drop, { once: true });
    this.handle.addEventListener("pointercancel", drop, { once: true });
  }

  /** @param {number} height_px */
  #nearest(height_px) {
    const share = height_px / window.innerHeight;
    return share < 0.28 ? "peek" : share < 0.62 ? "half" : "full";
  }
}
