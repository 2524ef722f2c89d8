// An app proves which app it is, where the person's agency asks it (docs/mobile.md#an-app-proves-itself).

/** @typedef {import("../api.js").Api} Api */
/** @typedef {{ kind: "app_attest" | "play_integrity", statement: string, key_id?: string }} Proof */

/**
 * Prove it for this session, after signing in. Throws ApiProblem. A press of the alarm waits for none of this.
 * @param {{ api: Pick<Api, "get" | "post">, kind: Proof["kind"], prove: (challenge: string) => Promise<Proof> }} how
 *   prove: asks the platform
 * @returns {Promise<boolean>} whether the session owes no proof any more
 */
export async function proveApp({ api, kind, prove }) {
  const { is_asked, attested_at, checks, challenge } = await api.get("/me/attestation");
  if (!is_asked || attested_at !== null) return true;
  if (!checks.includes(kind)) return false;
  return (await api.post("/me/attestation", { ...(await prove(challenge)), challenge })).attested_at !== null;
}
