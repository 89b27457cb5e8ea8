import { describe, expect, it } from 'vitest';
import { type Answer, type BedsideModule, type Done, ModuleError, type Step } from '../module';
import { Engine } from './engine';
import { older, Packs } from './packs';
import { type Kept, nothingKept } from './shelf';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (b: Uint8Array) => new TextDecoder().decode(b);

const source = {
  key: 'base',
  url: 'https://rules.example/tuf/',
  channel: 'stable',
  target: 'base.pack',
};

/**
 * A module in which a pack is "name version" as text, and whose update machine takes
 * its next pack at once.
 */
function fakeModule(offer: string | Error | null) {
  let version = '';
  const load = (pack: Uint8Array) => {
    if (!text(pack).startsWith('base ')) throw new ModuleError('pack', 'Not a pack.');
    version = text(pack).slice(5);
    return { name: 'base', version, rules: 1 };
  };
  const outcome = {
    target: 'base.pack',
    changed: true,
    length: 1,
    sha256: 'ab',
    expires: '2027-01-01T00:00:00Z',
    version: { root: 1, timestamp: 1, snapshot: 1, targets: 1 },
  };
  return {
    broken: false,
    load,
    version: () => ({ version: '0', abi: 1, packs: [{ name: 'base', version, rules: 1 }] }),
    update(step: Step, body?: Uint8Array): Answer {
      if (step.op === 'restore') {
        load(body!);
        return { restored: outcome };
      }
      if (offer instanceof Error) throw offer;
      if (offer === null) return { done: { ...outcome, changed: false, state: 'same' } };
      if (step.op === 'open') return { need: { path: 'targets/x', max: 99, kind: 'target' } };
      load(body!);
      return { done: { ...outcome, state: 'next' } };
    },
  } as unknown as BedsideModule;
}

function setting({
  kept = {},
  offer = null,
  root = '{}' as string | null,
  full = false,
}: {
  kept?: Partial<Kept>;
  offer?: string | Error | null;
  root?: string | null;
  full?: boolean;
}) {
  let shelf: Kept = { ...nothingKept, ...kept };
  let shipments = 0;
  const packs = new Packs({
    shelf: {
      read: async () => shelf,
      write: async (_key, next) => {
        if (full) throw new Error('The disk is full.');
        shelf = next;
      },
      random: async () => 'ab12',
    },
    release: '0.1.0',
    shipped: async () => {
      shipments++;
      return bytes('base 1.9');
    },
    sources: async () => [{ ...source, root }],
    now: () => 1000,
  });
  const engine = new Engine({
    open: async () => fakeModule(offer),
    prepare: (module) => packs.prepare(module),
    health: () => {},
  });
  const version = async () => (await engine.module()).version().packs[0]!.version;
  const status = async () => packs.status(await engine.module());
  return { packs, engine, version, status, shelf: () => shelf, shipments: () => shipments };
}

/** Serves one file for the time of a test. */
async function withServer(body: string, run: () => Promise<void>) {
  const real = globalThis.fetch;
  globalThis.fetch = (async () => new Response(body)) as typeof fetch;
  try {
    await run();
  } finally {
    globalThis.fetch = real;
  }
}

