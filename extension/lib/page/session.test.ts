import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Switch } from '../protocol';
import type { Options, Report, Verdict } from '../report';
import type { Site } from '../sites';
import type { LinkEvents, Outcome } from './link';
import { Session } from './session';

/** What went up the line, and how to answer it. */
interface Question {
  text: string;
  options: Options;
  early(report: Report): void;
  answer(outcome: Outcome): void;
}
const questions: Question[] = [];
let events: LinkEvents;
vi.mock('./link', () => ({
  Link: class {
    constructor(given: LinkEvents) {
      events = given;
    }
    warm() {}
    read(text: string, options: Options, early: (report: Report) => void): Promise<Outcome> {
      return new Promise((answer) => questions.push({ text, options, early, answer }));
    }
  },
}));

let typed: string;
vi.mock('../editors', () => ({
  editorOf: null,
  Thread: class {
    posted = 0;
    text = () => typed;
    texts = () => [];
    paint() {}
    compose() {}
    watch() {}
  },
}));

const report = (verdict: Verdict) => ({ verdict, findings: [], lang: 'en' }) as unknown as Report;

/** A draft just typed, of which the one question is out. */
function drafted(text: string): Session {
  typed = text;
  const session = new Session([], {} as Site, { changed() {}, off() {}, orphaned() {} });
  events.switched({ on: true, lang: null, words: [] } as unknown as Switch);
  expect(questions).toHaveLength(1);
  return session;
}

/** Lets promises that are settled be heard. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  questions.length = 0;
});

describe('a session', () => {
  it('stands as was found, before there are edits', () => {
    const session = drafted('one');
    expect(session.standing()).toBe('pending');
    questions[0]!.early(report('stop'));
    expect(session.standing()).toBe('stop');
    expect(session.isSettled).toBe(false);
  });

  it('is settled when all is known', async () => {
    const session = drafted('one');
    const settled = session.settled();
    questions[0]!.early(report('stop'));
    questions[0]!.answer(report('stop'));
    await settled;
    expect(session.isSettled).toBe(true);
  });

  it('is known as soon as there are findings, before it is settled', async () => {
    const session = drafted('one');
    let settled = false;
    session.settled().then(() => {
      settled = true;
    });
    const known = session.known();
    questions[0]!.early(report('caution'));
    await known;
    await turn();
    expect(settled).toBe(false);
    questions[0]!.answer(report('caution'));
    await turn();
    expect(settled).toBe(true);
  });

  it('asks once about one text', async () => {
    const session = drafted('one');
    session.look();
    questions[0]!.early(report('stop'));
    session.look();
    questions[0]!.answer(report('stop'));
    await turn();
    session.look();
    expect(questions).toHaveLength(1);
  });

  it('asks about a newer text as soon as something is known of the last', () => {
    const session = drafted('one');
    typed = 'two';
    session.look();
    expect(questions).toHaveLength(1);
    questions[0]!.early(report('stop'));
    expect(questions.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(session.standing()).toBe('pending');
  });

  it('asks again when the author says something while the question is out', async () => {
    const session = drafted('one');
    session.say('notPatient');
    questions[0]!.early(report('stop'));
    expect(questions.map(({ options }) => options.notPatient)).toEqual([undefined, true]);
    questions[0]!.answer('superseded');
    await turn();
    questions[1]!.early(report('clear'));
    expect(session.standing()).toBe('clear');
  });

  it('does not take an answer to what was asked before the author said something', async () => {
    const session = drafted('one');
    questions[0]!.early(report('stop'));
    session.say('consent');
    questions[0]!.answer(report('stop'));
    await turn();
    expect(session.standing()).toBe('pending');
    questions[1]!.answer(report('nudge'));
    await turn();
    expect(session.standing()).toBe('nudge');
    expect(questions).toHaveLength(2);
  });

  it('shows nothing of a draft that is emptied, at once', async () => {
    const session = drafted('one');
    questions[0]!.answer(report('stop'));
    await turn();
    expect(session.report).not.toBeNull();
    typed = '';
    session.look();
    expect(session.report).toBeNull();
    expect(questions.at(-1)!.text).toBe(''); // the module is to forget it
  });

  it('stands as clear when its text cannot be read', async () => {
    const session = drafted('one');
    questions[0]!.answer('failed');
    await turn();
    expect(session.standing()).toBe('clear');
  });
});
