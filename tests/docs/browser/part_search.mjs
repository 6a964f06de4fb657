// The search, by keyboard only.
import { watchedPage } from "./site.mjs";

// What is typed, and what one of the first five results must be called or lead to.
const QUERIES = [
  ["half-close", /half-close|connection ends/i],
  ["Sec-WebSocket-Accept", /lesson05/],
  ["TIME_WAIT", /lesson01/],
  ["back-pressure", /lesson0[15]/],
  ["FD_WRITE", /The life of FD_WRITE/],
  ["PhysicalSocketServer", /PhysicalSocketServer|lesson04/],
  ["SendAll", /SendAll/],
  ["EpollServer::Run", /l03::EpollServer::Run/],
  ["MovesAPrefixAndThenSaysWouldBlock", /Send\.MovesAPrefixAndThenSaysWouldBlock/],
  ["edge-triggered", /lesson03|glossary/],
];

export async function run({ browser, base, check, equal }) {
  const context = await browser.newContext();
  const { page, wrong } = await watchedPage(context, base);
  await page.goto(`${base}index.html`);
  for (const [query, wanted] of QUERIES) {
    await page.keyboard.press("/");
    const dialog = page.locator("dialog.search[open]");
    await dialog.waitFor();
    await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent);
    await page.keyboard.type(query);
    await page.locator("[role=option]").first().waitFor({ timeout: 10000 }).catch(() => {});
    const found = await page.evaluate(() => [...document.querySelectorAll("[role=option]")].slice(0, 5)
      .map((one) => `${one.querySelector("strong").textContent} ${one.href}`));
    check(found.some((one) => wanted.test(one)), `searching ${query}: ${JSON.stringify(found)}`);
    const excerpts = await page.locator("[role=option] .excerpt mark").count();
    if (/-|_/.test(query)) check(excerpts > 0, `searching ${query}: an excerpt shows the word`);
    await page.keyboard.press("Escape");
    equal(await dialog.count(), 0, "Escape closes the search");
    const back = page.waitForFunction(() => document.activeElement?.className === "search-button", null, { timeout: 10000 });
    check(await back.then(() => true, () => false), "the focus is back on the button");
  }
  await page.keyboard.press("/");
  await page.keyboard.type("life of FD_WRITE");
  await page.locator("[role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/lesson02\.html#/);
  check(await page.evaluate(() => Boolean(document.querySelector(":target"))), "Enter opens the section");
  const marked = () => page.evaluate(() => [...(CSS.highlights.get("found") ?? [])]
    .map((one) => one.startContainer.data.slice(one.startOffset, one.endOffset).toLowerCase()));
  check((await marked()).some((one) => one.includes("fd_write")), "the words that were looked for are marked");
  await page.keyboard.press("Escape");
  equal(await marked(), [], "Escape unmarks them");
  await page.keyboard.press("/");
  await page.keyboard.type("zzzzqqqq");
  await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent === "Nothing found.");
  equal(wrong, [], "errors while searching");
  await context.close();
}
