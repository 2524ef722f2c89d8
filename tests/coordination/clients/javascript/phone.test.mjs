// What an app does beside its rooms: what it missed, receipts, words, proofs, and what each answer says of its version.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiProblem, Unreachable } from "/static/coordination/client/api.js";
import { proveApp } from "/static/coordination/client/phone/app_proof.js";
import { MissedSince } from "/static/coordination/client/phone/missed.js";
import { Receipts } from "/static/coordination/client/phone/receipts.js";
import { freshSafetyWords } from "/static/coordination/client/phone/safety_words.js";
import { Session } from "/static/coordination/client/session.js";

const page = (next_since, ids, more) => ({
  as_of: "b",
  next_since,
  alerts: [],
  incidents: ids.map((incident_id) => ({ incident: { incident_id } })),
  more,
});

test("what was missed is fetched page by page, and asked anew only once all of it has come", async () => {
  const asked = [];
  const answers = [
    page("2", ["i", "j"], true),
    new Unreachable("away"),
    page("3", ["i", "j"], true),
    page("9", ["k"], false),
  ];
  const get = async (path) => {
    asked.push(path);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const kept = [];
  const missed = new MissedSince({ api: { get }, since: "1", keep: (since) => kept.push(since) });

  await assert.rejects(missed.fetch(), Unreachable);
  assert.deepEqual(kept, []);
  const { incidents } = await missed.fetch();

  assert.deepEqual(
    incidents.map((one) => one.incident.incident_id),
    ["i", "j", "k"],
  );
  assert.deepEqual(kept, ["3"]);
  assert.deepEqual(asked.slice(2), ["/me/missed?since=1", "/me/missed?since=1&before=j"]);
});

test("a receipt is said once, waits without a network or a session, and is dropped where it is no one's", async () => {
  const said = [];
  let answer = new Unreachable("away");
  const request = async (_method, path, { json }) => {
    if (answer) throw answer;
    said.push([path, json.stage]);
  };
  let kept = [];
  const receipts = new Receipts({ api: { request }, keep: (all) => (kept = structuredClone(all)) });

  await receipts.report("a", "delivered");
  answer = new ApiProblem(403, { code: "session_locked" });
  await receipts.report("a", "opened");
  assert.deepEqual(said, []);

  answer = null;
  const next = new Receipts({ api: { request }, kept, keep: (all) => (kept = structuredClone(all)) });
  assert.equal(await next.send(), true);
  await next.report("a", "opened");
  answer = new ApiProblem(404, { code: "notification_not_found" });
  await next.report("b", "opened");
  answer = null;
  await next.report("b", "opened");

  assert.deepEqual(said, [
    ["/notifications/a/receipts", "delivered"],
    ["/notifications/a/receipts", "opened"],
  ]);
  assert.ok(kept.every(({ isSent }) => isSent));
});

test("the words of an alarm are kept where they have not changed, and where no server answers", async () => {
  const answers = [
    new Response("{}", { headers: { ETag: '"1"' } }),
    new Response(null, { status: 304 }),
    new Response("", { status: 503 }),
    new TypeError("away"),
  ];
  const sent = [];
  const fetcher = async (_address, { headers }) => {
    sent.push(headers["If-None-Match"]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const origin = "https://here.example";
  const kept = await freshSafetyWords({ origin, fetcher });

  for (let times = 0; times < 3; times++) assert.equal(await freshSafetyWords({ origin, kept, fetcher }), kept);
  assert.deepEqual(sent, [undefined, '"1"', '"1"', '"1"']);
  answers.push(new TypeError("away"));
  await assert.rejects(freshSafetyWords({ origin, fetcher }), TypeError);
});

test("an app proves itself where it is asked, and only by what the server can check", async () => {
  const owed = { is_asked: true, attested_at: null, checks: ["app_attest"], challenge: "c" };
  const posted = [];
  const api = (said) => ({
    get: async () => said,
    post: async (path, body) => posted.push([path, body]) && { attested_at: "now" },
  });
  const prove = async (challenge) => ({ kind: "app_attest", statement: `of ${challenge}`, key_id: "k" });

  assert.equal(await proveApp({ api: api({ ...owed, is_asked: false }), kind: "app_attest", prove }), true);
  assert.equal(await proveApp({ api: api({ ...owed, attested_at: "before" }), kind: "app_attest", prove }), true);
  assert.equal(await proveApp({ api: api(owed), kind: "play_integrity", prove }), false);
  assert.deepEqual(posted, []);
  assert.equal(await proveApp({ api: api(owed), kind: "app_attest", prove }), true);
  const body = { kind: "app_attest", statement: "of c", key_id: "k", challenge: "c" };
  assert.deepEqual(posted, [["/me/attestation", body]]);
});

test("a session says its version and language, hears that it is old, renews once a day, and trades a code", async () => {
  const sent = [];
  const fetcher = async (address, { headers, body }) => {
    sent.push([new URL(address).pathname, headers, body]);
    const said = address.endsWith("/agency/token") ? { meta: { session_token: "new" } } : {};
    return Response.json(said, { headers: { "X-App-Update": "2.4.0" } });
  };
  const origin = "https://here.example";
  const session = new Session({ origin, token: "old", appVersion: "ios/2.3.1", language: "es-US", fetcher });

  assert.equal(await session.renewDaily(0, 100_000_000), 100_000_000);
  assert.equal(await session.renewDaily(100_000_000, 150_000_000), 100_000_000);
  assert.equal(session.update, "2.4.0");
  assert.equal(await session.signInWithAgency("code", "verifier"), "signed_in");

  assert.equal(session.token, "new");
  const [[renewed, headers], [traded, without, body]] = sent;
  assert.deepEqual([renewed, traded], ["/api/v1/me/session", "/_allauth/app/v1/auth/agency/token"]);
  assert.equal(headers["X-App-Version"], "ios/2.3.1");
  assert.equal(headers["Accept-Language"], "es-US");
  assert.equal(headers["X-Session-Token"], "old");
  // A token of before would be answered with 409.
  assert.equal(without["X-Session-Token"], undefined);
  assert.deepEqual(JSON.parse(body), { code: "code", code_verifier: "verifier" });
});
