// The incident page: put the parts together and let them speak to each other.

import "../agreements/agreement_card.js";
import { AlarmBar } from "../panic/alarm_bar.js";
import { AlertBoard } from "../alerts/alert_board.js";
import { Api } from "../api.js";
import { AudienceMemory } from "./audience.js";
import { Chip, chipState } from "./chip.js";
import { elapsedText, SiteClock } from "../clock.js";
import { CommandBar } from "../command/command_bar.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { DispatchDesk } from "../desk/dispatch_desk.js";
import { loadLineRules } from "../entry_words.js";
import { toolGlyph } from "../glyphs.js";
import { ifTakenAway } from "../../mapping/kept/kept_store.js";
import { Duplicates } from "../desk/duplicates.js";
import { FactsPanel } from "../facts/facts_panel.js";
import { MutualAid } from "../command/mutual_aid.js";
import { FlagLink } from "./flag_link.js";
import { LiveMap } from "../map/live_map.js";
import { MapTools } from "../map/map_tools.js";
import { Maydays } from "../mayday/maydays.js";
import { outbox as waiting } from "../outbox_here.js";
import { Outbox } from "./outbox.js";
import { UnsentKept } from "./unsent_kept.js";
import { isPutAway } from "../console/pane.js";
import { People } from "./people.js";
import { PositionSharing } from "../map/position_sharing.js";
import { wireCancelButtons } from "../question.js";
import { QuickWords } from "../quick_words/quick_words.js";
import { RealWorld } from "../real_world/real_world.js";
import { wirePalette } from "../palette/incident_palette.js";
import { ReunificationNow } from "../reunification/reunification_now.js";
import { Room } from "../room.js";
import { RoomBoard } from "../accountability/room_board.js";
import { RoomActions } from "./room_actions.js";
import { RoomKeeping } from "./room_keeping.js";
import { FIT, RoomLog } from "../room_log.js";
import { Responses } from "../response/responses.js";
import { RoomPlaces } from "../map/room_places.js";
import { Sheet } from "./sheet.js";
import { EntryReaders } from "../search/entry_readers.js";
import { TimelineSearch } from "../search/timeline_search.js";
import { Timeline } from "../timeline.js";
import { TwoWindows } from "../desk/two_windows.js";
import { Twin } from "./twin.js";
import { twinSources } from "./twin_sources.js";
import { label, loadWords, word } from "../words.js";

const $ = (selector) => document.querySelector(selector);
const jsonOf = (id) => JSON.parse(document.getElementById(id).textContent);

