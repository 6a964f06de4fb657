// What the frame explorer tells about octets: their parts bit by bit, and the verdict on the whole frame.
"use strict";

{
  const { OPCODES, decodeHeader, applyMask, firstBadUtf8, readClose, readBigEndian, textOf, widthOf } = netladder.frames;

  // Where each rule stands. The words are those of the decoder.
  const SECTIONS = {
    "reserved bit set": "5.2",
    "unknown opcode": "5.2",
    "fragmented control frame": "5.5",
    "masked frame from a server": "5.1",
    "unmasked frame from a client": "5.1",
    "control frame longer than 125 octets": "5.5",
    "length not in its shortest form": "5.2",
    "top bit of the length set": "5.2",
    "frame larger than the limit": "10.4",
    "close payload of one octet": "5.5.1",
    "close code that must not be sent": "7.4",
    "close reason is not UTF-8": "5.5.1",
    "text is not UTF-8": "8.1",
  };

  const bits = (octet) => octet.toString(2).padStart(8, "0");
  const many = (count, word) => `${count} ${word}${String(count) === "1" ? "" : "s"}`;

  function firstPart(octet) {
    const opcode = octet & 15;
    const all = bits(octet);
    return {
      part: "first",
      fields: [["fin", all[0]], ["rsv", all.slice(1, 4)], ["opcode", all.slice(4)]],
      says: [
        `FIN ${all[0]}: ${all[0] === "1" ? "the last frame of its message" : "more frames of this message follow"}`,
        `RSV ${all.slice(1, 4)}: ${all.slice(1, 4) === "000" ? "no extension" : "bits that only an extension may set"}`,
        `opcode ${opcode}: ${OPCODES[opcode] ?? "unknown"}`,
      ],
    };
  }

  function secondPart(octet) {
    const all = bits(octet);
    const length = octet & 127;
    const meaning = { 126: "the next 2 octets are the length", 127: "the next 8 octets are the length" }[length];
    return {
      part: "second",
      fields: [["mask", all[0]], ["length", all.slice(1)]],
      says: [`MASK ${all[0]}: ${all[0] === "1" ? "the payload is masked" : "not masked"}`, `length ${length}${meaning ? `: ${meaning}` : ` ${length === 1 ? "octet" : "octets"}`}`],
    };
  }

  function laterPart(part, octets, wanted, says) {
    const missing = wanted - octets.length;
    return { part, fields: octets.map((octet) => [part, bits(octet)]), says: missing ? [`${many(missing, "octet")} of the ${part === "key" ? "masking key" : part} missing`] : says };
  }

  // The parts of a header as far as the octets go, also behind a broken rule.
  function partsOf(octets) {
    const parts = [];
    const add = (from, to, make) => octets.length > from && parts.push({ octets: octets.slice(from, to), ...make(octets.slice(from, to)) });
    add(0, 1, ([octet]) => firstPart(octet));
    add(1, 2, ([octet]) => secondPart(octet));
    const width = octets.length > 1 ? widthOf(octets[1]) : 0;
    if (width) add(2, 2 + width, (own) => laterPart("length", own, width, [`length ${readBigEndian(own)}`]));
    if (octets[1] >= 128) add(2 + width, 6 + width, (own) => laterPart("key", own, 4, ["the masking key"]));
    return parts;
  }

  // Only a whole message of one frame can be judged as text: a fragment may end inside a character.
  function payloadProblem(header, payload) {
    if (header.opcode === 8) {
      const { code, problem } = readClose(payload);
      return problem && { code, what: problem };
    }
    const whole = header.opcode === 1 && header.fin && !header.rsv1;
    return whole && firstBadUtf8(payload) >= 0 ? { code: 1007, what: "text is not UTF-8" } : null;
  }

  // All about the frame at the front of `octets`.
  function explore(octets, rules) {
    const found = { parts: partsOf(octets), ...decodeHeader(octets, rules), payload: null, missing: 0n, behind: 0 };
    if (!found.size) return found;
    const { header } = found;
    const there = BigInt(octets.length - found.size);
    found.missing = header.length > there ? header.length - there : 0n;
    found.raw = octets.slice(found.size, header.length > there ? undefined : found.size + Number(header.length));
    found.payload = header.masked ? applyMask(found.raw, header.key) : found.raw;
    if (found.missing) return found;
    found.behind = octets.length - found.size - found.raw.length;
    found.violation = payloadProblem(header, found.payload);
    if (found.violation) found.at = "payload";
    return found;
  }

  const kindOf = ({ fin, rsv1, masked, opcode }) => [
    "a", masked ? "masked" : "", rsv1 ? "compressed" : "", OPCODES[opcode], fin ? "frame" : "frame that more will follow",
  ].filter(Boolean).join(" ");

  function closeWords(payload) {
    const { code, reason } = readClose(payload);
    return payload.length ? ` It says ${code}${reason ? `, \u201c${reason}\u201d` : ""}.` : " It gives no code.";
  }

  // The verdict in one or two sentences, and its kind.
  function verdict(found, octets) {
    const { violation, header, missing, behind } = found;
    if (!octets.length) return ["empty", "No octets yet."];
    if (violation) {
      const word = violation.code === 1009 ? "Refused" : "Not valid"; // no rule forbids a large frame
      return ["broken", `${word}: ${violation.what} (RFC 6455 section ${SECTIONS[violation.what]}). The reader ends the connection with ${violation.code}.`];
    }
    if (!found.size) return ["more", "Not complete: the header goes on. No rule is broken so far."];
    if (missing) return ["more", `The header is valid: ${kindOf(header)}. ${many(missing, "octet")} of the payload ${missing === 1n ? "is" : "are"} still missing.`];
    const next = behind ? ` Behind it: ${many(behind, "octet")}, where the next frame begins.` : "";
    return ["valid", `Valid: ${kindOf(header)}, ${many(header.length, "octet")} of payload.${header.opcode === 8 ? closeWords(found.payload) : ""}${next}`];
  }

  Object.assign(netladder.frames, { SECTIONS, explore, verdict, textOf });
}
