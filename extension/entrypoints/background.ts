/**
 * The background of the extension: hosts the module, answers content scripts and the
 * popup, and keeps the rules fresh. It sleeps whenever nobody asks.
 */
import { type Browser, browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { addedSites } from '../lib/added';
import { followPermissions, registerAdded } from '../lib/background/added';
import { showHealth } from '../lib/background/badge';
import { Engine } from '../lib/background/engine';
import { Packs } from '../lib/background/packs';
import { Reader } from '../lib/background/reader';
import { onSchedule, schedule } from '../lib/background/schedule';
import { diskShelf } from '../lib/background/shelf';
import { sourcesOf } from '../lib/background/sources';
import { compileModule, openModule } from '../lib/module';
import { type Ask, composerPort, type Status, type ToBackground } from '../lib/protocol';
import type { Options } from '../lib/report';
import { authorOf, readPolicy, readSettings, type Settings, writeSettings } from '../lib/settings';
import { siteId, siteOf, sites } from '../lib/sites';

const shipped = (path: string) => fetch(browser.runtime.getURL(path as '/'));

export default defineBackground({ type: 'module', main });

function main() {
  let compiled: Promise<WebAssembly.Module> | null = null;
  let root: Promise<string> | null = null;
  const packs = new Packs({
    shelf: diskShelf,
    release: browser.runtime.getManifest().version,
    shipped: async () => new Uint8Array(await (await shipped('/base.pack')).arrayBuffer()),
    sources: async () => {
      root ??= shipped('/root.json').then((file) => file.text());
      const text = await root;
      return sourcesOf(await readPolicy(), {
        url: __BEDSIDE_UPDATE_URL__,
        root: text.trim() === 'null' ? null : text,
      });
    },
  });
  const engine = new Engine({
    open: async () => {
      compiled ??= compileModule(shipped('/bedside.wasm'));
      try {
        return await openModule(await compiled);
      } catch (error) {
        compiled = null;
        throw error;
      }
    },
    prepare: (module) => packs.prepare(module),
    health: (problem) => void showHealth(problem),
  });
  const refresh = async () => {
    if ((await readSettings()).on) await packs.refresh(engine);
  };

  serveComposers(engine);
  browser.runtime.onMessage.addListener((ask: Ask, sender, reply) => {
    if (!sender.url?.startsWith(browser.runtime.getURL('/'))) return undefined;
    answer(ask).then(reply);
    return true;
  });
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area !== 'managed') return; // another policy may bring other packs
    engine.renew();
    void refresh();
  });
  onSchedule(refresh);
  browser.runtime.onInstalled.addListener(refresh);
  browser.runtime.onStartup.addListener(refresh);
  void schedule();

  async function answer(ask: Ask): Promise<Status> {
    if (ask.ask === 'set') await writeSettings(ask.settings);
    if (ask.ask === 'refresh') await packs.refresh(engine);
    const module = await engine.module().catch(() => null);
    return {
      settings: await readSettings(),
      pack: module && (await packs.status(module)),
      broken: engine.problem,
      version: browser.runtime.getManifest().version,
      sites: [
        ...sites.map(({ id, name }) => ({ id, name })),
        ...(await addedSites()).map((host) => ({ id: host, name: host, added: true })),
      ],
    };
  }
}

/** Answers content scripts, each on its own port, and tells them when they are switched. */
function serveComposers(engine: Engine): void {
  const open = new Map<Browser.runtime.Port, (settings: Settings) => Promise<void>>();

  browser.runtime.onConnect.addListener((port) => {
    const url = port.sender?.url ?? '';
    const site = siteId(url);
    if (port.name !== composerPort || port.sender?.id !== browser.runtime.id || !site) {
      port.disconnect();
      return;
    }
    let author: Options = {};
    const settle = async (settings: Settings) => {
      const allowed = siteOf(url) !== undefined || (await addedSites()).includes(site);
      if (!open.has(port)) return;
      author = authorOf(settings);
      port.postMessage({
        on: allowed && settings.on && !settings.off.includes(site),
        lang: settings.lang === 'auto' ? null : settings.lang,
        jurisdiction: author.jurisdiction ?? '',
        trainee: settings.role === 'trainee',
      });
    };
    const reader = new Reader(
      engine,
      (answer) => open.has(port) && port.postMessage(answer),
      () => author,
    );
    open.set(port, settle);
    port.onDisconnect.addListener(() => {
      open.delete(port);
      // The module forgets a draft when it reads the next one; here there is none.
      void reader.read({ id: 0, text: '', options: {} });
    });
    port.onMessage.addListener((message: ToBackground) => {
      if ('warm' in message) engine.module().catch(() => {});
      else void reader.read(message);
    });
    readSettings().then(settle);
  });

  const settleAll = async () => {
    const settings = await readSettings();
    for (const settle of open.values()) void settle(settings);
  };
  browser.storage.local.onChanged.addListener(async (changes) => {
    if ('settings' in changes) await settleAll();
  });
  followPermissions(settleAll);
  void registerAdded();
}
