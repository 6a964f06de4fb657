// axe-core without serious or moderate findings, in both themes, on every kind of page.
import { createRequire } from "node:module";
import { kinds } from "./site.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const GRAVE = ["moderate", "serious", "critical"];

export async function run({ browser, base, equal, isFile }) {
  if (isFile) return; // the same pages
  for (const theme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme: theme, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    for (const [kind, name] of Object.entries(kinds)) {
      // In the other theme only the colours differ, and the longest pages have no colours of their own.
      if (theme === "dark" && ["whole", "verified", "longest"].includes(kind)) continue;
      await page.goto(base + name);
      await page.addScriptTag({ path: axe });
      equal(await page.evaluate(findings, [GRAVE, theme === "dark"]), [], `axe on ${name}, ${theme}`);
    }
    await page.goto(`${base}${kinds.lesson}`);
    await page.locator("a.tick:visible").first().click();
    await page.locator(".test-card").waitFor();
    await page.addScriptTag({ path: axe });
    equal(await page.evaluate(findings, [GRAVE, false]), [], `axe with an open card, ${theme}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("socket");
    await page.locator("[role=option]").first().waitFor();
    equal(await page.evaluate(findings, [GRAVE, false]), [], `axe with the search open, ${theme}`);
    await context.close();
  }
}

async function findings([grave, coloursOnly]) {
  const rules = coloursOnly ? { runOnly: ["color-contrast"] } : {};
  const results = await axe.run(document, { resultTypes: ["violations"], ...rules });
  return results.violations.filter((one) => grave.includes(one.impact))
    .map((one) => `${one.id} (${one.impact}, ${one.nodes.length}): ${one.nodes[0].html.slice(0, 120)}`);
}
