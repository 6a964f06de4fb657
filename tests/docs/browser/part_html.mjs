// Every kind of page is valid HTML, by html-validate. No browser is needed; the pages are the same over http.
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { kinds, root } from "./site.mjs";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // How things are written, where the standard leaves a choice. lxml and Doxygen have made theirs.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-inline-style": "off",
    "no-trailing-whitespace": "off",
    "prefer-tbody": "off",
    "long-title": "off", // the path of a file may be long
  },
});

export async function run({ check, equal, isFile }) {
  if (!isFile) return;
  for (const name of Object.values(kinds)) {
    const report = await validator.validateFile(join(root, name));
    const found = report.results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`));
    equal(found.slice(0, 5), [], `html-validate on ${name}, ${found.length} findings`);
  }
  const broken = await validator.validateString("<p><div></p>");
  check(!broken.valid, "html-validate finds an error that was planted");
}
