// The timeline: every entry in order, never moving what one is reading.

import { element } from "../element.js";
import { BySchool } from "./by_school.js";
import { commandText } from "./entry_words.js";
import { EntryLine } from "./entry_line.js";
import { ApiProblem } from "../api.js";
import { word } from "../words.js";

const NEAR_END_PX = 48;
const PAGE = 50;
const MAX_PAGE = 500;

/** @typedef {import("../client/log/room_log.js").Frame} Frame */
/** @typedef {import("../client/room/outbox.js").Unsent} Unsent */

export class Timeline {
  /**
   * @param {import("./entry_line.js").LineParts & { root: HTMLElement, onDismiss: (id: string) => void }} parts onPlace:
   *   flies the map; onStrike: asks for a reason
   */
  constructor({ root, room, places, onPlace, onStrike, onReaders, onFollowUp, onDismiss }) {
    this.root = root;
    this.room = room;
    this.onDismiss = onDismiss;
    this.scroller = root.querySelector("[data-scroller]");
    this.list = root.querySelector("[data-entries]");
    this.unsent = root.querySelector("[data-unsent]");
    this.pill = root.querySelector("[data-new]");
    this.older = root.querySelector("[data-older]");
    /** @type {Map<number, HTMLElement>} */
    this.lines = new Map(); // by seq
    this.unread = 0;
    this.isLoading = false;
    this.line = new EntryLine({ room, places, onPlace, onStrike, onReaders, onFollowUp });
    this.bySchool = new BySchool({ root, room, places, onChange: () => this.#narrow() });
    this.pill.addEventListener("click", () => this.toEnd());
    this.older.addEventListener("click", () => this.loadOlder());
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Heights settle after the fact (pictures, lines that were never on screen): who reads the end stays at the end.
    this.sticks = true;
    new ResizeObserver(() => this.sticks && this.#jumpToEnd()).observe(this.list);
    new ResizeObserver(() => this.sticks && this.#jumpToEnd()).observe(this.scroller);
  }

  get isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  // The newest entry that stands on the screen; 0 when none does.
  get shownTo() {
    if (this.scroller.clientHeight === 0) return 0;
    return this.bySchool.openedTo(this.isAtEnd ? this.room.log.last : this.#lastOnScreen());
  }

  #lastOnScreen() {
    const bottom = this.scroller.getBoundingClientRect().bottom;
    const { isNarrowed } = this.bySchool;
    const lines = isNarrowed ? this.list.querySelectorAll(":scope > :not([hidden])") : this.list.children;
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[middle].getBoundingClientRect().bottom <= bottom) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : Number(lines[low - 1].dataset.seq);
  }

  toEnd() {
    this.sticks = true;
    this.#jumpToEnd();
    this.#read();
  }

  #jumpToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    this.sticks = this.isAtEnd;
    if (this.sticks) this.#read();
    if (this.scroller.scrollTop < 80 && this.lines.size > 0) this.loadOlder();
  }

  #read() {
    this.unread = 0;
    this.pill.hidden = true;
  }

  // One entry from the live stream: at the end, and the reader's eye stays where it is.
  /** @param {Frame} frame */
  add(frame) {
    const wasAtEnd = this.isAtEnd;
    const line = this.#place(frame);
    if (!line) return;
    for (const seq of Object.keys(frame.content?.patch?.struck ?? {})) this.strike(Number(seq));
    for (const seq of Object.keys(frame.content?.patch?.follow_ups ?? {})) this.followUp(Number(seq));
    if (frame.content?.patch?.sites) this.bySchool.showChoices();
    this.bySchool.sayHidden();
    if (wasAtEnd) this.toEnd();
    else if (!line.hidden && frame.type === "entry" && frame.content?.by.participant_id !== this.room.me.participant_id)
      this.#announceUnread();
  }

  link() {
    // Nothing new was said: a screen reader must not read the lines a second time.
    this.list.setAttribute("aria-busy", "true");
    this.line.link(this.list);
    this.#markSchools();
    this.list.removeAttribute("aria-busy");
  }

  // The reader looks at one school, or at all of them again.
  #narrow() {
    this.bySchool.openedBefore = this.shownTo;
    this.list.setAttribute("aria-busy", "true");
    this.#markSchools();
    this.list.removeAttribute("aria-busy");
    this.toEnd();
  }

