import { describe, expect, it, vi } from 'vitest';
import { type BedsideModule, ModuleError } from '../module';
import { Engine } from './engine';

/** A module that breaks when asked to read one of these texts. */
function moduleThatBreaksOn(...texts: string[]) {
  const module = {
    broken: false,
    analyze(text: string) {
      if (texts.includes(text)) {
        module.broken = true;
        throw new ModuleError('panic', 'It failed inside.');
      }
      if (text === 'refuse') throw new ModuleError('input', 'Too long.');
      return text;
    },
  };
  return module as unknown as BedsideModule;
}

function engineOf(...modules: (BedsideModule | Error)[]) {
  const health: (string | null)[] = [];
  const prepare = vi.fn(async () => {});
  let opened = 0;
  let time = 0;
  const engine = new Engine({
    open: async () => {
      const next = modules[Math.min(opened++, modules.length - 1)]!;
      if (next instanceof Error) throw next;
      return next;
    },
    prepare,
    health: (problem) => health.push(problem),
    now: () => time,
  });
  return {
    engine,
    health,
    prepare,
    opened: () => opened,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

const read = (engine: Engine, text: string) => engine.run((m) => m.analyze(text));

describe('the engine', () => {
  it('opens one instance, however many ask at once', async () => {
    const { engine, opened, prepare } = engineOf(moduleThatBreaksOn());
    await Promise.all([read(engine, 'a'), read(engine, 'b'), engine.module()]);
    expect(opened()).toBe(1);
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  it('replaces an instance that failed inside, and tries once more', async () => {
    const { engine, opened, prepare, health } = engineOf(
      moduleThatBreaksOn('x'),
      moduleThatBreaksOn(),
    );
    expect(await read(engine, 'x')).toBe('x');
    expect(opened()).toBe(2);
    expect(prepare).toHaveBeenCalledTimes(2);
    expect(health).toEqual([]);
  });

  it('gives up after the second failure, says so, and recovers with the next draft', async () => {
    const { engine, health } = engineOf(
      moduleThatBreaksOn('x'),
      moduleThatBreaksOn('x'),
      moduleThatBreaksOn('x'),
    );
    await expect(read(engine, 'x')).rejects.toMatchObject({ code: 'panic' });
    expect(engine.problem).toBe('It failed inside.');
    expect(await read(engine, 'fine')).toBe('fine');
    expect(health).toEqual(['It failed inside.', null]);
  });

  it('keeps its instance when a draft is merely refused', async () => {
    const { engine, opened, health } = engineOf(moduleThatBreaksOn());
    await expect(read(engine, 'refuse')).rejects.toMatchObject({ code: 'input' });
    expect(await read(engine, 'fine')).toBe('fine');
    expect(opened()).toBe(1);
    expect(health).toEqual([]);
  });

  it('rests after it could not be opened, then tries again', async () => {
    const { engine, opened, pass, health } = engineOf(
      new Error('no such file'),
      moduleThatBreaksOn(),
    );
    await expect(read(engine, 'a')).rejects.toThrow('no such file');
    await expect(read(engine, 'a')).rejects.toThrow('no such file');
    expect(opened()).toBe(1);
    pass(6_000);
    expect(await read(engine, 'a')).toBe('a');
    expect(health).toEqual([expect.stringContaining('no such file'), null]);
  });
});
