// Who sets and changes which place: by the server's own table, which comes with the page. The server decides; this spares a
// tap that would be refused.

import { commandersOf, isByMutualAid, isInCommand } from "../incident/offers/offers.js";

/** @typedef {{ functions: Record<string, string>, sets: Record<string, string[]> }} Rights functions: by the kind of an agency;
 *   sets: by the kind of a place, who sets it beside command */

export class GroundRights {
  /** @param {import("../room/room.js").Room} room @param {Rights} rights */
  constructor(room, { functions, sets }) {
    this.room = room;
    this.functions = functions;
    this.sets = sets;
  }

  get #own() {
    const kind = this.room.log.objects("people")[this.room.me.participant_id]?.agency_kind;
    return this.functions[kind] ?? "";
  }

  get #isCommand() {
    const isCommanded = Object.keys(commandersOf(this.room)).length > 0;
    return isCommanded ? isInCommand(this.room) : this.room.me.may_command;
  }

  get isResponder() {
    return this.room.me.audiences.includes("responders");
  }

  /** @param {string} kind */
  maySet(kind) {
    return this.isResponder && (this.#isCommand || (this.sets[kind] ?? []).includes(this.#own));
  }

  get maySetAny() {
    return Object.keys(this.sets).some((kind) => this.maySet(kind));
  }

  /** @param {import("./ground_kinds.js").Sighting} sighting */
  mayTakeBack({ reported_by }) {
    if (reported_by === this.room.me.participant_id) return true;
    return this.isResponder && (this.#isCommand || !this.#isOfOthers(reported_by));
  }

  // Who came in by a code ends only what is their own.
  /** @param {string} author */
  #isOfOthers(author) {
    return isByMutualAid(this.room) && author !== this.room.me.participant_id;
  }

  // What dispatch heard by radio is of the functions that set such places.
  /** @param {import("./ground_kinds.js").GroundPlace} place */
  mayChange({ kind, function: setFor, set_by }) {
    if (!this.isResponder) return false;
    if (this.#isCommand) return true;
    if (this.#isOfOthers(set_by)) return false;
    if (this.#own === setFor) return true;
    return setFor === "dispatch" && (this.sets[kind] ?? []).includes(this.#own);
  }
}
