// The timeline up to a moment: the entries that the reader had by then, the newest last. Nothing in it acts on the room.

import { element } from "../element.js";
import { BySchool } from "../timeline/by_school.js";
import { EntryLine } from "../timeline/entry_line.js";
import { word } from "../words.js";

const WINDOW = 60;
const MORE = 200;

export class PastTimeline {
  /**
   * @param {{ root: HTMLElement, room: import("../room/room.js").Room, past: import("./past.js").Past,
   *   places: import("../map/room_places.js").RoomPlaces,
   *   onPlace: (lon: number, lat: number, levelId: string | null) => void }} parts
   */
  constructor({ root, room, past, places, onPlace }) {
    this.room = room;
    this.past = past;
    this.scroller = root.querySelector("[data-scroller]");
    this.list = root.querySelector("[data-entries]");
    this.older = root.querySelector("[data-older]");
    this.line = new EntryLine({ room, places, onPlace, onStrike: null, onReaders: null, onFollowUp: null });
    this.window = WINDOW;
    /** @type {Map<number, HTMLElement>} */
    this.lines = new Map();
    this.seq = 0;
    this.bySchool = new BySchool({ root, room, places, onChange: () => this.show(this.seq) });
    this.older.addEventListener("click", () => {
      this.window += MORE;
      this.show(this.seq, { sticks: false });
    });
  }

  /** @param {number} seq */
  show(seq, { sticks = true } = {}) {
    // A line is said once, as on the incident's page; on the way back they are said anew, of what was known then.
    if (seq < this.seq) this.clear();
    this.seq = seq;
    const first = Math.max(1, seq - this.window + 1);
    for (const [one, node] of this.lines)
      if (one < first || one > seq) {
        node.remove();
        this.lines.delete(one);
      }
    const wanted = [];
    for (let one = first; one <= seq; one += 1) wanted.push(this.lines.get(one) ?? this.#make(one));
    for (const [n, node] of wanted.entries())
      if (this.list.children[n] !== node) this.list.insertBefore(node, this.list.children[n] ?? null);
    this.bySchool.showChoices();
    for (const [one, node] of this.lines) this.#mark(one, node);
    this.bySchool.sayHidden();
    this.older.hidden = first === 1;
    this.older.textContent = word("replay.earlier", { n: first - 1 });
    if (sticks) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  clear() {
    this.lines.clear();
    this.list.replaceChildren();
  }

  /** @param {number} seq */
  #make(seq) {
    const frame = this.past.entry(seq);
    const node = frame ? this.line.node(frame) : element("li", {});
    this.lines.set(seq, node);
    return node;
  }

  /** @param {number} seq @param {HTMLElement} node */
  #mark(seq, node) {
    if (this.room.log.objects("struck")[seq]) this.line.markStruck(node);
    this.bySchool.mark(node, this.past.entry(seq));
    node.classList.toggle("is-now", seq === this.seq);
    if (seq === this.seq) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
}
