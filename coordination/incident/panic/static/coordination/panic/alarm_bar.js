// The bar above the room: all who call for help and how that ends, and priority messages that wait for an answer.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";
import {
  isInClassroom,
  mayAcknowledgeMessage,
  mayConfirmAllClear,
  mayConfirmPanic,
  mayProposeAllClear,
  owesReport,
} from "../incident/offers/offers.js";
import { isUndecided } from "../standing/standing.js";
import { alarmPart, callsFor, keyOf, placesInShort, stripText } from "./alarm_set.js";
import { FoldedStrip } from "./folded_strip.js";
import { OwnLine } from "./own_line.js";
import { inOrder, readerOf } from "./strip_order.js";
import { verdictsOffered } from "./threats.js";
import { rowsOfCalls, wordingsOfSeveral } from "./strip_wording.js";

/** @typedef {import("./strip_order.js").DrawnPart} DrawnPart */
/** @typedef {{ proposed_by: string, proposed_at: string, given_at?: string }} AllClear the proposal, as the room has it */
/** @typedef {{ text: string, posted_by: string, posted_at: string, acknowledged_by: Record<string, string> }} PriorityMessage */
/** @typedef {ReturnType<typeof callsFor>} Calls */

export class AlarmBar {
  /**
   * @param {{ root: HTMLElement, room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown,
   *   onBoard: () => void, onParts: (parts: DrawnPart[], reader: string) => void, sources: (() => DrawnPart[])[] }} options
   *   onParts: what follows from the parts elsewhere on the page; sources: what gives the parts of others
   */
  constructor({ root, room, submit, onBoard, onParts, sources }) {
    this.root = root;
    this.room = room;
    this.submit = submit;
    this.onBoard = onBoard;
    this.onParts = onParts;
    this.sources = sources;
    this.shown = "";
    /** @type {string[]} */
    this.said = []; // the line of each part, in their order
    this.list = element("div", { class: "alarm-parts", id: "alarm-parts" });
    this.strip = element("button", {
      type: "button",
      class: "alarm-strip",
      "aria-expanded": "false",
      "aria-controls": "alarm-parts",
      onclick: () => this.unfold(!this.root.classList.contains("is-unfolded")),
    });
    this.own = new OwnLine(room);
    this.folded = new FoldedStrip(this.strip);
    root.replaceChildren(this.strip, this.own.line, this.list);
  }

  // On a phone the parts lie over the page for as long as one reads them: the map keeps its height.
  /** @param {boolean} isOpen */
  unfold(isOpen) {
    this.root.classList.toggle("is-unfolded", isOpen);
    this.strip.setAttribute("aria-expanded", String(isOpen));
  }