describe('the packs of a fresh instance', () => {
  const cases: { name: string; kept: Partial<Kept>; version: string; from: string }[] = [
    { name: 'the shipped one when there is no other', kept: {}, version: '1.9', from: 'shipped' },
    {
      name: 'the kept one when it is newer',
      kept: { pack: bytes('base 1.10'), version: '1.10', state: 's', since: 5 },
      version: '1.10',
      from: 'update',
    },
    {
      name: 'the shipped one when the kept one is older',
      kept: { pack: bytes('base 1.8'), version: '1.8', state: 's', since: 5 },
      version: '1.9',
      from: 'shipped',
    },
    {
      name: 'the shipped one when the kept one is damaged',
      kept: { pack: bytes('torn'), version: '2', state: 's', since: 5 },
      version: '1.9',
      from: 'shipped',
    },
  ];
  for (const { name, kept, version, from } of cases) {
    it(`is ${name}`, async () => {
      const s = setting({ kept });
      expect(await s.version()).toBe(version);
      expect(await s.status()).toMatchObject({ version, from });
    });
  }

  it('is compared with the shipped one once for each release', async () => {
    const kept = { pack: bytes('base 2'), version: '2', state: 's', since: 5 };
    const first = setting({ kept });
    await first.version();
    expect(first.shipments()).toBe(1);
    const next = setting({ kept: first.shelf() });
    expect(await next.version()).toBe('2');
    expect(next.shipments()).toBe(0);
    const updated = setting({ kept: { ...first.shelf(), over: '0.0.9' } });
    await updated.version();
    expect(updated.shipments()).toBe(1);
  });

  it('is the shipped one when one known to be newer is damaged', async () => {
    const kept = { pack: bytes('torn'), version: '2', state: 's', over: '0.1.0' };
    expect(await setting({ kept }).version()).toBe('1.9');
  });

  it('forgets the state of a damaged pack, so that it is fetched again', async () => {
    const s = setting({ kept: { pack: bytes('torn'), version: '2', state: 's' } });
    await s.version();
    expect(s.shelf()).toMatchObject({ pack: null, state: null });
  });
});

describe('an update', () => {
  it('takes the new pack into use and keeps it', async () => {
    const s = setting({ offer: 'base 2' });
    await withServer('base 2', () => s.packs.refresh(s.engine));
    expect(await s.version()).toBe('2');
    expect(text(s.shelf().pack!)).toBe('base 2');
    expect(s.shelf()).toMatchObject({ version: '2', state: 'next', checked: 1000, since: 1000 });
    expect(await s.status()).toMatchObject({ from: 'update', error: null });
  });

  it('that brings nothing new leaves pack and age alone', async () => {
    const s = setting({ kept: { pack: bytes('base 3'), version: '3', state: 's', since: 5 } });
    await s.packs.refresh(s.engine);
    expect(s.shelf()).toMatchObject({ version: '3', since: 5, state: 'same', checked: 1000 });
  });

  it('that is refused changes nothing but the error shown', async () => {
    const refused = new ModuleError('signature', 'Too few signatures.');
    const s = setting({ offer: refused });
    const before = s.shelf();
    await s.packs.refresh(s.engine);
    expect(s.shelf()).toEqual({ ...before, error: 'Too few signatures.' });
    expect(await s.version()).toBe('1.9');
  });

  it('that is refused late keeps what was verified before', async () => {
    const s = setting({
      offer: new ModuleError('expired', 'Run out.', 'newer'),
      kept: { state: 's' },
    });
    await s.packs.refresh(s.engine);
    expect(s.shelf()).toMatchObject({ state: 'newer', error: 'Run out.' });
  });

  it('is not tried without a root of trust', async () => {
    const s = setting({ root: null, offer: 'base 2' });
    await s.packs.refresh(s.engine);
    expect(s.shelf().error).toContain('no trusted root');
    expect(await s.version()).toBe('1.9');
  });

  it('works on with a full disk', async () => {
    const s = setting({ offer: 'base 2', full: true });
    await withServer('base 2', () => s.packs.refresh(s.engine));
    expect(await s.version()).toBe('2');
  });

  it('clears the error of the last one', async () => {
    const s = setting({ kept: { error: 'The rule server could not be reached.' } });
    await s.packs.refresh(s.engine);
    expect((await s.status()).error).toBeNull();
  });
});

/** A pack, that there is none for this client, or an error. */
type Offer = string | (Pick<Done, 'none' | 'reason' | 'sha256'> & Partial<Done>) | Error;

const takenBack: Offer = { none: 'withdrawn', reason: 'false alarms', sha256: '' };

/**
 * A module whose packs are "name version" as text, and whose repositories offer what
 * `offers` says of each key.
 */
