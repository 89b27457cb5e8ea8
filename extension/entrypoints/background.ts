/**
 * The background of the extension: hosts the module, answers content scripts and the
 * popup, and keeps the rules fresh. It sleeps whenever nobody asks.
 */
import { type Browser, browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { addedSites } from '../lib/added';
import { followPermissions, registerAdded } from '../lib/background/added';
import { showHealth } from '../lib/background/badge';
import { change, followSync } from '../lib/background/changes';
import { keep } from '../lib/background/decisions';
import { Engine } from '../lib/background/engine';
import { Packs } from '../lib/background/packs';
import { Reader } from '../lib/background/reader';
import { onSchedule, schedule } from '../lib/background/schedule';
import { diskShelf } from '../lib/background/shelf';
import { sourcesOf } from '../lib/background/sources';
import { readSettings } from '../lib/kept';
import { compileModule, openModule } from '../lib/module';
import { followPolicy, type Policy, policyAtInstall, readPolicy } from '../lib/policy';
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
  followPolicy(() => {
    engine.renew(); // another policy may bring other packs
    void refresh();
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
      sites: [
        ...sites.map(({ id, name }) => ({ id, name })),
        ...(await addedSites()).map((host) => ({ id: host, name: host, added: true })),
      ],
    };
  }
}

/** Shows the welcome page, unless the organisation would rather not. */
async function welcome(): Promise<void> {
  if ((await policyAtInstall()).welcome === false) return;
  await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html' as '/') });
}

/** A site as a port speaks for it. */
interface Place {
  id: string;
  name: string;
  /** True for a site that Bedside knows by itself, or its own practice. */
  known: boolean;
}

/** The site a port speaks for; the practice of the welcome page counts as one. */
function siteOfPort({ sender }: Browser.runtime.Port): Place | undefined {
  const url = sender?.url ?? '';
  if (url.startsWith(browser.runtime.getURL('/'))) {
    return { id: practice.id, name: practice.name, known: true };
  }
  const id = siteId(url);
  return id ? { id, name: siteOf(url)?.name ?? id, known: siteOf(url) !== undefined } : undefined;
}

/** Whether Bedside is on at a site: one that the author added counts while it is allowed. */
async function isOn({ id, known }: Place, settings: Settings): Promise<boolean> {
  if (id === practice.id) return true;
  if (!settings.on || settings.off.includes(id)) return false;
  return known || (await addedSites()).includes(id);
}

/** What the author and what the organisation say. */
function both(): Promise<[Settings, Policy]> {
  return Promise.all([readSettings(), readPolicy()]);
}

/** Answers content scripts, each on its own port, and tells them when they are switched. */
function serveComposers(engine: Engine): void {
  const open = new Map<
    Browser.runtime.Port,
    (settings: Settings, policy: Policy) => Promise<void>
  >();

  browser.runtime.onConnect.addListener((port) => {
    const site = siteOfPort(port);
    if (port.name !== composerPort || port.sender?.id !== browser.runtime.id || !site) {
      port.disconnect();
      return;
    }
    let author: Options = {};
    const settle = async (settings: Settings, policy: Policy) => {
      const on = await isOn(site, settings);
      if (!open.has(port)) return;
      author = authorOf(settings, site.id);
      port.postMessage({
        on,
        lang: settings.lang === 'auto' ? null : settings.lang,
        site: site.name,
        trainee: settings.role === 'trainee',
        words: settings.words,
        badge: settings.badge,
        delay: settings.delay,
        reasons: policy.reasons ?? [],
        hushing: site.id !== practice.id && !policy.settings.sites && !policy.settings.quiet,
      } satisfies Switch);
    };
    const reader = new Reader(
      engine,
      (answer) => open.has(port) && port.postMessage(answer),
      () => author,
    );
    // The module forgets a draft when it reads the next one; here there is none.
    const forget = () => void reader.read({ id: 0, text: '', options: {} });
    open.set(port, settle);
    port.onDisconnect.addListener(() => {
      open.delete(port);
      forget();
    });
    const begin = () => void both().then((said) => settle(...said));
    port.onMessage.addListener((message: ToBackground) => {
      if ('warm' in message) engine.module().catch(() => {});
      else if ('begin' in message) begin();
      else if ('forget' in message) forget();
      else if ('keep' in message) void keep(message, site.id);
      else void reader.read(message);
    });
    begin();
  });

  const settleAll = async () => {
    const said = await both();
    for (const settle of open.values()) void settle(...said);
  };
  browser.storage.local.onChanged.addListener(async (changes) => {
    if ('settings' in changes) await settleAll();
  });
  followPolicy(settleAll);
  followPermissions(settleAll);
  void registerAdded();
}
