// Verify a log with nothing but node: what any program in any language can do. Reads frames from standard input, prints
// the hash of the last one and the state they come to.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const inOrder = (_key, value) =>
  isObject(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, value[key]]),
      )
    : value;

function merge(target, patch) {
  if (!isObject(patch)) return patch;
  const result = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merge(result[name], value);
  }
  return result;
}

let head = "0".repeat(64);
let state = {};
for (const [index, frame] of JSON.parse(readFileSync(0, "utf8")).entries()) {
  if (frame.seq !== index + 1) throw new Error(`#${index + 1} is missing`);
  if (frame.type === "entry") {
    const digest = sha256(Buffer.from(frame.salt, "hex"), JSON.stringify(frame.content, inOrder));
    if (digest !== frame.digest) throw new Error(`#${frame.seq} is not what was recorded`);
    state = merge(state, frame.content.patch ?? {});
  }
  head = sha256(Buffer.from(head, "hex"), Buffer.from(frame.digest, "hex"));
  if (head !== frame.hash) throw new Error(`the chain breaks at #${frame.seq}`);
}
console.log(JSON.stringify({ head, state }));
