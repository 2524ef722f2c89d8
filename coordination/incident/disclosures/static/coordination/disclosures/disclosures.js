// A disclosure, as its giver writes it down.

import { element, uuid } from "../element.js";
import { Missing, problemOf } from "../incident/duties.js";
import { askUntilDone } from "../question.js";
import { word } from "../words.js";

const EMERGENCY = "health_or_safety_emergency";

export class Disclosures {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page */
  constructor(page) {
    this.page = page;
    this.room = page.room;
  }

  async record() {
    const ids = { id: uuid(), disclosure_id: uuid() };
    const done = await askUntilDone(document.getElementById("ask-disclosure"), {
      problemOf,
      prepare: (form) => this.#prepare(form),
      send: (form) => {
        const categories = form.getAll("categories");
        if (categories.length === 0) throw new Missing(word("disclosure.nothing"));
        const { agency_id, recipient, students, authority, threat } = Object.fromEntries(form);
        return this.page.api
          .post(`/rooms/${this.room.id}/commands`, {
            type: "record_disclosure",
            ...ids,
            agency_id,
            authority,
            categories,
            recipient: recipient.trim(),
            students: students.trim(),
            threat: authority === EMERGENCY ? threat.trim() : null,
          })
          .then(() => true);
      },
    });
    if (done) this.page.say(word("disclosure.recorded"));
  }

  // All who are or were in the room can have been told; to the school itself nothing is disclosed.
  /** @param {any} form */
  #prepare(form) {
    const agencies = new Map();
    for (const one of Object.values(this.room.log.objects("people")))
      if (!this.room.siteAgencyIds.includes(one.agency_id)) agencies.set(one.agency_id, one.agency);
    const options = [...agencies].map(([value, text]) => element("option", { value, text }));
    form.elements.agency_id.replaceChildren(element("option", { value: "", text: "—" }), ...options);
    const show = () => {
      const isEmergency = form.elements.authority.value === EMERGENCY;
      form.querySelector("[data-threat]").hidden = !isEmergency;
      form.elements.threat.required = isEmergency;
    };
    form.elements.authority.onchange = show;
    show();
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new Disclosures(page);
  return { buttons: { record_disclosure: () => panel.record() } };
}
