// The pinned facts above the timeline, which scrolls under them; in a hand, one line on the map that leads to them.
// What is old turns amber and says how old it is; what contradicts stands side by side.

import { ageText } from "../clock.js";
import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { contradictions, isOld, standing } from "./contradictions.js";

/** @param {string} name */
const dialog = (name) => document.getElementById(name);

/** @typedef {import("./contradictions.js").Fact} Fact */
/** @typedef {{ lon: number, lat: number, level_id: string | null }} Place */

export class FactsPanel {
  /**
   * @param {{ root: HTMLDetailsElement, line: HTMLElement, room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown, audiences: any, placeOf: (text: string) => Place | null, onPlace: (lon: number, lat: number, levelId: string | null) => void, onOpen: () => void }} parts
   */
  constructor({ root, line, room, submit, audiences, placeOf, onPlace, onOpen }) {
    this.root = root;
    this.line = line;
    this.room = room;
    this.submit = submit;
    this.audiences = audiences;
    this.placeOf = placeOf; // (text) => { lon, lat, level_id }, or null where the words name no one place
    this.onPlace = onPlace; // (lon, lat, level id)
    /** @type {HTMLElement} */
    this.list = root.querySelector("[data-facts]");
    /** @type {HTMLElement} */
    this.count = root.querySelector("[data-count]");
    this.shown = "";
    // In a hand the line on the map says them; the timeline keeps its room until someone wants them whole.
    if (matchMedia("(max-width: 899px)").matches) this.root.open = false;
    this.line.addEventListener("click", () => {
      onOpen();
      this.root.open = true;
    });
  }

  get facts() {
    return this.room.log.objects("facts");
  }

