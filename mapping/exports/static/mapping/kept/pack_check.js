// Check an offline pack as verify_pack.py does: who signed its manifest, and that every file is what the manifest says.
//
// The key comes from the server's own page, never from the pack: a pack that brings its own proves nothing. Where a
// browser has no Ed25519 the signature counts as UNCHECKED, and the page that shows the pack says so.

import { isSigned, sha256 } from "../../coordination/client/log/signatures.js";

/** @typedef {import("../../coordination/client/log/signatures.js").Bytes} Bytes */
/** @typedef {{ format: string, site_id: string, site_name: string, made_at: string,
 *   files: Record<string, { sha256: string }> }} Manifest */

export const MANIFEST = "manifest.json";
const SIGNATURE = "manifest.sig";
const KEY = "public_key.txt";
const OWN = [MANIFEST, SIGNATURE, KEY];
const FORMAT = "musterpoint-pack/1";

export const GOOD = "good";
export const UNCHECKED = "unchecked";

// `code`: incomplete, other_key, bad_signature, other_site, changed, unlisted. `file`: the first one that is wrong.
export class PackRefused extends Error {
  /** @param {string} code @param {string} file */
  constructor(code, file = "") {
    super(`${code} ${file}`.trim());
    this.code = code;
    this.file = file;
  }
}

/** @param {Bytes | undefined} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

// Return {manifest, signature}: GOOD or UNCHECKED. Throws PackRefused.
/**
 * @param {Map<string, Bytes>} files
 * @param {{ siteId: string, key: string }} wanted
 * @returns {Promise<{ manifest: Manifest, signature: string }>}
 */
export async function manifestOf(files, { siteId, key }) {
  if (OWN.some((name) => !files.has(name))) throw new PackRefused("incomplete");
  if (textOf(files.get(KEY)).trim() !== key) throw new PackRefused("other_key");
  const signature = await signed(files.get(MANIFEST) ?? new Uint8Array(), textOf(files.get(SIGNATURE)).trim(), key);
  let manifest;
  try {
    manifest = JSON.parse(textOf(files.get(MANIFEST)));
  } catch {
    throw new PackRefused("incomplete", MANIFEST);
  }
  if (manifest.format !== FORMAT) throw new PackRefused("incomplete", MANIFEST);
  if (manifest.site_id !== siteId) throw new PackRefused("other_site");
  return { manifest, signature };
}

/** @param {Bytes} message @param {string} signatureHex @param {string} keyHex */
async function signed(message, signatureHex, keyHex) {
  const verdict = await isSigned(message, { signature: signatureHex, key: keyHex });
  if (verdict === false) throw new PackRefused("bad_signature", MANIFEST);
  return verdict === null ? UNCHECKED : GOOD;
}

// One file as the manifest lists it. Throws PackRefused: it is missing, or another.
/** @param {Manifest} manifest @param {string} name @param {Bytes | null} bytes */
export async function checkedFile(manifest, name, bytes) {
  const listed = manifest.files[name];
  if (listed === undefined) throw new PackRefused("unlisted", name);
  if (bytes === null) throw new PackRefused("incomplete", name);
  if ((await sha256(bytes)) !== listed.sha256) throw new PackRefused("changed", name);
  return bytes;
}

// The whole pack from an archive and what one has of it already: `base` is a function from a name to bytes or null.
// Returns {manifest, signature, files}: every file was checked, wherever it came from. Throws PackRefused.
/**
 * @param {Map<string, Bytes>} files
 * @param {{ siteId: string, key: string, base: (name: string) => Promise<Bytes | null> }} wanted
 */
export async function wholePack(files, { siteId, key, base }) {
  const { manifest, signature } = await manifestOf(files, { siteId, key });
  const stray = [...files.keys()].find((name) => !OWN.includes(name) && !(name in manifest.files));
  if (stray !== undefined) throw new PackRefused("unlisted", stray);
  const whole = new Map(OWN.map((name) => [name, files.get(name) ?? new Uint8Array()]));
  for (const name of Object.keys(manifest.files))
    whole.set(name, await checkedFile(manifest, name, files.get(name) ?? (await base(name))));
  return { manifest, signature, files: whole };
}
