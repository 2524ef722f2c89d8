// Check an offline pack as verify_pack.py does: who signed its manifest, and that every file is what the manifest says.
//
// The key comes from the server's own page, never from the pack: a pack that brings its own proves nothing. Where a
// browser has no Ed25519 the signature counts as UNCHECKED, and the page that shows the pack says so.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
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

/** @param {Bytes} bytes */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Bytes | undefined} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

/** @param {string} hex @param {number} length */
function bytesOf(hex, length) {
  if (!/^[0-9a-f]+$/.test(hex) || hex.length !== 2 * length) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

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
  const signature = bytesOf(signatureHex, 64);
  const raw = bytesOf(keyHex, 32);
  if (signature === null || raw === null) throw new PackRefused("bad_signature", MANIFEST);
  let key;
  try {
    key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    // This browser does not know the algorithm. A key that it knows to be bad is a DataError, and is refused.
    if (error.name === "NotSupportedError") return UNCHECKED;
    throw new PackRefused("bad_signature", MANIFEST);
  }
  if (await crypto.subtle.verify("Ed25519", key, signature, message)) return GOOD;
  throw new PackRefused("bad_signature", MANIFEST);
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
