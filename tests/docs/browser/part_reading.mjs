// Theme, copy, ticks, words, contents, arrows: by mouse, keyboard and touch, and without JavaScript.
import { watchedPage } from "./site.mjs";

const PAGE = "lesson03.html";

export async function run(world) {
  await theme(world);
  await copy(world);
  await ticks(world);
  await terms(world);
  await contents(world);
  await arrows(world);
  await keys(world);
  await tabStops(world);
  await withoutScripts(world);
}

async function fresh({ browser, base }, options = {}, name = PAGE) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const watched = await watchedPage(context, base);
  await watched.page.goto(base + name);
  return { context, ...watched };
}

const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

async function keys(world) {
  const { check, equal } = world;
  const { context, page, wrong } = await fresh(world);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys" });
  await dialog.waitFor();
  check((await dialog.textContent()).includes("search the course"), "? tells the keys");
  await page.keyboard.press("Escape");
  equal(await dialog.count(), 0, "Escape closes the list of keys");
  await page.keyboard.press("/");
  await page.locator("dialog.search[open]").waitFor();
  await page.keyboard.type("?");
  equal(await page.getByRole("dialog", { name: "Keys" }).count(), 0, "who types a question mark gets one");
  await page.keyboard.press("Escape");
  await page.locator("dialog.search[open]").waitFor({ state: "detached" });
  const menu = page.locator("header.site details").last();
  await menu.locator("summary").click();
  equal(await menu.getAttribute("open"), "", "the menu opens");
  await page.keyboard.press("Escape");
  equal(await menu.getAttribute("open"), null, "Escape closes the menu");
  equal(wrong, [], "errors while keys were shown");
  await context.close();
}

