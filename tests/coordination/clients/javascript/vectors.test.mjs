// The vectors that the server's code made, run by the library.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { canonicalText } from "/static/coordination/client/log/canonical.js";
import { BrokenLog, Chain, sameAsFarAsBothGo, stateAt, verifiedLog } from "/static/coordination/client/log/chain.js";
import { merged, stateAfter } from "/static/coordination/client/log/fold.js";
import { headsIn, headVerdict } from "/static/coordination/client/log/heads.js";
import { FIT, RoomLog } from "/static/coordination/client/log/room_log.js";
import { sha256 } from "/static/coordination/client/log/signatures.js";
import { verdictOfAnswer, verdictOfNack } from "/static/coordination/client/refusals.js";
import { beginAgencySignIn, codeOfReturn } from "/static/coordination/client/phone/agency_sign_in.js";
import { PlaceBook } from "/static/mapping/places/places.js";

const FOLDER = new URL("../../../../docs/examples/vectors/", import.meta.url);
const vectors = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
// As JSON has them: an object's own names, whatever they are.
const same = (one, other, about) => assert.equal(canonicalText(one), canonicalText(other), about);
const withoutEmpty = (state) =>
  Object.fromEntries(Object.entries(state).filter(([, objects]) => Object.keys(objects).length > 0));

test("patches are merged as the server merges them, and nothing that was given is changed", () => {
  const { merge } = vectors("fold");
  for (const { name, target, patch, result } of merge) {
    const before = canonicalText([target, patch]);

    same(merged(target, patch), result, name);

    assert.equal(canonicalText([target, patch]), before, name);
  }
  assert.ok(merge.length > 10);
});

test("a log is folded to the server's state after each entry", () => {
  const { contents, states } = vectors("fold").log;
  let state = {};
  for (const [index, content] of contents.entries()) {
    state = stateAfter(state, content);
    same(withoutEmpty(state), states[index], `#${index + 1}`);
  }
});

test("a copy that was behind catches up by states, whole and in parts", () => {
  const cases = vectors("fold").catching_up;
  for (const { name, before, frames, after } of cases) {
    const log = new RoomLog();
    log.apply({ type: "state", since: 0, seq: 1, part: 1, parts: 1, objects: before });

    const fits = frames.map((frame) => log.apply(frame));

    same(withoutEmpty(log.state), after, name);
    assert.equal(fits.at(-1), FIT.TAKEN, name);
  }
  assert.ok(cases.some(({ frames }) => frames.length > 1));
});

test("values have the one text that the server gives them", async () => {
  for (const { json, canonical, sha256: digest } of vectors("canonical").cases) {
    const text = canonicalText(JSON.parse(json));

    assert.equal(text, canonical, json);
    assert.equal(await sha256(new TextEncoder().encode(text)), digest, json);
  }
});

test("logs that are whole are verified, whatever of them is withheld", async () => {
  const { whole, after } = vectors("chain");
  for (const { name, frames, hash } of whole) assert.equal(await verifiedLog(frames), hash, name);

  const chain = new Chain(after);
  for (const frame of after.frames) await chain.take(frame);
  assert.equal(chain.hash, after.last);
});

test("logs that are not whole are refused at the first entry that is wrong", async () => {
  for (const { name, frames, seq } of vectors("chain").broken)
    await assert.rejects(verifiedLog(frames), (error) => error instanceof BrokenLog && error.seq === seq, name);
});

test("two people's logs are compared as far as both go", () => {
  const { same: alike, parted } = vectors("chain");
  for (const { name, one, other, to } of alike) assert.equal(sameAsFarAsBothGo(one, other), to, name);
  for (const { name, one, other, seq } of parted) assert.throws(() => sameAsFarAsBothGo(one, other), { seq }, name);
});

test("the state of a verified log is the fold of what its reader may read", () => {
  const [{ frames }] = vectors("chain").whole;
  same(stateAt(frames, 5), vectors("fold").log.states[4]);
});

test("signed heads prove what the server says they prove", async () => {
  const { logs, cases } = vectors("heads");
  for (const { name, text, log, length, keys, verdicts } of cases) {
    const frames = logs[log].slice(0, length);

    const told = await Promise.all(headsIn(text).map((head) => headVerdict(frames, head, keys)));

    assert.deepEqual(told, verdicts, name);
  }
});

test("texts name the places that the server finds in them", () => {
  const round = (axis) => Math.round(axis * 1e5) / 1e5;
  for (const [language, { gazetteer, cases }] of Object.entries(vectors("places"))) {
    const book = new PlaceBook(gazetteer);
    for (const { text, mentions } of cases) {
      const told = book.mentionsIn(text).map(({ start, end, places }) => ({
        start: [...text.slice(0, start)].length,
        end: [...text.slice(0, end)].length,
        text: text.slice(start, end),
        places: places.map((one) => ({
          kind: one.kind,
          id: one.id,
          level_id: one.level_id,
          said: one.said,
          confidence: one.confidence,
          lon: round(one.lon),
          lat: round(one.lat),
          words: book.wordsOf(one),
        })),
      }));

      assert.deepEqual(told, mentions, `${language}: ${text}`);
    }
  }
});

test("a refusal becomes what the server declares it to be", () => {
  const { nacks, answers } = vectors("refusals");
  for (const { name, problem, verdict } of nacks) assert.equal(verdictOfNack(problem), verdict, name);
  for (const { name, status, code, retry_after_s, verdict } of answers)
    assert.equal(verdictOfAnswer({ status, code, retryAfter_s: retry_after_s }), verdict, name);
  assert.ok(nacks.length > 20 && answers.length > 20);
});

test("a sign-in with the agency begins as the server asks, and only its own answer is taken", async () => {
  const { begun, returned } = vectors("sign_in");
  for (const { origin, verifier, state, address } of begun) {
    const made = await beginAgencySignIn(origin, { verifier, state });

    assert.deepEqual(made, { address, verifier, state });
    for (const { name, address: opened, code } of returned) assert.equal(codeOfReturn(opened, made), code, name);
  }
  const [one, other] = await Promise.all([beginAgencySignIn(begun[0].origin), beginAgencySignIn(begun[0].origin)]);
  assert.match(one.verifier, /^[A-Za-z0-9_-]{43}$/);
  assert.match(one.state, /^[A-Za-z0-9_-]{43}$/);
  assert.ok(new Set([one.verifier, other.verifier, one.state, other.state]).size === 4);
});
