// Read states of an incident from standard input; print, for each, whether the proposed response action is offered.
import { readFileSync } from "node:fs";
import { mayStartProposed } from "/static/coordination/incident/offers/offers.js";

const isOffered = ({ objects, me, isOpen, siteId }) =>
  Boolean(mayStartProposed({ log: { objects: (key) => objects[key] ?? {} }, me, isOpen, siteId }));
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(isOffered)));
