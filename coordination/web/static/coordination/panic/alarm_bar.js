// The bar above the room: all who call for help and how that ends, and priority messages that wait for an answer.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";
import { alarmPart, callsFor, keyOf, stripText } from "./alarm_set.js";
import { inOrder, isDanger } from "./strip_order.js";

export class AlarmBar {
  constructor({ root, room, submit, onBoard, sources }) {
    this.root = root;
    this.room = room;
    this.submit = submit;
    this.onBoard = onBoard;
    this.sources = sources; // functions that give the parts of others
    this.shown = "";
    this.said = []; // the line of each part, in their order
    this.list = element("div", { class: "alarm-parts", id: "alarm-parts" });
    this.strip = element("button", {
      type: "button",
      class: "alarm-strip",
      "aria-expanded": "false",
      "aria-controls": "alarm-parts",
      onclick: () => this.unfold(!this.root.classList.contains("is-unfolded")),
    });
    root.replaceChildren(this.strip, this.list);
  }

  // On a phone the parts lie over the page for as long as one reads them: the map keeps its height.
  unfold(isOpen) {
    this.root.classList.toggle("is-unfolded", isOpen);
    this.strip.setAttribute("aria-expanded", String(isOpen));
  }

  // Drawn anew only when something of it has changed: a button must not vanish under the finger.
  show() {
    const { log } = this.room;
    // A room has at most one proposal, under its incident's id.
    const allClear = Object.values(log.objects("all_clear"))[0] ?? null;
    const parts = inOrder([
      ...this.#messages(log.objects("priority_messages")),
      ...this.#panic(allClear),
      ...this.sources.flatMap((parts) => parts()),
    ]);
    const key = parts.map((part) => part.key).join("\n");
    if (key === this.shown) return;
    this.shown = key;
    this.said = parts.map((part) => this.#marked(part));
    this.list.replaceChildren(...parts.map((part) => part.node));
    this.root.hidden = parts.length === 0;
    if (parts.length === 0) this.unfold(false);
    else this.#showStrip(parts);
  }

  // One line for all of it: what goes first, and how much more there is.
  #showStrip(parts) {
    const [first] = parts;
    this.strip.className = `alarm-strip alarm-strip-${first.kind}`;
    this.strip.replaceChildren(
      element("span", { class: "alarm-strip-mark", "aria-hidden": "true", text: isDanger(first) ? "▲" : "!" }),
      element("span", { class: "alarm-strip-text", text: this.#marked(first) }),
      element("span", { class: "alarm-strip-more", text: parts.length > 1 ? `+${parts.length - 1}` : "" }),
      element("span", { class: "alarm-strip-arrow", "aria-hidden": "true", text: "▾" }),
    );
  }

  // One line alone must say that it is an exercise, unless what it says is real; what a press says begins with it.
  #marked({ text, isReal }) {
    const mark = word("response.exercise");
    return this.room.isExercise && !isReal && !text.startsWith(mark) ? `${mark} · ${text}` : text;
  }

  #messages(messages) {
    const me = this.room.me.participant_id;
    const isWaiting = ([, one]) => one.posted_by !== me && !(me in one.acknowledged_by);
    const waiting = Object.entries(messages).filter(isWaiting);
    return waiting.map(([id, message]) => ({
      key: `message ${id}`,
      kind: "message",
      text: message.text,
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
        this.#button("acknowledge_priority_message", { message_id: id }, "primary"),
      ),
    }));
  }

  // Every press that stands and every room that asks for help: none of them takes the place of another.
  #panic(allClear) {
    const calls = callsFor(this.room, allClear);
    if (calls.standing.length === 0 && !calls.hasAlarm) return [];
    const buttons = this.#panicButtons(allClear);
    const confirms = (press) => press.confirmation_required && !press.confirmed_at && this.room.me.may_command;
    const confirm = (press) => (confirms(press) ? this.#button("confirm_panic", { panic_id: press.id }) : null);
    return [
      {
        key: keyOf(calls, allClear),
        kind: "panic",
        text: stripText(calls),
        node: alarmPart(calls, { room: this.room, buttons, confirm }),
      },
    ];
  }

  #panicButtons(allClear) {
    const { me } = this.room;
    const mine = allClear?.proposed_by === me.participant_id;
    const isTeacher = me.audiences.includes("school") && !me.may_command;
    return [
      // Who is in a classroom says how it is there; that it is over is for others to say first.
      isTeacher && this.room.isOpen
        ? element("a", {
            class: "button primary",
            href: `/incidents/${this.room.incidentId}/my-room`,
            text: word("alarm.report_room"),
          })
        : null,
      allClear ? null : this.#button("propose_all_clear", {}, isTeacher ? "plain" : ""),
      allClear && !mine ? this.#button("confirm_all_clear", {}, "primary") : null,
      allClear
        ? element("span", {
            class: "small",
            text: word("alarm.proposed", { name: this.room.nameOf(allClear.proposed_by) }),
          })
        : null,
      me.may_command
        ? element("button", {
            type: "button",
            class: "button",
            onclick: () => this.onBoard(),
            text: word("alarm.board"),
          })
        : null,
    ];
  }

  #button(type, fields = {}, look = "") {
    const press = () =>
      type === "propose_all_clear" ? this.withReason(type) : this.submit({ type, id: uuid(), ...fields });
    return element("button", {
      type: "button",
      class: `button ${look}`,
      "data-alarm": type,
      onclick: press,
      text: word(`alarm.${type}`),
    });
  }

  async withReason(type) {
    const reason = await this.#words(type);
    if (reason) this.submit({ type, id: uuid(), reason });
  }

  async postPriorityMessage() {
    const answer = await ask(document.getElementById("ask-priority-message"));
    const text = answer?.text.trim();
    if (text) this.submit({ type: "post_priority_message", id: uuid(), message_id: uuid(), text });
  }

  async #words(type) {
    const prepare = (form) => {
      form.querySelector("[data-title]").textContent = word(`alarm.${type}`);
      form.querySelector("[data-about]").textContent = word(`alarm.about_${type}`);
    };
    const answer = await ask(document.getElementById("ask-reason"), { prepare });
    return answer?.reason.trim() || null;
  }
}
