// Measures the module in V8 beside its peers, on the same posts in one process:
// node bench.mjs BUILD POSTS. BUILD holds bedside.wasm, base.pack and what
// main.go made. The last line is the figures as JSON.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OpenRedaction } from 'openredaction';
import redactPii from 'redact-pii';
import { open } from './module.mjs';

const rounds = 11;
const coldStarts = 9;
const edits = 2_000;

const [build, dir] = process.argv.slice(2);
const file = (name) => join(build, name);
const made = JSON.parse(readFileSync(file('bench.json'), 'utf8'));
const wasm = readFileSync(file('bedside.wasm'));
const base = readFileSync(file('base.pack'));
const tenfold = readFileSync(file('tenfold.pack'));

const all = readdirSync(dir)
  .filter((name) => name.endsWith('.jsonl'))
  .sort()
  .flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n'))
  .filter(Boolean)
  .map((line) => JSON.parse(line));
// As in main.go.
const posts = all.filter(({ text }) => text.length >= 260 && text.length <= 300);

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

/** Runs f on every post and notes the microseconds of each call in its list. */
async function pass(f, times) {
  for (let i = 0; i < posts.length; i++) {
    const begin = performance.now();
    await f(posts[i].text);
    times[i].push((performance.now() - begin) * 1000);
  }
}

/**
 * The mean over the posts of the least time in any round: what a call takes when the
 * machine does nothing else. Medians grow with what else runs, by half and more.
 */
const quiet = (times) => times.reduce((sum, list) => sum + Math.min(...list), 0) / times.length;

/** The same of medians, for how far the machine was from quiet. */
const typical = (times) => times.reduce((sum, list) => sum + median(list), 0) / times.length;

const module = await open(wasm);
module.load(base);
const grown = await open(wasm);
grown.load(tenfold);
const openRedaction = new OpenRedaction();
const redactor = new redactPii.SyncRedactor();
// What an author waits for: all that is found, judged and explained. Edits are asked
// for afterwards, and timed by themselves.
const first = '{"edits":false}';
const runners = {
  ours: (text) => module.analyze(text, first),
  whole: (text) => module.analyze(text),
  tenfold: (text) => grown.analyze(text, first),
  openredaction: (text) => openRedaction.detect(text),
  redactPii: (text) => redactor.redact(text),
};
const lists = () => posts.map(() => []);
const times = Object.fromEntries(Object.keys(runners).map((name) => [name, lists()]));
// V8 compiles what runs often once more, and better; the first rounds wait for it.
for (let i = 0; i < 30; i++) {
  await pass(runners.ours, lists());
  await pass(runners.whole, lists());
  await pass(runners.tenfold, lists());
}
for (let i = 0; i < rounds; i++) {
  for (const [name, run] of Object.entries(runners)) await pass(run, times[name]);
}
const us = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, quiet(list)]));

// A draft of 10,000 code units in which one character changes at a time, now
// here, now there. Each edit is made three times, each time in a draft without it,
// and the least time counts.
let long = '';
for (const { text } of all) {
  if (long.length + text.length + 2 <= 10_000) long += `${text}\n\n`;
}
long = long.padEnd(10_000, 'end ');
const editing = [];
for (let i = 0; i < edits; i++) {
  const at = (i * 2_617) % (long.length - 1);
  if (!/[a-z]/.test(long[at])) continue;
  const before = long;
  long = long.slice(0, at) + String.fromCharCode(97 + (i % 26)) + long.slice(at + 1);
  let least = Infinity;
  for (let again = 0; again < 3; again++) {
    module.analyze(before, first);
    const begin = performance.now();
    module.analyze(long, first);
    least = Math.min(least, (performance.now() - begin) * 1000);
  }
  if (i >= edits / 2) editing.push(least);
}

const cold = Array.from({ length: coldStarts }, () =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, 'cold.mjs'), file('bedside.wasm'), file('base.pack')],
      { encoding: 'utf8' },
    ),
  ),
);

const count = (key) => {
  const n = {};
  for (const p of posts) n[p[key]] = (n[p[key]] ?? 0) + 1;
  return Object.entries(n)
    .map(([name, k]) => `${k} ${name}`)
    .join(', ');
};
const round = (x, digits = 1) => Number(x.toFixed(digits));
const figures = {
  us_v8_280: round(us.ours),
  us_v8_280_edits: round(us.whole),
  us_wazero_280: round(made.us_wazero_280),
  us_native_280: round(made.us_native_280),
  growth_10x: round(us.tenfold / us.ours, 3),
  us_v8_edit_10k: round(median(editing)),
  cold_start_ms: round(Math.min(...cold.map((c) => c.start))),
  pack_load_ms: round(Math.min(...cold.map((c) => c.load))),
  memory_mib: round(module.memory(), 2),
  module_gzip: gzipSync(wasm, { level: 9 }).length,
  packs_gzip: gzipSync(base, { level: 9 }).length,
  ratio_openredaction: round(us.openredaction / us.ours, 2),
  ratio_redact_pii: round(us.redactPii / us.ours, 2),
  rules: made.rules,
};

const rows = [
  ['V8', figures.us_v8_280, 'µs a post, text in, report out, all of judging included'],
  ['  with edits', figures.us_v8_280_edits, 'µs a post, when they are searched for as well'],
  ['wazero', figures.us_wazero_280, 'µs a post'],
  ['native', figures.us_native_280, 'µs a post'],
  [
    `${made.grown} rules for ${made.rules}`,
    figures.growth_10x,
    `times as long in V8 (${round(us.tenfold)} µs; ${round(made.facts)} more facts a post)`,
  ],
  ['edit in 10,000', figures.us_v8_edit_10k, 'µs for a report after one character changed, in V8'],
  ['cold start', figures.cold_start_ms, 'ms to compile and start the module in Node'],
  ['pack load', figures.pack_load_ms, 'ms'],
  ['memory', figures.memory_mib, 'MiB of linear memory after all this'],
  ['module', figures.module_gzip, 'bytes, gzipped'],
  ['pack', figures.packs_gzip, 'bytes, gzipped'],
  ['openredaction', figures.ratio_openredaction, `times our time (${round(us.openredaction)} µs)`],
  ['redact-pii', figures.ratio_redact_pii, `times our time (${round(us.redactPii)} µs)`],
];
console.log(
  `${posts.length} labelled posts of 260 to 300 code units (${count('verdict')}; ${count('lang')});` +
    ` Node ${process.version}`,
);
console.log(
  '  Times of a post: the least of all rounds, the mean over the posts; of an edit: the least of three,' +
    ' the median over the edits; of starting and loading: the least of' +
    ` ${coldStarts}. With medians for the least, V8 took ${round(typical(times.ours))} µs a post on this machine.`,
);
for (const [name, value, unit] of rows) {
  console.log(`  ${name.padEnd(20)}${value.toLocaleString('en').padStart(10)}  ${unit}`);
}
console.log(JSON.stringify(figures));
