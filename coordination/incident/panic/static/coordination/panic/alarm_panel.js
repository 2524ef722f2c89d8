// All who call for help, in the strip above the map, and how that ends.

import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { word } from "../words.js";
import {
  isInClassroom,
  mayConfirmAllClear,
  mayConfirmPanic,
  mayProposeAllClear,
  owesReport,
} from "../incident/offers/offers.js";
import { isUndecided, signOf } from "../standing/standing.js";
import { rowsOfCalls, wordingsOfSeveral } from "../strip/strip_wording.js";
import { alarmPart, callsFor, keyOf, placesInShort, stripText } from "./alarm_set.js";
import { verdictsOffered } from "./threats.js";

/** @typedef {import("../strip/strip_order.js").DrawnPart} DrawnPart */
/** @typedef {{ proposed_by: string, proposed_at: string, given_at?: string }} AllClear the proposal, as the room has it */
/** @typedef {ReturnType<typeof callsFor>} Calls */

export class AlarmPanel {
  /** @param {Pick<import("../incident/of_capabilities/panel.js").RoomPage, "room" | "submit" | "press">} page */
  constructor(page) {
    this.page = page;
    this.room = page.room;
    this.submit = page.submit;
  }

  // Every press that stands and every room that asks for help: none of them takes the place of another.
  /** @returns {DrawnPart[]} */
  parts() {
    /** @type {AllClear | null} */ // A room has at most one proposal, under its incident's id.
    const allClear = Object.values(this.room.log.objects("all_clear"))[0] ?? null;
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
    const [worst] = calls.standing;
    const sign = worst && signOf(worst);
    const asksMe = mayConfirmAllClear(this.room);
    const text = stripText(calls);
    const hasCalls = calls.standing.length > 0;
    if (!asksMe || allClear === null)
      return {
        asksMe,
        places: places.map((place) => `${sign} ${place}`),
        sign,
        text,
        wordings: hasCalls ? wordingsOfSeveral(calls.standing) : [text],
        rows: hasCalls ? rowsOfCalls(calls.standing) : undefined,
      };
    const asked = word("alarm.proposed", { name: this.room.nameOf(allClear.proposed_by) });
    return {
      asksMe,
      places: places.map((place) => `${sign} ${place}`),
      sign,
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
            onclick: () => this.page.press("board"),
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

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new AlarmPanel(page);
  return { parts: () => panel.parts() };
}
