// A responder who is no medic finds someone who is hurt: where, and one tap of a color. They read no casualty, before or
// after; what they said goes to fire and EMS.

import { toast } from "../components/toast.js";
import { element, uuid } from "../element.js";
import { word } from "../words.js";
import { categoryText, SIGNS } from "./casualties.js";
import { fillRooms } from "./rooms_to_choose.js";

export class CasualtyReport {
  /** @param {import("./casualties_panel.js").CasualtiesPanel} panel @param {HTMLElement} root */
  constructor(panel, root) {
    this.panel = panel;
    this.root = root;
    this.areRoomsKnown = false;
    /** @type {HTMLSelectElement} */
    this.rooms = root.querySelector("[data-report-room]");
    /** @type {HTMLInputElement} */
    this.words = root.querySelector("[data-report-words]");
    /** @type {HTMLInputElement} */
    this.child = root.querySelector("[data-report-child]");
    for (const one of root.querySelectorAll("[data-report]")) {
      one.prepend(element("span", { "aria-hidden": "true", text: SIGNS[one.dataset.report] }));
      one.addEventListener("click", () => this.#report(one.dataset.report ?? ""));
    }
  }

  show() {
    this.root.hidden = !this.panel.room.isOpen;
  }

  async open() {
    if (this.areRoomsKnown) return;
    this.areRoomsKnown = await fillRooms(this.rooms, this.panel.page, word("casualties.where_i_am"));
  }

  /** @param {string} category */
  #report(category) {
    const place = this.#placeSaid();
    if (place === null) {
      toast(word("casualties.no_position"));
      this.rooms.focus();
      return;
    }
    const age = this.child.checked ? { age_group: "child" } : {};
    this.panel.send("report_casualty", { casualty_id: uuid(), category, ...place, ...age });
    const told = this.root.querySelector("[data-reported]");
    told.textContent = word("casualties.reported_now", { category: categoryText(category) });
    // The next one is another person; the place often stays the same.
    this.child.checked = false;
  }

  // Words and a room beat the phone's own position, which may be of a minute ago.
  #placeSaid() {
    const where = this.words.value.trim();
    const said = {
      ...(where ? { where } : {}),
      ...(this.rooms.value ? { space_id: this.rooms.value } : {}),
    };
    if (Object.keys(said).length > 0) return said;
    const mine = /** @type {any} */ (this.panel.page.placeOfMe());
    if (mine === null) return null;
    const { lon, lat, level_id } = mine;
    return { lon, lat, ...(level_id ? { level_id } : {}) };
  }
}
