// Priority messages that wait for the reader's answer, in the strip above the map; the button that posts one.

import { element, uuid } from "../element.js";
import { mayAcknowledgeMessage } from "../incident/offers/offers.js";
import { ask } from "../question.js";
import { word } from "../words.js";

/** @typedef {{ text: string, posted_by: string, posted_at: string, acknowledged_by: Record<string, string> }} PriorityMessage */

export class PriorityMessages {
  /** @param {Pick<import("../incident/of_capabilities/panel.js").RoomPage, "room" | "submit">} page */
  constructor({ room, submit }) {
    this.room = room;
    this.submit = submit;
  }

  /** @returns {import("../strip/strip_order.js").DrawnPart[]} */
  parts() {
    /** @type {Record<string, PriorityMessage>} */
    const messages = this.room.log.objects("priority_messages");
    const waiting = Object.entries(messages).filter(([, one]) => mayAcknowledgeMessage(this.room, one));
    return waiting.map(([id, message]) => ({
      key: `message ${id}`,
      kind: "message",
      asksMe: true,
      text: message.text,
      strip: word("alarm.answer", { text: message.text }),
      task: word("alarm.answer", { text: message.text }),
      // Its text stands on the strip above.
      asks: [word("alarm.answer", { text: message.text }), word("act.answer")],
      decisions: ["message"],
      node: element(
        "div",
        { class: "alarm-part alarm-message" },
        element(
          "div",
          { class: "command-words" },
          element("p", { class: "alarm-text", text: message.text }),
          element("p", {
            class: "command-more",
            text: word("alarm.posted", {
              name: this.room.nameOf(message.posted_by),
              time: this.room.clock.time(message.posted_at),
            }),
          }),
        ),
        this.#acknowledge(id),
      ),
    }));
  }

  /** @param {string} id */
  #acknowledge(id) {
    const type = "acknowledge_priority_message";
    return element("button", {
      type: "button",
      class: "button primary",
      "data-alarm": type,
      onclick: () => this.submit({ type, id: uuid(), message_id: id }),
      text: word(`alarm.${type}`),
    });
  }

  async post() {
    const answer = await ask(document.getElementById("ask-priority-message"));
    const text = answer?.text.trim();
    if (text) this.submit({ type: "post_priority_message", id: uuid(), message_id: uuid(), text });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new PriorityMessages(page);
  return { parts: () => panel.parts(), buttons: { priority_message: () => panel.post() } };
}
