// Write `dist/`, the web side of the app: the pages are the server's, so it has one page of its own, for when the server
// cannot be reached. Refuses what the stores or a phone would refuse later: `npm run build`.

import { cp, readFile, rm, writeFile } from "node:fs/promises";

const here = new URL("./", import.meta.url);
const config = JSON.parse(await readFile(new URL("capacitor.config.json", here), "utf8"));
const { origin, protocol, hostname } = new URL(config.server.url);

const faults = [
  [protocol !== "https:", "server.url: phones speak to the server over https only."],
  [hostname.endsWith("example.org"), "server.url: name the address of your server."],
  [config.server.url !== origin, "server.url: an origin, without a path or a slash at its end."],
  [config.appId.startsWith("org.example."), "appId: name the app as you have registered it with Apple and Google."],
].flatMap(([isFault, text]) => (isFault ? [text] : []));
if (faults.length > 0) {
  console.error(faults.map((text) => `capacitor.config.json: ${text}`).join("\n"));
  process.exit(1);
}

const dist = new URL("dist/", here);
await rm(dist, { recursive: true, force: true });
await cp(new URL("www/", here), dist, { recursive: true });
// Capacitor wants an index.html; the app begins with the server's own address, so this one is seen by no one.
for (const name of ["unreachable.html", "index.html"]) {
  const text = await readFile(new URL("www/unreachable.html", here), "utf8");
  await writeFile(new URL(name, dist), text.replaceAll("https://map.example.org", origin));
}
console.log(`dist/ is the app of ${origin}`);
