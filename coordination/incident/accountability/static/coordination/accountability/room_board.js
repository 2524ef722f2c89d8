// The board of rooms: what was reported, by whom, when; where reports differ, side by side; which rooms have said nothing,
// and who of the school has not even got the alert. Reports come with the room's state, so that the board is live.

import { expectedNow, nothingToday, showToday } from "../building_today/today_board.js";
import { ageText } from "../clock.js";
import "../components/table_twin.js";
import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { sitesNow } from "../sites/sites_now.js";
import { signOf, standingThings, whatOf, whereOf } from "../standing/standing.js";
import { label, word } from "../words.js";
import { GLYPHS } from "./report_plan.js";
import { LISTS, roomsWithReports, saidAt, totalsOf, withExpected } from "./room_reports.js";

/** @typedef {import("./room_reports.js").JudgedRoom} JudgedRoom */
/** @typedef {import("./room_reports.js").KnownReport} KnownReport */
/** @typedef {import("./room_reports.js").Totals} Totals */
/** @typedef {import("../standing/standing.js").StandingThing} StandingThing */
/** @typedef {{ name: string, is_told: boolean, has_alert: boolean, substitute_in: string | null }} SilentPerson */
/** @typedef {{ staff: number, reported: number, told: number, not_received: number, silent: SilentPerson[] }} SchoolPeople */
/** @typedef {{ report_id: string, missing: string[], extra: string[], injured: string[], in_place_of: string }} ReportedNames */

/** @type {(keyof Totals)[]} */
const TOTALS = [
  "reported",
  "students",
  "adults",
  "visitors",
  "substitutes",
  "missing",
  "extra",
  "injured",
  "help",
  "conflicting",
];
const PEOPLE_EVERY_MS = 5000;

/** @param {SilentPerson} one */
function whyQuiet(one) {
  if (one.substitute_in) return "replaced";
  if (!one.is_told) return "not_told";
  return one.has_alert ? "silent" : "not_received";
}

export class RoomBoard {
  /**
   * @param {{ root: HTMLDialogElement, room: import("../room/room.js").Room, api: import("../api.js").Api,
   *   submit: (command: Record<string, any>) => unknown }} parts
   */
  constructor({ root, room, api, submit }) {
    this.root = root;
    this.room = room;
    this.api = api;
    this.submit = submit;
    /** @type {import("./room_reports.js").PlanRoom[]} */
    this.rooms = [];
    /** @type {SchoolPeople | null} */
    this.people = null;
    /** @type {Map<string | null, number>} */
    this.expected = new Map(); // students by the room's key
    this.period = "";
    /** @type {import("../building_today/today_board.js").Today} */
    this.today = nothingToday();
    this.siteId = room.me.site_id;
    /** @type {HTMLSelectElement} */
    this.choice = root.querySelector("[data-board-site]");
    this.choice.addEventListener("change", () => {
      this.siteId = this.choice.value;
      // Of another building nothing stands here as if it were of this one.
      this.today = nothingToday();
      this.#look();
    });
    /** @type {Map<string, ReportedNames>} */
    this.names = new Map(); // by report
    this.mayName = root.dataset.names !== undefined;
    this.isWindow = document.body.dataset.half === "board";
    document.querySelector("[data-rooms-board]")?.addEventListener("click", () => this.open());
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.addEventListener("close", () => clearTimeout(this.timer));
    if (this.isWindow) this.open();
  }

  open() {
    // In a window of its own it is the page, and ends with it.
    if (this.isWindow) this.root.show();
    else this.root.showModal();
    this.#look();
    this.show();
  }

