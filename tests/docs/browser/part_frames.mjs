// The frame explorer: every vector of the C++ tests by octets, fields to octets, keyboard only, and without scripts.
import { frameVectors } from "../vectors.mjs";
import { watchedPage } from "./site.mjs";

const PAGE = "frame_explorer.html";
const hex = (octets) => octets.map((octet) => octet.toString(16).padStart(2, "0")).join(" ");
const explorer = (page) => {
  const tool = page.locator("#frame-explorer");
  return { tool, octets: tool.getByLabel("Octets, as hexadecimal"), verdict: tool.getByRole("status"), rows: tool.locator(".parts tbody tr") };
};

export async function run(world) {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, wrong } = await watchedPage(context, world.base);
  await page.goto(world.base + PAGE);
  await vectors(page, world);
  await fields(page, world);
  await keyboard(page, world);
  world.equal(wrong, [], "errors while exploring");
  await context.close();
  await withoutScripts(world);
}

// What the C++ tests say about a frame, in the words of the page.
function expected(says, { rules }) {
  const broken = /^(\d{4}) (.+)/.exec(says);
  if (broken) return broken[1] === "1009" && rules.limit === "1000" ? null : `${broken[2]} (RFC 6455`;
  return says === "more" ? "Not complete" : rules.limit.length > 15 ? null : /^(Valid|The header is valid): a/;
}

async function vectors(page, { check }) {
  const { octets, verdict } = explorer(page);
  for (const vector of frameVectors().headers) {
    const wanted = expected(vector.says, vector);
    if (!wanted) continue; // the page has one limit, and no field for it
    await page.getByLabel("Who reads").selectOption(vector.rules.reader);
    await page.getByLabel("permessage-deflate").setChecked(vector.rules.allowRsv1);
    await octets.fill(hex(vector.octets));
    const found = await verdict.textContent();
    check(wanted instanceof RegExp ? wanted.test(found) : found.includes(wanted), `${hex(vector.octets)}: "${found}", not ${wanted}`);
  }
}

async function fields(page, { check, equal }) {
  const { tool, octets, verdict, rows } = explorer(page);
  const rfc = frameVectors().headers.find(({ group }) => group === "OfAMaskedText");
  await tool.getByLabel("An example from the tests").selectOption(hex(rfc.octets).toUpperCase());
  equal(await tool.getByLabel("Payload, as text").inputValue(), rfc.payload, "the fields follow the octets");
  equal(await rows.count(), 4, "two octets, the key and the payload");
  await tool.getByLabel("Payload, as text").fill("");
  await tool.getByLabel("Payload, as text").fill(rfc.payload);
  equal((await octets.inputValue()).toLowerCase(), hex(rfc.octets), "the fields write the octets");
  await tool.getByLabel("Opcode").selectOption("9");
  await tool.getByLabel("FIN").uncheck();
  check((await verdict.textContent()).includes("fragmented control frame (RFC 6455 section 5.5)"), "the rule and its section");
  equal(await tool.locator(".parts .broken").count(), 1, "the part that breaks it is marked");
  await tool.getByLabel("FIN").check();
  await tool.getByLabel("Opcode").selectOption("8");
  await tool.getByLabel("Close code").fill("1005");
  check((await verdict.textContent()).includes("close code that must not be sent"), "a close code is judged");
  await octets.fill("81 0");
  check((await verdict.textContent()).startsWith("These are not octets"), "half an octet is refused");
}

async function keyboard(page, { check, equal }) {
  const { octets, verdict } = explorer(page);
  await octets.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("8100 8900");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown"); // the client reads
  check((await verdict.textContent()).includes("Behind it: 2 octets"), `by keyboard: ${await verdict.textContent()}`);
  equal(new URL(page.url()).pathname.endsWith(PAGE), true, "no key has turned the page");
}

async function withoutScripts({ browser, base, check }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(base + PAGE);
  check(await page.locator("#frame-explorer").getByRole("link", { name: "A frame, bit by bit" }).isVisible(), "without JavaScript there is the lesson");
  await context.close();
}
