// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { x } from '../sites/x';
import { attemptOf } from './attempt';
import { decide } from './decision';
import { Gate } from './gate';
import type { Session, Standing } from './session';

interface Dialog {
  report: unknown;
  onPostAnyway(): void;
  onEditMyself(): void;
}
const dialogs: Dialog[] = [];
vi.mock('../../ui/gate', () => ({
  mountGate: (_: unknown, props: Dialog) => {
    dialogs.push(props);
    return { update: (change: object) => Object.assign(props, change), unmount() {} };
  },
}));
let shown = true;
vi.mock('./host', () => ({
  isOwn: () => false,
  isShown: () => shown,
  shadow: () => null,
  tidyHost: () => {},
}));
vi.mock('./cards', () => ({ make: async () => {}, speech: () => 'en' }));

describe('decide', () => {
  const cases: { drafts: Standing[]; is: string }[] = [
    { drafts: [], is: 'pass' },
    { drafts: ['clear'], is: 'pass' },
    { drafts: ['nudge', 'caution'], is: 'pass' },
    { drafts: ['stop'], is: 'hold' },
    { drafts: ['clear', 'stop'], is: 'hold' },
    { drafts: ['pending'], is: 'wait' },
    { drafts: ['pending', 'caution'], is: 'wait' },
    { drafts: ['pending', 'stop'], is: 'hold' },
  ];
  for (const { drafts, is } of cases) {
    it(`${drafts.join(' and ') || 'no draft'}: ${is}`, () => expect(decide(drafts)).toBe(is));
  }
});

const never = new Promise<void>(() => {});

/**
 * A page with a composer and its button, a draft that stands as told, and the gate.
 * @param later how it stands when all is known of it, edits too; known already if left out
 * @param marks what is underlined
 */
function scene(first: Standing, later?: Standing | 'never', marks: { severity: string }[] = []) {
  document.body.innerHTML = `
    <div id="dialog">
      <div data-testid="tweetTextarea_0" contenteditable="true" tabindex="0">draft</div>
      <button type="button" data-testid="tweetButton">Post</button>
    </div>
    <button type="button" id="other">Like</button>`;
  const composer = document.querySelector<HTMLElement>('[contenteditable]')!;
  const button = document.querySelector<HTMLButtonElement>('[data-testid="tweetButton"]')!;
  const posts: string[] = [];
  const carets: (number | null)[] = [];
  button.addEventListener('click', () => posts.push('click'));
  composer.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && e.ctrlKey) posts.push('key');
  });
  let standing = first;
  let settled = later === undefined;
  const draft = {
    element: composer,
    editor: {
      caret: () => (document.activeElement === composer ? 3 : null),
      focus: (caret: number | null) => {
        carets.push(caret);
        composer.focus();
      },
    },
    text: 'draft',
    marks,
    standing: () => standing,
    get report() {
      return standing === 'stop' ? { verdict: 'stop', lang: 'en', findings: [], settled } : null;
    },
    get isSettled() {
      return settled;
    },
    known: async () => {
      if (later === 'never') await never;
      else standing = later ?? first;
    },
    settled: async () => {
      if (later === 'never') await never;
      settled = true;
    },
    permit: () => {
      standing = 'clear';
    },
  } as unknown as Session;
  const drafts = { of: () => draft, fields: () => [composer] };
  const gate = new Gate({ attempt: (event) => attemptOf(event, x, drafts) });
  stop = gate.listen(window);
  const settles = () => {
    settled = true;
    gate.changed(draft);
  };
  const press = (target: HTMLElement, key: string, more: KeyboardEventInit = {}) =>
    target.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        cancelable: true,
        composed: true,
        ...more,
      }),
    );
  return { composer, button, posts, carets, press, settles };
}

let stop: (() => void) | undefined;
afterEach(() => {
  stop?.();
  dialogs.length = 0;
  shown = true;
  vi.useRealTimers();
});

