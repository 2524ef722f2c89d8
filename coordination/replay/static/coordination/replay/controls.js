// The controls of a replay: a slider over the entries, play, speeds, and one entry on or back; by keyboard, too.

import { label, word } from "../words.js";
import { entryText } from "../timeline/entry_words.js";
import { SPEEDS } from "./player.js";

const TICK_MS = 200;
const FAR = 20;
/** @type {Record<string, number>} */
const STEPS = { ",": -1, ".": 1, PageUp: -FAR, PageDown: FAR };

export class Controls {
  /**
   * @param {{ root: HTMLElement, onMove: () => void, page: { past: import("./past.js").Past,
   *   player: import("./player.js").Player, room: import("../room/room.js").Room, tick: () => void } }} parts
   */
  constructor({ root, page, onMove }) {
    this.root = root;
    this.page = page;
    this.onMove = onMove;
    /** @type {HTMLInputElement} */
    this.slider = root.querySelector('input[type="range"]');
    this.playButton = root.querySelector('[data-player="play"]');
    this.said = root.querySelector("[data-said]");
    this.wasPlaying = false;
    this.tickedAt = 0;
    for (const button of root.querySelectorAll("[data-player]"))
      button.addEventListener("click", () => this.#run(button.dataset.player));
    for (const button of root.querySelectorAll("[data-speed]"))
      button.addEventListener("click", () => this.#choose(Number(button.dataset.speed)));
    this.slider.addEventListener("input", () => this.#seek(Number(this.slider.value)));
    // Only while the focus is here: keys of one letter belong to no page as a whole (WCAG 2.1.4).
    root.addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.page.player.isPlaying && this.page.tick(), TICK_MS);
  }

  begin() {
    this.root.hidden = false;
    this.show();
  }

  // What went by since the last time it was asked, on this machine's own watch.
  elapsed_ms() {
    const now = performance.now();
    const elapsed = now - this.tickedAt;
    this.tickedAt = now;
    return elapsed;
  }

  show() {
    const { past, player } = this.page;
    this.slider.max = String(past.last);
    this.slider.value = String(player.seq);
    this.slider.setAttribute("aria-valuetext", this.#words());
    this.playButton.querySelector("span").textContent = word(player.isPlaying ? "replay.pause" : "replay.play");
    this.playButton.dataset.state = player.isPlaying ? "playing" : "stopped";
    for (const button of this.root.querySelectorAll("[data-speed]"))
      button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === player.speed));
    this.root.querySelector('[data-player="previous"]').disabled = player.seq <= 1;
    this.root.querySelector('[data-player="next"]').disabled = player.isAtEnd;
    // Said when it stops: each entry while it plays would never end.
    if (this.wasPlaying && !player.isPlaying) this.said.textContent = this.#words();
    this.wasPlaying = player.isPlaying;
  }

  // Which entry, of how many, when, who, and what.
  #words() {
    const { past, player, room } = this.page;
    const content = past.entry(player.seq)?.content;
    const at = word("replay.entry_of", { seq: player.seq, last: past.last });
    if (!content) return `${at}. ${word("entry.withheld", { seq: player.seq })}`;
    const who = `${content.by.name}, ${content.by.agency || label("agency_kind", content.by.agency_kind)}`;
    return `${at}. ${room.clock.time(content.at)}. ${who}: ${entryText(content, room.log)}`;
  }

  /** @param {string | undefined} name */
  #run(name) {
    const { player } = this.page;
    if (name === "play") this.#toggle();
    else player.step(name === "next" ? 1 : -1);
    if (name !== "play") this.said.textContent = this.#words();
    this.onMove();
  }

  #toggle() {
    this.tickedAt = performance.now();
    this.page.player.toggle();
  }

  /** @param {number} speed */
  #choose(speed) {
    this.page.player.speed = speed;
    this.show();
  }

  /** @param {number} seq */
  #seek(seq) {
    this.page.player.isPlaying = false;
    this.page.player.seek(seq);
    this.onMove();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key, target } = event;
    const isButton = target instanceof HTMLButtonElement;
    if (key in STEPS) this.page.player.step(STEPS[key]);
    else if (key === "k" || (key === " " && !isButton)) this.#toggle();
    else if (/^[1-4]$/.test(key)) this.#choose(SPEEDS[Number(key) - 1]);
    else return;
    event.preventDefault();
    this.onMove();
  }
}
