// A position never pretends to be newer than it is, and leaves the map only when its owner says so.
import assert from "node:assert/strict";
import test from "node:test";
import { ageText, elapsedText, SiteClock } from "/static/coordination/clock.js";
import { areaText, lengthText } from "/static/mapping/lengths.js";
import { fullName, shortName } from "/static/coordination/incident/people/people_names.js";
import { freshness, grouped } from "/static/coordination/map/positions.js";

test("lengths are said in feet or miles first, in metres after them", () => {
  assert.deepEqual([1, 8, 17, 61, 1300].map(lengthText), ["3 ft (1 m)", "26 ft (8 m)", "60 ft (17 m)", "200 ft (61 m)", "0.8 mi (1,300 m)"]); // prettier-ignore
  assert.deepEqual([8, 1200].map(areaText), ["86 sq ft (8 m²)", "12,900 sq ft (1,200 m²)"]);
});

test("who has a callsign is called by it, and named in full where there is room", () => {
  const chief = { callsign: "BC 1", name: "Battalion Chief Ramirez" };

  assert.deepEqual([chief, { name: "Teacher" }, { name: "Teacher", callsign: null }, null].map(shortName), ["BC 1", "Teacher", "Teacher", ""]); // prettier-ignore
  assert.deepEqual([chief, { name: "Teacher" }, undefined].map(fullName), ["BC 1 · Battalion Chief Ramirez", "Teacher", ""]); // prettier-ignore
});

test("a position is fresh for ten seconds, ageing for a minute, then stale", () => {
  assert.deepEqual([0, 9.9, 10, 59, 60, 9000].map(freshness), ["fresh", "fresh", "ageing", "ageing", "stale", "stale"]);
});

test("ages are measured by the server's clock, not by this machine's", () => {
  const clock = new SiteClock({ now: () => Date.parse("2026-11-24T12:00:00Z") });

  clock.heardServerTime("2026-11-24T15:00:00Z");

  assert.equal(clock.age_s("2026-11-24T14:59:50Z"), 10);
});

test("times are the site's, whatever the reader's zone", () => {
  const clock = new SiteClock({ timeZone: "America/Chicago" });

  assert.equal(clock.time("2026-11-24T15:00:07Z"), "09:00:07");
});

test("ages and clocks read at a glance", () => {
  assert.deepEqual([3.4, 89, 95, 7200].map(ageText), ["3 s", "89 s", "2 min", "2 h"]);
  assert.equal(elapsedText(3725), "01:02:05");
});

test("three within a finger's width are a group, two are not, and who moves away leaves it", () => {
  const at = (x, y) => ({ x, y });
  const near = [
    ["a", at(10, 10)],
    ["b", at(12, 40)],
  ];

  assert.deepEqual([...grouped(near)], [["a", ["a"]], ["b", ["b"]]]); // prettier-ignore
  assert.deepEqual([...grouped([...near, ["c", at(30, 1)]]).values()], [["a", "b", "c"]]);
  assert.deepEqual([...grouped([...near, ["c", at(45, 1)]]).values()], [["a"], ["b"], ["c"]]);
});
