// Role cards on the incident page: the reader's own card with what is to be done now, and for command what no one has
// ticked, by role, with who holds it. What is ticked comes with the room's state; who holds a role the server says.

import { confirmed } from "../components/confirm.js";
import { element, uuid } from "../element.js";
import { sitesNow } from "../sites/sites_now.js";
import { word } from "../words.js";
import { openSteps, stepsNow } from "./role_steps.js";

/** @typedef {import("./role_steps.js").RoleInRoom} RoleInRoom */
/** @typedef {import("./role_steps.js").StepNow} StepNow */
/** @typedef {{ mine: RoleInRoom[], board: RoleInRoom[] | null, changes: boolean }} RolesInRoom */

// A crowd that comes at once asks one after the other, and whose role cannot change asks once.
const SPREAD_MS = 1500;
const ANEW_MS = 5000;
const AGAIN_S = 60;
const PHASES = ["first_minute", "next_ten", "after"];
const isDesk = () => matchMedia("(min-width: 1200px)").matches;

export class RolePanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page */
  constructor(page) {
    this.page = page;
    this.room = page.room;
    /** @type {RolesInRoom | null} */
    this.roles = null;
    this.isStale = false;
    this.asked = false;
    this.people = "";
    this.shown = "";
    this.second = 0;
    this.siteId = page.room.me.site_id;
    this.line = /** @type {HTMLButtonElement} */ (document.getElementById("role-line"));
    this.tab = /** @type {HTMLElement} */ (document.querySelector('[data-show="roles"]'));
    this.root = /** @type {HTMLElement} */ (document.getElementById("roles"));
    this.line.addEventListener("click", () => page.showPanel("roles"));
    page.connection.addEventListener("outbox", () => this.show());
  }

  // --- who holds which role ----------------------------------------------------------------------------------------
  #askSoon(ms = SPREAD_MS) {
    if (this.asked) return;
    this.asked = true;
    setTimeout(() => this.#ask(), ms * (0.2 + Math.random()));
  }

  async #ask() {
    try {
      const isFirst = this.roles === null;
      this.roles = await this.room.api.get(`/rooms/${this.room.id}/roles?site_id=${this.siteId}`, { isRepeated: true });
      this.isStale = false;
      if (isFirst && isDesk() && this.#own.length > 0) this.page.showPanel("roles");
    } catch {
      this.isStale = this.roles !== null;
    }
    this.asked = false;
    this.second = 0;
    this.shown = "";
    this.show();
  }

  get #own() {
    return (this.roles?.mine ?? []).filter((one) => one.is_mine);
  }

  // Who is there, and who has stood aside: what may pass a role on.
  #peopleKey() {
    const people = Object.entries(this.room.log.objects("people")).map(([id, one]) => [id, one.left_at ?? null]);
    return JSON.stringify([people.length, people, Object.keys(this.room.log.objects("roles_aside"))]);
  }

  show() {
    if (!this.room.log.hasState) return;
    if (this.roles === null) {
      this.#askSoon();
      return;
    }
    const people = this.#peopleKey();
    if (people !== this.people) {
      const isNews = this.people !== "";
      this.people = people;
      if (isNews && this.roles.changes && this.room.isOpen) this.#askSoon(ANEW_MS);
    }
    this.#draw();
  }

  tick() {
    this.second += 1;
    if (this.roles?.changes && this.room.isOpen && this.second > AGAIN_S) this.#askSoon();
    if (this.roles?.board && this.second % 15 === 0) this.#draw();
  }

  // --- what is to be done ------------------------------------------------------------------------------------------
  /** @param {RoleInRoom} role @param {boolean} isBoard @returns {StepNow[]} */
  #steps(role, isBoard = false) {
    return stepsNow(role, {
      ticks: Object.values(this.room.log.objects("role_ticks")),
      actions: Object.values(this.room.log.objects("response_actions")),
      openedAt: this.room.incident?.opened_at ?? "",
      participantId: isBoard ? undefined : this.room.me.participant_id,
    });
  }

  // What was ticked here and has not come back yet: by role and step, whether it is to be ticked.
  #sent() {
    /** @type {Map<string, boolean>} */
    const sent = new Map();
    for (const { command, state } of this.page.outbox.list()) {
      if (state === "refused") continue;
      if (command.type === "tick_role_step") sent.set(`${command.role} ${command.step}`, true);
      if (command.type === "untick_role_step") sent.set(`${command.role} ${command.step}`, false);
    }
    return sent;
  }

  #draw() {
    const { mine, board } = /** @type {RolesInRoom} */ (this.roles);
    const sent = this.#sent();
    const sites = sitesNow(this.room);
    // A school that was looked at has left.
    if (sites.length > 0 && !sites.some(({ id }) => id === this.siteId)) {
      this.siteId = sites[0].id;
      this.#askSoon(0);
    }
    const minute = board ? Math.floor(Date.now() / 60_000) : 0;
    const key = JSON.stringify([
      this.roles,
      this.isStale,
      sites,
      minute,
      [...sent],
      this.room.isOpen,
      this.room.log.objects("role_ticks"),
      this.room.log.objects("response_actions"),
    ]);
    if (key === this.shown) return;
    this.shown = key;
    const isThere = mine.length > 0 || board !== null;
    this.tab.hidden = !isThere;
    this.#drawCount();
    this.#drawLine(sent);
    const focused = this.#focused();
    const unfolded = new Set([...this.root.querySelectorAll("details[open]")].map((one) => one.dataset.role));
    this.root.replaceChildren(
      ...(this.room.isExercise ? [element("p", { class: "exercise-word", text: word("response.exercise") })] : []),
      ...(this.isStale ? [element("p", { class: "problem", text: word("roles.stale") })] : []),
      ...mine.map((one) => this.#card(one, sent)),
      ...(board ? [this.#siteChoice(), this.#board(board, unfolded)] : []),
    );
    if (focused) this.root.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  // What is open of the reader's own card; for command of all roles whose people are named.
  #drawCount() {
    const [first] = this.#own;
    const n = first ? openSteps(this.#steps(first)).length : this.#openOnBoard();
    /** @type {HTMLElement} */ (this.tab.querySelector("[data-count]")).textContent = n > 0 ? String(n) : "";
  }

  #openOnBoard() {
    const named = (this.roles?.board ?? []).filter((one) => one.people > 0);
    return named.reduce((sum, one) => sum + openSteps(this.#steps(one, true)).length, 0);
  }

  #focused() {
    const at = document.activeElement;
    return at instanceof HTMLElement && this.root.contains(at) ? at.dataset.key : undefined;
  }

  // One line above the tabs, never below the thumb: whose card it is, how much is open, what comes first.
  /** @param {Map<string, boolean>} sent */
  #drawLine(sent) {
    const [first] = this.#own;
    const board = this.roles?.board ?? null;
    this.line.hidden = !this.room.isOpen || (!first && board === null);
    if (this.line.hidden) return;
    const mark = this.room.isExercise ? `${word("response.exercise")} · ` : "";
    if (!first) {
      const n = this.#openOnBoard();
      this.line.replaceChildren(element("strong", { text: mark + word("roles.board_open", { n }) }));
      return;
    }
    const open = openSteps(this.#steps(first)).filter(({ step }) => !sent.get(`${first.role} ${step.number}`));
    const said = open.length > 0 ? "roles.open_line" : "roles.done_line";
    this.line.replaceChildren(
      element("strong", { text: mark + word(said, { role: first.label, n: open.length }) }),
      ...(open.length > 0
        ? [element("span", { text: ` ${word("roles.next_line", { step: open[0].step.words })}` })]
        : []),
    );
  }

  // --- one's own card ----------------------------------------------------------------------------------------------
  /** @param {RoleInRoom} role @param {Map<string, boolean>} sent */
  #card(role, sent) {
    const steps = role.is_mine ? this.#steps(role) : [];
    const phases = PHASES.map((phase) => ({ phase, some: steps.filter(({ step }) => step.phase === phase) })).filter(
      ({ some }) => some.length > 0,
    );
    return element(
      "section",
      { class: "role-card", "data-card": role.role },
      element("h2", { text: word(role.is_mine ? "roles.mine" : "roles.deputy", { role: role.label }) }),
      element("p", { class: "small quiet", text: this.#whoHolds(role) }),
      ...phases.map(({ phase, some }) =>
        element(
          "div",
          {},
          element("h3", { text: word(`roles.phase.${phase}`) }),
          element("ul", { class: "role-list" }, ...some.map((one) => this.#step(role, one, sent))),
        ),
      ),
      role.is_mine && steps.length === 0 ? element("p", { class: "quiet", text: word("roles.nothing") }) : null,
      this.#aside(role),
      role.is_mine
        ? element("p", { class: "small quiet", text: word("roles.card", { version: role.version_words }) })
        : null,
    );
  }

  /** @param {RoleInRoom} role @param {StepNow} one @param {Map<string, boolean>} sent */
  #step(role, { step, ticks }, sent) {
    const key = `${role.role} ${step.number}`;
    const isTicked = sent.get(key) ?? ticks.length > 0;
    const [tick] = ticks;
    const box = element("input", {
      type: "checkbox",
      "data-key": key,
      checked: isTicked,
      disabled: !this.room.isOpen || sent.has(key),
      onchange: () => {
        const type = box.checked ? "tick_role_step" : "untick_role_step";
        this.page.submit({ type, id: uuid(), role: role.role, step: step.number });
        this.show();
      },
    });
    const who = tick
      ? word("roles.ticked_by", { name: this.room.nameOf(tick.ticked_by), time: this.room.clock.time(tick.ticked_at) })
      : "";
    return element(
      "li",
      { class: `role-step${isTicked ? " is-ticked" : ""}${sent.has(key) ? " is-sent" : ""}` },
      element(
        "label",
        {},
        box,
        element(
          "span",
          { class: "role-words" },
          step.action ? element("span", { class: "badge", text: word(`roles.action.${step.action}`) }) : null,
          step.action ? " " : null,
          step.words,
          who ? element("span", { class: "small quiet", text: ` · ${who}` }) : null,
        ),
      ),
    );
  }

  /** @param {RoleInRoom} role */
  #aside(role) {
    if (!role.is_of_one || !role.is_named || !this.room.isOpen) return null;
    if (role.stands_aside) {
      const back = () => this.page.submit({ type: "return_to_role", id: uuid(), role: role.role });
      return element("button", { type: "button", class: "button", text: word("roles.return"), onclick: back });
    }
    const pass = async () => {
      const title = word("ask.stand_aside", { role: role.label });
      if (await confirmed({ title, yes: word("roles.stand_aside"), isDanger: false }))
        this.page.submit({ type: "stand_aside_from_role", id: uuid(), role: role.role });
    };
    return element("button", { type: "button", class: "button plain", text: word("roles.stand_aside"), onclick: pass });
  }

  // Who holds it with the reason, then whom it passed, each with theirs.
  /** @param {RoleInRoom} role */
  #whoHolds(role) {
    const passed = role.passed.map((one) =>
      word("roles.passed", { name: one.name || word("people.someone"), why: one.why_words }),
    );
    if (!role.is_held) return [word("roles.held_by_none"), ...passed].join(" ");
    const why = role.is_of_one ? word(role.holder_has_joined ? "roles.has_joined" : "roles.awaited") : "";
    const reason = [role.reason, why].filter(Boolean).join(", ");
    const key = role.is_mine ? "roles.held" : role.holder ? "roles.held_by" : "roles.held_by_one";
    return [word(key, { name: role.holder, reason }), ...passed].join(" ");
  }

  // --- command's board ---------------------------------------------------------------------------------------------
  // Of several schools one is looked at: the reader's own, until they choose another.
  #siteChoice() {
    const sites = sitesNow(this.room);
    if (sites.length < 2) return "";
    const choice = element(
      "select",
      {
        "data-key": "site",
        onchange: () => {
          this.siteId = choice.value;
          this.#askSoon(0);
        },
      },
      ...sites.map(({ id, name }) => element("option", { value: id, text: name, selected: id === this.siteId })),
    );
    return element("label", { class: "field" }, element("span", { text: word("roles.site") }), choice);
  }

  /** @param {RoleInRoom[]} board @param {Set<string | undefined>} unfolded */
  #board(board, unfolded) {
    const lines = board
      .filter((role) => role.people > 0)
      .map((role) => {
        const steps = this.#steps(role, true);
        return { role, steps, open: openSteps(steps) };
      })
      .filter(({ steps }) => steps.length > 0);
    const unnamed = board.filter((role) => role.people === 0).map((role) => role.label);
    return element(
      "section",
      { class: "role-board", "aria-label": word("roles.board") },
      element("h2", { text: word("roles.board_open", { n: this.#openOnBoard() }) }),
      ...lines.map(({ role, steps, open }) =>
        element(
          "details",
          { class: "role-line-of", "data-role": role.role, open: unfolded.has(role.role) },
          element(
            "summary",
            { "data-key": `board ${role.role}` },
            element("strong", { text: role.label }),
            ` ${word("roles.count", { n: steps.length - open.length, all: steps.length })} · ${this.#holderShort(role)}`,
            open.length > 0 ? element("span", { class: "role-first" }, ...this.#openWords(role, open[0])) : null,
          ),
          element("p", { class: "small quiet", text: this.#whoHoldsOnBoard(role) }),
          element("ul", {}, ...open.map((one) => element("li", {}, ...this.#openWords(role, one)))),
        ),
      ),
      unnamed.length > 0
        ? element("p", { class: "small quiet", text: word("roles.not_named", { roles: unnamed.join(", ") }) })
        : null,
    );
  }

  /** @param {RoleInRoom} role */
  #holderShort(role) {
    if (!role.is_of_one) return String(role.people_here);
    return role.is_held ? role.holder || word("people.someone") : word("roles.held_by_none");
  }

  /** @param {RoleInRoom} role */
  #whoHoldsOnBoard(role) {
    return role.is_of_one ? this.#whoHolds({ ...role, is_mine: false }) : "";
  }

  /** @param {RoleInRoom} role @param {StepNow} one */
  #openWords(role, { step, ticks, since }) {
    const minutes = word("roles.open_for", { n: Math.max(0, Math.floor(this.room.clock.age_s(since) / 60)) });
    const ticked =
      ticks.length > 0
        ? word("roles.ticked_of", { n: ticks.length, all: role.people_here })
        : word("roles.no_one_ticked");
    return [step.words, " ", element("span", { class: "role-open-for", text: `${ticked} · ${minutes}` })];
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new RolePanel(page);
  return { show: () => panel.show(), tick: () => panel.tick() };
}
