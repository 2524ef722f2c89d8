// An agency's own sign-in, for tests: the certified provider of node-oidc-provider, with people from a file.
// Run as `node tests/stage/sign_in/sign_in_provider.mjs PORT PEOPLE_FILE`. The file is read at every request:
// {"redirect_uris": [...], "people": {"<login>": {"email": …, "email_verified": true, "name": …, "groups": [...]}}},
// with "keys" instead of those for development, and the paths that answer 503 in "silent".
import { readFileSync } from "node:fs";
import { Provider } from "oidc-provider";

const [port, file] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const told = () => JSON.parse(readFileSync(file, "utf8"));

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "musterpoint",
      client_secret: "a secret between two servers, long enough",
      redirect_uris: told().redirect_uris,
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  cookies: { keys: ["only for tests"] },
  ...(told().keys.length ? { jwks: { keys: told().keys } } : {}),
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email", "groups"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...told().people[id] }),
  }),
  // The agency's own application: no one is asked whether it may know them.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid profile email groups");
    await grant.save();
    return grant;
  },
});

const PAGE = `<!doctype html><html lang="en"><title>Fairview Fire sign-in</title><h1>Fairview Fire sign-in</h1>
<form method="post"><input name="login" aria-label="Login"><button type="submit">Sign in at work</button></form></html>`;

provider.use(async (context, next) => {
  if (told().silent.includes(context.path)) {
    context.status = 503;
    return;
  }
  if (!context.path.startsWith("/sign-in/")) return next();
  if (context.method === "GET") {
    context.type = "html";
    context.body = PAGE;
    return;
  }
  let body = "";
  for await (const piece of context.req) body += piece;
  const login = new URLSearchParams(body).get("login");
  if (!Object.hasOwn(told().people, login)) {
    await provider.interactionFinished(context.req, context.res, { error: "access_denied" });
  } else {
    await provider.interactionFinished(context.req, context.res, { login: { accountId: login, amr: ["pwd", "mfa"] } });
  }
  context.respond = false;
});

provider.listen(Number(port), "127.0.0.1");
