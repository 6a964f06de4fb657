// One WebSocket frame (RFC 6455 §5), to octets and back: the rules of lessons/05_websocket/frames, in the same
// order and in the same words. Tested on the vectors of the C++ tests (tests/docs/frame_codec_test.mjs).
"use strict";

{
  const OPCODES = { 0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong" };
  const MOST_CONTROL = 125;
  const breaks = (what, code = 1002) => ({ code, what });
  const isControl = (opcode) => opcode >= 8;

  function readBigEndian(octets) {
    return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
  }

  function firstOctet(octet, rules, header) {
    header.fin = octet >= 0x80;
    header.rsv1 = (octet & 0x40) !== 0;
    header.opcode = octet & 0x0f;
    if (octet & 0x30) return breaks("reserved bit set");
    if (!(header.opcode in OPCODES)) return breaks("unknown opcode");
    const mayHaveRsv1 = rules.allowRsv1 && !isControl(header.opcode) && header.opcode !== 0;
    if (header.rsv1 && !mayHaveRsv1) return breaks("reserved bit set");
    if (isControl(header.opcode) && !header.fin) return breaks("fragmented control frame");
    return null;
  }

  function secondOctet(octet, rules, header) {
    header.masked = octet >= 0x80;
    header.length = BigInt(octet & 0x7f);
    if (rules.reader === "client" && header.masked) return breaks("masked frame from a server");
    if (rules.reader === "server" && !header.masked) return breaks("unmasked frame from a client");
    if (isControl(header.opcode) && header.length > MOST_CONTROL) return breaks("control frame longer than 125 octets");
    return null;
  }

  function extendedLength(octets, header) {
    header.length = readBigEndian(octets);
    const wide = octets.length === 8;
    if (header.length < 126n || (wide && header.length <= 0xffffn)) return breaks("length not in its shortest form");
    if (header.length >> 63n) return breaks("top bit of the length set");
    return null;
  }

  // How many octets of length follow the second octet.
  const widthOf = (octet) => ({ 126: 2, 127: 8 })[octet & 0x7f] ?? 0;

  // The front of `octets`. size 0: not complete, or a broken rule; it stands in the part `at`.
  function decodeHeader(octets, rules) {
    const result = { size: 0, header: { key: [] }, violation: null, at: null };
    const { header } = result;
    const step = (at, violation) => {
      result.violation = violation;
      if (violation) result.at = at;
      return violation !== null;
    };
    if (octets.length < 1 || step("first", firstOctet(octets[0], rules, header)) || octets.length < 2) return result;
    if (step("second", secondOctet(octets[1], rules, header))) return result;
    const width = widthOf(octets[1]);
    if (octets.length < 2 + width) return result;
    if (width && step("length", extendedLength(octets.slice(2, 2 + width), header))) return result;
    const limit = BigInt(rules.limit);
    if (header.length > limit && step("length", breaks("frame larger than the limit", 1009))) return result;
    const size = 2 + width + (header.masked ? 4 : 0);
    if (octets.length < size) return result;
    if (header.masked) header.key = octets.slice(2 + width, size);
    result.size = size;
    return result;
  }

  // Always the shortest form. It writes broken frames, too: rsv is three bits, and any opcode will do.
  function encodeHeader({ fin, rsv = 0, opcode, masked, key, length }) {
    const octets = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
    const mask = masked ? 0x80 : 0;
    const wide = BigInt(length);
    const width = wide < 126n ? 0 : wide <= 0xffffn ? 2 : 8;
    octets.push(mask | (width === 0 ? Number(wide) : width === 2 ? 126 : 127));
    for (let place = width; place > 0; --place) octets.push(Number((wide >> BigInt(8 * (place - 1))) & 0xffn));
    return masked ? [...octets, ...key] : octets;
  }

  const applyMask = (octets, key) => octets.map((octet, place) => octet ^ key[place % 4]);

  // The range of the next octet behind a lead, and how many octets follow it; null: no lead.
  function lead(octet) {
    if (octet < 0x80) return [0, 0, 0];
    if (octet >= 0xc2 && octet <= 0xdf) return [1, 0x80, 0xbf];
    if (octet >= 0xe0 && octet <= 0xef) return [2, octet === 0xe0 ? 0xa0 : 0x80, octet === 0xed ? 0x9f : 0xbf];
    if (octet >= 0xf0 && octet <= 0xf4) return [3, octet === 0xf0 ? 0x90 : 0x80, octet === 0xf4 ? 0x8f : 0xbf];
    return null;
  }

  // The first octet that no UTF-8 can have there; the length, if the text ends inside a character; -1: all is right.
  function firstBadUtf8(octets) {
    let [missing, lowest, highest] = [0, 0x80, 0xbf];
    for (const [place, octet] of octets.entries()) {
      if (missing) {
        if (octet < lowest || octet > highest) return place;
        missing -= 1;
        [lowest, highest] = [0x80, 0xbf];
      } else {
        const found = lead(octet);
        if (!found) return place;
        [missing, lowest, highest] = found;
      }
    }
    return missing ? octets.length : -1;
  }

  const mayTravel = (code) => (code >= 3000 && code <= 4999) || (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
  const textOf = (octets) => new TextDecoder().decode(Uint8Array.from(octets));

  // The payload of a Close frame.
  function readClose(octets) {
    if (!octets.length) return { code: 1005, reason: "", problem: null };
    if (octets.length === 1) return { code: 1002, reason: "", problem: "close payload of one octet" };
    const code = octets[0] * 256 + octets[1];
    if (!mayTravel(code)) return { code: 1002, reason: "", problem: "close code that must not be sent" };
    const reason = octets.slice(2);
    if (firstBadUtf8(reason) >= 0) return { code: 1007, reason: "", problem: "close reason is not UTF-8" };
    return { code, reason: textOf(reason), problem: null };
  }

  netladder.frames = { OPCODES, decodeHeader, encodeHeader, applyMask, firstBadUtf8, readClose, readBigEndian, textOf, widthOf };
}