  get #mayJudge() {
    const { me } = this.room;
    return me.audiences.includes("responders") || me.may_command;
  }

  // Drawn anew only when something of it has changed: a button must not vanish under the finger.
  show() {
    const all = standing(this.facts);
    const differ = contradictions(this.facts);
    const key = JSON.stringify([all, this.room.isOpen, all.map(([, one]) => this.#isOld(one))]);
    if (key !== this.shown) {
      this.shown = key;
      this.list.replaceChildren(...all.map(([id, fact]) => this.#item(id, fact, differ.get(id) ?? [])));
      this.root.hidden = all.length === 0;
      this.count.textContent = String(all.length);
      this.#showLine(all, differ);
    }
    this.tick();
  }

  tick() {
    for (const one of this.list.querySelectorAll("[data-since]")) {
      const age = ageText(Math.max(0, this.room.clock.age_s(one.dataset.since)));
      one.textContent = word(one.dataset.old ? "facts.old" : "facts.age", { age });
    }
    if (standing(this.facts).some(([id, one]) => this.#isOld(one) !== this.#looksOld(id))) {
      this.shown = "";
      requestAnimationFrame(() => this.show());
    }
  }

  /** @param {string} id */
  #looksOld(id) {
    return this.list.querySelector(`[data-fact="${id}"]`)?.classList.contains("is-old") ?? false;
  }

  /** @param {Fact} fact */
  #isOld(fact) {
    return isOld(fact, this.room.clock.age_s(fact.since));
  }

  /** @param {[string, Fact][]} all @param {Map<string, string[]>} differ */
  #showLine(all, differ) {
    this.line.hidden = all.length === 0;
    this.line.closest(".map-panel")?.classList.toggle("has-facts", all.length > 0);
    const said = all.map(([, one]) => this.#said(one)).join(" · ");
    this.line.replaceChildren(
      element("span", { class: "facts-line-words", text: said }),
      element("span", { class: "number", text: String(all.length) }),
      ...(differ.size > 0
        ? [element("span", { class: "facts-mark", text: word("facts.doubt", { n: String(differ.size) }) })]
        : []),
    );
    this.line.classList.toggle(
      "is-old",
      all.some(([, one]) => this.#isOld(one)),
    );
  }

  /** @param {Fact} fact */
  #said(fact) {
    return [fact.subject ?? label("fact_kind", fact.kind), fact.value].join(": ");
  }

  /** @param {string} id @param {Fact} fact @param {string[]} others */
  #item(id, fact, others) {
    const old = this.#isOld(fact);
    const marks = [
      others.length > 0 ? element("span", { class: "facts-mark", text: word("facts.contradicts") }) : null,
      element("span", { class: "facts-age number", "data-since": fact.since, "data-old": old ? "1" : "" }),
    ];
    return element(
      "li",
      {
        class: `fact${old ? " is-old" : ""}${others.length > 0 ? " is-contradicted" : ""}${fact.confirmed_by ? " is-confirmed" : ""}`,
        "data-fact": id,
      },
      element(
        "p",
        { class: "fact-head" },
        element("span", { class: "fact-kind", text: label("fact_kind", fact.kind) }),
        ...marks,
      ),
      element(
        "p",
        { class: "fact-value" },
        fact.subject ? element("span", { class: "fact-subject", text: `${fact.subject}: ` }) : null,
        element("strong", { text: fact.value }),
      ),
      element("p", { class: "fact-source", text: this.#sources(fact) }),
      this.room.isOpen ? element("div", { class: "fact-buttons" }, ...this.#buttons(id, fact, others, old)) : null,
    );
  }

  /** @param {Fact} fact */
  #sources(fact) {
    /** @param {string} who */
    const name = (who) => this.room.nameOf(who);
    return [
      word("facts.said_by", { source: label("fact_source", fact.source) }),
      fact.source_note,
      word("facts.pinned_by", { name: name(fact.pinned_by) }),
      fact.confirmed_by
        ? word("facts.confirmed_by", {
            name: name(fact.confirmed_by),
            source: label("fact_source", fact.confirmed_source),
          })
        : word("facts.not_confirmed"),
      word("facts.for", { audience: label("audience", fact.audience) }),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  /** @param {string} id @param {Fact} fact @param {string[]} others @param {boolean} old */
  #buttons(id, fact, others, old) {
    const mine = fact.pinned_by === this.room.me.participant_id;
    const judges = this.#mayJudge;
    const { lon, lat } = fact;
    /** @param {string} name @param {() => unknown} onclick */
    const button = (name, onclick) =>
      element("button", { type: "button", class: "button plain", "data-do-fact": name, onclick, text: word(name) });
    return [
      judges && !mine && (!fact.confirmed_by || old) ? button("facts.confirm", () => this.confirm(id)) : null,
      judges && others.length > 0 ? button("facts.stands", () => this.#stands(id, others)) : null,
      mine || judges ? button("facts.update", () => this.pin({ ...fact, supersedes: id })) : null,
      mine || judges ? button("facts.withdraw", () => this.#withdraw(id)) : null,
      lon === undefined || lat === undefined
        ? null
        : button("mayday.show", () => this.onPlace(lon, lat, fact.level_id ?? null)),
    ];
  }

  /** @param {string} id @param {string[]} others */
  #stands(id, others) {
    for (const other of others) this.submit({ type: "supersede_fact", id: uuid(), fact_id: other, by_fact_id: id });
  }

  /** @param {string} id */
  async #withdraw(id) {
    const prepare = (/** @type {any} */ form) => {
      form.querySelector("[data-title]").textContent = word("ask.withdraw_fact");
      form.querySelector("[data-about]").textContent = this.#said(this.facts[id]);
    };
    const answer = await ask(dialog("ask-reason"), { prepare });
    if (answer?.reason.trim())
      this.submit({ type: "withdraw_fact", id: uuid(), fact_id: id, reason: answer.reason.trim() });
  }

  /** @param {string} id */
  async confirm(id) {
    const prepare = (/** @type {any} */ form) => {
      form.querySelector("[data-about]").textContent = this.#said(this.facts[id]);
    };
    const answer = await ask(dialog("ask-fact-source"), { prepare });
    if (answer?.source) this.submit({ type: "confirm_fact", id: uuid(), fact_id: id, source: answer.source });
  }

  // A new fact, or one in the place of another, whose words it begins with.
  /** @param {Partial<Fact> & Record<string, any>} before */
  async pin(before = {}) {
    const prepare = (/** @type {any} */ form) => {
      for (const name of ["kind", "value", "subject", "source"])
        if (before[name]) form.elements[name].value = before[name];
      if (before.supersedes === undefined) this.audiences.prepare(form, "fact");
      const choice = form.querySelector("[data-audience]");
      if (choice) choice.hidden = before.supersedes !== undefined;
    };
    const answer = await ask(dialog("ask-fact"), { prepare });
    if (!answer?.value.trim()) return;
    const subject = answer.subject.trim() || null;
    // Where it is follows from what it is about: no one points at a map in the first minutes.
    const place = this.placeOf(subject ?? "") ?? this.placeOf(answer.value) ?? kept(before, subject);
    this.submit({
      type: "pin_fact",
      id: uuid(),
      fact_id: uuid(),
      kind: answer.kind,
      value: answer.value.trim(),
      subject,
      ...(place ?? {}),
      source: answer.source,
      audience: before.supersedes === undefined ? this.audiences.chosen(answer, "fact") : null,
      supersedes: before.supersedes ?? null,
    });
  }
}

// An update of the same thing is where it was.
/** @param {Partial<Fact>} before @param {string | null} subject @returns {Place | null} */
function kept(before, subject) {
  if (before.lon === undefined || before.lat === undefined || (before.subject ?? null) !== subject) return null;
  return { lon: before.lon, lat: before.lat, level_id: before.level_id ?? null };
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new FactsPanel({
    root: document.getElementById("facts"),
    line: document.getElementById("facts-line"),
    room: page.room,
    submit: page.submit,
    audiences: page.audiences,
    placeOf: (text) => page.places.placeOf(text),
    onPlace: (...place) => page.flyTo(...place),
    onOpen: () => page.showPanel("timeline"),
  });
  return { show: () => panel.show(), tick: () => panel.tick(), buttons: { pin_fact: () => panel.pin() } };
}
