// What Chromium did during a while, from its own trace: how long tasks ran, and whose
// scripts ran in them. Times are of the processor, so that a busy machine changes little.

const categories = ['devtools.timeline', 'toplevel'];

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {() => Promise<void>} during
 * @returns {Promise<object[]>} events of the trace, all processes
 */
export async function trace(browser, during) {
  const session = await browser.target().createCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event);
  });
  const traceConfig = { includedCategories: categories, excludedCategories: ['*'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await during();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}

const isOurs = ({ name, args }) =>
  name === 'FunctionCall' && args?.data?.url?.startsWith('chrome-extension://');

/** Calls of the extension's functions, in pages and in the background. */
export const ourCalls = (events) => events.filter(isOurs);

/**
 * How long the extension's scripts kept a thread of a page busy, task by task.
 * @returns {number[]} ms of the processor, longest first
 */
export function ourTasks(events) {
  const content = events.filter((e) => isOurs(e) && e.args.data.url.includes('/content-scripts/'));
  const threads = groupBy(content, ({ pid, tid }) => `${pid} ${tid}`);
  const tasks = [];
  for (const calls of threads.values()) {
    const [{ pid, tid }] = calls;
    const runs = events.filter(
      (e) => e.pid === pid && e.tid === tid && e.name === 'ThreadControllerImpl::RunTask',
    );
    for (const run of runs) {
      const end = run.ts + run.dur;
      // A call within a call is counted with the outer one.
      let until = 0;
      let busy = 0;
      for (const call of calls.filter((c) => c.ts >= run.ts && c.ts < end)) {
        if (call.ts < until) continue;
        busy += call.tdur ?? call.dur;
        until = call.ts + call.dur;
      }
      if (busy > 0) tasks.push(busy / 1000);
    }
  }
  return tasks.sort((a, b) => b - a);
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