  #markSchools() {
    for (const [seq, line] of this.lines) this.bySchool.mark(line, this.room.log.entries.get(seq));
    this.bySchool.sayHidden();
  }

  #announceUnread() {
    this.unread += 1;
    this.pill.textContent = word("timeline.new", { n: this.unread });
    this.pill.hidden = false;
  }

  /** @param {Frame} frame */
  #place(frame) {
    if (this.lines.has(frame.seq)) return null;
    const node = this.line.node(frame);
    this.lines.set(frame.seq, node);
    this.bySchool.mark(node, frame);
    let after = this.list.lastElementChild;
    while (after && Number(after.dataset.seq) > frame.seq) after = after.previousElementSibling;
    if (after) after.after(node);
    else this.list.prepend(node);
    return node;
  }

  // The state has come without the entries before it: what lies between them and the last line is fetched.
  catchUp() {
    this.bySchool.showChoices();
    for (const seq of Object.keys(this.room.log.objects("struck"))) this.strike(Number(seq));
    for (const seq of Object.keys(this.room.log.objects("follow_ups"))) this.followUp(Number(seq));
    return this.loadOlder();
  }

  clear() {
    this.lines.clear();
    this.list.replaceChildren();
    this.#read();
  }

  // Lines whose object was not known when they were written.
  #sayAgain() {
    for (const old of this.list.querySelectorAll("[data-lacks]")) {
      const seq = Number(old.dataset.seq);
      const frame = this.room.log.entries.get(seq);
      if (frame === undefined) continue;
      const line = this.line.node(frame);
      old.replaceWith(line);
      this.lines.set(seq, line);
      this.bySchool.mark(line, frame);
    }
  }

  /** @param {number} seq */
  strike(seq) {
    const node = this.lines.get(seq);
    if (node) this.line.markStruck(node);
  }

  /** @param {number} seq */
  followUp(seq) {
    const node = this.lines.get(seq);
    if (node) this.line.markFollowUp(node, seq);
  }

  // Fetch what is missing below the newest entry; a page at a time, kept where the reader is.
  async loadOlder(most = PAGE) {
    const { log, api, id } = this.room;
    if (this.isLoading || !log.hasState || log.hasEverything) return;
    this.isLoading = true;
    const { floor } = log;
    try {
      const page = await api.get(`/rooms/${id}/entries?before=${floor}&limit=${log.hasHole ? MAX_PAGE : most}`);
      this.#addHistory(page.entries);
    } catch (error) {
      if (!(error instanceof ApiProblem) || !error.isFinal) this.retry = setTimeout(() => this.loadOlder(), 3000);
    } finally {
      this.isLoading = false;
      this.older.hidden = log.hasEverything;
    }
    // A hole between lines is filled to its end: no one would look for it.
    if (log.hasHole && log.floor < floor) await this.loadOlder();
  }

  /** @param {Frame[]} frames */
  #addHistory(frames) {
    // Where the reader is, is asked only of lines that are there: asking lays the page out.
    const wasAtEnd = this.lines.size === 0 || this.isAtEnd;
    const fromBottom = wasAtEnd ? 0 : this.scroller.scrollHeight - this.scroller.scrollTop;
    this.list.setAttribute("aria-busy", "true");
    this.room.log.addHistory(frames);
    // Newest first: each then finds its place at the top without searching.
    for (const frame of [...frames].reverse()) this.#place(frame);
    this.#sayAgain();
    this.bySchool.sayHidden();
    this.list.removeAttribute("aria-busy");
    if (wasAtEnd) this.toEnd();
    else this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
  }

  // Show one entry and put the focus on it; what lies between it and the newest is fetched first.
  /** @param {number} seq */
  async goTo(seq) {
    while (!this.lines.has(seq) && this.room.log.floor > seq) {
      const { floor } = this.room.log;
      await this.loadOlder(MAX_PAGE);
      // Another page may have been on its way already; if nothing comes, this one is not there either.
      await new Promise((resolve) => setTimeout(resolve, this.isLoading ? 100 : 0));
      if (this.room.log.floor === floor && !this.isLoading) break;
    }
    const line = this.lines.get(seq);
    if (!line) return;
    if (line.hidden) {
      this.bySchool.showAll();
      this.#narrow();
    }
    this.sticks = false;
    for (const other of this.list.querySelectorAll(".is-found")) other.classList.remove("is-found");
    line.classList.add("is-found");
    line.tabIndex = -1;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
  }

  // What is not in the log yet: at the end, looking unsent.
  /** @param {Unsent[]} items */
  showUnsent(items) {
    const wasAtEnd = items.length > 0 && this.isAtEnd;
    this.unsent.replaceChildren(...items.map((item) => this.#unsentLine(item)));
    this.unsent.hidden = items.length === 0;
    if (wasAtEnd) this.#jumpToEnd();
  }

  /** @param {Unsent} item */
  #unsentLine(item) {
    const text = commandText(item.command);
    const why = item.problem ? item.problem.detail || item.problem.title : "";
    const state = word(`unsent.${item.state}`, { why });
    const dismiss =
      item.state === "refused"
        ? element("button", {
            type: "button",
            class: "button plain",
            text: word("unsent.dismiss"),
            onclick: () => this.onDismiss(item.command.id),
          })
        : null;
    return element(
      "li",
      { class: `unsent-line unsent-${item.state}` },
      element("p", { class: "unsent-text", text }),
      element("p", { class: "unsent-state" }, element("span", { text: state }), dismiss),
    );
  }
}
