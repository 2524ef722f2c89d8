// One room for everybody with node's ws: `node ws_broadcast.js PORT`. What one says is read and written anew once, then
// goes to all, as the other servers of tests/bench/rig/others/sample_servers.py do it.
"use strict";

const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) });

server.on("connection", (socket) => {
  socket.on("message", (text) => {
    // Bytes, made once: a string would be encoded again for each client.
    const bytes = Buffer.from(JSON.stringify(JSON.parse(text)));
    for (const client of server.clients) client.send(bytes, { binary: false });
  });
});
