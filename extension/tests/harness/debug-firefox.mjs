// What the extension does in a page of Firefox, as the browser's own debugger sees it
// from the page's process: which of its functions are called, and how much it holds.

import { loadInside } from './frame-firefox.mjs';

const message = 'bedside-tests:debug';

/**
 * Runs in the page's process with the browser's powers.
 * @param {string} name of the messages
 */
function inside(name) {
  /* global addMessageListener, sendAsyncMessage, content, ChromeUtils, Cu, Services */
  const { addDebuggerToGlobal } = ChromeUtils.importESModule(
    'resource://gre/modules/jsdebugger.sys.mjs',
  );
  const system = Services.scriptSecurityManager.getSystemPrincipal();
  const apart = new Cu.Sandbox(system, { freshCompartment: true });
  addDebuggerToGlobal(apart);
  let debug = null;
  let calls = 0;

  /** The worlds of content scripts on the page. */
  function worlds(seeker) {
    const page = content.windowGlobalChild.innerWindowId;
    return seeker.findAllGlobals().filter((found) => {
      try {
        const about = Cu.getSandboxMetadata(found.unsafeDereference());
        return about.addonId && about['inner-window-id'] === page;
      } catch {
        return false; // no world of scripts
      }
    });
  }

  const asked = {
    begin() {
      debug = Cu.evalInSandbox('new Debugger()', apart);
      calls = 0;
      for (const world of worlds(debug)) debug.addDebuggee(world);
      debug.onEnterFrame = () => {
        calls++;
      };
    },
    end() {
      debug.removeAllDebuggees();
      return calls;
    },
    heap() {
      for (let i = 0; i < 3; i++) Cu.forceGC();
      Cu.forceCC();
      Cu.forceGC();
      const seeker = Cu.evalInSandbox('new Debugger()', apart);
      for (const world of worlds(seeker)) seeker.addDebuggee(world);
      // Compiled scripts come and go as the browser likes.
      const { objects, strings } = seeker.memory.takeCensus({
        breakdown: {
          by: 'coarseType',
          objects: { by: 'count', count: false, bytes: true },
          strings: { by: 'count', count: false, bytes: true },
        },
      });
      seeker.removeAllDebuggees();
      return objects.bytes + strings.bytes;
    },
  };

  addMessageListener(name, ({ data: { id, ask } }) => {
    const answer = { id };
    try {
      answer.said = asked[ask]();
    } catch (error) {
      answer.error = String(error);
    }
    sendAsyncMessage(name, answer);
  });
}

/** By page: how to ask the script in it. */
const scripts = new WeakMap();

/**
 * @param {(expression: string) => Promise<string>} asBrowser runs a script with the
 *   browser's powers
 * @param {import('puppeteer-core').Page} page which comes to the front
 * @param {'begin' | 'end' | 'heap'} ask calls are counted from begin to end; heap is in
 *   bytes, after garbage was collected
 */
export async function debug(asBrowser, page, ask) {
  await page.bringToFront();
  if (!scripts.has(page)) scripts.set(page, await loadInside(asBrowser, inside, message));
  const { said } = await scripts.get(page)({ ask });
  return said;
}
