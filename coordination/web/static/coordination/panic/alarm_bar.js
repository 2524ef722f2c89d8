// The bar above the room: the panic alarm with its words and its end, and flash messages that wait for an answer.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";

export class AlarmBar {
  constructor({ root, room, submit, onBoard }) {
    this.root = root;
    this.room = room;
    this.submit = submit;
    this.onBoard = onBoard;
    this.shown = "";
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
    const { panics, stand_down, flashes } = this.room.log.fold;
    const parts = [...this.#flashes(flashes), ...this.#panic(panics, stand_down)];
    const key = parts.map((part) => part.key).join("\n");
    if (key === this.shown) return;
    this.shown = key;
    this.list.replaceChildren(...parts.map((part) => part.node));
    this.root.hidden = parts.length === 0;
    if (parts.length === 0) this.unfold(false);
    else this.#showStrip(parts);
  }

  // One line for all of it: the panic before what people wrote, and how much more there is.
  #showStrip(parts) {
    const first = parts.at(-1);
    this.strip.className = `alarm-strip alarm-strip-${first.kind}`;
    this.strip.replaceChildren(
      element("span", { class: "alarm-strip-mark", "aria-hidden": "true", text: first.kind === "panic" ? "▲" : "!" }),
      element("span", { class: "alarm-strip-text", text: first.text }),
      element("span", { class: "alarm-strip-more", text: parts.length > 1 ? `+${parts.length - 1}` : "" }),
      element("span", { class: "alarm-strip-arrow", "aria-hidden": "true", text: "▾" }),
    );
  }

  #flashes(flashes) {
    const me = this.room.me.participant_id;
    const waiting = [...flashes.values()].filter((one) => one.posted_by !== me && !one.acknowledged_by.includes(me));
    return waiting.map((flash) => ({
      key: `flash ${flash.flash_id}`,
      kind: "flash",
      text: flash.text,
      node: element(
        "div",
        { class: "alarm-part alarm-flash" },
        element("p", { class: "alarm-text", text: flash.text }),
        this.#button("acknowledge_flash", { flash_id: flash.flash_id }, "primary"),
      ),
    }));
  }

  #panic(panics, standDown) {
    if (panics.size === 0 || standDown?.stood_down_at) return [];
    const presses = [...panics.values()].sort((one, other) => (one.pressed_at < other.pressed_at ? 1 : -1));
    const press = presses.find((one) => !one.cancelled_at) ?? presses[0];
    const state = [press.panic_id, press.cancelled_at, press.confirmed_at, standDown?.proposed_at];
    return [
      {
        key: `panic ${state.join()}`,
        kind: "panic",
        text: press.words,
        node: element(
          "div",
          { class: `alarm-part alarm-panic${press.cancelled_at ? " alarm-cancelled" : ""}` },
          element("p", { class: "alarm-text", text: press.words }),
          element("div", { class: "alarm-buttons" }, ...this.#panicButtons(press, standDown)),
          element(
            "details",
            {},
            element("summary", { text: word("alarm.dispatch_words") }),
            element("pre", { text: press.dispatch_text }),
          ),
        ),
      },
    ];
  }

  #panicButtons(press, standDown) {
    const { me } = this.room;
    const mine = standDown?.proposed_by === me.participant_id;
    const confirms = press.confirmation_required && !press.confirmed_at && me.may_command;
    return [
      confirms ? this.#button("confirm_panic", { panic_id: press.panic_id }) : null,
      standDown ? null : this.#button("propose_stand_down"),
      standDown && !mine ? this.#button("confirm_stand_down", {}, "primary") : null,
      standDown
        ? element("span", {
            class: "small",
            text: word("alarm.proposed", { name: this.room.nameOf(standDown.proposed_by) }),
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
      type === "propose_stand_down" ? this.withReason(type) : this.submit({ type, id: uuid(), ...fields });
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

  async flash() {
    const text = await this.#words("post_flash");
    if (text) this.submit({ type: "post_flash", id: uuid(), flash_id: uuid(), text });
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
