// What a person answers for: taking emergency access, and writing down what was disclosed. Sent at once, never kept in the browser.

import { ApiProblem } from "../api.js";
import { element, uuid } from "../element.js";
import { askUntilDone } from "../question.js";
import { word } from "../words.js";

const EMERGENCY = "health_or_safety_emergency";

export class RoomDuties {
  /** @param {{ page: any, room: import("../room/room.js").Room }} parts page: the incident page, put together */
  constructor({ page, room }) {
    this.page = page;
    this.room = room;
  }

  async takeEmergencyAccess() {
    const id = uuid();
    const taken = await askUntilDone(document.getElementById("ask-emergency-access"), {
      problemOf,
      send: (form) => {
        const grants = form.getAll("grants");
        if (grants.length === 0) throw new Missing(word("emergency_access.nothing"));
        return this.#post({ type: "take_emergency_access", id, grants, reason: form.get("reason").trim() }).then(
          () => grants,
        );
      },
    });
    if (!taken) return;
    this.page.say(word(this.room.isExercise ? "emergency_access.practised" : "emergency_access.taken"));
    void this.page.flags.look();
    if (taken.includes("floorplan_access") && !this.room.isExercise) this.page.live.bringPlan();
  }

  async recordDisclosure() {
    const ids = { id: uuid(), disclosure_id: uuid() };
    const done = await askUntilDone(document.getElementById("ask-disclosure"), {
      problemOf,
      prepare: (form) => this.#prepare(form),
      send: (form) => {
        const categories = form.getAll("categories");
        if (categories.length === 0) throw new Missing(word("disclosure.nothing"));
        const { agency_id, recipient, students, authority, threat } = Object.fromEntries(form);
        return this.#post({
          type: "record_disclosure",
          ...ids,
          agency_id,
          authority,
          categories,
          recipient: recipient.trim(),
          students: students.trim(),
          threat: authority === EMERGENCY ? threat.trim() : null,
        }).then(() => true);
      },
    });
    if (done) this.page.say(word("disclosure.recorded"));
  }

  /** @param {Record<string, any>} command */
  #post(command) {
    return this.page.api.post(`/rooms/${this.room.id}/commands`, command);
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

class Missing extends Error {}

/** @param {Error} error */
function problemOf(error) {
  if (error instanceof Missing || error instanceof ApiProblem) return error.message;
  return word("problem.unreachable");
}
