// One clause on the page: read it, write it, save it on the edit it was read at. What is half written is never replaced.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { button, choice, field, nodesOf } from "../dom.js";
import { ApiProblem } from "../../coordination/api.js";
import { drawRemarks } from "./remarks.js";
import { drawTerms, isComplete } from "./terms.js";
import { TOPICS } from "./topics.js";

const SAVE_AFTER_MS = 1200;
const AGAIN_AFTER_MS = 4000;
const TOOLS = [
  ["bold", "B"],
  ["italic", "I"],
  ["insertUnorderedList", "•", "list"],
  ["insertOrderedList", "1.", "numbered"],
];

/** @typedef {import("./remarks.js").Remark} Remark */
/** @typedef {import("./remarks.js").Said} Said */
/** @typedef {import("./terms.js").Term} Term */
/** @typedef {{ key: string, edit_number: number, position: number, heading: string, topic: string, body_html: string,
 *   terms: Term[], comments: Remark[], assignee: string | null }} Clause */
/** @typedef {{ topic: string, heading: string, body_html: string, terms: Term[] }} SentClause */
/** @typedef {import("./version_page.js").Page} Page */

export class ClauseCard {
  /** @param {Clause} clause @param {Page} page */
  constructor(clause, page) {
    this.page = page;
    this.clause = clause;
    this.isDirty = false;
    /** @type {Clause | null} what the server has, while here stands something else that is not saved */
    this.theirs = null;
    /** @type {Term[]} */
    this.given = [];
    this.element = element("li", { class: "clause card stack", "data-key": clause.key });
    this.heading = element("input");
    this.topic = element("select");
    this.body = element("div");
    this.state = element("span", { class: "small clause-state", role: "status" });
    this.people = element("span", { class: "small clause-people" });
    this.conflict = element("div", { class: "conflict stack", role: "alert", hidden: true });
    this.words = element("div", { class: "stack" });
    this.terms = element("div", { class: "terms stack" });
    this.remarks = element("details", { class: "remarks", open: clause.comments.some((one) => one.state === "open") });
    this.element.append(this.conflict, this.words, this.terms, this.remarks);
    this.element.addEventListener("focusin", () => page.enter(this.clause.key));
    this.#draw();
  }

  // Take what the server has: its words unless mine are unsaved, and then only its remarks.
  /** @param {Clause} clause */
  update(clause) {
    const isNewer = clause.edit_number !== this.clause.edit_number;
    if (this.isDirty && isNewer) {
      this.theirs = clause;
      this.#showConflict(clause);
    } else if (!this.isDirty && (isNewer || clause.position !== this.clause.position)) {
      this.clause = clause;
      this.#draw();
    }
    this.clause = { ...this.clause, comments: clause.comments, assignee: clause.assignee, position: clause.position };
    this.#drawRemarks();
  }

  /** @param {string[]} names */
  showPeople(names) {
    this.people.textContent = names.map((name) => word("writes_here", { name })).join(" · ");
  }

  get isUnsaved() {
    return this.isDirty || this.#isRemarking;
  }

