// What the parts of the incident page know in common: the log, who is who, when it is.

import { PeopleNames, plainName } from "../incident/people/people_names.js";
import { word } from "../words.js";

export class Room {
  constructor({ config, log, api, clock }) {
    this.log = log;
    this.names = new PeopleNames(log);
    this.api = api;
    this.clock = clock;
    this.id = config.room_id;
    this.me = config.me;
    this.siteId = config.site.id;
    this.siteAgencyIds = config.site.agency_ids;
    this.incidentId = config.incident_id;
    this.isExercise = config.exercise;
  }

  // What the incident is; a room has exactly one.
  get incident() {
    return Object.values(this.log.objects("incident"))[0] ?? null;
  }

  get isOpen() {
    return this.incident?.status !== "Closed";
  }

  nameOf(participantId) {
    return this.names.of(participantId, plainName) || word("people.somebody");
  }
}
