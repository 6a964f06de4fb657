// Echo servers on the two WebSocket libraries of npm. The tests of lesson 05 start one; it ends on
// SIGTERM, on SIGINT, or when its standard input is closed.
//
//   node echo_server.mjs ws|websocket [--compress] [--cert FILE --key FILE [--client-ca FILE]]
//                        [--host NAME | --unix PATH]
//
// It listens on 127.0.0.1, or on the first address of NAME.
//
// Every path echoes. Some do more:
//   /slow            reads slowly: after each MiB it does not look at the connection for a while
//   /later           answers each message after 200 ms
//   /leave           answers the first message and closes with 4001 "enough"
//   /request         sends the head of the handshake's request as JSON first
import { readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import websocket from 'websocket';
import { WebSocketServer } from 'ws';

const [library, ...options] = process.argv.slice(2);
const valueOf = (name) => options[options.indexOf(name) + 1];
const compress = options.includes('--compress');
const secure = options.includes('--cert');
const http = secure
  ? createHttps({
      cert: readFileSync(valueOf('--cert')),
      key: readFileSync(valueOf('--key')),
      // Whoever cannot prove to be known by this one is not served.
      ...(options.includes('--client-ca') && {
        ca: readFileSync(valueOf('--client-ca')),
        requestCert: true,
        rejectUnauthorized: true,
      }),
    })
  : createHttp();

const MiB = 1024 * 1024;
const largest = 256 * MiB;

// `socket` has send(data, binary, done), close(code, reason), pause() and resume().
function serve(socket, request) {
  let unread = 0;
  if (request.url === '/request') {
    socket.send(JSON.stringify({ url: request.url, headers: request.headers }), false);
  }
  return (data, binary) => {
    if (request.url === '/later') {
      setTimeout(() => socket.send(data, binary), 200);
      return;
    }
    if (request.url === '/slow') {
      // Not before the echo has left, and then a little later: the sender must wait for us.
      socket.pause();
      unread += data.length;
      const late = unread > MiB;
      if (late) unread = 0;
      socket.send(data, binary, () => setTimeout(() => socket.resume(), late ? 5 : 0));
      return;
    }
    socket.send(data, binary);
    if (request.url === '/leave') socket.close(4001, 'enough');
  };
}

function serveWithWs() {
  const server = new WebSocketServer({
    server: http,
    maxPayload: largest,
    // The threshold is zero so that short messages are compressed as well.
    perMessageDeflate: compress ? { threshold: 0 } : false,
    handleProtocols: (offered) => [...offered][0],
  });
  server.on('connection', (socket, request) => {
    const receive = serve(
      {
        send: (data, binary, done) => socket.send(data, { binary }, done),
        close: (code, reason) => socket.close(code, reason),
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      },
      request,
    );
    socket.on('message', receive);
    socket.on('error', (error) => console.error(`error ${error.message}`));
    socket.on('close', (code, reason) => console.error(`closed ${code} ${reason}`));
  });
}

function serveWithWebsocket() {
  const server = new websocket.server({
    httpServer: http,
    maxReceivedFrameSize: largest,
    maxReceivedMessageSize: largest,
  });
  server.on('request', (request) => {
    const connection = request.accept(request.requestedProtocols[0], request.origin);
    const receive = serve(
      {
        send: (data, binary, done) =>
          binary ? connection.sendBytes(data, done) : connection.sendUTF(data, done),
        close: (code, reason) => connection.close(code, reason),
        pause: () => connection.pause(),
        resume: () => connection.resume(),
      },
      request.httpRequest,
    );
    connection.on('message', (message) => {
      if (message.type === 'utf8') receive(message.utf8Data, false);
      else receive(message.binaryData, true);
    });
    connection.on('close', (code, reason) => console.error(`closed ${code} ${reason}`));
  });
}

function stop() {
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop).on('error', stop).resume();

if (library === 'websocket') serveWithWebsocket();
else serveWithWs();
if (options.includes('--unix')) {
  http.listen(valueOf('--unix'), () => console.log(`listening on ${valueOf('--unix')}`));
} else {
  const host = options.includes('--host') ? valueOf('--host') : '127.0.0.1';
  http.listen(0, host, () => console.log(`listening on ${host}:${http.address().port}`));
}
