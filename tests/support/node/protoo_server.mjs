// The real thing: protoo-server on WebSocket-Node, with mediasoup's capabilities. The tests of
// lesson 05 start it; it ends on SIGTERM, on SIGINT, or when its standard input is closed.
//
//   getRouterRtpCapabilities {"padding": N}  capabilities, plus a field of N characters if asked for
//   refuse     an error response          throw   an exception, which becomes error 500
//   slow       a response after 200 ms    never   none
//   notifyMe   a notification first       askMe   a request to the client first
//   leave      a response, then the server closes the peer (code 4000)
import { createServer } from 'node:http';
import mediasoup from 'mediasoup';
import protoo from 'protoo-server';

const methods = {
  getRouterRtpCapabilities({ request, accept }) {
    const capabilities = mediasoup.getSupportedRtpCapabilities();
    if (request.data.padding) capabilities.padding = '.'.repeat(request.data.padding);
    accept(capabilities);
  },
  refuse({ reject }) {
    reject(403, 'not allowed');
  },
  throw() {
    throw new Error('thrown on purpose');
  },
  slow({ accept }) {
    setTimeout(accept, 200);
  },
  never() {},
  async notifyMe({ peer, accept }) {
    await peer.notify('peerJoined', { peerId: 'xiqhlyrn' });
    accept();
  },
  async askMe({ peer, accept, reject }) {
    try {
      accept({ youSaid: await peer.request('newConsumer', { kind: 'video' }) });
    } catch (error) {
      reject(500, `${error.code ?? ''} ${error.message}`);
    }
  },
  leave({ peer, accept }) {
    accept();
    setImmediate(() => peer.close());
  },
};

const http = createServer();
const server = new protoo.WebSocketServer(http);
const room = new protoo.Room();

server.on('connectionrequest', (info, accept, reject) => {
  const query = new URL(info.request.url, 'ws://host').searchParams;
  const peerId = query.get('peerId');
  if (!query.get('roomId') || !peerId) {
    reject(400, 'Connection request without roomId and/or peerId');
    return;
  }
  if (room.hasPeer(peerId)) {
    reject(409, 'peerId is taken');
    return;
  }
  const peer = room.createPeer(peerId, accept());
  peer.on('notification', (notification) => {
    console.error(`notification ${notification.method}`);
  });
  peer.on('request', (request, respond, refuse) => {
    const method = methods[request.method];
    if (method) method({ peer, request, accept: respond, reject: refuse });
    else refuse(404, `unknown method "${request.method}"`);
  });
});

function stop() {
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop).on('error', stop).resume();

http.listen(0, '127.0.0.1', () => {
  console.log(`listening on 127.0.0.1:${http.address().port}`);
});
