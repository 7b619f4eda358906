// node-nlp with its own settings, in French.
//
// usage: node nlpjs.cjs train MODEL (examples on standard input: pairs of a text and its intent)
//        node nlpjs.cjs answer MODEL (lines of JSON: a question in, what is understood out)
// Below the threshold node-nlp answers "None" by itself.
"use strict";

const fs = require("fs");
const readline = require("readline");
const { NlpManager } = require("node-nlp");

const THRESHOLD = 0.5; // the default of node-nlp, written down so that it stays so

function build() {
  return new NlpManager({
    languages: ["fr"],
    threshold: THRESHOLD,
    autoSave: false,
    autoLoad: false,
    nlu: { log: false },
  });
}

async function train(model) {
  const manager = build();
  for (const [text, intent] of JSON.parse(fs.readFileSync(0, "utf8"))) {
    manager.addDocument("fr", text, intent);
  }
  await manager.train();
  manager.save(model);
}

async function answer(model) {
  const manager = build();
  manager.load(model);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const start = process.hrtime.bigint();
    const { intent } = await manager.process("fr", JSON.parse(line));
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    process.stdout.write(`${JSON.stringify({ intent, parts: [], milliseconds })}\n`);
  }
}

const [program, ...paths] = process.argv.slice(2);
({ train, answer })[program](...paths).catch((error) => {
  console.error(error);
  process.exit(1);
});
