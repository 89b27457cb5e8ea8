/** The page: a draft, what Bedside sees in it, and samples to try. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  clearReport,
  type Edit,
  type Finding,
  type Report,
  without,
} from '../../../extension/lib/report';
import type { CardProps } from '../../../extension/ui/card';
import { type Lang, langOf } from '../../../extension/ui/messages';
import { narrow } from '../../../extension/ui/place';
import { Composer } from './composer';
import type { DraftHandle } from './draft';
import { Findings } from './findings';
import { Footer, Reasons, TopBar } from './frame';
import { words } from './messages';
import { CardLayer, GateLayer } from './overlay';
import { usePointing } from './pointing';
import { Privacy } from './privacy';
import { open, type Reader, type Reading, type Sample, samples, shut } from './reader';
import { Samples } from './samples';

type Start = { reader: Reader } | { problem: string } | null;

/** A warning is ignored for its rule and its words, so that it stays ignored while one types. */
function ignoreKey(finding: Finding, text: string): string {
  return `${finding.rule} ${text.slice(finding.start, finding.end)}`;
}

export function App() {
  const [lang, setLang] = useState<Lang>(startLang);
  const [jurisdiction, setJurisdiction] = useState('');
  const [start, setStart] = useState<Start>(null);
  const [examples, setExamples] = useState<Sample[]>([]);
  const [text, setText] = useState('');
  const [reading, setReading] = useState<(Reading & { text: string }) | null>(null);
  const [ignored, setIgnored] = useState<ReadonlySet<string>>(new Set());
  const { shown, show, point } = usePointing();
  const [held, setHeld] = useState(false);
  const [notice, setNotice] = useState('');
  const draft = useRef<DraftHandle>(null);
  const w = words[lang];

  const begin = useCallback(async () => {
    setStart(null);
    try {
      const [reader, list] = await Promise.all([open(), samples()]);
      setExamples(list);
      setStart({ reader });
      shut();
    } catch (error) {
      setStart({ problem: error instanceof Error ? error.message : String(error) });
    }
  }, []);
  useEffect(() => void begin(), [begin]);

  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = w.title;
  }, [lang, w]);

  const reader = start && 'reader' in start ? start.reader : null;
  useEffect(() => {
    if (!reader) return;
    let current = true;
    reader.read(text, { lang, jurisdiction }).then(
      (next) => current && setReading({ ...next, text }),
      (error: Error) => current && setStart({ problem: error.message }),
    );
    return () => {
      current = false;
    };
  }, [reader, text, lang, jurisdiction]);

  // A report on an older text stands for a moment only; it must not point into this one.
  const fresh = reading?.text === text;
  const report: Report = useMemo(
    () =>
      reading && fresh
        ? without(reading.report, (f) => ignored.has(ignoreKey(f, text)))
        : clearReport,
    [reading, fresh, ignored, text],
  );

  const onText = (next: string) => {
    setText(next);
    show(null);
    setNotice('');
  };
  const pick = (finding: number, by: 'click' | 'keys') => {
    // A sheet at the bottom of a narrow window would lie over the words it is about.
    draft.current?.reveal(innerWidth <= narrow);
    show({ finding, by });
  };
  const choose = (sample: Sample) => {
    setIgnored(new Set());
    draft.current?.replace(sample.text);
  };
  const edit = async (chosen: Edit) => {
    show(null);
    setHeld(false);
    const done = await draft.current?.apply(chosen.changes);
    const undo = navigator.platform.startsWith('Mac') ? '⌘Z' : 'Ctrl+Z';
    setNotice(done ? w.edited(undo) : w.notEdited);
  };
  const ignore = (finding: Finding) => {
    show(null);
    setIgnored(new Set([...ignored, ignoreKey(finding, text)]));
    draft.current?.focus();
  };
  const post = () => {
    if (report.verdict === 'stop') setHeld(true);
    else setNotice(w.posted);
  };

  const finding = shown ? report.findings[shown.finding] : undefined;
  const card: CardProps | null = finding
    ? {
        finding,
        report,
        text,
        lang,
        takeFocus: shown?.by === 'keys',
        anchor: () => draft.current?.box(...anchorOf(finding)) ?? null,
        onEdit: (i) => edit(finding.edits[i]!),
        onIgnore: () => ignore(finding),
        onClose: () => {
          show(null);
          draft.current?.focus();
        },
      }
    : null;

  return (
    <>
      <TopBar
        lang={lang}
        jurisdiction={jurisdiction}
        onLang={setLang}
        onJurisdiction={setJurisdiction}
      />
      <main>
        <header class="hero">
          <h1>{w.tagline}</h1>
          <p class="what">{w.what}</p>
          <Privacy lang={lang} ready={reader !== null} />
        </header>
        <div class="bench">
          <section class="desk" aria-label={w.draft}>
            <Composer
              handle={draft}
              report={report}
              reading={fresh ? reading : null}
              text={text}
              lang={lang}
              waiting={start === null}
              notice={notice}
              onText={onText}
              onPick={pick}
              onPoint={point}
              onEscape={() => show(null)}
              onPost={post}
            />
            <Samples list={examples} text={text} lang={lang} onChoose={choose} />
          </section>
          <section class="panel" aria-labelledby="panel-title">
            <div class="panel-head">
              <h2 id="panel-title">{w.findings}</h2>
              {report.findings.length > 0 && (
                <span class="panel-count">{w.found(report.findings.length)}</span>
              )}
            </div>
            {start && 'problem' in start ? (
              <div class="broken" role="alert">
                <p>
                  <strong>{w.broken}</strong>
                </p>
                <p>{start.problem}</p>
                <button type="button" class="bd-button" onClick={begin}>
                  {w.again}
                </button>
              </div>
            ) : (
              <Findings
                report={report}
                text={text}
                lang={lang}
                onEdit={(f, i) => edit(f.edits[i]!)}
                onIgnore={ignore}
                onShow={(finding) => pick(finding, 'keys')}
              />
            )}
            {ignored.size > 0 && (
              <p class="ignored">
                {w.ignored(ignored.size)}{' '}
                <button type="button" class="link" onClick={() => setIgnored(new Set())}>
                  {w.bringBack}
                </button>
              </p>
            )}
          </section>
        </div>
        <Reasons lang={lang} />
      </main>
      <Footer lang={lang} reader={reader} />
      {card && <CardLayer card={card} onPointer={(inside) => point(inside ? 'card' : null)} />}
      {held && (
        <GateLayer
          gate={{
            report,
            text,
            lang,
            onEdit: edit,
            onEditMyself: () => {
              setHeld(false);
              // The page takes no focus while the gate is open.
              requestAnimationFrame(() => draft.current?.focus());
            },
            onPostAnyway: () => {
              setHeld(false);
              setNotice(w.postedOver);
            },
          }}
        />
      )}
    </>
  );
}

/** What a finding's card stands beside: its first underlined words. */
function anchorOf(finding: Finding): [number, number] {
  const first = finding.factors.length > 1 ? finding.factors[0]! : finding;
  return [first.start, first.end];
}

function startLang(): Lang {
  return langOf(new URLSearchParams(location.search).get('lang') ?? navigator.language);
}