describe('the gate', () => {
  for (const verdict of ['clear', 'nudge', 'caution'] as const) {
    it(`lets a draft at ${verdict} pass untouched`, () => {
      const { button, composer, posts, press } = scene(verdict);
      button.click();
      press(composer, 'Enter', { ctrlKey: true });
      expect(posts).toEqual(['click', 'key']);
      expect(dialogs).toHaveLength(0);
    });
  }

  it('holds a click at stop, and posts once when told to', () => {
    const { button, posts } = scene('stop');
    button.click();
    button.click();
    expect(posts).toEqual([]);
    expect(dialogs).toHaveLength(1);
    dialogs[0]!.onPostAnyway();
    expect(posts).toEqual(['click']);
  });

  it('closes at Escape wherever the focus is, of which the page hears nothing', () => {
    const { button, composer, carets, press } = scene('stop');
    const heard: string[] = [];
    for (const type of ['keydown', 'keyup'] as const) {
      composer.addEventListener(type, ({ key }) => heard.push(`${type} ${key}`));
    }
    const letGo = () =>
      composer.dispatchEvent(new KeyboardEvent('keyup', { key: 'Escape', bubbles: true }));
    composer.focus();
    button.click();
    press(composer, 'Escape');
    expect(carets).toEqual([3]);
    press(composer, 'Escape', { repeat: true });
    letGo();
    expect(heard).toEqual([]);
    press(composer, 'Escape');
    letGo();
    expect(heard).toEqual(['keydown Escape', 'keyup Escape']);
    button.click();
    expect(dialogs).toHaveLength(2);
  });

  it('holds the key at stop, and presses it again when told to', () => {
    const { composer, posts, press } = scene('stop');
    expect(press(composer, 'Enter', { ctrlKey: true })).toBe(false);
    expect(posts).toEqual([]);
    dialogs[0]!.onPostAnyway();
    expect(posts).toEqual(['key']);
  });

  it('does not hold the same text again after "post anyway"', () => {
    const { button, posts } = scene('stop');
    button.click();
    dialogs[0]!.onPostAnyway();
    button.click();
    expect(posts).toEqual(['click', 'click']);
    expect(dialogs).toHaveLength(1);
  });

  it('posts nothing when the author goes back to edit, and holds again', () => {
    const { button, posts } = scene('stop');
    button.click();
    dialogs[0]!.onEditMyself();
    expect(posts).toEqual([]);
    button.click();
    expect(dialogs).toHaveLength(2);
  });

  it('leaves other keys and buttons alone', () => {
    const { composer, press } = scene('stop');
    expect(press(composer, 'Enter')).toBe(true);
    expect(press(composer, 'a', { ctrlKey: true })).toBe(true);
    expect(press(composer, 'Enter', { ctrlKey: true, isComposing: true })).toBe(true);
    const other = document.getElementById('other')!;
    expect(other.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))).toBe(
      true,
    );
    expect(dialogs).toHaveLength(0);
  });

  it('leaves a button that is disabled to the page', () => {
    const { button } = scene('stop');
    button.setAttribute('aria-disabled', 'true');
    expect(button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))).toBe(
      true,
    );
    expect(dialogs).toHaveLength(0);
  });

  it('waits for the report, then posts by itself', async () => {
    const { button, posts } = scene('pending', 'clear');
    button.click();
    button.click();
    expect(posts).toEqual([]);
    await vi.waitFor(() => expect(posts).toEqual(['click']));
    expect(dialogs).toHaveLength(0);
  });

  it('waits for the report, then holds', async () => {
    const { button, posts } = scene('pending', 'stop');
    button.click();
    await vi.waitFor(() => expect(dialogs).toHaveLength(1));
    expect(posts).toEqual([]);
  });

  it('waits for the edits to what it is going to hold', async () => {
    const { button, posts } = scene('stop', 'stop');
    button.click();
    expect(dialogs).toHaveLength(0);
    await vi.waitFor(() => expect(dialogs).toHaveLength(1));
    expect(dialogs[0]!.report).toMatchObject({ settled: true });
    expect(posts).toEqual([]);
  });

  it('holds without edits that are not there in time, and shows them later', async () => {
    vi.useFakeTimers();
    const { button, posts, settles } = scene('stop', 'never');
    button.click();
    await vi.advanceTimersByTimeAsync(149);
    expect(dialogs).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2);
    expect(dialogs).toHaveLength(1);
    expect(dialogs[0]!.report).toMatchObject({ settled: false });
    settles();
    expect(dialogs[0]!.report).toMatchObject({ settled: true });
    expect(posts).toEqual([]);
  });

  it('gives the caret back that a press took away while there was no report yet', async () => {
    const { composer, button, carets } = scene('pending', 'stop');
    composer.focus();
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup']) {
      button.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
      if (type === 'mousedown') button.focus();
    }
    button.click();
    await vi.waitFor(() => expect(dialogs).toHaveLength(1));
    dialogs[0]!.onEditMyself();
    expect(carets).toEqual([3]);
  });

  it('lets the Post go when there is no answer in time', async () => {
    vi.useFakeTimers();
    const { button, posts } = scene('pending', 'never');
    button.click();
    await vi.advanceTimersByTimeAsync(999);
    expect(posts).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(posts).toEqual(['click']);
    expect(dialogs).toHaveLength(0);
  });

  it('waits longer for a background to wake while words are underlined at stop', async () => {
    vi.useFakeTimers();
    const { button, posts } = scene('pending', 'never', [{ severity: 'stop' }]);
    button.click();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(posts).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(posts).toEqual(['click']);
  });

  it('does not for words underlined at caution', async () => {
    vi.useFakeTimers();
    const { button, posts } = scene('pending', 'never', [{ severity: 'caution' }]);
    button.click();
    await vi.advanceTimersByTimeAsync(1_001);
    expect(posts).toEqual(['click']);
  });

  it('clicks the button that is there, should the page have drawn it anew', () => {
    const { button, posts } = scene('stop');
    button.click();
    const anew = button.cloneNode(true) as HTMLElement;
    anew.addEventListener('click', () => posts.push('anew'));
    button.replaceWith(anew);
    dialogs[0]!.onPostAnyway();
    expect(posts).toEqual(['anew']);
  });

  it('holds anew when the page took its dialog away, instead of swallowing for ever', () => {
    const { button } = scene('stop');
    button.click();
    shown = false;
    button.click();
    expect(dialogs).toHaveLength(2);
  });

  it('leaves nothing behind when it stops', () => {
    const { button, posts } = scene('stop');
    stop?.();
    button.click();
    expect(posts).toEqual(['click']);
  });
});