function manyModule(offers: Record<string, Offer>, steps: Step[]) {
  const packs: { name: string; version: string; rules: number }[] = [];
  let at: Extract<Step, { op: 'open' }> | null = null;
  const load = (pack: Uint8Array) => {
    const [name = '', version = ''] = text(pack).split(' ');
    if (name !== 'base' && packs[0]?.version === 'poor') {
      throw new ModuleError('pack', `The rule pack ${name} needs more of base.`);
    }
    const found = packs.find((p) => p.name === name);
    if (found) found.version = version;
    else packs.push({ name, version, rules: 1 });
    return { name, version, rules: 1 };
  };
  return {
    broken: false,
    load,
    version: () => ({ version: '0', abi: 1, packs }),
    update(step: Step, body?: Uint8Array): Answer {
      steps.push(step);
      if (step.op === 'open') at = step;
      const offer = offers[at!.repository!];
      const outcome = {
        target: at!.target,
        changed: false,
        length: 1,
        sha256: 'ab',
        expires: '2027-01-01T00:00:00Z',
        version: { root: 1, timestamp: 1, snapshot: 1, targets: 1 },
      };
      if (step.op === 'restore') {
        load(body!);
        return { restored: outcome };
      }
      if (offer instanceof Error) throw offer;
      if (typeof offer === 'object') return { done: { ...outcome, ...offer, state: 'none' } };
      if (offer === undefined) return { done: { ...outcome, state: 'same' } };
      if (step.op === 'open') return { need: { path: 'targets/x', max: 99, kind: 'target' } };
      load(bytes(offer));
      return { done: { ...outcome, changed: true, state: 'next' } };
    },
  } as unknown as BedsideModule;
}

/** The association's base beside a hospital's additions. */
function sideBySide(offers: Record<string, Offer>, kept: Record<string, Partial<Kept>> = {}) {
  const shelves = new Map<string, Kept>(
    Object.entries(kept).map(([key, k]) => [key, { ...nothingKept, ...k }]),
  );
  const steps: Step[] = [];
  let opened = 0;
  const packs = new Packs({
    shelf: {
      read: async (key) => shelves.get(key) ?? nothingKept,
      write: async (key, next) => {
        shelves.set(key, next);
      },
      random: async () => 'ab12',
    },
    release: '0.1.0',
    shipped: async () => bytes('base 1.9'),
    sources: async () => [
      { ...source, root: '{}' },
      {
        key: 'hospital',
        url: 'https://ward.example/tuf/',
        root: '{}',
        channel: 'beta',
        target: 'ward.pack',
      },
    ],
    now: () => 1000,
  });
  const engine = new Engine({
    open: async () => {
      opened++;
      return manyModule(offers, steps);
    },
    prepare: (module) => packs.prepare(module),
    health: () => {},
  });
  const loaded = async () =>
    (await engine.module()).version().packs.map((p) => `${p.name} ${p.version}`);
  return {
    packs,
    engine,
    steps,
    loaded,
    shelf: (key: string) => shelves.get(key),
    opened: () => opened,
  };
}

