// The people of a past moment: who was there and what they had said of themselves. Who was connected then is not kept.

import { People } from "../incident/people/people.js";
import { word } from "../words.js";

export class PastPeople extends People {
  /** @override @param {string} participantId */
  currency(participantId) {
    const isReader = participantId === this.room.me.participant_id;
    return isReader ? { name: "self", text: word("people.you") } : { name: "unknown", text: "" };
  }
}
