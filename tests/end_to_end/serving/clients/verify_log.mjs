// Verify a log with the library. Reads frames from standard input, prints the hash of the last one and the state they come
// to.
import { readFileSync } from "node:fs";
import { stateAt, verifiedLog } from "../../../../coordination/clients/javascript/static/coordination/client/index.js";

const frames = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify({ head: await verifiedLog(frames), state: stateAt(frames, frames.length) }));
