import { describe, expect, it } from 'vitest';
import { type Answer, type BedsideModule, type Done, ModuleError, type Step } from './module';
import { recall, refresh, restore, UpdateError, type UpdateSource } from './update';

const done: Done = {
  target: 'base.pack',
  changed: true,
  length: 4,
  sha256: 'ab',
  expires: '2027-01-01T00:00:00Z',
  version: { root: 1, timestamp: 1, snapshot: 1, targets: 1 },
  state: 'kept',
};
const need = (path: string, kind: 'metadata' | 'target' = 'metadata', max = 100): Answer => ({
  need: { path, max, kind },
});

/** A module whose update machine gives the answers of a script, one a step. */
function scripted(...answers: (Answer | Error)[]) {
  const steps: { step: Step; body: string }[] = [];
  const module = {
    update(step: Step, body: Uint8Array | string = '') {
      steps.push({ step, body: typeof body === 'string' ? body : new TextDecoder().decode(body) });
      const answer = answers[steps.length - 1] ?? need('more.json');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as BedsideModule;
  return { module, steps };
}

/** A server that has these files, and what was asked of it. */
function serving(files: Record<string, string | Response | Error>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const source: UpdateSource = {
    url: 'https://rules.example/tuf/',
    root: '{"signed":{}}',
    state: 'before',
    now: new Date('2026-11-25T12:00:00.123Z'),
    fetch: (async (url: string, init: RequestInit) => {
      asked.push({ url, init });
      const file = files[url.replace('https://rules.example/tuf/', '')];
      if (file instanceof Error) throw file;
      if (file instanceof Response) return file;
      return file === undefined ? new Response('', { status: 404 }) : new Response(file);
    }) as typeof fetch,
  };
  return { source, asked };
}

const failure = async (promise: Promise<unknown>): Promise<UpdateError> => {
  const error = await promise.then(
    () => null,
    (e) => e,
  );
  expect(error).toBeInstanceOf(UpdateError);
  return error;
};

describe('refresh', () => {
  it('gives the machine what it asks for, and keeps the verified pack', async () => {
    const { module, steps } = scripted(
      need('2.root.json'),
      need('timestamp.json'),
      need('targets/ab.base.pack', 'target'),
      { done },
    );
    const { source, asked } = serving({ 'timestamp.json': 'TIME', 'targets/ab.base.pack': 'PACK' });
    const updated = await refresh(module, source);

    expect(steps.map((s) => s.step)).toEqual([
      { op: 'open', now: '2026-11-25T12:00:00Z', target: 'base.pack' },
      { op: 'give', status: 404 },
      { op: 'give', status: 200 },
      { op: 'give', status: 200 },
    ]);
    expect(JSON.parse(steps[0]!.body)).toEqual({ root: '{"signed":{}}', state: 'before' });
    expect(steps.slice(1).map((s) => s.body)).toEqual(['', 'TIME', 'PACK']);
    expect(updated.done).toEqual(done);
    expect(new TextDecoder().decode(updated.pack!)).toBe('PACK');
    for (const { init } of asked) {
      expect(init).toMatchObject({ credentials: 'omit', redirect: 'error' });
      expect(init.body ?? null).toBeNull();
      expect(init.headers ?? null).toBeNull();
    }
  });

  it('lets the machine judge what a 403 means: some servers have no other word for absent', async () => {
    const { module, steps } = scripted(need('2.root.json'), { done: { ...done, changed: false } });
    const { source } = serving({ '2.root.json': new Response('denied', { status: 403 }) });
    await refresh(module, source);
    expect(steps[1]).toEqual({ step: { op: 'give', status: 403 }, body: '' });
  });

  it('brings no pack when nothing changed', async () => {
    const { module } = scripted({ done: { ...done, changed: false } });
    expect((await refresh(module, serving({}).source)).pack).toBeNull();
  });

  it('stops reading where the file should have ended', async () => {
    const { module, steps } = scripted(need('timestamp.json', 'metadata', 10));
    const { source } = serving({ 'timestamp.json': 'x'.repeat(11) });
    expect((await failure(refresh(module, source))).code).toBe('length');
    expect(steps).toHaveLength(1);
  });

  it('takes a file that is exactly as long as it may be', async () => {
    const { module } = scripted(need('timestamp.json', 'metadata', 10), { done });
    const { source } = serving({ 'timestamp.json': 'x'.repeat(10) });
    expect((await refresh(module, source)).done.state).toBe('kept');
  });

  for (const path of [
    'https://elsewhere.example/x',
    '//elsewhere.example/x',
    '../secret',
    '/x',
    'a?b',
    'a%2e%2e/b',
  ]) {
    it(`asks for nothing outside its address: ${path}`, async () => {
      const { module } = scripted(need(path));
      const { source, asked } = serving({});
      expect((await failure(refresh(module, source))).code).toBe('format');
      expect(asked).toEqual([]);
    });
  }

  const outages: Record<string, Response | Error> = {
    'no network': new TypeError('Failed to fetch'),
    'an error of the server': new Response('', { status: 503 }),
    'a captive portal': new Response('', { status: 302 }),
  };
  for (const [name, answer] of Object.entries(outages)) {
    it(`ends with a sentence at ${name}`, async () => {
      const { module, steps } = scripted(need('timestamp.json'));
      const { source } = serving({ 'timestamp.json': answer });
      const error = await failure(refresh(module, source));
      expect(error.code).toBe('unavailable');
      expect(error.message).toMatch(/^The rule server .*\.$/);
      expect(steps).toHaveLength(1);
    });
  }

  it('passes on why the module refused, and what it had verified', async () => {
    const refused = new ModuleError('rollback', 'The server offers older rules.', 'newer state');
    const { module } = scripted(need('timestamp.json'), refused);
    const error = await failure(refresh(module, serving({ 'timestamp.json': 'x' }).source));
    expect(error).toMatchObject({
      code: 'rollback',
      message: refused.message,
      state: 'newer state',
    });
  });

  it('does not go on for ever', async () => {
    const { module, steps } = scripted();
    const error = await failure(refresh(module, serving({ 'more.json': 'x' }).source));
    expect(error.code).toBe('format');
    expect(steps.length).toBeLessThan(1000);
  });
});

describe('restore', () => {
  it('has the kept pack verified, without a network', () => {
    const { state, ...restored } = done;
    const { module, steps } = scripted(need('2.root.json'), { restored });
    const { source, asked } = serving({});
    expect(restore(module, source, new TextEncoder().encode('PACK'))).toEqual(restored);
    expect(steps.map((s) => s.step.op)).toEqual(['open', 'restore']);
    expect(steps[1]!.body).toBe('PACK');
    expect(asked).toEqual([]);
    expect(state).toBe('kept');
  });

  it('throws when pack and state do not belong together', () => {
    const { module } = scripted(need('2.root.json'), new ModuleError('hash', 'Another pack.'));
    expect(() => restore(module, serving({}).source, new Uint8Array())).toThrow('Another pack.');
  });
});

describe('recall', () => {
  it('opens the state and asks nobody', () => {
    const { module, steps } = scripted(need('2.root.json'));
    const { source, asked } = serving({});
    recall(module, { ...source, channel: 'beta', random: 'ab12', repository: 'ward' });
    expect(steps.map((s) => s.step)).toEqual([
      {
        op: 'open',
        now: '2026-11-25T12:00:00Z',
        target: 'base.pack',
        channel: 'beta',
        random: 'ab12',
        repository: 'ward',
      },
    ]);
    expect(asked).toEqual([]);
  });
});
