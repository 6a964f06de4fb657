// Answers that are given before looking, and lessons worked through: both are remembered.
import { watchedPage } from "./site.mjs";

export async function run({ browser, base, check, equal }) {
  const context = await browser.newContext();
  const { page, wrong } = await watchedPage(context, base);
  await page.goto(`${base}lesson01.html`);
  const answers = page.locator(".answer textarea");
  const asked = await page.evaluate(() => {
    let count = 0;
    for (let next = document.getElementById("lesson01-predict").nextElementSibling; next.tagName !== "H2"; next = next.nextElementSibling) count += next.tagName === "DETAILS";
    return count;
  });
  equal(await answers.count(), asked, "every question has room for an answer");
  await answers.first().fill("Never.");
  await page.getByLabel("I have worked through this lesson").check();
  equal(await page.locator(".rung .done").count(), 1, "the lesson is marked in the bar");
  await page.reload();
  equal(await answers.first().inputValue(), "Never.", "the answer is remembered");
  await page.goto(`${base}lesson02.html`);
  equal(await page.locator(".rung .done").count(), 1, "the mark shows on other pages");
  check(!(await page.getByLabel("I have worked through this lesson").isChecked()), "each lesson has its own");
  await page.goto(`${base}lesson01.html`);
  await page.getByLabel("I have worked through this lesson").uncheck();
  equal(await page.locator(".rung .done").count(), 0, "and can be taken back");
  equal(wrong, [], "errors while learning");
  await context.close();
}
