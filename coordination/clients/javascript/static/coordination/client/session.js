// Who an app is to the server: signed in by a token, which goes with every request. A page of the server has a cookie
// instead, and needs none of this.

import { socketUrl } from "./addresses.js";
import { Api, ApiProblem } from "./api.js";

/** @typedef {import("./wire.js").SignedIn} SignedIn */
/** @typedef {import("./wire.js").SignInRefused} SignInRefused */

const DAY_MS = 24 * 60 * 60 * 1000;

export class Session {
  /**
   * @param {{ origin?: string, token?: string, appVersion?: string, language?: string, fetcher?: typeof fetch }} [options]
   *   origin: such as https://musterpoint.example; token: of a session that goes on; appVersion: such as ios/2.3.1;
   *   language: as the phone is set, such as es-US
   */
  constructor({
    origin = globalThis.location?.origin ?? "",
    token = "",
    appVersion = "",
    language = "",
    fetcher,
  } = {}) {
    this.origin = origin;
    this.token = token;
    // The version to which the app should be brought; empty: it is new enough. Nothing is refused for it.
    this.update = "";
    /** @returns {Record<string, string>} */
    const headers = () => ({
      ...(this.token && { "X-Session-Token": this.token }),
      ...(appVersion && { "X-App-Version": appVersion }),
      ...(language && { "Accept-Language": language }),
    });
    /** @param {Headers} said */
    const heard = (said) => (this.update = said.get("X-App-Update") ?? "");
    this.api = new Api({ base: `${origin}/api/v1`, fetcher, headers, heard });
    this.accounts = new Api({ base: `${origin}/_allauth/app/v1`, fetcher, headers, heard });
  }

  /** @param {string} path such as /ws/v1/incidents */
  socketUrl(path) {
    return socketUrl(path, this.origin);
  }

  /**
   * Sign in. "second_factor": the password is right, and `answerSecondFactor` is next. Throws ApiProblem.
   * @param {string} username
   * @param {string} password
   * @returns {Promise<"signed_in" | "second_factor">}
   */
  signIn(username, password) {
    this.token = "";
    return this.#prove("/auth/login", { username, password });
  }

  /** @param {string} code of the person's app, or one of their recovery codes. Throws ApiProblem. */
  answerSecondFactor(code) {
    return this.#prove("/auth/2fa/authenticate", { code });
  }

  /**
   * Sign in with one's agency, by the code that the browser brought (phone/agency_sign_in.js). Throws ApiProblem.
   * @param {string} code
   * @param {string} verifier
   */
  signInWithAgency(code, verifier) {
    this.token = "";
    return this.#prove("/auth/agency/token", { code, code_verifier: verifier });
  }

  /**
   * Let the session last two weeks from now: whenever the app is opened or woken, at most once a day. Throws ApiProblem.
   * @param {number} lastAt when it was done last, in ms since 1970; 0: never
   * @param {number} [now]
   * @returns {Promise<number>} what to keep as `lastAt`
   */
  async renewDaily(lastAt, now = Date.now()) {
    if (now - lastAt < DAY_MS) return lastAt;
    await this.api.post("/me/session", {});
    return now;
  }

  /** A locked session goes on, with the same token. @param {string} password Throws ApiProblem. */
  unlock(password) {
    return this.#prove("/auth/reauthenticate", { password });
  }

  /** The same for people with a second factor. @param {string} code Throws ApiProblem. */
  unlockBySecondFactor(code) {
    return this.#prove("/auth/2fa/reauthenticate", { code });
  }

  // The person touched the app, or watches an alarm: at most once a minute. When it locks; null: never.
  /** @returns {Promise<string | null>} */
  async noteUse() {
    return (await this.api.post("/me/in-use", {})).locks_at;
  }

  async signOut() {
    try {
      await this.accounts.request("DELETE", "/auth/session");
    } catch (error) {
      // No one is signed in any more, and the answer says so.
      if (!(error instanceof ApiProblem && [401, 410].includes(error.status))) throw error;
    }
    this.token = "";
  }

  /** @param {string} path @param {object} proof @returns {Promise<"signed_in" | "second_factor">} */
  async #prove(path, proof) {
    try {
      /** @type {SignedIn} */
      const { meta } = await this.accounts.post(path, proof);
      if (meta.session_token) this.token = meta.session_token;
      return "signed_in";
    } catch (error) {
      const { meta, data } = error.problem ?? {};
      const isAsked = data?.flows?.some((/** @type {any} */ flow) => flow.id === "mfa_authenticate" && flow.is_pending);
      if (error.status !== 401 || !isAsked) throw refusalOf(error);
      if (meta?.session_token) this.token = meta.session_token;
      return "second_factor";
    }
  }
}

// Signing in is refused field by field; the first says it.
/** @param {any} error */
function refusalOf(error) {
  const [first] = error.problem?.errors ?? [];
  if (!(error instanceof ApiProblem) || !first?.message) return error;
  const { code, message: detail } = first;
  return new ApiProblem(error.status, { ...error.problem, code, detail }, error.retryAfter_s);
}