  // Drawn anew only when something of it has changed: a button must not vanish under the finger.
  show() {
    if (!this.strip.isConnected) return; // access has ended
    const { log } = this.room;
    // A room has at most one proposal, under its incident's id.
    const allClear = Object.values(log.objects("all_clear"))[0] ?? null;
    const reader = this.#reader;
    const parts = inOrder(
      [
        ...this.#messages(log.objects("priority_messages")),
        ...this.#panic(allClear),
        ...this.sources.flatMap((parts) => parts()),
      ],
      reader,
    );
    this.onParts(parts, reader);
    const key = [reader, ...parts.map((part) => `${part.key} ${part.task ?? ""}`)].join("\n");
    if (key === this.shown) return;
    this.shown = key;
    this.said = parts.map((part) => this.#marked(part));
    this.own.show(parts);
    this.list.replaceChildren(this.own.row(parts), ...parts.map((part) => part.node));
    this.root.hidden = parts.length === 0;
    if (parts.length === 0) this.unfold(false);
    const shown = parts.length === 0 ? [] : this.folded.show(parts, { reader, marked: (part) => this.#marked(part) });
    this.root.dataset.strip = shown.join(" ");
  }

  get #reader() {
    const { me, log } = this.room;
    return readerOf(me, log.object("people", me.participant_id)?.agency_kind);
  }

  // One line alone must say that it is an exercise, unless what it says is real; what a press says begins with it.
  /** @param {{ text: string, isReal?: boolean }} part */
  #marked({ text, isReal }) {
    const mark = word("response.exercise");
    return this.room.isExercise && !isReal && !text.startsWith(mark) ? `${mark} · ${text}` : text;
  }

  /** @param {Record<string, PriorityMessage>} messages @returns {DrawnPart[]} */
  #messages(messages) {
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
        this.#button("acknowledge_priority_message", { message_id: id }, "primary"),
      ),
    }));
  }

  // Every press that stands and every room that asks for help: none of them takes the place of another.
  /** @param {AllClear | null} allClear @returns {DrawnPart[]} */
  #panic(allClear) {
    const calls = callsFor(this.room, allClear);
    if (calls.standing.length === 0 && !calls.hasAlarm) return [];
    const buttons = this.#panicButtons(allClear);
    const confirms = (/** @type {any} */ press) => press.confirmation_required && mayConfirmPanic(this.room, press);
    const confirm = (/** @type {any} */ press) =>
      confirms(press) ? this.#button("confirm_panic", { panic_id: press.id }) : null;
    const verdicts = verdictsOffered(this.room);
    const offered = [...buttons.map((one) => one?.dataset.alarm), ...verdicts];
    const judge = (/** @type {string} */ verdict) => this.#button("judge_threats", { verdict });
    return [
      {
        key: keyOf(calls, allClear, offered),
        kind: "panic",
        ...this.#stripOf(calls, allClear),
        ...this.#taskOf(calls, allClear),
        node: alarmPart(calls, { room: this.room, buttons, confirm, judge, verdicts }),
      },
    ];
  }

  // Folded, it says where they are; to who could end it also that someone proposes to, and where in short.
  /** @param {Calls} calls @param {AllClear | null} allClear */
  #stripOf(calls, allClear) {
    const places = placesInShort(calls);
    const asksMe = mayConfirmAllClear(this.room);
    const text = stripText(calls);
    const hasCalls = calls.standing.length > 0;
    if (!asksMe || allClear === null)
      return {
        asksMe,
        places: places.map((place) => `▲ ${place}`),
        text,
        wordings: hasCalls ? wordingsOfSeveral(calls.standing) : [text],
        rows: hasCalls ? rowsOfCalls(calls.standing) : undefined,
      };
    const asked = word("alarm.proposed", { name: this.room.nameOf(allClear.proposed_by) });
    return {
      asksMe,
      places: places.map((place) => `▲ ${place}`),
      text: `${asked} · ${text}`,
      wordings: hasCalls ? places.map((place) => `${place} · ${asked}`) : [asked],
    };
  }

  // The school confirms what asks for it; the second person ends it; who is in a classroom says how it is there.
  /** @param {Calls} calls @param {AllClear | null} allClear @returns {{ task: string, ask?: string, decisions: string[] }} */
  #taskOf({ standing, hasAlarm }, allClear) {
    // That two calls may be one threat stays undecided while anything else is decided.
    const unsure = isUndecided(standing) ? ["unsure"] : [];
    if (allClear !== null && mayConfirmAllClear(this.room)) {
      const task = word("task.confirm_all_clear", { name: this.room.nameOf(allClear.proposed_by) });
      return { task, ask: word("alarm.confirm_all_clear"), decisions: ["all_clear", ...unsure] };
    }
    /** @param {import("../standing/standing.js").StandingThing} one */
    const waits = ({ source, object }) => source === "press" && object.confirmation_required;
    if (standing.some((one) => waits(one) && mayConfirmPanic(this.room, one.object)))
      return { task: word("alarm.confirm_panic"), decisions: ["confirm", ...unsure] };
    return { task: hasAlarm && owesReport(this.room) ? word("alarm.report_room") : "", decisions: unsure };
  }

  /** @param {AllClear | null} allClear */
  #panicButtons(allClear) {
    const { me } = this.room;
    const isTeacher = isInClassroom(this.room);
    return [
      // Who is in a classroom says how it is there; that it is over is for others to say first.
      isTeacher && this.room.isOpen
        ? element("a", {
            class: "button primary",
            href: `/incidents/${this.room.incidentId}/my-room`,
            text: word("alarm.report_room"),
          })
        : null,
      mayProposeAllClear(this.room) ? this.#button("propose_all_clear", {}, isTeacher ? "plain" : "") : null,
      mayConfirmAllClear(this.room) ? this.#button("confirm_all_clear", {}, "primary") : null,
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

  /** @param {string} type @param {Record<string, string>} fields */
  #button(type, fields = {}, look = "") {
    const press = () =>
      type === "propose_all_clear" ? this.withReason(type) : this.submit({ type, id: uuid(), ...fields });
    return element("button", {
      type: "button",
      class: `button ${look}`,
      "data-alarm": type,
      onclick: press,
      text: word(`alarm.${fields.verdict ? `judge_${fields.verdict}` : type}`),
    });
  }

  /** @param {string} type */
  async withReason(type) {
    const reason = await this.#words(type);
    if (reason) this.submit({ type, id: uuid(), reason });
  }

  async postPriorityMessage() {
    const answer = await ask(document.getElementById("ask-priority-message"));
    const text = answer?.text.trim();
    if (text) this.submit({ type: "post_priority_message", id: uuid(), message_id: uuid(), text });
  }

  /** @param {string} type */
  async #words(type) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word(`alarm.${type}`);
      form.querySelector("[data-about]").textContent = word(`alarm.about_${type}`);
    };
    const answer = await ask(document.getElementById("ask-reason"), { prepare });
    return answer?.reason.trim() || null;
  }
}
