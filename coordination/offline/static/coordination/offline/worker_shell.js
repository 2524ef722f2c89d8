// The part of the service worker that answers when the network is gone.
//
// It keeps one thing: the shell, which is the page of kept maps with its scripts and styles, and the scripts and styles of
// the incident's page: the same for everybody. SHELL stands above this in what the server sends
// (coordination/offline/shell.py): a version, and each file with its SHA-256. Answers of the interface, pages of anybody,
// and whatever else is asked for pass by untouched and are never stored.

/* global SHELL */
const SHELL_CACHES = "shell.";
const SHELL_CACHE = SHELL_CACHES + SHELL.version;
// Below it each version has addresses of its own: a page never gets the scripts of another version.
const SHELL_PATH = `/shell/${SHELL.version}/`;
const KEPT_STATIC = new Set(SHELL.files.map(({ url }) => url).filter((url) => /\.[0-9a-f]{12}\.\w+$/.test(url)));
// A phone that has one bar waits for minutes; a person looking for a door cannot.
const PATIENCE_MS = 12_000;
const GONE = new Set([502, 503, 504]); // the proxy is there, the server is not
const KEPT_HEADERS = ["content-type", "content-security-policy"];
// Signing in and out, files and the interface: an answer of ours would be a wrong one.
const NEVER = ["/api/", "/accounts/", "/_allauth/", "/static/", "/shell/", "/healthz", "/readyz"];

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([askMeanwhile(), forgetOldShells()]).then(() => self.clients.claim())),
);

// The page is asked for while this worker is being started: on a slow phone that takes a while, too.
async function askMeanwhile() {
  await self.registration.navigationPreload?.enable();
}

// All of it, each file as this version has it, or nothing: in the middle of an update the old worker goes on.
async function keepShell() {
  const cache = await caches.open(SHELL_CACHE);
  try {
    await Promise.all(SHELL.files.map((file) => keepFile(cache, file)));
  } catch (error) {
    await caches.delete(SHELL_CACHE);
    throw error;
  }
}

async function keepFile(cache, { url, language, sha256, kept_as: keptAs }) {
  const headers = language ? { "accept-language": language } : {};
  // Without the session: what is kept for everybody must not depend on who is signed in.
  const answer = await fetch(url, { headers, credentials: "omit", cache: "reload" });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  if ((await digestOf(bytes)) !== sha256) throw new Error(`${url} is of another version`);
  const body = language ? withOurAddresses(bytes) : bytes;
  const told = KEPT_HEADERS.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]);
  await cache.put(SHELL_PATH + keptAs, new Response(body, { headers: told }));
}

function withOurAddresses(bytes) {
  return new TextDecoder().decode(bytes).replaceAll('"/static/', `"${SHELL_PATH}`);
}

async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The version before this one stays: a page of it may just be loading. The browser lists caches as they were made.
async function forgetOldShells() {
  const shells = (await caches.keys()).filter((name) => name.startsWith(SHELL_CACHES));
  await Promise.all(shells.slice(0, -2).map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/shell/")) event.respondWith(fromShell(pathname));
  // Each name carries what it holds: one that is here is the one that is asked for.
  else if (KEPT_STATIC.has(pathname)) event.respondWith(keptOrFetched(request, pathname));
  else if (request.mode === "navigate")
    event.respondWith(NEVER.some((path) => pathname.startsWith(path)) ? asked(event) : pageOrShell(event));
});

async function keptOrFetched(request, pathname) {
  return (await caches.match(pathname.replace("/static/", SHELL_PATH))) ?? fetch(request);
}

async function fromShell(pathname) {
  return (await caches.match(pathname)) ?? Response.error();
}

// The browser asked for the page while this worker was started. A worker that ignores that answer has it asked twice, and
// what a page shows once is gone.
async function asked({ request, preloadResponse }) {
  return (await preloadResponse) ?? fetch(request);
}

async function pageOrShell(event) {
  let late;
  const patience = new Promise((resolve) => {
    late = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    const answer = await Promise.race([asked(event), patience]);
    if (answer !== null && !GONE.has(answer.status)) return answer;
    return (await keptPage()) ?? answer ?? Response.error();
  } catch {
    return (await keptPage()) ?? Response.error();
  } finally {
    clearTimeout(late);
  }
}

// In the language of the person whose packs are kept here; pages write it beside them.
async function keptPage() {
  const cache = await caches.open(SHELL_CACHE);
  const known = SHELL.files.filter(({ language }) => language);
  const wanted = await languageHere();
  const page = known.find(({ language }) => language === wanted) ?? known[0];
  return cache.match(SHELL_PATH + page.kept_as);
}

async function languageHere() {
  const who = await caches.match("/kept-files/about", { cacheName: "kept.who" });
  return who === undefined ? self.navigator.language.slice(0, 2) : (await who.json()).language;
}
