// The site under test: where it is, its pages, a small server for it, and chromium.
import { createServer } from "node:http";
import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(process.env.NETLADDER_SITE ?? join(here, "../../../build/docs/html"));
export const artefacts = resolve(process.env.NETLADDER_SCREENSHOTS ?? join(root, "../screenshots"));

export const pages = readdirSync(root).filter((name) => name.endsWith(".html")).sort();

// One page of every kind.
export const kinds = {
  start: "index.html",
  lesson: "lesson03.html",
  longest: "lesson04.html",
  whole: "lesson01-whole.html",
  glossary: "glossary.html",
  verified: "verified.html",
  rules: "winsock_rules.html",
  frames: "frame_explorer.html",
  atlas: "error_atlas.html",
  simulator: "fd_write_simulator.html",
  classes: "annotated.html",
  files: "files.html",
  class: pages.find((name) => /^class.*Endpoint\.html$/.test(name)),
  file: pages.find((name) => /_8h\.html$/.test(name)),
  source: pages.find((name) => /_8cc_source\.html$/.test(name)),
};

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain", ".json": "application/json",
};

// Serves the site on a free port of the loopback address.
export async function serve() {
  const server = createServer((request, response) => {
    const path = join(root, decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      if (!path.startsWith(root)) throw new Error("outside");
      const body = readFileSync(path);
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { base: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

export const fileBase = `${pathToFileURL(root).href}/`;

const candidates = ["chromium", "chromium-browser", "google-chrome"];

export function findChromium() {
  for (const folder of (process.env.PATH ?? "").split(":")) {
    for (const name of candidates) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // look on
      }
    }
  }
  return null;
}

// Without a sandbox: the tests also run as root in a container, and they open only our own pages.
export const launch = () => chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

// A page that notes what goes wrong on it: errors, failed requests, requests to elsewhere.
export async function watchedPage(context, base) {
  const page = await context.newPage();
  const wrong = [];
  const note = (text) => wrong.push(`${page.url().slice(base.length)}: ${text}`);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(message.text()));
  page.on("pageerror", (error) => note(error.message));
  page.on("requestfailed", (request) => {
    // A page that is left cancels what it was still loading.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") note(`failed: ${request.url()}`);
  });
  page.on("response", (response) => response.status() >= 400 && note(`${response.status()}: ${response.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) note(`outside: ${request.url()}`);
  });
  return { page, wrong };
}
