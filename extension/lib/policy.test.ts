import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isUpdateUrl, parsePolicy, policed, policyAtInstall } from './policy';
import { defaults, entries } from './settings';

/** What the browser says of how it is managed, and who listens to it. */
const managed = vi.hoisted(() => ({
  kept: {} as Record<string, unknown>,
  installType: 'normal',
  listeners: new Set<(changes: object, area: string) => void>(),
}));

vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      managed: { get: async () => managed.kept },
      onChanged: {
        addListener: (listener: () => void) => managed.listeners.add(listener),
        removeListener: (listener: () => void) => managed.listeners.delete(listener),
      },
    },
    management: { getSelf: async () => ({ installType: managed.installType }) },
  },
}));

describe('the policy at installation', () => {
  beforeEach(() => Object.assign(managed, { kept: {}, installType: 'normal' }));

  it('is not waited for where nobody but the author installs', async () => {
    expect(await policyAtInstall()).toEqual(parsePolicy({}));
  });
  it('is waited for where an organisation installs, as Chromium hands it over late', async () => {
    managed.installType = 'admin';
    const policy = policyAtInstall();
    await vi.waitFor(() => expect(managed.listeners.size).toBeGreaterThan(0));
    for (const listener of managed.listeners) listener({}, 'local');
    managed.kept = { welcome: false };
    for (const listener of managed.listeners) listener({}, 'managed');
    expect(await policy).toMatchObject({ welcome: false });
  });
  it('is given up where none comes', async () => {
    vi.useFakeTimers();
    managed.installType = 'admin';
    const policy = policyAtInstall();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await policy).toEqual(parsePolicy({}));
    vi.useRealTimers();
  });
  it('is there at once in Firefox', async () => {
    Object.assign(managed, { installType: 'admin', kept: { welcome: false } });
    expect(await policyAtInstall()).toMatchObject({ welcome: false });
  });
});

describe('a policy', () => {
  it('that is not there sets nothing', () => {
    expect(parsePolicy({})).toEqual({ settings: {}, refused: [] });
  });
  it('sets what it names, over the author', () => {
    const policy = parsePolicy({
      organisation: ' Northfield Health ',
      policyUrl: 'https://northfield.example/policy',
      updateUrl: 'https://rules.northfield.example/tuf/',
      reasons: ['Consent is on file'],
      settings: { noStories: true, quiet: [], delay: 10 },
    });
    expect(policy).toEqual({
      organisation: 'Northfield Health',
      policyUrl: 'https://northfield.example/policy',
      updateUrl: 'https://rules.northfield.example/tuf/',
      reasons: ['Consent is on file'],
      settings: { noStories: true, quiet: [], delay: 10 },
      refused: [],
    });
    const own = { ...defaults, quiet: ['jurisdiction' as const], lang: 'fr' as const };
    expect(policed(own, policy)).toEqual({ ...own, noStories: true, quiet: [], delay: 10 });
  });
  it('names what it cannot use, and uses the rest', () => {
    const policy = parsePolicy({
      policyUrl: 'javascript:alert(1)',
      updateUrl: 'http://rules.example/tuf/',
      reason: ['x'],
      settings: { noStories: 'yes', names: ['Ann Doe'], badge: false },
    });
    expect(policy.settings).toEqual({ badge: false });
    expect(policy.refused).toEqual([
      'policyUrl',
      'updateUrl',
      'reason',
      'settings.noStories',
      'settings.names',
    ]);
    expect(parsePolicy({ settings: 'strict' }).refused).toEqual(['settings']);
  });
  it('can set what its schema says, which is all but what belongs to the author', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../public/policy.json', import.meta.url), 'utf8'),
    );
    const own = ['names', 'words', 'sync'];
    expect(Object.keys(schema.properties.settings.properties)).toEqual(
      Object.keys(entries).filter((name) => !own.includes(name)),
    );
    const known = ['organisation', 'policyUrl', 'updateUrl', 'channel', 'repositories'];
    expect(Object.keys(schema.properties)).toEqual([...known, 'reasons', 'welcome', 'settings']);
  });
  it('takes repositories as they are, or none of them', () => {
    const url = 'https://ward.example/tuf/';
    const channel = 'org/ward-7';
    const good = [{ url, root: '{}', channel: 'beta', packs: ['ward.pack'] }, { url }];
    expect(parsePolicy({ channel, repositories: good })).toEqual({
      channel,
      repositories: good,
      settings: {},
      refused: [],
    });
    const wrong = [
      null,
      'x',
      {},
      { url: 'http://ward.example/tuf/' },
      { url, root: {} },
      { url, channel: 'Org/x' },
      { url, packs: 'ward.pack' },
      { url, packs: ['../ward.pack'] },
      { url, packs: ['ward'] },
    ];
    for (const repository of wrong) {
      expect(parsePolicy({ repositories: [repository, { url }] })).toEqual({
        settings: {},
        refused: ['repositories'],
      });
    }
    expect(parsePolicy({ channel: '../stable' }).refused).toEqual(['channel']);
  });
});

describe('an update URL', () => {
  const cases: [url: unknown, good: boolean][] = [
    ['https://rules.example/tuf/', true],
    ['http://localhost:8787/tuf/', true],
    ['https://rules.example/tuf', false],
    ['http://rules.example/tuf/', false],
    ['rules.example/', false],
    [7, false],
  ];
  for (const [url, good] of cases) {
    it(`${JSON.stringify(url)} is ${good ? 'taken' : 'refused'}`, () => {
      expect(isUpdateUrl(url)).toBe(good);
    });
  }
});
