// Every page loads without an error, a failed request or a request to elsewhere.
import { pages, watchedPage } from "./site.mjs";

export async function run({ browser, base, check, equal, isFile }) {
  const context = await browser.newContext();
  const { page, wrong } = await watchedPage(context, base);
  for (const name of pages) {
    await page.goto(base + name, { waitUntil: "load" });
    if (!isFile) continue;
    // Once is enough for what does not depend on how the page came here.
    const empty = await page.evaluate(() => [...document.images].filter((image) => !image.naturalWidth).map((image) => image.src));
    equal(empty, [], `${name}: images without a picture`);
  }
  equal(wrong, [], "errors and requests of all pages");
  check(pages.length > 50, `only ${pages.length} pages`);
  await context.close();
}
