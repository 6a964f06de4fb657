// Every page loads without an error, a failed request or a request to elsewhere.
import { kinds, pages, watchedPage } from "./site.mjs";

const AT_ONCE = 3;

// All pages of the course, and every tenth of the reference, which has more than a thousand made in the same
// way. That every link of every page leads somewhere is checked without a browser (tools/check_site.py).
const chosen = pages.filter((name, place) => place % 10 === 0 || /^[a-z_0-9-]+\.html$/.test(name) && !/_8|^(class|struct|dir_|namespace)/.test(name) || Object.values(kinds).includes(name));

export async function run({ browser, base, check, equal }) {
  const context = await browser.newContext();
  const queue = [...chosen];
  const problems = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    const { page, wrong } = await watchedPage(context, base);
    for (let name = queue.pop(); name; name = queue.pop()) {
      await page.goto(base + name, { waitUntil: "load" });
      const empty = await page.evaluate(() => [...document.images].filter((image) => !image.naturalWidth).map((image) => image.src));
      equal(empty, [], `${name}: images without a picture`);
    }
    problems.push(...wrong);
  }));
  equal(problems, [], "errors and requests of all pages");
  check(pages.length > 50, `only ${pages.length} pages`);
  await context.close();
}
