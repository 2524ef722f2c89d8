// One clause that was read out of a file, with its terms: open until a person takes it with a topic or leaves it out.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { choice, field, nodesOf } from "../dom.js";
import { termForm } from "../editor/terms.js";
import { TOPICS } from "../editor/topics.js";

/** @typedef {import("../editor/terms.js").Term} Term */
/** @typedef {Term & { quote: string }} TermRead and where in the file it stands */
/** @typedef {{ heading: string, topic: string, other_topics: string[], confidence: number, body_html: string,
 *   terms: TermRead[] }} ClauseRead */
/** @typedef {[value: string, text: string]} Way */

const DOUBTFUL = 0.5;
let groups = 0;

// Two radio buttons, neither chosen.
/** @param {string} legend @param {[Way, Way]} ways @param {(value: string) => void} decided */
function decision(legend, [yes, no], decided) {
  const name = `decision-${(groups += 1)}`;
  /** @param {Way} way */
  const radio = ([value, text]) => {
    const input = element("input", { type: "radio", name, value });
    input.addEventListener("change", () => decided(value));
    return element("label", { class: "choice" }, input, element("span", { text }));
  };
  return element(
    "fieldset",
    { class: "decision" },
    element("legend", { class: "visually-hidden", text: legend }),
    element("div", { class: "row" }, radio(yes), radio(no)),
  );
}

class ProposedTerm {
  /** @param {TermRead} proposed @param {() => void} changed */
  constructor(proposed, changed) {
    const { kind, scope, value, condition, quote } = proposed;
    /** @type {Term} */
    this.given = structuredClone({ kind, scope, value, condition });
    /** @type {string | null} */
    this.decision = null;
    this.isHeld = false; // its clause is left out, or the draft says it already: nothing to decide
    this.why = element("p", { class: "small quiet", hidden: true });
    this.radios = decision(
      word("take_term"),
      [
        ["take", word("accept_term")],
        ["refuse", word("refuse_term")],
      ],
      (said) => {
        this.decision = said;
        changed();
      },
    );
    this.form = termForm(this.given, { isEditable: true });
    this.form.addEventListener("change", changed);
    this.element = element(
      "li",
      { class: "proposed-term stack" },
      this.form,
      element(
        "blockquote",
        { class: "small", lang: "en" },
        element("span", { class: "quiet", text: `${word("read_from")} ` }),
        quote,
      ),
      this.why,
      this.radios,
    );
  }

  get isOpen() {
    return !this.isHeld && this.decision === null;
  }

  get isTaken() {
    return !this.isHeld && this.decision === "take";
  }

  /** @param {boolean} clauseIsLeft @param {Set<string>} saidAlready */
  settle(clauseIsLeft, saidAlready) {
    const isSaid = saidAlready.has(`${this.given.kind} ${this.given.scope}`);
    this.isHeld = clauseIsLeft || isSaid;
    this.why.textContent = clauseIsLeft ? word("left_with") : word("already");
    this.why.hidden = !this.isHeld;
    this.radios.hidden = this.isHeld;
    this.form.disabled = this.isHeld || this.decision === "refuse";
    this.element.dataset.decision = this.isHeld ? "held" : (this.decision ?? "open");
  }
}

export class ProposedClause {
  /** @param {ClauseRead} proposed @param {number} number @param {() => void} changed */
  constructor(proposed, number, changed) {
    this.body_html = proposed.body_html;
    this.confidence = proposed.confidence;
    /** @type {string | null} */
    this.decision = null;
    this.terms = proposed.terms.map((one) => new ProposedTerm(one, changed));
    this.heading = element("input", { type: "text", value: proposed.heading, maxlength: 200 });
    const isDoubtful = proposed.confidence < DOUBTFUL;
    // The likeliest stand first; a doubtful one is not chosen beforehand.
    const listed = [...new Set([proposed.topic, ...proposed.other_topics, ...TOPICS])];
    this.topic = choice(isDoubtful ? ["", ...listed] : listed, isDoubtful ? "" : proposed.topic, (one) =>
      one ? word(`topic.${one}`) : word("choose_topic"),
    );
    this.topic.addEventListener("change", changed);
    const percent = Math.round(proposed.confidence * 100);
    this.radios = decision(
      word("take_clause", { n: number }),
      [
        ["take", word("take")],
        ["leave", word("leave")],
      ],
      (said) => {
        this.decision = said;
        changed();
      },
    );
    this.element = element(
      "li",
      { class: "proposed card stack" },
      element("h3", { text: word("clause", { n: number }) }),
      element(
        "div",
        { class: "proposed-head" },
        field(word("heading"), this.heading),
        field(word("topic"), this.topic),
      ),
      element("p", {
        class: isDoubtful ? "small warn" : "small quiet",
        text: word(isDoubtful ? "doubtful" : "sure", { percent }),
      }),
      element(
        "div",
        { class: "body proposed-body", tabindex: 0, role: "region", "aria-label": proposed.heading, lang: "en" },
        ...nodesOf(proposed.body_html),
      ),
      element("h4", { text: this.terms.length ? word("proposed") : word("no_proposed") }),
      this.terms.length ? element("ul", { class: "stack" }, ...this.terms.map((one) => one.element)) : null,
      this.radios,
    );
  }

  get isTaken() {
    return this.decision === "take";
  }

  get isDecided() {
    return this.decision === "leave" || (this.isTaken && this.topic.value !== "");
  }

  get isOpen() {
    return !this.isDecided || this.terms.some((one) => one.isOpen);
  }

  get takenTerms() {
    return this.terms.filter((one) => one.isTaken);
  }

  take() {
    this.radios.querySelector('[value="take"]').checked = true;
    this.decision = "take";
  }

  /** @param {Set<string>} saidAlready */
  settle(saidAlready) {
    for (const term of this.terms) term.settle(this.decision === "leave", saidAlready);
    this.element.dataset.decision = this.isOpen ? "open" : (this.decision ?? "open");
  }

  // Where a decision is missing: the clause's own first, then the first term's.
  openPlace() {
    if (this.decision === null) return this.radios;
    if (this.isTaken && this.topic.value === "") return this.topic.parentElement;
    return this.terms.find((one) => one.isOpen)?.radios ?? this.radios;
  }

  given() {
    return {
      topic: this.topic.value,
      heading: this.heading.value,
      body_html: this.body_html,
      terms: this.takenTerms.map((one) => one.given),
    };
  }
}
