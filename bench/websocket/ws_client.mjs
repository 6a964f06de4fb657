// Node's WebSocket library ws, with the command line and the output of job.h:
//
//   node ws_client.mjs ws://127.0.0.1:PORT/TARGET MODE COUNT SIZE
import { createRequire } from 'node:module';

// The course installs it for the tests of lesson 05.
const packages = new URL('../../tests/support/node/package.json', import.meta.url);
const WebSocket = createRequire(packages)('ws');

const [url, mode, countText, sizeText] = process.argv.slice(2);
const count = Number(countText);
const size = Number(sizeText);
const payload = Buffer.alloc(size, 'x');
const receives = mode !== 'send';
const queueMark = 64 * 1024;
const window = { pingpong: 1, stream: Math.max(2, Math.floor(2 ** 20 / size)) }[mode] ?? Infinity;

let sent = 0;
let received = 0;
let started = 0n;
let cpu = process.cpuUsage();

function fail(what) {
  console.error(`ws_client: ${what}`);
  process.exit(1);
}

function print() {
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const used = process.cpuUsage(cpu);
  const cpuNs = ((used.user + used.system) * 1000) / count;
  console.log(
    `mode=${mode} count=${count} size=${size} seconds=${seconds.toFixed(6)} ` +
      `msgs_per_s=${(count / seconds).toFixed(0)} ` +
      `mb_per_s=${((count * size) / seconds / 1e6).toFixed(3)} cpu_ns=${cpuNs.toFixed(1)}`,
  );
}

function sendMore() {
  while (sent < count && sent - received < window) {
    if (socket.bufferedAmount >= queueMark) {
      setImmediate(sendMore); // ws does not tell when its queue has become shorter
      return;
    }
    socket.send(payload);
    sent += 1;
  }
  if (!receives && sent === count) socket.close(1000);
}

const socket = new WebSocket(url, { perMessageDeflate: false });
socket.on('error', (error) => fail(error.message));
socket.on('open', () => {
  started = process.hrtime.bigint();
  cpu = process.cpuUsage();
  if (mode !== 'recv') sendMore();
});
socket.on('message', (data) => {
  if (data.length !== size) fail('a message of another size');
  received += 1;
  if (received === count) {
    print();
    socket.close(1000);
  } else if (window !== Infinity) {
    if (mode !== 'recv') sendMore();
  }
});
socket.on('close', () => {
  if (!receives) print();
  else if (received < count) fail('the server closed the connection');
});
