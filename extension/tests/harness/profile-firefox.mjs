// What Firefox did during a while, from its own profiler: how long the extension's
// scripts ran in pages. Times are of the processor, so that a busy machine changes little.

const everyMs = 1; // between samples

/**
 * How long the extension's content scripts kept a page busy, task by task. What is seen in
 * samples one after another counts as one task.
 * @param {(expression: string) => Promise<any>} asBrowser runs a script with its powers
 * @param {() => Promise<void>} during
 * @returns {Promise<number[]>} ms of the processor, longest first
 */
export async function profiledTasks(asBrowser, during) {
  await asBrowser(
    `Services.profiler.StartProfiler(1 << 23, ${everyMs}, ['js', 'cpu'], ['GeckoMain'])`,
  );
  try {
    await during();
    return JSON.parse(await asBrowser(`(${inBrowser})()`));
  } finally {
    await asBrowser('Services.profiler.StopProfiler()');
  }
}

/** Runs in the browser: a whole profile is too large to hand over. */
async function inBrowser() {
  /* global Services */
  const profile = await Services.profiler.getProfileDataAsync();
  const perMs = { ns: 1e6, µs: 1e3 }[profile.meta.sampleUnits.threadCPUDelta];
  const ours = /moz-extension:\/\/[^/]+\/content-scripts\//;
  const tasks = [];
  const threads = [profile, ...profile.processes].flatMap((process) => process.threads);
  for (const { samples, stackTable, frameTable, stringTable } of threads) {
    const isOurs = new Map([[null, false]]); // by stack
    const seen = (stack) => {
      if (!isOurs.has(stack)) {
        const row = stackTable.data[stack];
        const frame = frameTable.data[row[stackTable.schema.frame]];
        const place = stringTable[frame[frameTable.schema.location]];
        isOurs.set(stack, ours.test(place) || seen(row[stackTable.schema.prefix]));
      }
      return isOurs.get(stack);
    };
    let busy = 0;
    for (const sample of samples.data) {
      if (seen(sample[samples.schema.stack] ?? null)) {
        busy += (sample[samples.schema.threadCPUDelta] ?? 0) / perMs;
      } else if (busy > 0) {
        tasks.push(busy);
        busy = 0;
      }
    }
    if (busy > 0) tasks.push(busy);
  }
  return JSON.stringify(tasks.sort((a, b) => b - a));
}
