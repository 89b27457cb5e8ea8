/**
 * The background of the extension: hosts the module, answers content scripts and the
 * popup, and keeps the rules fresh. It sleeps whenever nobody asks.
 */
import { type Browser, browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { showHealth } from '../lib/background/badge';
import { change, followSync } from '../lib/background/changes';
import { keep } from '../lib/background/decisions';
import { Engine } from '../lib/background/engine';
import { Packs } from '../lib/background/packs';
import { Reader } from '../lib/background/reader';
import { onSchedule, schedule } from '../lib/background/schedule';
import { diskShelf } from '../lib/background/shelf';
import { readSettings } from '../lib/kept';
import { compileModule, openModule } from '../lib/module';
import { type Policy, readPolicy } from '../lib/policy';
import { practice } from '../lib/practice';
import {
  type Ask,
  composerPort,
  type Status,
  type Switch,
  type ToBackground,
} from '../lib/protocol';
import type { Options } from '../lib/report';
import { authorOf, type Settings } from '../lib/settings';
import { type Site, siteOf, sites } from '../lib/sites';

const shipped = (path: string) => fetch(browser.runtime.getURL(path as '/'));

export default defineBackground({ type: 'module', main });

function main() {
  let compiled: Promise<WebAssembly.Module> | null = null;
  const packs = new Packs({
    shelf: diskShelf,
    release: browser.runtime.getManifest().version,
    shipped: async () => new Uint8Array(await (await shipped('/base.pack')).arrayBuffer()),
    root: async () => {
      const root = await (await shipped('/root.json')).text();
      return root.trim() === 'null' ? null : root;
    },
    url: async () => (await readPolicy()).updateUrl ?? __BEDSIDE_UPDATE_URL__,
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
  onSchedule(refresh);
  browser.runtime.onInstalled.addListener(async ({ reason }) => {
    if (reason === 'install') await welcome();
    await refresh();
  });
  browser.runtime.onStartup.addListener(refresh);
  followSync();
  void schedule();

  async function answer(ask: Ask): Promise<Status> {
    if (ask.ask === 'set') await change(() => ask.change);
    if (ask.ask === 'refresh') await packs.refresh(engine);
    const module = await engine.module().catch(() => null);
    return {
      settings: await readSettings(),
      policy: await readPolicy(),
      pack: module && (await packs.status(module)),
      broken: engine.problem,
      version: browser.runtime.getManifest().version,
      sites: sites.map(({ id, name }) => ({ id, name })),
    };
  }
}

/** Shows the welcome page, unless the organisation would rather not. */
async function welcome(): Promise<void> {
  if ((await readPolicy()).welcome === false) return;
  await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html' as '/') });
}

/** The site a port speaks for; the practice of the welcome page counts as one. */
function siteOfPort({ sender }: Browser.runtime.Port): Site | undefined {
  const url = sender?.url ?? '';
  return url.startsWith(browser.runtime.getURL('/')) ? practice : siteOf(url);
}

/** Answers content scripts, each on its own port, and tells them when they are switched. */
function serveComposers(engine: Engine): void {
  const open = new Map<Browser.runtime.Port, (settings: Settings, policy: Policy) => void>();

  browser.runtime.onConnect.addListener((port) => {
    const site = siteOfPort(port);
    if (port.name !== composerPort || port.sender?.id !== browser.runtime.id || !site) {
      port.disconnect();
      return;
    }
    let author: Options = {};
    const settle = (settings: Settings, policy: Policy) => {
      author = authorOf(settings, site.id);
      port.postMessage({
        on: site === practice || (settings.on && !settings.off.includes(site.id)),
        lang: settings.lang === 'auto' ? null : settings.lang,
        site: site.name,
        words: settings.words,
        badge: settings.badge,
        delay: settings.delay,
        reasons: policy.reasons ?? [],
        hushing: site !== practice && !policy.settings.sites && !policy.settings.quiet,
      } satisfies Switch);
    };
    const reader = new Reader(
      engine,
      (answer) => open.has(port) && port.postMessage(answer),
      () => author,
    );
    open.set(port, settle);
    port.onDisconnect.addListener(() => open.delete(port));
    port.onMessage.addListener((message: ToBackground) => {
      if ('warm' in message) engine.module().catch(() => {});
      else if ('keep' in message) void keep(message, site.id);
      else void reader.read(message);
    });
    Promise.all([readSettings(), readPolicy()]).then(
      ([settings, policy]) => open.has(port) && settle(settings, policy),
    );
  });

  browser.storage.local.onChanged.addListener(async (changes) => {
    if (!('settings' in changes)) return;
    const [settings, policy] = await Promise.all([readSettings(), readPolicy()]);
    for (const settle of open.values()) settle(settings, policy);
  });
}
