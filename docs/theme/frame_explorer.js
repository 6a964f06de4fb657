// The frame explorer: octets in, the frame and a verdict out; or fields in, octets out.
"use strict";

{
  const { element, labelled, options } = netladder.form;
  const { OPCODES, encodeHeader, applyMask, firstBadUtf8, explore, verdict, textOf } = netladder.frames;
  const LIMIT = String(64 * 1024 * 1024); // the client's own, in lessons/05_websocket/client/options.h
  const SHOWN = 64; // octets of a payload that are shown

  const hex = (octet) => octet.toString(16).toUpperCase().padStart(2, "0");
  const spaced = (octets) => octets.map(hex).join(" ");

  // Octets, or null if the text is none. Spaces, commas, colons and 0x in front do not matter.
  function octetsOf(text) {
    const digits = text.replace(/0x/gi, " ").replace(/[\s,:]+/g, "");
    if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) return null;
    return (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  }

  // ---- the controls --------------------------------------------------------------------------------

  const number = (attributes) => element("input", { type: "number", ...attributes });
  const box = (checked) => element("input", { type: "checkbox", checked });
  const text = (attributes) => element("input", { type: "text", spellcheck: "false", autocomplete: "off", ...attributes });

  const input = {
    hex: element("textarea", { rows: 3, spellcheck: "false", autocomplete: "off", class: "octets" }),
    reader: element("select", {}, ...options([["server", "the server: a client has sent it"], ["client", "the client: a server has sent it"]])),
    deflate: box(false),
    fin: box(true), rsv1: box(false), rsv2: box(false), rsv3: box(false), masked: box(true),
    opcode: element("select", {}, ...options(Array.from({ length: 16 }, (_, code) => [String(code), `${code} ${OPCODES[code] ?? "(reserved)"}`]))),
    key: text({ value: "37 FA 21 3D", class: "octets" }),
    code: number({ min: 0, max: 65535, value: 1000 }),
    payload: text({ value: "Hello" }),
  };
  const closeField = labelled("Close code (empty: none)", input.code);

  // ---- what they say -------------------------------------------------------------------------------

  const status = element("p", { role: "status", class: "verdict" });
  const table = element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "The frame, part by part" });

  function bitsOf(fields) {
    return element("td", { class: "bits" }, ...fields.flatMap(([name, bits]) => [element("span", { class: `bit ${name}` }, bits), " "]));
  }

  function partRow({ part, octets, fields, says }, at) {
    const broken = part === at;
    return element("tr", broken ? { class: "broken" } : {}, element("td", { class: "octets" }, spaced(octets)), bitsOf(fields),
      element("td", {}, ...says.flatMap((line) => [line, element("br")]), ...(broken ? [element("strong", {}, "Here the rule is broken.")] : [])));
  }

  function payloadRow({ raw, payload, header, at }) {
    const cut = raw.length > SHOWN ? ` \u2026 and ${raw.length - SHOWN} more` : "";
    const start = header.opcode === 8 ? 2 : 0; // behind the code of a Close frame
    const readable = header.opcode !== 2 && !header.rsv1 && firstBadUtf8(payload.slice(start)) < 0;
    const says = [header.masked ? "payload; without its mask:" : "payload", element("br"), element("code", {}, spaced(payload.slice(0, SHOWN)) + cut)];
    if (readable && payload.length > start) says.push(element("br"), `as text: \u201c${textOf(payload.slice(start)).slice(0, SHOWN)}\u201d`);
    return element("tr", at === "payload" ? { class: "broken" } : {}, element("td", { class: "octets", colspan: 2 }, spaced(raw.slice(0, SHOWN)) + cut),
      element("td", {}, ...says));
  }

  function show() {
    const octets = octetsOf(input.hex.value);
    input.hex.setAttribute("aria-invalid", String(octets === null));
    if (octets === null) {
      status.className = "verdict broken";
      status.textContent = "These are not octets: two hexadecimal digits each, such as 81 05 48.";
      table.hidden = true;
      return null;
    }
    const found = explore(octets, { reader: input.reader.value, allowRsv1: input.deflate.checked, limit: LIMIT });
    const [kind, words] = verdict(found, octets);
    status.className = `verdict ${kind}`;
    status.textContent = words;
    const rows = found.parts.map((part) => partRow(part, found.at));
    if (found.payload?.length) rows.push(payloadRow(found));
    const head = element("tr", {}, ...["octets", "bits", "what they say"].map((words) => element("th", { scope: "col" }, words)));
    table.hidden = !rows.length;
    table.replaceChildren(element("table", { class: "markdownTable parts" }, element("thead", {}, head), element("tbody", {}, ...rows)));
    return found;
  }

  // ---- fields to octets, and back -------------------------------------------------------------------

  function payloadOctets() {
    const own = [...new TextEncoder().encode(input.payload.value)];
    if (input.opcode.value !== "8" || input.code.value === "") return own;
    const code = Number(input.code.value) & 0xffff;
    return [code >> 8, code & 0xff, ...own];
  }

  function write() {
    closeField.hidden = input.opcode.value !== "8";
    const key = octetsOf(input.key.value) ?? [];
    input.key.setAttribute("aria-invalid", String(key.length !== 4));
    if (key.length !== 4) return;
    const payload = payloadOctets();
    const rsv = (input.rsv1.checked ? 4 : 0) | (input.rsv2.checked ? 2 : 0) | (input.rsv3.checked ? 1 : 0);
    const header = { fin: input.fin.checked, rsv, opcode: Number(input.opcode.value), masked: input.masked.checked, key, length: payload.length };
    input.hex.value = spaced([...encodeHeader(header), ...(header.masked ? applyMask(payload, key) : payload)]);
    show();
  }

  // The fields follow the octets as far as a field can hold them: a payload that is no text is left out.
  function follow(found) {
    if (!found?.size || found.missing || found.violation) return;
    const { header, payload } = found;
    const [fin, rsv1, masked] = [header.fin, header.rsv1, header.masked];
    Object.entries({ fin, rsv1, rsv2: false, rsv3: false, masked }).forEach(([name, on]) => (input[name].checked = on));
    input.opcode.value = String(header.opcode);
    closeField.hidden = header.opcode !== 8;
    if (masked) input.key.value = spaced(header.key);
    const start = header.opcode === 8 ? 2 : 0;
    if (start) input.code.value = payload.length ? payload[0] * 256 + payload[1] : "";
    if (firstBadUtf8(payload.slice(start)) < 0) input.payload.value = textOf(payload.slice(start));
  }

  // ---- examples: the vectors of the tests -----------------------------------------------------------

  const inWords = (group) => group.replace(/([A-Z0-9]+)/g, " $1").trim().toLowerCase();

  function exampleList() {
    const list = element("select", {}, element("option", { value: "" }, "choose one"));
    const examples = netladder.frameVectors;
    for (const group of new Set(examples.map((one) => one.group))) {
      const own = examples.map((one, place) => [one, place]).filter(([one]) => one.group === group);
      list.append(element("optgroup", { label: inWords(group) }, ...options(own.map(([one, place]) => [String(place), one.octets]))));
    }
    list.addEventListener("change", () => {
      if (list.value === "") return;
      const { octets, rules } = examples[Number(list.value)];
      input.hex.value = octets;
      [input.reader.value] = rules.split(" ");
      input.deflate.checked = rules.includes("rsv1");
      follow(show());
    });
    return list;
  }

  const group = (words, ...inside) => element("fieldset", {}, element("legend", {}, words), ...inside);

  const place = document.getElementById("frame-explorer");
  place.replaceChildren(
    group("Octets in", labelled("Octets, as hexadecimal numbers", input.hex), labelled("An example from the tests", exampleList()),
      labelled("Who reads", input.reader), labelled("permessage-deflate was agreed on: RSV1 may be set", input.deflate)),
    status, table,
    group("Fields in", element("div", { class: "row" }, labelled("FIN", input.fin), labelled("RSV1", input.rsv1), labelled("RSV2", input.rsv2), labelled("RSV3", input.rsv3), labelled("MASK", input.masked)),
      labelled("Opcode", input.opcode), closeField, labelled("Payload, as text", input.payload), labelled("Masking key", input.key)),
  );
  for (const control of [input.hex, input.reader, input.deflate]) control.addEventListener("input", () => follow(show()));
  for (const name of ["fin", "rsv1", "rsv2", "rsv3", "masked", "opcode", "key", "code", "payload"]) input[name].addEventListener("input", write);
  input.hex.value = netladder.frameVectors.find((one) => one.group === "OfAMaskedText").octets;
  follow(show());
}
