// What the parts of the incident page know in common: the log, who is who, when it is.

import { PeopleNames, plainName } from "../incident/people/people_names.js";
import { word } from "../words.js";

/** @typedef {{ participant_id: string, user_id: string, audiences: string[], does: "school" | "responder" | "elsewhere",
 *   [may: string]: any }} Me who reads, and what they may */
/** @typedef {{
 *   room_id: string, incident_id: string, exercise: boolean, head: number, at: string, me: Me,
 *   site: { id: string, name: string, time_zone: string, agency_ids: string[] }
 * }} RoomConfig as the page has it */

export class Room {
  /**
   * @param {{ config: RoomConfig, log: import("../client/log/room_log.js").RoomLog, api: import("../api.js").Api, clock: import("../clock.js").SiteClock }} parts
   */
  constructor({ config, log, api, clock }) {
    this.log = log;
    this.names = new PeopleNames(log);
    this.api = api;
    this.clock = clock;
    this.id = config.room_id;
    this.me = config.me;
    this.siteId = config.site.id;
    this.siteName = config.site.name;
    this.siteAgencyIds = config.site.agency_ids;
    this.incidentId = config.incident_id;
    this.isExercise = config.exercise;
    /** @type {{ has: (participantId: string) => boolean } | null} who is on the map, once there is one */
    this.positions = null;
  }

  // What the incident is; a room has exactly one.
  get incident() {
    return Object.values(this.log.objects("incident"))[0] ?? null;
  }

  get isOver() {
    return this.incident?.status === "Closed";
  }

  // Whether it takes commands.
  get isOpen() {
    return !this.isOver;
  }

  /** @param {string} participantId */
  nameOf(participantId) {
    return this.names.of(participantId, plainName) || word("people.someone");
  }
}