  // Of several sites one is looked at: the reader's own, until they choose another.
  #showSites() {
    const sites = sitesNow(this.room);
    if (sites.length > 0 && !sites.some(({ id }) => id === this.siteId)) this.siteId = sites[0].id;
    this.choice.closest("label").hidden = sites.length < 2;
    const key = JSON.stringify(sites);
    if (this.choice.dataset.key === key) return;
    this.choice.dataset.key = key;
    this.choice.replaceChildren(...sites.map(({ id, name }) => element("option", { value: id, text: name })));
    this.choice.value = this.siteId;
  }

  #reports() {
    const all = Object.entries(this.room.log.objects("room_reports"));
    return Object.fromEntries(all.filter(([, one]) => (one.site_id ?? this.room.siteId) === this.siteId));
  }

  // Which rooms there are, and who has the alert: asked anew for as long as the board is open.
  async #look() {
    clearTimeout(this.timer);
    try {
      const asked = `/rooms/${this.room.id}/rooms-to-account-for?site_id=${this.siteId}`;
      const { rooms, people, expected, period } = await this.api.get(asked, { isRepeated: true });
      this.rooms = withExpected(rooms, expected);
      this.expected = new Map(
        expected.map((/** @type {import("./room_reports.js").Expected} */ one) => [one.room_key, one.students]),
      );
      this.period = period;
      this.people = people;
      await this.#lookAtToday();
      if (this.mayName) await this.#lookForNames();
      this.#stale(false);
    } catch {
      this.#stale(true);
    }
    this.show();
    if (this.root.open) this.timer = setTimeout(() => this.#look(), PEOPLE_EVERY_MS);
  }

  async #lookForNames() {
    /** @type {ReportedNames[]} */
    const found = await this.api.get(`/rooms/${this.room.id}/reported-names`, { isRepeated: true });
    this.names = new Map(found.map((one) => [one.report_id, one]));
  }

  // What is otherwise in the building today, and who visits it. Where it cannot be asked, the board stands without it.
  async #lookAtToday() {
    try {
      const asked = this.siteId;
      /** @type {import("../building_today/today_board.js").Today} */
      const today = await this.api.get(`/rooms/${this.room.id}/building-today?site_id=${asked}`, { isRepeated: true });
      if (asked !== this.siteId) return;
      this.today = { ...today, readAt: new Date(this.room.clock.serverNow()).toISOString() };
      expectedNow(this.expected, this.today);
    } catch {
      this.today = { ...this.today, isStale: true };
    }
  }

  /** @param {boolean} isStale */
  #stale(isStale) {
    this.root.querySelector("[data-stale]").hidden = !isStale;
  }

  show() {
    if (!this.root.open || !this.room.log.hasState) return;
    this.#showSites();
    const rooms = roomsWithReports(this.#reports(), this.rooms);
    const otherwise = new Set(this.today.rooms.map((one) => one.room_key));
    // From a room that is closed, or whose class is away, no report is waited for.
    const totals = totalsOf(rooms.filter((one) => one.reports.length > 0 || !otherwise.has(one.key)));
    this.root.querySelector("[data-totals]").replaceChildren(
      ...TOTALS.map((name) =>
        element(
          "div",
          { class: `rooms-total${totals[name] ? ` rooms-total-${name}` : ""}` },
          element("dt", { text: word(`rooms.${name}`) }),
          element("dd", {
            class: "number",
            text: this.#total(totals, name),
          }),
        ),
      ),
    );
    showToday(this.root.querySelector("[data-today]"), this.today, (at) => this.room.clock.time(at));
    this.#showPeople();
    this.root.querySelector("table-twin").show({
      columns: ["room", "floor", "state", "people", "lists", "door", "by", "when"].map((one) =>
        word(`rooms.column_${one}`),
      ),
      rows: this.#all(rooms.filter((one) => one.reports.length > 0 || one.moved.length === 0)),
    });
  }

  // Rooms in which someone calls for help stand above all others, the worst on top; and among them what was pressed in
  // no room of the plans.
  /** @param {JudgedRoom[]} rooms */
  #all(rooms) {
    const calls = standingThings(this.room.log).filter(({ source }) => source === "press" || source === "room");
    const presses = calls.filter(({ source }) => source === "press");
    /** @type {Set<string | null>} */
    const known = new Set(rooms.map((one) => one.key));
    /** @type {Map<string | null, number>} */
    const urgencies = new Map();
    calls.forEach(({ spaceId }, at) => urgencies.set(spaceId, Math.min(at, urgencies.get(spaceId) ?? at)));
    const elsewhere = presses.filter((one) => !known.has(one.spaceId));
    return [
      ...elsewhere.map((one) => ({ ...this.#call(one), urgency: calls.indexOf(one) })),
      ...rooms.flatMap((room) => {
        const here = presses.filter((one) => one.spaceId === room.key);
        return this.#rows(room, here).map((row) => ({ ...row, urgency: urgencies.get(room.space_id) }));
      }),
    ];
  }

  /** @param {StandingThing} one */
  #call(one) {
    const cells = [whereOf(one), "", this.#pressed([one]), "", "", "", "", this.room.clock.time(one.since)];
    return { key: one.key, cells };
  }

  /** @param {StandingThing[]} presses */
  #pressed(presses) {
    const said = presses.map((one) => `${signOf(one)} ${whatOf(one)}`).join(" · ");
    return element("strong", { class: "rooms-pressed", text: said });
  }

  /** @param {Totals} totals @param {keyof Totals} name */
  #total(totals, name) {
    if (name === "reported") return `${totals.reported} / ${totals.rooms}`;
    return name === "students" && this.expected.size > 0
      ? `${totals.students} / ${this.#expectedInAll()}`
      : totals[name];
  }

  #expectedInAll() {
    return [...this.expected.values()].reduce((sum, one) => sum + one, 0);
  }

  // How many are there of how many the schedule has there.
  /** @param {JudgedRoom} room @param {KnownReport} report */
  #peopleIn(room, report) {
    const said = { students: report.students ?? "—", adults: report.adults ?? "—" };
    const expected = this.expected.get(room.key);
    const people =
      expected === undefined ? word("rooms.people", said) : word("rooms.people_expected", { ...said, expected });
    const { visitors } = report;
    return visitors === undefined ? people : word("rooms.and_visitors", { people, visitors });
  }

  /** @param {JudgedRoom} room @param {StandingThing[]} presses */
  #rows(room, presses) {
    const floor = [room.building, room.level].filter(Boolean).join(", ");
    const otherwise = this.today.rooms.filter((one) => one.room_key === room.key).map((one) => one.words);
    const silence = otherwise.join(" · ") || word("rooms.not_reported");
    const state = presses.length > 0 ? element("span", {}, this.#pressed(presses), ` · ${silence}`) : silence;
    const waits = [room.room, floor, state, this.#waited(room), "", "", "", ""];
    const silent = room.reports.length === 0 ? [{ key: room.key, cells: waits }] : [];
    return [
      ...silent,
      ...[...room.reports, ...room.simulated].map((report) => this.#row(room, floor, report, presses)),
    ];
  }

  /** @param {JudgedRoom} room @param {string} floor @param {KnownReport} report @param {StandingThing[]} presses */
  #row(room, floor, report, presses) {
    return {
      key: report.id,
      cells: [
        room.room,
        floor,
        presses.length > 0
          ? element("span", {}, this.#pressed(presses), " · ", this.#state(room, report))
          : this.#state(room, report),
        this.#peopleIn(room, report),
        this.#lists(report),
        report.door ? label("door_lock", report.door) : "—",
        this.#by(report),
        this.#when(report),
      ],
    };
  }

  /** @param {JudgedRoom} room */
  #waited(room) {
    const expected = this.expected.get(room.key);
    return expected === undefined ? "" : word("rooms.expected", { n: expected });
  }

  /** @param {JudgedRoom} room @param {KnownReport} report */
  #state(room, report) {
    return element(
      "span",
      { class: `rooms-state rooms-state-${report.state}` },
      report.is_simulated ? element("strong", { class: "rooms-simulated", text: `${word("rooms.simulated")} ` }) : null,
      `${GLYPHS[report.state]} ${label("room_report_state", report.state)}`,
      room.isConflicting && !report.is_simulated
        ? element("strong", { class: "rooms-conflict", text: ` ${word("rooms.differs")}` })
        : null,
      report.moving_to ? ` · ${word("rooms.moving_to", { place: report.moving_to })}` : null,
      report.note ? ` · ${report.note}` : null,
    );
  }

  /** @param {KnownReport} report */
  #lists(report) {
    const names = this.names.get(report.id);
    return LISTS.filter((one) => report[one])
      .map((one) => `${word(`rooms.${one}`)} ${report[one]}${names?.[one].length ? `: ${names[one].join(", ")}` : ""}`)
      .join("; ");
  }

  // Whose place a substitute takes is read by those who may read names.
  /** @param {KnownReport} report */
  #lead(report) {
    const name = this.names.get(report.id)?.in_place_of;
    if (report.led_by === "substitute") return name ? word("rooms.substitute_for", { name }) : word("rooms.substitute");
    return report.led_by ? word(`rooms.${report.led_by}`) : "";
  }

  /** @param {KnownReport} report */
  #voice(report) {
    // What is played has no reporter: its sender carries the mark.
    if (report.is_simulated) return report.on_behalf_of;
    const who = this.room.nameOf(report.reported_by);
    return report.on_behalf_of
      ? word("rooms.passed_on", { who, name: report.on_behalf_of, how: label("report_source", report.source) })
      : who;
  }

  /** @param {KnownReport} report */
  #by(report) {
    const said = [this.#voice(report), this.#lead(report)].filter(Boolean).join(" · ");
    const mayWithdraw = report.reported_by === this.room.me.participant_id || this.room.me.may_command;
    if (!mayWithdraw || !this.room.isOpen) return said;
    const button = element("button", {
      type: "button",
      class: "button plain",
      text: word("rooms.withdraw"),
      "aria-label": `${word("rooms.withdraw")}: ${report.room}, ${said}`,
      onclick: () => this.#withdraw(report),
    });
    return element("span", {}, said, " ", button);
  }

  /** @param {KnownReport} report */
  #when(report) {
    const age = ageText(this.room.clock.age_s(saidAt(report)));
    const time = word("rooms.when", { time: this.room.clock.time(saidAt(report)), age });
    return report.said_at
      ? `${time}. ${word("rooms.came_late", { time: this.room.clock.time(report.reported_at) })}`
      : time;
  }

  /** @param {KnownReport} report */
  async #withdraw(report) {
    const prepare = (/** @type {HTMLFormElement} */ form) => {
      form.querySelector("[data-title]").textContent = word("rooms.withdraw");
      form.querySelector("[data-about]").textContent = `${report.room}: ${label("room_report_state", report.state)}`;
    };
    const answer = await ask(document.getElementById("ask-reason"), { prepare });
    if (answer) this.submit({ id: uuid(), type: "withdraw_room_report", report_id: report.id, reason: answer.reason });
  }

  #showPeople() {
    const { people } = this;
    this.root.querySelector("[data-people]").replaceChildren(
      ...(people === null
        ? []
        : [
            ...(this.period
              ? [element("p", { text: word("rooms.by_schedule", { n: this.#expectedInAll(), period: this.period }) })]
              : []),
            element("p", {
              text: word("rooms.staff", {
                n: people.staff,
                reported: people.reported,
                told: people.told,
                missed: people.not_received,
              }),
            }),
            ...people.silent.map((one) =>
              element("p", {
                class: one.has_alert || one.substitute_in ? "quiet" : "warn",
                text: word(`rooms.${whyQuiet(one)}`, { name: one.name, room: one.substitute_in }),
              }),
            ),
          ]),
    );
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel({ room, api, submit }) {
  const root = /** @type {HTMLDialogElement} */ (document.getElementById("rooms-board"));
  const board = new RoomBoard({ root, room, api, submit });
  return { show: () => board.show() };
}
