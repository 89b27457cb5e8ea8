// One cold start in a process of its own: node cold.mjs MODULE PACK. It writes
// milliseconds as JSON.
import { readFileSync } from 'node:fs';
import { open } from './module.mjs';

const [bytes, pack] = process.argv.slice(2).map((name) => readFileSync(name));
const module = await open(bytes);
const begin = performance.now();
module.load(pack);
const load = performance.now() - begin;
console.log(JSON.stringify({ start: module.coldStart, load }));
