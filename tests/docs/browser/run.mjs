// Runs the tests of the site in a real browser: node run.mjs [PART…]. A part is a file part_NAME.mjs.
//
// Exit status 0 fine, 1 a check failed or something is missing. Where there is no chromium and this is
// no CI (the environment variable CI is not set), 77: CTest counts that as skipped, and says so.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const parts = process.argv.slice(2);
const known = readdirSync(here).map((name) => /^part_(\w+)\.mjs$/.exec(name)?.[1]).filter(Boolean);

function stop(text, status = 1) {
  console.error(text);
  process.exit(status);
}

if (!existsSync(join(here, "node_modules"))) {
  stop(`${here} has no node_modules: run \`./lab test --all\`, or there \`npm ci --ignore-scripts\``);
}
const site = await import("./site.mjs").catch((error) => stop(`there is no site: run \`./lab docs\` (${error.message})`));
if (!site.findChromium()) {
  stop("skipped: no chromium on the PATH: sudo apt-get install chromium", process.env.CI ? 1 : 77);
}

let failures = 0;
const check = (holds, text) => {
  if (holds) return;
  failures += 1;
  console.error(`FAILED ${text}`);
};
const equal = (found, wanted, text) => {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  check(left === right, `${text}: ${left} instead of ${right}`);
};

const server = await site.serve();
const browser = await site.launch();
for (const name of parts.length ? parts : known) {
  if (!known.includes(name)) stop(`there is no part ${name}; there are ${known.join(", ")}`, 2);
  const started = Date.now();
  const { run } = await import(`./part_${name}.mjs`);
  for (const base of [server.base, site.fileBase]) {
    try {
      await run({ browser, base, check, equal, isFile: base.startsWith("file:") });
    } catch (error) {
      check(false, `${name} on ${base}: ${error.stack}`);
    }
  }
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
await browser.close();
server.close();
console.log(failures ? `${failures} checks failed` : "all checks hold");
process.exit(failures ? 1 : 0);