describe('several repositories', () => {
  it('are asked for their own packs, in their own channels, with the one random number', async () => {
    const s = sideBySide({ hospital: 'ward 1' });
    await withServer('ward 1', () => s.packs.refresh(s.engine));
    const opens = s.steps.filter((step) => step.op === 'open');
    expect(opens).toContainEqual(
      expect.objectContaining({
        target: 'base.pack',
        channel: 'stable',
        random: 'ab12',
        repository: 'base',
      }),
    );
    expect(opens).toContainEqual(
      expect.objectContaining({
        target: 'ward.pack',
        channel: 'beta',
        random: 'ab12',
        repository: 'hospital',
      }),
    );
    expect(text(s.shelf('hospital')!.pack!)).toBe('ward 1');
    expect(s.shelf('base')!.pack).toBeNull();
  });

  it('are loaded base first, and what adds to it is said', async () => {
    const s = sideBySide({}, { hospital: { pack: bytes('ward 3'), version: '3', state: 's' } });
    expect(await s.loaded()).toEqual(['base 1.9', 'ward 3']);
    const status = await s.packs.status(await s.engine.module());
    expect(status).toMatchObject({ name: 'base', added: [{ name: 'ward', version: '3' }] });
  });

  it('do not hinder each other', async () => {
    const s = sideBySide({ base: new ModuleError('signature', 'Too few.'), hospital: 'ward 1' });
    await withServer('ward 1', () => s.packs.refresh(s.engine));
    expect(await s.loaded()).toEqual(['base 1.9', 'ward 1']);
    expect((await s.packs.status(await s.engine.module())).error).toBe('Too few.');
  });

  it('keep what does not fit the base for a base that it fits', async () => {
    const s = sideBySide(
      {},
      {
        base: { pack: bytes('base poor'), version: 'poor', state: 's' },
        hospital: { pack: bytes('ward 3'), version: '3', state: 's' },
      },
    );
    expect(await s.loaded()).toEqual(['base poor']);
    expect(s.shelf('hospital')).toMatchObject({ version: '3', state: 's' });
    expect((await s.packs.status(await s.engine.module())).error).toContain('needs more of base');
  });

  it('load everything anew when one brings a new pack, or takes one back', async () => {
    const kept = { hospital: { pack: bytes('ward 3'), version: '3', state: 's' } };
    const s = sideBySide({ hospital: takenBack }, kept);
    expect(await s.loaded()).toEqual(['base 1.9', 'ward 3']);
    await s.packs.refresh(s.engine);
    expect(await s.loaded()).toEqual(['base 1.9']);
    expect(s.opened()).toBe(2);
    expect(s.shelf('hospital')).toMatchObject({ pack: null, state: 'none', error: null });
  });
});

describe('a pack that was taken back', () => {
  it('gives way to the shipped one', async () => {
    const kept = { base: { pack: bytes('base 2'), version: '2', state: 's' } };
    const s = sideBySide({ base: takenBack }, kept);
    expect(await s.loaded()).toEqual(['base 2']);
    await s.packs.refresh(s.engine);
    expect(await s.loaded()).toEqual(['base 1.9']);
    expect(await s.packs.status(await s.engine.module())).toMatchObject({
      from: 'shipped',
      since: null,
      rollOut: { none: 'withdrawn', reason: 'false alarms', percent: null, waits: false, off: 0 },
    });
  });
});

describe('a pack whose turn has not come', () => {
  it('leaves the one before in use, after a restart too', async () => {
    const kept = { base: { pack: bytes('base 2'), version: '2', state: 's', since: 5 } };
    const offers: Record<string, Offer> = { base: { none: 'roll-out', sha256: 'ab' } };
    const s = sideBySide(offers, kept);
    await s.packs.refresh(s.engine);
    expect(s.shelf('base')).toMatchObject({ version: '2', state: 'none' });
    const next = sideBySide(offers, { base: s.shelf('base')! });
    expect(await next.loaded()).toEqual(['base 2']);
    expect(await next.packs.status(await next.engine.module())).toMatchObject({
      from: 'update',
      since: 5,
      rollOut: { none: 'roll-out' },
    });
  });
});

describe('rules that are switched off', () => {
  it('are off in the shipped pack too, from the start', async () => {
    const s = sideBySide({}, { base: { state: 's' } });
    await s.loaded();
    expect(s.steps).toEqual([expect.objectContaining({ op: 'open', repository: 'base' })]);
  });
});

describe('older', () => {
  it('compares versions as people count', () => {
    expect(older('1.9', '1.10')).toBe(true);
    expect(older('1.10', '1.9')).toBe(false);
    expect(older('2', '2')).toBe(false);
    expect(older('2026.11.2', '2026.11.10')).toBe(true);
    expect(older('2026.11.2+a1', '2026.11.2+b2')).toBe(false);
    expect(older('2026.11.2+ff', '2026.11.10+00')).toBe(true);
  });
});
