// A lesson on paper: not more pages than a book would need, answers unfolded, nothing cut.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artefacts, kinds } from "./site.mjs";

const MOST_PAGES = { "lesson01.html": 22, "lesson03.html": 32, "lesson05.html": 42 };

export async function run({ browser, base, check, equal, isFile }) {
  if (isFile) return; // paper is paper
  mkdirSync(artefacts, { recursive: true });
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const [name, most] of Object.entries(MOST_PAGES)) {
    await page.goto(base + name);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    writeFileSync(join(artefacts, name.replace(".html", ".pdf")), pdf);
    const count = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    check(count >= 5 && count <= most, `${name}: ${count} pages on paper, at most ${most}`);
  }
  await page.goto(base + kinds.lesson);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 660, height: 1000 });
  const found = await page.evaluate(() => {
    window.dispatchEvent(new Event("beforeprint"));
    const hidden = [...document.querySelectorAll("main details p")].filter((one) => !one.offsetHeight).length;
    const cut = [...document.querySelectorAll(".fragment, .line")].filter((one) => one.scrollWidth > one.clientWidth + 1).length;
    const line = document.querySelector(".fragment:not(.drawing, .picture) .line");
    const style = getComputedStyle(line);
    const single = line.getBoundingClientRect().height < 2 * parseFloat(style.fontSize);
    const furniture = [...document.querySelectorAll("header.site, .copy, .tick, .contents-list")].filter((one) => one.offsetHeight).length;
    return { hidden, cut, single, furniture };
  });
  equal(found, { hidden: 0, cut: 0, single: true, furniture: 0 }, "a lesson on paper");
  await context.close();
}