  get #isRemarking() {
    const said = [...this.remarks.querySelectorAll("textarea")].some((one) => one.value.trim() !== "");
    return said || this.remarks.querySelector("form input:checked") !== null;
  }

  // The clause is gone, and here is someone's half sentence: it stays until they let it go.
  /** @param {() => void} letGo */
  tellRemoved(letGo) {
    if (this.isRemoved) return;
    this.isRemoved = true;
    this.element.dataset.removed = "yes";
    this.conflict.replaceChildren(element("p", { text: word("removed_meanwhile") }), button(word("let_go"), letGo));
    this.conflict.hidden = false;
  }

  #draw() {
    const { clause, page } = this;
    this.given = structuredClone(
      clause.terms.map(({ kind, scope, value, condition }) => ({ kind, scope, value, condition })),
    );
    this.words.replaceChildren(...(page.mayEdit ? this.#editor() : this.#reading()));
    drawTerms(this.terms, {
      terms: this.given,
      topic: clause.topic,
      isEditable: page.mayEdit,
      changed: () => this.#changed(),
    });
    this.terms.hidden = !page.mayEdit && this.given.length === 0;
    this.#drawRemarks();
  }

  #drawRemarks() {
    const { mayKeep, mayReview } = this.page;
    this.remarks.hidden = !mayReview && this.clause.comments.length === 0;
    drawRemarks(this.remarks, this.clause, {
      mayKeep: mayKeep && this.page.mayEdit,
      mayReview,
      act: (what, remark) => this.page.closeRemark(what, remark, this.clause),
      send: (said) => this.page.remark(this.clause, said),
    });
  }

  #reading() {
    const { clause } = this;
    const head = element("h3", { text: `${clause.position}. ${clause.heading}` });
    return [
      head,
      element("p", { class: "small quiet", text: word(`topic.${clause.topic}`) }),
      this.people,
      element("div", { class: "body" }, ...nodesOf(clause.body_html)),
    ];
  }

  #editor() {
    const { clause } = this;
    this.heading = element("input", {
      type: "text",
      value: clause.heading,
      maxlength: 200,
      "aria-label": `${word("heading")} ${clause.position}`,
    });
    this.topic = choice(TOPICS, clause.topic, (topic) => word(`topic.${topic}`), { "aria-label": word("topic") });
    this.body = element(
      "div",
      {
        class: "body",
        contenteditable: "true",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": word("body", { n: clause.position }),
      },
      ...nodesOf(clause.body_html),
    );
    this.body.addEventListener("paste", (event) => {
      // Words only: what else a word processor brings would be taken away by the server anyway.
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData?.getData("text/plain") ?? "");
    });
    for (const control of [this.heading, this.topic, this.body])
      control.addEventListener("input", () => this.#changed());
    const head = element(
      "div",
      { class: "clause-head" },
      element("span", { class: "clause-number number", text: `${clause.position}.` }),
      this.heading,
      this.topic,
    );
    return [head, element("div", { class: "row" }, this.people, this.state), this.#tools(), this.body, this.#buttons()];
  }

  #tools() {
    const bar = element("div", { class: "tools row", role: "toolbar" });
    for (const [command, sign, name] of TOOLS) {
      const tool = button(
        sign,
        () => {
          this.body.focus();
          document.execCommand(command);
          this.#changed();
        },
        { "aria-label": word(name ?? command) },
      );
      // The selection stays where it is while a tool is pressed.
      tool.addEventListener("mousedown", (event) => event.preventDefault());
      bar.append(tool);
    }
    return bar;
  }

  #buttons() {
    const { page, clause } = this;
    const row = element("div", { class: "row clause-buttons" });
    row.append(
      button("↑", () => page.move(this.clause, -1), {
        "aria-label": `${word("up")} ${clause.position}`,
        disabled: clause.position === 1,
      }),
      button("↓", () => page.move(this.clause, 1), { "aria-label": `${word("down")} ${clause.position}` }),
      button(word("history"), () => page.history(this.clause)),
      button(word("remove"), () => page.remove(this.clause), { class: "button plain" }),
    );
    const who = document.getElementById("assignees").cloneNode(true);
    who.removeAttribute("id");
    who.removeAttribute("aria-hidden");
    who.hidden = false;
    for (const option of who.options) option.selected = option.textContent === clause.assignee && option.value !== "";
    who.addEventListener("change", () => page.assign(this.clause, who.value || null));
    row.append(field(word("assigned"), who));
    return row;
  }

  #changed() {
    this.isDirty = true;
    this.state.textContent = word("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  async save() {
    clearTimeout(this.timer);
    if (!this.isDirty || this.theirs || this.isRemoved) return;
    if (this.isSaving) return void (this.timer = setTimeout(() => this.save(), SAVE_AFTER_MS));
    this.isSaving = true;
    this.isDirty = false;
    this.state.textContent = word("saving");
    const sent = {
      topic: this.topic.value,
      heading: this.heading.value,
      body_html: this.body.innerHTML,
      terms: this.given.filter(isComplete),
    };
    try {
      const saved = await this.page.saveClause(this.clause, sent);
      this.clause = { ...this.clause, ...sent, edit_number: saved.edit_number };
      if (!this.isDirty) this.state.textContent = word("saved");
    } catch (error) {
      this.isDirty = true;
      await this.#failed(error);
    } finally {
      this.isSaving = false;
    }
  }

  /** @param {any} error */
  async #failed(error) {
    if (error instanceof ApiProblem && error.status === 412) return this.page.refresh();
    const isFinal = error instanceof ApiProblem && error.status < 500;
    this.state.textContent = isFinal ? word("refused", { why: error.message }) : word("failed");
    if (!isFinal) this.timer = setTimeout(() => this.save(), AGAIN_AFTER_MS);
  }

  /** @param {Clause} theirs */
  #showConflict(theirs) {
    this.conflict.replaceChildren(
      element("p", { text: word("conflict") }),
      element("blockquote", {}, ...nodesOf(theirs.body_html)),
      element(
        "div",
        { class: "row" },
        button(word("take_theirs"), () => this.#settle(theirs, false)),
        button(word("keep_mine"), () => this.#settle(theirs, true)),
      ),
    );
    this.conflict.hidden = false;
  }

  /** @param {Clause} theirs @param {boolean} isMine */
  #settle(theirs, isMine) {
    this.theirs = null;
    this.conflict.hidden = true;
    if (isMine) {
      this.clause = { ...this.clause, edit_number: theirs.edit_number };
      return this.save();
    }
    this.isDirty = false;
    this.clause = theirs;
    this.state.textContent = "";
    return this.#draw();
  }
}
