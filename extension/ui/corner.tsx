/**
 * What stands at a composer's corner: how many findings there are and how far from
 * being recognisable the patient is; and, on a click, the summary of a draft.
 */
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Report } from '../lib/report';
import { CloseButton, type Mounted, mount, ownKeys, Placed } from './card';
import { VerdictIcon } from './icons';
import { type Lang, messages } from './messages';
import { Meter, Quote, reach, sentenceOf } from './parts';
import type { Box } from './place';

export type Stance = 'notPatient' | 'consent';

export interface CornerProps {
  report: Report;
  /** The draft that the report is about. */
  text: string;
  lang: Lang;
  /** What the author said of whoever this is about. */
  stances: readonly Stance[];
  /** How many findings the author ignored. */
  ignored: number;
  /** The composer, in viewport pixels; null while it is out of sight. */
  composer(): Box | null;
  /** Whether the summary is open. */
  open: boolean;
  /** A word for those who cannot see the corner; it changes when things get graver. */
  spoken: string;
  onOpen(): void;
  onClose(): void;
  onPick(finding: number): void;
  onTakeBack(stance: Stance): void;
  onHeed(): void;
}

/** Between the badge and the composer's edges, CSS pixels. */
const inset = 4;

/** The badge. It takes no focus and no room of the page. */
function Badge(props: CornerProps) {
  const { report, lang, open, composer, onOpen, onClose } = props;
  const m = messages[lang];
  const badge = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    const put = () => {
      const node = badge.current;
      const box = composer();
      if (!node) return;
      const seen = box !== null && box.bottom > 0 && box.top < innerHeight;
      node.style.visibility = seen ? '' : 'hidden';
      if (!seen) return;
      const bottom = Math.min(box.bottom, innerHeight);
      node.style.left = `${box.right - node.offsetWidth - inset}px`;
      node.style.top = `${bottom - node.offsetHeight - inset}px`;
    };
    put();
    window.addEventListener('resize', put);
    window.addEventListener('scroll', put, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', put);
      window.removeEventListener('scroll', put, { capture: true });
    };
  });

  const { anonymity, findings } = report;
  const label = [m.findings(findings.length), anonymity && sentenceOf(anonymity, lang)];
  return (
    <button
      type="button"
      class={`bd-root bd-badge bd-is-${report.verdict}`}
      data-bedside="badge"
      data-verdict={report.verdict}
      ref={badge}
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-label={label.filter(Boolean).join('. ')}
      title={label.filter(Boolean).join('\n')}
      lang={lang}
      onClick={open ? onClose : onOpen}
    >
      <VerdictIcon verdict={report.verdict} size={14} />
      {findings.length > 0 && <span>{findings.length}</span>}
      {anonymity && (
        <span class="bd-gauge">
          <span style={{ left: `${(reach(anonymity.k) * 100).toFixed(1)}%` }} />
        </span>
      )}
    </button>
  );
}

/** All findings of a draft, in the order of the text. */
export function Summary(props: CornerProps) {
  const { report, text, lang, stances, ignored, onClose, onPick, onTakeBack, onHeed } = props;
  const m = messages[lang];
  const id = useId();
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.focus({ preventScroll: true }), []);
  return (
    <div
      class="bd-card bd-summary"
      data-bedside="summary"
      role="dialog"
      aria-labelledby={`${id}-title`}
      tabIndex={-1}
      ref={dialog}
      lang={lang}
      {...ownKeys(onClose)}
    >
      <div class="bd-card-head">
        <h2 class="bd-title" id={`${id}-title`}>
          {m.findings(report.findings.length)}
        </h2>
        <CloseButton lang={lang} onClose={onClose} />
      </div>
      <div class="bd-card-body">
        <ol class="bd-list">
          {report.findings.map((finding, i) => (
            <li key={`${finding.rule} ${finding.start}`}>
              <button
                type="button"
                class={`bd-item bd-is-${finding.severity}`}
                data-bedside={`pick-${i}`}
                onClick={() => onPick(i)}
              >
                <VerdictIcon verdict={finding.severity} />
                <span>
                  <span class="bd-unseen">{`${m.verdict[finding.severity]}: `}</span>
                  <Quote finding={finding} text={text} />
                  <span class="bd-held-title">{finding.title}</span>
                </span>
              </button>
            </li>
          ))}
        </ol>
        {report.anonymity && <Meter anonymity={report.anonymity} lang={lang} />}
        {stances.map((stance) => (
          <p class="bd-said" key={stance}>
            {m.said[stance]}{' '}
            <button
              type="button"
              class="bd-link"
              data-bedside={`back-${stance}`}
              onClick={() => onTakeBack(stance)}
            >
              {m.takeBack}
            </button>
          </p>
        ))}
        {ignored > 0 && (
          <p class="bd-said">
            {m.ignored(ignored)}{' '}
            <button type="button" class="bd-link" data-bedside="heed" onClick={onHeed}>
              {m.showAgain}
            </button>
          </p>
        )}
        {report.findings.length > 1 && <p class="bd-said">{m.keysHint}</p>}
      </div>
    </div>
  );
}

/** Shows the corner in a shadow root, which it styles. */
export function mountCorner(shadow: ShadowRoot, props: CornerProps): Mounted<CornerProps> {
  return mount(shadow, props, (p) => (
    <>
      <div class="bd-root bd-unseen" role="status" data-bedside="spoken" lang={p.lang}>
        {p.spoken}
      </div>
      <Badge {...p} />
      {p.open && (
        <Placed anchor={() => p.composer() && cornerOf(p.composer()!)}>
          <Summary {...p} />
        </Placed>
      )}
    </>
  ));
}

/** The corner itself, for the summary to stand beside. */
function cornerOf(box: Box): Box {
  const side = 34; // the badge and its inset
  const { right, bottom } = box; // a DOMRect is not to be spread
  return { left: right - side, top: bottom - side, right, bottom };
}
