// Where the console's map looks by itself: at what is open, in one county, and never at half a continent.

import assert from "node:assert/strict";
import test from "node:test";

import { lookedAt, newsOf, together } from "/static/coordination/console/first_look.js";

const site = (key, lon, lat) => ({ key, kind: "site", lon, lat });
const incident = (key, lon, lat, more = {}) => ({ key, kind: "real", lon, lat, ...more });
const keys = (things) => things.map((one) => one.key).sort();

test("with nothing open it looks at the sites that lie together, however far away another one is", () => {
  const sites = [site("far", -79, 36), site("a", -71, 43), site("b", -71.1, 43.1), site("c", -71.2, 43)];

  assert.deepEqual(keys(lookedAt(sites)), ["a", "b", "c"]);
});

test("it looks at real incidents before exercises, and at those in which someone calls before all others", () => {
  const open = [incident("quiet", -71, 43), { ...incident("drill", -71, 43), kind: "exercise" }];
  const calling = incident("calling", -71.05, 43.02, { hasAlarm: true });

  assert.deepEqual(keys(lookedAt([site("s", -71, 43), ...open])), ["quiet"]);
  assert.deepEqual(keys(lookedAt([site("s", -71, 43), ...open, calling])), ["calling"]);
  assert.deepEqual(keys(lookedAt([site("s", -71, 43), open[1]])), ["drill"]);
});

test("two alarms at two ends of a state are not shown from so far away that neither is seen", () => {
  const alarms = [incident("north", -71, 45, { hasAlarm: true }), incident("south", -71, 42, { hasAlarm: true })];

  assert.deepEqual(keys(lookedAt(alarms)), ["north"]);
});

test("another real alarm is news, an exercise is none", () => {
  const quiet = [incident("a", 0, 0)];
  const calls = [incident("a", 0, 0, { hasAlarm: true })];
  const drill = [...quiet, { ...incident("b", 0, 0), kind: "exercise" }];

  assert.deepEqual([...newsOf(drill)], [...newsOf(quiet)]);
  assert.notDeepEqual([...newsOf(calls)], [...newsOf(quiet)]);
});

test("nothing to look at is nothing", () => {
  assert.deepEqual(together([]), []);
  assert.deepEqual(lookedAt([]), []);
});
