/**
 * The gate: shown when the author presses Post on a draft that should be held. It says
 * what could identify whom, offers the edit that clears it, and always a way through.
 */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Edit, Finding, Report } from '../lib/report';
import type { Audience } from '../lib/sites/site';
import { type Mounted, mount } from './card';
import { PenIcon, VerdictIcon } from './icons';
import { type Lang, messages } from './messages';
import { EditButton, Factors, identifies, Meter, Quote } from './parts';
import { clearingEdit } from './preview';

export interface GateProps {
  report: Report;
  /** The draft that the report is about. */
  text: string;
  lang: Lang;
  /** Who will read the post, where the page says so. */
  audience?: Audience | null;
  /** The edit that clears the draft: the first repairs of all that warns in one. */
  onEdit(edit: Edit): void;
  /** The button or Escape: back to the draft. */
  onEditMyself(): void;
  /** Asked for before "post anyway", one of them; none where nobody asks. */
  reasons?: readonly string[];
  /** With the reason, where one is asked for. */
  onPostAnyway(reason?: string): void;
}

export function Gate(props: GateProps) {
  const { report, text, lang, audience, reasons = [] } = props;
  const { onEdit, onEditMyself, onPostAnyway } = props;
  const m = messages[lang];
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const held = report.findings.filter((f) => f.severity === 'stop');
  const clearing = clearingEdit(report);
  const [asking, setAsking] = useState(false);

  useLayoutEffect(() => {
    const node = dialog.current;
    if (!node) return;
    node.showModal();
    node.querySelector<HTMLElement>('.bd-gate-foot button')?.focus();
    // Closing gives the focus back to where it was, which taking it off the page does not.
    return () => node.close();
  }, []);

  const onKey = (event: KeyboardEvent) => event.stopPropagation();

  return (
    <dialog
      class="bd-root bd-gate"
      data-bedside="gate"
      id={`${id}-gate`}
      ref={dialog}
      lang={lang}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-lead`}
      onCancel={(event) => {
        event.preventDefault();
        onEditMyself();
      }}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onKeyPress={onKey}
    >
      <div class="bd-gate-scroll">
        <div class="bd-gate-head">
          <span class="bd-gate-sign bd-is-stop">
            <VerdictIcon verdict="stop" size={26} />
          </span>
          <h2 class="bd-gate-title" id={`${id}-title`}>
            {m.gateTitle}
          </h2>
        </div>
        <p class="bd-gate-lead" id={`${id}-lead`}>
          {m.gateLead(held.length, risksOf(held))}
        </p>
        <ul class="bd-held">
          {held.map((finding) => (
            <li key={`${finding.rule} ${finding.start}`}>
              {finding.factors.length < 2 && <Quote finding={finding} text={text} />}
              <span class="bd-held-title">{finding.title}</span>
              <Factors factors={finding.factors} text={text} lang={lang} />
            </li>
          ))}
        </ul>
        {report.anonymity && <Meter anonymity={report.anonymity} lang={lang} />}
        {report.prompts && report.prompts.length > 0 && (
          <div class="bd-ask">
            <h3>{m.gateAsk}</h3>
            <ul>
              {report.prompts.map((p) => (
                <li key={p}>{p}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {asking ? (
        <Reasons
          {...{ lang, reasons }}
          onBack={() => setAsking(false)}
          onReason={(reason) => onPostAnyway(reason)}
        />
      ) : (
        <div class="bd-gate-foot">
          {clearing && (
            <EditButton
              edit={clearing.edit}
              label={clearing.parts > 1 ? m.gateEdits(clearing.parts) : clearing.edit.label}
              text={text}
              lang={lang}
              hook="edit-0"
              onClick={() => onEdit(clearing.edit)}
            />
          )}
          <div class="bd-gate-choices">
            <button
              type="button"
              class={clearing ? 'bd-button' : 'bd-button bd-main'}
              data-bedside="edit-myself"
              // The browser itself closes the dialog, should the extension be gone by now.
              {...{ command: 'close', commandfor: `${id}-gate` }}
              onClick={onEditMyself}
            >
              <PenIcon /> {m.editMyself}
            </button>
            <button
              type="button"
              class="bd-button bd-plain"
              data-bedside="post-anyway"
              onClick={() => (reasons.length > 0 ? setAsking(true) : onPostAnyway())}
            >
              {m.postAnyway}
            </button>
          </div>
          <p class="bd-gate-small">
            {audience && `${m.gateAudience[audience]} `}
            {m.gateFoot}
          </p>
        </div>
      )}
    </dialog>
  );
}

/** Whether what is held could identify a patient, do harm, or both. */
function risksOf(held: Finding[]): 'identity' | 'harm' | 'both' {
  const telling = held.filter(identifies).length;
  if (telling === held.length) return 'identity';
  return telling === 0 ? 'harm' : 'both';
}

/** One reason of those that an organisation asks for, then "post anyway". */
function Reasons(props: {
  lang: Lang;
  reasons: readonly string[];
  onBack(): void;
  onReason(reason: string): void;
}) {
  const { lang, reasons, onBack, onReason } = props;
  const m = messages[lang];
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      class="bd-gate-foot"
      data-bedside="reasons"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = new FormData(event.currentTarget).get('reason');
        if (typeof chosen === 'string') onReason(chosen);
      }}
    >
      <fieldset class="bd-reasons" aria-describedby={id}>
        <legend>{m.gateReasonKept}</legend>
        {reasons.map((reason, i) => (
          <label key={reason}>
            <input
              type="radio"
              name="reason"
              value={reason}
              required
              data-bedside={`reason-${i}`}
            />
            {reason}
          </label>
        ))}
      </fieldset>
      <p class="bd-gate-small" id={id}>
        {m.gateReason}
      </p>
      <div class="bd-gate-choices">
        <button type="button" class="bd-button" data-bedside="back" onClick={onBack}>
          {m.goBack}
        </button>
        <button type="submit" class="bd-button bd-plain" data-bedside="post-reasoned">
          {m.postAnyway}
        </button>
      </div>
    </form>
  );
}

/** Shows the gate in a shadow root of its own, which it styles. */
export function mountGate(shadow: ShadowRoot, props: GateProps): Mounted<GateProps> {
  return mount(shadow, props, (p) => <Gate {...p} />);
}
