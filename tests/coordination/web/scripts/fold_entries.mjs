// Read logs, as entries' contents, from standard input; fold each, print the state after each and what each says: what
// test_scripts.py compares with the server's.
import { readFileSync } from "node:fs";
import { entryText, loadLineRules } from "/static/coordination/timeline/entry_words.js";
import { RoomLog } from "/static/coordination/client/log/room_log.js";
import { loadWords } from "/static/coordination/words.js";

const { logs, rules, words, language } = JSON.parse(readFileSync(0, "utf8"));
globalThis.document = /** @type {any} */ ({ documentElement: { lang: language } });
loadWords(words);
loadLineRules(rules);
function steps(contents) {
  const log = new RoomLog();
  log.apply({ type: "state", since: 0, seq: 0, part: 1, parts: 1, objects: {} });
  return contents.map((content, index) => {
    log.apply({ type: "entry", seq: index + 1, content });
    return { state: log.state, text: entryText(content, log) };
  });
}
console.log(JSON.stringify(logs.map(steps)));
