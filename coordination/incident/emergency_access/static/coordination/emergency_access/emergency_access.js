// Emergency access: asked for with a reason, and sent at once.

import { uuid } from "../element.js";
import { Missing, problemOf } from "../incident/duties.js";
import { askUntilDone } from "../question.js";
import { word } from "../words.js";

export class EmergencyAccess {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page */
  constructor(page) {
    this.page = page;
    this.room = page.room;
  }

  async take() {
    const id = uuid();
    const taken = await askUntilDone(document.getElementById("ask-emergency-access"), {
      problemOf,
      send: (form) => {
        const grants = form.getAll("grants");
        if (grants.length === 0) throw new Missing(word("emergency_access.nothing"));
        const command = { type: "take_emergency_access", id, grants, reason: form.get("reason").trim() };
        return this.page.api.post(`/rooms/${this.room.id}/commands`, command).then(() => grants);
      },
    });
    if (!taken) return;
    this.page.say(word(this.room.isExercise ? "emergency_access.practised" : "emergency_access.taken"));
    if (taken.includes("floorplan_access") && !this.room.isExercise) this.page.live.bringPlan();
    this.page.mayMore();
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new EmergencyAccess(page);
  return { buttons: { emergency_access: () => panel.take() } };
}
