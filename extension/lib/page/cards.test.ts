// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cards } from './cards';
import type { Session } from './session';

const opened: object[] = [];
vi.mock('../../ui/card', () => ({
  mountCard: (_: unknown, props: object) => {
    opened.push(props);
    return { update() {}, unmount() {} };
  },
}));
vi.mock('./host', () => ({
  isOwn: () => false,
  ownFocus: () => null,
  shadow: () => null,
  tidyHost: () => {},
}));
vi.mock('./answers', () => ({ answersTo: () => ({}) }));

const report = { verdict: 'stop', lang: 'en', findings: [{ rule: 'a', start: 0, end: 5 }] };

/** A draft that was just changed: its words are underlined, and are being read again. */
function scene() {
  const field = document.createElement('div');
  let read = () => {};
  const settled = new Promise<void>((resolve) => {
    read = resolve;
  });
  const session = {
    editor: { fields: [field], caret: () => 0, focus() {} },
    marks: [{}],
    text: 'draft',
    report: null as object | null,
    isSettled: false,
    settled: () => settled,
    findingAt: () => ({ finding: 0, line: 0 }),
    boxOf: () => null,
  };
  const cards = new Cards(() => {});
  cards.changed(session as unknown as Session);
  const press = () => {
    cards.pressed(new MouseEvent('pointerdown'));
    field.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  };
  const reads = async () => {
    session.report = report;
    session.isSettled = true;
    read();
    await settled;
    await Promise.resolve();
  };
  return { cards, session, press, reads };
}

beforeEach(() => {
  opened.length = 0;
  document.body.replaceChildren();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the card of what is clicked on while the draft is read', () => {
  it('comes when it is read', async () => {
    const { press, reads } = scene();
    press();
    expect(opened).toHaveLength(0);
    await reads();
    expect(opened).toHaveLength(1);
  });

  it('does not come when the author has written on', async () => {
    const { session, press, reads } = scene();
    press();
    session.text = 'draft and more';
    await reads();
    expect(opened).toHaveLength(0);
  });

  it('does not come when the author has pressed elsewhere', async () => {
    const { cards, press, reads } = scene();
    press();
    cards.pressed(new MouseEvent('pointerdown'));
    await reads();
    expect(opened).toHaveLength(0);
  });

  it('comes by keys too, unless the author has pressed Escape', async () => {
    const down = new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true });
    const one = scene();
    expect(one.cards.key(down, one.session as unknown as Session)).toBe(true);
    await one.reads();
    expect(opened).toHaveLength(1);
    const other = scene();
    other.cards.key(down, other.session as unknown as Session);
    other.cards.close();
    await other.reads();
    expect(opened).toHaveLength(1);
  });

  it('waits for its edits, but not for long', async () => {
    vi.useFakeTimers();
    const { session, press } = scene();
    session.report = report;
    press();
    await vi.advanceTimersByTimeAsync(100);
    expect(opened).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(150);
    expect(opened).toHaveLength(1);
  });
});
