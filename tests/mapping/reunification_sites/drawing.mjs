// Read rings, walls and lines from standard input, print sight lines and lengths: what test_recommend.py compares.
import { readFileSync } from "node:fs";
import { lengthM, sightLine } from "/static/mapping/reunification/geometry.js";

const { cases, max_eyes: maxEyes } = JSON.parse(readFileSync(0, "utf8"));
console.log(
  JSON.stringify(
    cases.map(({ here, there, walls }) => ({ sight: sightLine(here, there, walls, maxEyes), length: lengthM(here) })),
  ),
);
