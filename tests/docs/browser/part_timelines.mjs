// Timelines: as many steps drawn as the table has, each with its line, buttons and keys, whole without JavaScript.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, watchedPage } from "./site.mjs";

export async function run({ browser, base, check, equal }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, wrong } = await watchedPage(context, base);
  for (const number of [1, 2, 3, 4, 5]) {
    await page.goto(`${base}lesson0${number}.html`);
    const found = await page.evaluate(() => [...document.querySelectorAll("figure.timeline")].map((figure) => ({
      drawn: figure.querySelectorAll(".step").length,
      told: figure.querySelectorAll("tr td:first-child").length,
      linked: figure.querySelectorAll("a[href*='_source.html#l'] .step title").length,
      trace: figure.querySelector("a[download]").getAttribute("href"),
      over: [...figure.querySelectorAll("svg text")].filter((text) => text.getBBox().x + text.getBBox().width > figure.querySelector("svg").viewBox.baseVal.width + 1).map((text) => text.textContent),
    })));
    check(found.length >= 2, `lesson 0${number} has ${found.length} timelines`);
    for (const { drawn, told, linked, trace, over } of found) {
      equal(drawn, told, `${trace}: steps in the picture and in the table`);
      equal(linked, drawn, `${trace}: steps that show and lead to their line`);
      check(drawn > 4 && JSON.parse(readFileSync(join(root, trace), "utf8")).length >= drawn, `${trace}: events`);
      equal(over, [], `${trace}: words beyond the picture`);
    }
  }
  await steps(page, base, check, equal);
  equal(wrong, [], "errors on pages with timelines");
  await context.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(`${base}lesson03.html`);
  check(await still.locator("figure.timeline svg").first().isVisible(), "a timeline shows without JavaScript");
  await plain.close();
}

async function steps(page, base, check, equal) {
  await page.goto(`${base}lesson03.html`);
  const figure = page.locator("figure.timeline").first();
  const later = () => figure.locator(".step.later").count();
  const all = await figure.locator(".step").count();
  equal(await later(), 0, "at first everything shows");
  await figure.getByRole("button", { name: "First" }).click();
  equal(await later(), all - 1, "First shows one step");
  await figure.getByRole("button", { name: "Step" }).click();
  equal(await later(), all - 2, "Step shows one more");
  await page.keyboard.press("ArrowRight");
  equal(await later(), all - 3, "so does the arrow key");
  await page.keyboard.press("ArrowLeft");
  equal(await later(), all - 2, "and back");
  check((await figure.locator("output").textContent()).startsWith(`2 of ${all}: `), "the step is told in words");
  check(page.url().endsWith("lesson03.html"), "the arrows have not turned the page");
  await figure.getByRole("button", { name: "All" }).click();
  equal(await later(), 0, "All shows everything");
}
