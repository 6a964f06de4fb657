// Three widths, two themes: no sideways scrolling, readable sizes. The screenshots stay, to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { artefacts, kinds } from "./site.mjs";

const WIDTHS = [360, 768, 1280];

// What sticks out of the window although it does not scroll in a box of its own.
function tooWide() {
  const width = document.documentElement.clientWidth;
  const inBox = (element) => element.closest(".wide, .drawing, .picture, .memproto, svg");
  const captions = [...document.querySelectorAll("figcaption, .fragment:not(.drawing, .picture), .fragment:not(.drawing, .picture) .line")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
    .map((box) => `${box.className}: ${box.textContent.slice(0, 40)}`);
  const out = [...document.querySelectorAll("main *")]
    .filter((element) => !inBox(element) && element.getBoundingClientRect().right > width + 1)
    .map((element) => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`);
  return { page: document.documentElement.scrollWidth - width, captions: captions.slice(0, 3), out: out.slice(0, 3) };
}

// Characters on the full lines of the text: the words of each line are found by where they stand.
function lineLengths() {
  const lengths = [];
  for (const paragraph of document.querySelectorAll(".textblock > p")) {
    const lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.data.matchAll(/\S+\s*/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + 1);
        const line = Math.round(range.getBoundingClientRect().top / 14);
        lines.set(line, (lines.get(line) ?? 0) + word[0].length);
      }
    }
    lengths.push(...[...lines.values()].slice(0, -1).filter((length) => length > 45));
  }
  return lengths.sort((a, b) => a - b);
}

export async function run({ browser, base, check, equal, isFile }) {
  if (isFile) return; // how a page came here does not change its layout
  mkdirSync(artefacts, { recursive: true });
  for (const width of WIDTHS) {
    for (const theme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
      const page = await context.newPage();
      for (const [kind, name] of Object.entries(kinds)) {
        await page.goto(base + name);
        await page.evaluate(() => document.fonts.ready);
        const shown = `${name} at ${width}`;
        if (theme === "light") equal(await page.evaluate(tooWide), { page: 0, captions: [], out: [] }, `${shown}: too wide`);
        if (["start", "lesson", "verified", "glossary", "frames", "simulator", "class", "source"].includes(kind)) {
          await page.screenshot({ path: join(artefacts, `${kind}-${width}-${theme}.png`) });
        }
        if (kind === "lesson" && theme === "light") await reading(page, width, check, shown);
      }
      await context.close();
    }
  }
}

async function reading(page, width, check, shown) {
  const size = await page.evaluate(() => Math.min(...[...document.querySelectorAll(".fragment:not(.drawing, .picture)")].map((block) => parseFloat(getComputedStyle(block).fontSize))));
  check(size >= 14, `${shown}: code is ${size} px`);
  const lengths = await page.evaluate(lineLengths);
  const median = lengths[lengths.length >> 1];
  if (width === 1280) check(median >= 66 && median <= 75, `${shown}: ${median} characters a line in the middle`);
  const names = await page.evaluate(() => [...document.querySelectorAll(".rung .name")].filter((name) => name.offsetWidth > 20).length);
  check(names === 5, `${shown}: ${names} lessons have names in the bar`);
}
