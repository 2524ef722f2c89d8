// Many people of one process, each with a client of the library: `node crowd.mjs LIBRARY < people.json`.

import { readFileSync } from "node:fs";

import { follow } from "./follow_room.mjs";

const library = await import(process.argv[2]);
const told = await Promise.all(JSON.parse(readFileSync(0, "utf8")).map((given) => follow(library, given)));
// Positions and people of the state are compared elsewhere, once; here they would be megabytes.
const text = JSON.stringify(told.map(({ state, ...rest }) => rest));
process.stdout.write(text, () => process.exit(0));