class IncidentPage {
  constructor(config) {
    this.startedAt = Date.now();
    this.clock = new SiteClock({ timeZone: config.site.time_zone, language: document.documentElement.lang });
    this.api = new Api();
    this.log = new RoomLog({ head: config.head });
    this.outbox = new Outbox();
    this.room = new Room({ config, log: this.log, api: this.api, clock: this.clock });
    this.connection = new Connection({
      roomId: config.room_id,
      log: this.log,
      outbox: this.outbox,
      api: this.api,
      socketUrl: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/v1/rooms/${config.room_id}`,
      openSocket: (url, protocols) => new WebSocket(url, protocols),
    });
    this.submit = (command) => this.connection.submit(command, { at: Date.now() });
    this.#parts(config);
    this.#listen();
  }

  #parts(config) {
    this.actions = new RoomActions({ page: this, room: this.room, submit: this.submit });
    const scanButton = $('[data-do="scan"]');
    this.live = new LiveMap({
      config,
      room: this.room,
      actions: this.actions.forMap,
      scanButton,
      storage: storage(() => localStorage),
    });
    this.tools = new MapTools({
      map: this.live.map,
      bar: $("#tool-bar"),
      onCancel: () => this.actions.marks.cancelled(),
    });
    this.places = new RoomPlaces({
      room: this.room,
      live: this.live,
      onFly: (...place) => this.flyTo(...place),
    });
    this.timeline = new Timeline({
      root: $("#timeline"),
      room: this.room,
      places: this.places,
      onPlace: (...place) => this.flyTo(...place),
      onStrike: (...entry) => this.actions.strike(...entry),
      onReaders: (seq) => this.readers.open(seq),
      onDismiss: (id) => this.#dismiss(id),
    });
    this.audiences = new AudienceMemory({ me: config.me, storage: storage(() => localStorage) });
    this.composer = new Composer({
      form: $("#composer"),
      room: this.room,
      submit: this.submit,
      audiences: this.audiences,
    });
    this.people = new People({
      root: $("#people-list"),
      room: this.room,
      count: $("#people-count"),
      onLocate: (id) => this.locate(id),
      onRemove: (person) => this.actions.removePerson(person),
      onReadmit: (person) => this.actions.readmitPerson(person),
    });
    this.reunification = new ReunificationNow({
      dialog: $("#reunification-dialog"),
      roomId: config.room_id,
      api: this.api,
      onPlace: (lon, lat) => this.flyTo(lon, lat, null),
    });
    this.chip = new Chip({ root: $("#chip"), clock: this.clock });
    this.board = config.me.may_command
      ? new AlertBoard({ root: $("#board"), roomId: config.room_id, api: this.api, me: config.me.user_id })
      : null;
    this.responses = new Responses({
      room: this.room,
      submit: this.submit,
      levels: () => this.live.plan.all,
      say: (text) => this.say(text),
    });
    this.command = new CommandBar({ room: this.room, submit: this.submit, onChange: () => this.alarm.show() });
    this.realWorld = new RealWorld({ room: this.room, submit: this.submit, dialog: $("#real-world-now") });
    this.maydays = new Maydays({
      room: this.room,
      submit: this.submit,
      onPlace: (...place) => this.flyTo(...place),
      placeOfMe: () => this.placeOfMe(),
    });
    this.facts = new FactsPanel({
      root: $("#facts"),
      line: $("#facts-line"),
      room: this.room,
      submit: this.submit,
      audiences: this.audiences,
      placeOf: (text) => this.places.placeOf(text),
      onPlace: (...place) => this.flyTo(...place),
      onOpen: () => this.showPanel("timeline"),
    });
    this.quickWords = new QuickWords({
      dialog: $("#quick-words"),
      opener: $('[data-do="quick_words"]'),
      words: jsonOf("quick-words-of-role"),
      submit: this.submit,
      audience: () => this.composer.audience,
    });
    this.readers = new EntryReaders({ dialog: $("#readers"), room: this.room });
    this.search = new TimelineSearch({
      dialog: $("#search"),
      room: this.room,
      box: () => {
        const bounds = this.live.map.getBounds();
        return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      },
      onFound: (seq) => {
        this.showPanel("timeline");
        void this.timeline.goTo(seq);
      },
    });
    this.desk = new DispatchDesk({
      room: this.room,
      submit: this.submit,
      audiences: this.audiences,
      root: $("#cad-numbers"),
    });
    this.aid = new MutualAid({ page: this, room: this.room, submit: this.submit });
    this.duplicates = new Duplicates({
      room: this.room,
      api: this.api,
      onChange: () => this.log.hasState && this.alarm.show(),
      say: (text) => this.say(text),
    });
    this.alarm = new AlarmBar({
      root: $("#alarm-bar"),
      // Each gives parts { key, kind, text, node }; which one goes first says strip_order.js.
      sources: [this.realWorld, this.maydays, this.responses, this.command, this.duplicates].map(
        (one) => () => one.parts(),
      ),
      room: this.room,
      submit: this.submit,
      onBoard: () => this.board?.open(),
    });
    this.roomBoard = new RoomBoard({
      root: $("#rooms-board"),
      room: this.room,
      api: this.api,
      submit: this.submit,
    });
    this.sheet = new Sheet({ root: $("#sheet"), handle: $("#sheet-handle") });
    this.twin = new Twin({ root: $("#twin"), sources: twinSources(this), onPlace: (...place) => this.flyTo(...place) });
    this.windows = new TwoWindows({
      roomId: config.room_id,
      isMap: location.hash === "#map",
      onPlace: (...place) => this.live.flyTo(...place),
      say: (text) => this.say(text),
    });
    this.keeping = new RoomKeeping({ config, root: $("#kept-here") });
    this.flags = new FlagLink({ link: $("#flag-link"), room: this.room, api: this.api });
    this.sharing = new PositionSharing({
      sendLive: (command) => this.connection.sendLive(command),
      levelId: () => this.live.levelId,
      onChange: (state) => this.#sharingChanged(state),
    });
  }

  #listen() {
    const { connection } = this;
    connection.addEventListener("frame", (event) => this.#heard(event.detail));
    connection.addEventListener("phase", () => this.#phase());
    connection.addEventListener("outbox", () => this.timeline.showUnsent(this.outbox.list()));
    connection.addEventListener("tick", () => this.#tick());
    window.addEventListener("online", () => connection.wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && connection.wake());
    window.addEventListener("beforeunload", (event) => this.outbox.unsent().length > 0 && event.preventDefault());
    new ResizeObserver(() => this.live.map.invalidateSize({ animate: false })).observe($("#map"));
    for (const button of document.querySelectorAll("[data-glyph]")) button.prepend(toolGlyph(button.dataset.glyph));
    wireCancelButtons();
    wirePalette(this);
    wireMenu($(".bar-menu"));
    for (const button of document.querySelectorAll("[data-do]"))
      button.addEventListener("click", () => this.actions.run(button.dataset.do));
    for (const button of document.querySelectorAll("[data-show]"))
      button.addEventListener("click", () => this.showPanel(button.dataset.show));
    connection.start();
    void this.#keepUnsent();
    this.places.load().then(() => this.timeline.link());
    this.live.ready.then(() => {
      this.live.show();
      $('[data-do="grid"]').hidden = this.live.gridDefinition === null;
    });
  }

  async #keepUnsent() {
    const { id: roomId, me } = this.room;
    this.unsent = await UnsentKept.open({ userId: me.user_id, roomId });
    if (this.connection.phase === "ended") return this.#keepNothing();
    this.outbox.keepIn(this.unsent);
    return this.connection.flush();
  }

  // The incident is over, or not this person's any more: then neither are words that were not sent.
  async #keepNothing() {
    this.outbox.keepNowhere();
    await this.unsent?.end();
    await waiting?.dropRoom(this.room.id);
  }

  #heard({ frame, fit }) {
    if (frame.at) this.clock.heardServerTime(frame.at);
    if (frame.type === "state" && fit === FIT.TAKEN) this.#caughtUp();
    else if (frame.type === "resync_required") this.timeline.clear();
    else if (frame.type === "entry" || frame.type === "withheld") this.#entry(frame);
    else if (frame.type === "positions") this.#positions(frame);
    else if (frame.type === "presence") this.#presence(frame);
    this.#showChip();
  }

  #caughtUp() {
    this.timeline.catchUp();
    this.timeline.showUnsent(this.outbox.list());
    this.#showState();
    this.keeping.start(this.room.isOpen).catch(ifTakenAway);
  }

  #entry(frame) {
    this.timeline.add(frame);
    this.timeline.showUnsent(this.outbox.list());
    if (frame.content?.patch) this.#showStateSoon();
  }

  #positions(frame) {
    this.live.positions.heard(frame);
    this.live.showUnitsSoon();
  }

  #presence(frame) {
    this.people.heard(frame);
    if (this.log.hasState) this.people.show({ isRead: this.#readsPeople() });
  }

  #readsPeople() {
    return !isNarrow() || $("#sheet").dataset.panel === "people";
  }

  // Catching up brings hundreds of entries at once; the map and the lists are drawn once per picture.
  #showStateSoon() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      // Access may have ended between the entry and the picture: then there is no cockpit to draw in.
      if (this.connection.phase !== "ended") this.#showState();
    });
  }

  #showState() {
    if (!this.log.hasState) return;
    this.live.show();
    this.people.show({ isRead: this.#readsPeople() });
    this.alarm.show();
    this.aid.draw();
    this.composer.setOpen(this.room.isOpen);
    this.#showTools(this.room.isOpen);
    if (!this.room.isOpen && this.sharing.isOn) this.sharing.stop();
    if (!this.room.isOpen) this.#keepNothing().catch(ifTakenAway);
    document.body.classList.toggle("is-closed", !this.room.isOpen);
    $("#closed").hidden = this.room.isOpen;
    if (!$("#twin").hidden) this.twin.show();
    this.roomBoard.show();
    this.facts.show();
    this.desk.show();
  }

  #showTools(isOpen) {
    if (!isOpen) this.live.map.closePopup();
    for (const name of ["place_marker", "draw_line", "draw_zone", "say_where", "set_status", "share_position"])
      for (const button of document.querySelectorAll(`[data-do="${name}"]`)) button.disabled = !isOpen;
  }

  // What lies under a dialog, or in a window that nobody looks at, has not been opened.
  #noteOpened() {
    if (document.visibilityState !== "visible" || isPutAway() || document.querySelector("dialog:modal")) return;
    this.connection.opened(this.timeline.shownTo);
  }

  #tick() {
    this.#showChip();
    this.#showSharing();
    if (!this.log.hasState) return;
    this.#noteOpened();
    $("#elapsed").textContent = elapsedText(this.clock.age_s(this.room.incident.opened_at));
    this.command.tick();
    this.maydays.tick();
    this.facts.tick();
    this.live.showUnitsSoon();
    this.people.show({ isRead: this.#readsPeople() });
  }

  #showChip() {
    const { phase, heardAt } = this.connection;
    const state = chipState({
      phase,
      heardAt,
      startedAt: this.startedAt,
      now: Date.now(),
      hasState: this.log.hasState,
      last: this.log.last,
      head: this.log.head,
    });
    this.chip.show(state, { isPolling: phase === "polling" });
    document.body.classList.toggle("is-stale", state.name === "stale");
    $("#stale-words").textContent = state.name === "stale" ? this.chip.words.textContent : "";
    $("#database-down").hidden = this.connection.databaseUp;
  }

  #phase() {
    this.#showChip();
    if (this.connection.phase !== "ended") return;
    if (this.sharing.isOn) this.sharing.stop();
    this.#keepNothing().catch(ifTakenAway);
    $("#ended-words").textContent = word(`ended.${this.connection.endReason}`);
    $("#ended").hidden = false;
    // What a person may no longer see does not stay on the screen either.
    $("#cockpit").replaceChildren();
    this.keeping.ended(this.connection.endReason).catch(ifTakenAway);
    $("#ended a").focus();
  }

  #dismiss(id) {
    const item = this.outbox.dismiss(id);
    if (item?.command.type === "post_message" && !this.composer.text.value) this.composer.put(item.command.text);
    this.timeline.showUnsent(this.outbox.list());
  }

  locate(participantId) {
    const position = this.live.positions.last.get(participantId);
    if (position) this.flyTo(position.lon, position.lat, position.level_id);
  }

  placeOfMe() {
    const position = this.live.positions.last.get(this.room.me.participant_id);
    if (!position) return null;
    const { lon, lat, level_id = null, accuracy_m = null } = position;
    return { lon, lat, level_id, accuracy_m };
  }

  #sharingChanged(state) {
    const button = $('.tool[data-do="share_position"]');
    button.setAttribute("aria-pressed", String(state === "on"));
    this.say(word(`sharing.${state}`, { audience: label("audience", this.sharing.audience) }));
    this.#showSharing();
  }

  #showSharing() {
    const state = this.sharing.stateAt(Date.now());
    const bar = $("#sharing-now");
    bar.hidden = state === "off";
    if (bar.hidden || bar.dataset.state === state) return;
    bar.dataset.state = state;
    bar.querySelector("span").textContent = word(`sharing.now_${state}`, {
      audience: label("audience", this.sharing.audience),
    });
  }

  flyTo(lon, lat, levelId) {
    if (this.windows.show(lon, lat, levelId)) return;
    if ($("#sheet").dataset.step === "full" && isPhone()) this.sheet.to("half");
    if (isPhone()) $("#twin").hidden = true;
    this.live.flyTo(lon, lat, levelId);
  }

  // Where there is no room for three columns one panel shows at a time; on a desk the timeline always stands there,
  // and one of the others beside it. A further panel needs its markup and a tab: data-panel and data-show of one name.
  showPanel(name) {
    $("#sheet").dataset.panel = name;
    for (const button of document.querySelectorAll("[data-show]"))
      button.setAttribute("aria-pressed", String(button.dataset.show === name));
    for (const panel of document.querySelectorAll(".panel")) {
      panel.classList.toggle("is-shown", panel.dataset.panel === name);
      if (name !== "timeline") panel.classList.toggle("is-beside", panel.dataset.panel === name);
    }
    this.sheet.atLeast("half");
    if (name === "people" && this.log.hasState) this.people.show();
  }

  // On a phone the tools lie over the map only while one is chosen.
  showTools(isOpen = !$("#map-tools").classList.contains("is-open")) {
    $("#map-tools").classList.toggle("is-open", isOpen);
    $('[data-do="tools"]').setAttribute("aria-expanded", String(isOpen));
  }

  toggleGrid() {
    $('[data-do="grid"]').setAttribute("aria-pressed", String(this.live.toggleGrid()));
  }

  async toggleTwin() {
    const twin = $("#twin");
    twin.hidden = !twin.hidden;
    if (twin.hidden) return;
    await this.live.plan.loadFeatures();
    this.twin.show();
    twin.querySelector("input").focus();
  }

  say(text) {
    $("#notice").textContent = text;
    $("#notice").hidden = !text;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => {
      $("#notice").hidden = true;
    }, 6000);
  }
}

const isPhone = () => matchMedia("(max-width: 899px)").matches;
const isNarrow = () => matchMedia("(max-width: 1199px)").matches;

// A menu ends with Escape, and with a tap beside it.
function wireMenu(menu) {
  const close = () => {
    menu.open = false;
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => !menu.contains(event.target) && close());
}

// Storage may be forbidden; the page works without.
function storage(find) {
  try {
    return find();
  } catch {
    return null;
  }
}

loadWords(jsonOf("words"));
loadLineRules(jsonOf("line-rules"));
new IncidentPage(jsonOf("room"));
