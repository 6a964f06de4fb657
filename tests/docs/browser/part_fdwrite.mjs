// The FD_WRITE simulator: every recorded sequence by its buttons, all of it by keyboard, and without scripts.
import { fdWriteSequences } from "../vectors.mjs";
import { watchedPage } from "./site.mjs";

const PAGE = "fd_write_simulator.html";
const BUTTONS = {
  "select FD_WRITE": "WSAEventSelect(FD_WRITE)", "select 0": "WSAEventSelect(0)", send: "send", fill: "send until WSAEWOULDBLOCK",
  drain: "the peer reads everything", enumerate: "WSAEnumNetworkEvents", reset: "WSAResetEvent",
};

const logOf = (page) => page.evaluate(() => [...document.querySelectorAll("#fd-write-simulator tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)));

export async function run(world) {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, wrong } = await watchedPage(context, world.base);
  await page.goto(world.base + PAGE);
  await sequences(page, world);
  await keyboard(page, world);
  world.equal(wrong, [], "errors while simulating");
  await context.close();
  await withoutScripts(world);
}

async function sequences(page, { equal }) {
  const tool = page.locator("#fd-write-simulator");
  for (const { name, steps } of fdWriteSequences()) {
    const recorded = steps.map(({ step, result, record, latch, event }) => [BUTTONS[step], result, record, latch, event]);
    for (const { step } of steps) await tool.getByRole("button", { name: BUTTONS[step], exact: true }).click();
    equal(await logOf(page), recorded, `${name}: by the buttons`);
    await tool.getByRole("button", { name: "Start again" }).click();
    await tool.getByLabel("A sequence").selectOption(name);
    equal(await logOf(page), recorded, `${name}: played`);
    await tool.getByRole("button", { name: "Start again" }).click();
  }
}

async function keyboard(page, { check, equal }) {
  const tool = page.locator("#fd-write-simulator");
  await tool.getByRole("button", { name: "WSAEventSelect(FD_WRITE)" }).focus();
  await page.keyboard.press("Enter");
  check((await tool.getByRole("status").textContent()).includes("FD_WRITE is recorded"), "the step is explained");
  check(await tool.getByRole("button", { name: "WSAEventSelect(FD_WRITE)" }).evaluate((one) => one === document.activeElement), "the focus stays on the button");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  equal((await logOf(page)).map(([what]) => what), ["WSAEventSelect(FD_WRITE)", "send"], "two steps by keyboard");
  await tool.getByRole("button", { name: "Take the last step back" }).click();
  equal((await logOf(page)).length, 1, "one step back");
}

async function withoutScripts({ browser, base, check }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(base + PAGE);
  check(await page.locator("#fd-write-simulator").getByRole("link").isVisible(), "without JavaScript there is the lesson");
  await context.close();
}
