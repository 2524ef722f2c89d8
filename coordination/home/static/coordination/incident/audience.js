// To whom a person speaks, as the forms of the incident's page ask it.

import { AudienceChoice } from "../client/room/audience.js";

export class AudienceMemory extends AudienceChoice {
  // A form with a choice of audiences begins with the last one.
  /** @param {any} form @param {string} what */
  prepare(form, what) {
    const choice = form.elements.audience;
    if (choice) choice.value = this.of(what);
  }

  // What was chosen in a form; where there is no choice, the only audience there is.
  /** @param {{ audience?: string }} answer @param {string} what @returns {string} */
  chosen(answer, what) {
    const audience = answer.audience ?? this.of(what);
    this.remember(what, audience);
    return audience;
  }
}

// Storage may be forbidden; the page works without.
/** @param {() => Storage} find */
export function storage(find) {
  try {
    return find();
  } catch {
    return null;
  }
}
