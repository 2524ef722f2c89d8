// The commander lets a person without an agreement into this incident: names them, shows the code, ends it again.

import { ApiProblem } from "../api.js";
import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";

/** @typedef {{ state: "invited" | "joined" | "ended", agency: string, person: string, callsign?: string, title?: string,
 *   let_in_by: string, invited_at: string, until: string, ended_at: string, cause: string }} Aid as the room has it */
/** @typedef {{ code: string, until: string, address: string, qr_svg: string }} AidCode */

export class MutualAid {
  /**
   * @param {{ page: { api: import("../api.js").Api }, room: import("../room/room.js").Room,
   *   submit: (command: Record<string, any>) => unknown }} parts
   */
  constructor({ page, room, submit }) {
    this.page = page;
    this.room = room;
    this.submit = submit;
    this.dialog = document.getElementById("aid-dialog");
    this.form = this.dialog.querySelector("[data-invite]");
    this.pane = this.dialog.querySelector("[data-code-pane]");
    /** @type {string | null} */
    this.shownFor = null;
    /** @type {string | undefined} */
    this.drawn = undefined; // what the list says
    this.form.onsubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#invite();
    };
    this.pane.querySelector("[data-code-done]").onclick = () => this.#hideCode();
    // A code that was shown does not wait on a screen that someone walks away from.
    this.dialog.onclose = () => this.#hideCode();
  }

  open() {
    this.#hideCode();
    this.form.reset();
    this.#say("");
    this.draw();
    this.dialog.showModal();
    this.form.elements.agency.focus();
  }

  // Called whenever the room has changed.
  draw() {
    if (this.shownFor && this.room.log.object("mutual_aid", this.shownFor)?.state !== "invited") this.#hideCode();
    const all = Object.entries(this.room.log.objects("mutual_aid"));
    const key = JSON.stringify(all);
    if (key === this.drawn) return;
    this.drawn = key;
    this.dialog.querySelector("[data-none]").hidden = all.length > 0;
    const byTime = all.sort(([, a], [, b]) => b.invited_at.localeCompare(a.invited_at));
    this.dialog.querySelector("[data-list]").replaceChildren(...byTime.map(([id, one]) => this.#line(id, one)));
  }

  /** @param {string} id @param {Aid} one */
  #line(id, one) {
    const who = [one.person, one.callsign, one.title].filter(Boolean).join(" · ");
    const buttons = [];
    if (one.state === "invited") buttons.push(this.#button("mutual_aid.new_code", () => this.#showCode(id)));
    if (one.state !== "ended") buttons.push(this.#button("mutual_aid.end", () => this.#end(id, one)));
    return element(
      "li",
      { class: `aid-line is-${one.state}` },
      element("div", {}, element("strong", { text: who }), element("p", { class: "small", text: this.#state(one) })),
      element("div", { class: "aid-buttons" }, ...buttons),
    );
  }

  /** @param {Aid} one */
  #state(one) {
    const { clock } = this.room;
    const said = {
      invited: () => word("mutual_aid.invited", { name: one.let_in_by }),
      joined: () => word("mutual_aid.joined", { name: one.let_in_by, time: clock.time(one.until) }),
      ended: () =>
        word("mutual_aid.ended", { time: clock.time(one.ended_at), cause: label("mutual_aid_end", one.cause) }),
    };
    return `${one.agency} · ${said[one.state]()}`;
  }

  /** @param {string} name @param {() => unknown} onclick */
  #button(name, onclick) {
    return element("button", { type: "button", class: "button", onclick, text: word(name) });
  }

  async #invite() {
    const named = Object.fromEntries(new FormData(this.form));
    const given = Object.fromEntries(
      Object.entries(named)
        .map(([name, value]) => [name, String(value).trim()])
        .filter(([, value]) => value),
    );
    const id = uuid();
    const done = await this.#tried(() =>
      this.page.api.post(`/rooms/${this.room.id}/commands`, {
        type: "invite_mutual_aid",
        id: uuid(),
        aid_id: id,
        ...given,
      }),
    );
    if (!done) return;
    this.form.reset();
    await this.#showCode(id, given.person);
  }

  /** @param {string} id @param {string} [person] */
  async #showCode(id, person = this.room.log.object("mutual_aid", id)?.person) {
    /** @type {AidCode | null} */
    const made = await this.#tried(() => this.page.api.post(`/rooms/${this.room.id}/mutual-aid/${id}/code`, {}));
    if (!made) return;
    this.shownFor = id;
    /** @param {string} name @param {string} text */
    const show = (name, text) => (this.pane.querySelector(`[data-${name}]`).textContent = text);
    show("code-for", word("mutual_aid.code_for", { name: person ?? "" }));
    // As it is said: the invitation's own four digits, then two groups of three.
    show("code", `${made.code.slice(0, 4)} ${made.code.slice(4, 7)} ${made.code.slice(7)}`);
    show("code-until", word("mutual_aid.code_until", { time: this.room.clock.time(made.until) }));
    show("address", made.address.replace(/^https?:\/\//, ""));
    // As a picture: nothing of it becomes a part of this page.
    this.pane.querySelector("[data-qr]").src = `data:image/svg+xml,${encodeURIComponent(made.qr_svg)}`;
    this.form.hidden = true;
    this.pane.hidden = false;
    this.pane.querySelector("[data-code-done]").focus();
    this.dialog.scrollTop = 0;
  }

  #hideCode() {
    this.shownFor = null;
    this.pane.hidden = true;
    this.form.hidden = false;
    this.pane.querySelector("[data-code]").textContent = "";
    this.pane.querySelector("[data-qr]").removeAttribute("src");
  }

  /** @param {string} id @param {Aid} one */
  async #end(id, one) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word("ask.end_mutual_aid", { name: one.person });
      form.querySelector("[data-about]").textContent = "";
    };
    const answer = await ask(document.getElementById("ask-reason"), { prepare });
    if (!answer?.reason.trim()) return;
    this.submit({ type: "end_mutual_aid", id: uuid(), aid_id: id, reason: answer.reason.trim() });
  }

  // What the server refuses, or is not reached for, is said in the dialog; what was typed stays.
  /** @param {() => Promise<any>} request */
  async #tried(request) {
    try {
      this.#say("");
      return (await request()) ?? true;
    } catch (error) {
      this.#say(error instanceof ApiProblem ? error.message : word("problem.unreachable"));
      return null;
    }
  }

  /** @param {string} text */
  #say(text) {
    const problem = this.form.querySelector("[data-problem]");
    problem.textContent = text;
    problem.hidden = !text;
    if (text) this.form.hidden = false;
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new MutualAid({ page, room: page.room, submit: page.submit });
  return { show: () => panel.draw(), buttons: { mutual_aid: () => panel.open() } };
}
