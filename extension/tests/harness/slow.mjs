// A processor that seems slower to one process: it is stopped for most of each slice of
// time, as Chromium by itself does with the threads of a page.

import { isMainThread, Worker, workerData } from 'node:worker_threads';

const slice = 8; // ms

/**
 * @param {number} pid of a process of this user
 * @param {number} rate how many times slower
 * @returns {() => Promise<void>} lets it go again
 */
export function slowDown(pid, rate) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { slow: pid, rate } });
  return async () => {
    await worker.terminate();
    signal(pid, 'SIGCONT');
  };
}

/** Sends a signal; false when the process is there no more. */
function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

if (!isMainThread && workerData?.slow) {
  const { slow: pid, rate } = workerData;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const wait = (ms) => Atomics.wait(clock, 0, 0, ms);
  do wait(slice / rate);
  while (signal(pid, 'SIGSTOP') && wait(slice - slice / rate) && signal(pid, 'SIGCONT'));
}
