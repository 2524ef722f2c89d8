// The words of the room's page: a file of their own, which the page asked for before any script was here.

import { loadLineRules } from "../timeline/entry_words.js";
import { loadWords } from "../words.js";

const PAUSE_MS = 1000;

export async function loadPageWords() {
  const said = await pageWords();
  loadWords({ ...said.map_words, ...said.words });
  loadLineRules(said.line_rules);
}

/** @returns {Promise<{ words: any, line_rules: any, map_words: any }>} */
async function pageWords() {
  const asked = await globalThis.early?.words;
  if (asked?.ok) return asked.json();
  const { content } = document.querySelector('meta[name="room-words"]');
  // A page without words is none: on a line that breaks they are asked for until they come.
  for (;;) {
    const answer = await fetch(content, { credentials: "omit" }).catch(() => null);
    if (answer?.ok) return answer.json();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
