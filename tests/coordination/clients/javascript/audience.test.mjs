// To whom a composer speaks: remembered for each person and each thing, never an audience that is not theirs.

import assert from "node:assert/strict";
import test from "node:test";

import { AudienceMemory } from "/static/coordination/incident/audience.js";

class Storage {
  kept = new Map();
  getItem = (key) => this.kept.get(key) ?? null;
  setItem = (key, value) => this.kept.set(key, value);
}

const OFFICER = { user_id: "officer", audiences: ["everyone", "responders"] };
const TEACHER = { user_id: "teacher", audiences: ["everyone", "school"] };

test("before anything was chosen responders speak to responders, and the school to everyone", () => {
  const storage = new Storage();

  const of = (me) => ["messages", "position"].map((what) => new AudienceMemory({ me, storage }).of(what));

  assert.deepEqual(of(OFFICER), ["responders", "responders"]);
  assert.deepEqual(of(TEACHER), ["everyone", "everyone"]);
});

test("what someone chose is theirs, for that thing alone, also on a device that others use", () => {
  const storage = new Storage();
  new AudienceMemory({ me: OFFICER, storage }).remember("messages", "everyone");

  const again = new AudienceMemory({ me: OFFICER, storage });
  const colleague = new AudienceMemory({ me: { ...OFFICER, user_id: "colleague" }, storage });

  assert.equal(again.of("messages"), "everyone");
  assert.equal(again.of("position"), "responders");
  assert.equal(colleague.of("messages"), "responders");
});

test("an audience that is not theirs any more is not offered", () => {
  const storage = new Storage();
  new AudienceMemory({ me: OFFICER, storage }).remember("messages", "responders");

  const now = new AudienceMemory({ me: { ...OFFICER, audiences: ["everyone"] }, storage });

  assert.equal(now.of("messages"), "everyone");
});

test("where nothing can be kept, a choice lasts for its form", () => {
  const refusing = {
    getItem() {
      throw new Error("forbidden");
    },
    setItem() {
      throw new Error("full");
    },
  };
  const memory = new AudienceMemory({ me: OFFICER, storage: refusing });

  assert.equal(memory.chosen({ audience: "everyone" }, "messages"), "everyone");
  assert.equal(memory.of("messages"), "responders");
});