async function theme(world) {
  const { check, equal, base } = world;
  const { context, page, wrong } = await fresh(world, { colorScheme: "light" });
  const light = await paper(page);
  const button = page.locator(".theme-button");
  await button.click();
  equal(await button.getAttribute("aria-label"), "Theme: light", "the first choice");
  await button.click();
  const dark = await paper(page);
  check(dark !== light, "the switch changes the paper");
  // No flash: the theme is there before the text of the next page is read.
  await page.addInitScript(() => {
    new MutationObserver((_, watch) => {
      if (!document.body) return;
      window.themeAtFirst = document.documentElement.dataset.theme;
      watch.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${base}index.html`);
  equal(await paper(page), dark, "the choice lasts on the next page");
  equal(await page.evaluate(() => window.themeAtFirst), "dark", "the theme when the body begins");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  equal(await paper(page), dark, "system follows the system");
  equal(wrong, [], "errors while the theme changed");
  await context.close();
}

async function copy(world) {
  const { check, equal, isFile } = world;
  const { context, page } = await fresh(world);
  if (!isFile) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const code = await page.evaluate(() => {
    const output = [...document.querySelectorAll(".fragment")].find((block) => block.textContent.startsWith("$ "));
    return { typed: netladder.codeOf(output), all: output.textContent };
  });
  equal(code.typed, `${code.all.split("\n")[0].slice(2)}\n`, "of a session only what was typed");
  if (!isFile) {
    const figure = page.locator("figure.code", { hasText: "::" }).filter({ has: page.locator("figcaption a") }).first();
    await figure.hover();
    await figure.locator("button.copy").click();
    await page.waitForFunction(() => [...document.querySelectorAll(".copy")].some((button) => button.textContent === "Copied"));
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const wanted = await figure.locator(".fragment").evaluate((block) => netladder.codeOf(block));
    equal(text, wanted, "the clipboard");
    check(text.split("\n").length > 3, "the copied code has lines");
  }
  await page.goto(new URL("endpoint_8cc_source.html", page.url()).href);
  const source = await page.evaluate(() => netladder.codeOf(document.querySelector(".fragment")));
  check(source.startsWith("//") && !/^\s*\d+ /m.test(source.split("\n")[1] ?? ""), "a copied file has no line numbers");
  await context.close();
}

async function ticks(world) {
  const { check, equal, base } = world;
  const { context, page, wrong } = await fresh(world, { hasTouch: true });
  const tick = page.locator("a.tick:visible").first();
  const test = (await tick.getAttribute("aria-label")).replace("Tested by ", "");
  for (const way of ["click", "tap", "keyboard"]) {
    if (way === "click") await tick.click();
    if (way === "tap") await tick.tap();
    if (way === "keyboard") {
      await tick.focus();
      await page.keyboard.press("Enter");
    }
    const card = page.locator(".test-card");
    await card.waitFor();
    equal(await card.locator("h2").textContent(), test, `the card by ${way}`);
    check(/TEST|ctest/.test(await card.textContent()), `the card by ${way} has the code`);
    check((await card.locator(".result").count()) > 0, `the card by ${way} has the last result`);
    await page.keyboard.press("Escape");
    equal(await card.count(), 0, `Escape closes the card by ${way}`);
    check(await tick.evaluate((element) => element === document.activeElement), `the focus is back by ${way}`);
  }
  // A tick stands on the line of the word in front of it, wherever the line ends.
  for (const width of [360, 500, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const stranded = await page.evaluate(() => [...document.querySelectorAll("main a.tick")].filter((one) => {
      const before = one.previousSibling;
      if (before?.nodeType !== Node.TEXT_NODE || before.data.length < 2) return false;
      const range = document.createRange();
      range.setStart(before, before.data.length - 2);
      range.setEnd(before, before.data.length - 1);
      const word = range.getBoundingClientRect();
      return word.height && one.getBoundingClientRect().left < word.left;
    }).map((one) => one.getAttribute("aria-label")));
    equal(stranded, [], `ticks on a line without their word at ${width}`);
  }
  equal(wrong, [], `errors on ${base}${PAGE}`);
  await context.close();
}

async function terms(world) {
  const { check, equal } = world;
  const { context, page } = await fresh(world);
  const term = page.locator("a.term:visible").first();
  await term.hover();
  const card = page.locator(".term-card");
  await card.waitFor();
  check((await card.textContent()).length > 10, "a word shows its meaning");
  await page.mouse.move(0, 0);
  equal(await card.count(), 0, "the meaning goes away");
  await term.focus();
  check(await card.isVisible(), "a word shows its meaning by keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(/glossary\.html#glossary-term-/);
  check(await page.evaluate(() => document.querySelector(":target")?.tagName === "TR"), "a word leads to its entry");
  await context.close();
}

async function contents(world) {
  const { equal, check } = world;
  const { context, page } = await fresh(world);
  const heading = page.locator("main h3[id]").nth(2);
  const id = await heading.getAttribute("id");
  await heading.evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 80));
  await page.waitForFunction((wanted) => document.querySelector(".contents-list [aria-current]")?.hash === `#${wanted}`, id, { timeout: 5000 }).catch(() => {});
  equal(await page.evaluate(() => document.querySelector(".contents-list [aria-current]")?.hash), `#${id}`, "the contents follow the scroll");
  check(await page.locator(`.contents-list ul ul a[href="#${id}"]`).isVisible(), "the second level shows");
  await context.close();
}

async function arrows(world) {
  const { equal, base } = world;
  const { context, page } = await fresh(world);
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(`${base}lesson04.html`);
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(`${base}lesson03.html`);
  await page.keyboard.press("/");
  await page.locator("dialog.search input").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Escape");
  equal(page.url(), `${base}lesson03.html`, "arrows in the search do not turn the page");
  await context.close();
}

async function tabStops(world) {
  const { check } = world;
  const { context, page } = await fresh(world);
  await page.evaluate(() => document.fonts.ready);
  const boxes = await page.evaluate(() => document.querySelectorAll("[tabindex='0']").length);
  check(boxes <= 3, `${boxes} boxes are tab stops although they do not scroll`);
  await context.close();
}

async function withoutScripts(world) {
  const { check, equal } = world;
  const { context, page } = await fresh(world, { javaScriptEnabled: false });
  const href = await page.locator("a.tick:visible").first().getAttribute("href");
  await page.locator("a.tick:visible").first().click();
  check(page.url().endsWith(href), "without JavaScript a tick is a link");
  equal(await page.locator(".tools").isVisible(), false, "what needs JavaScript is not shown without it");
  await context.close();
}
