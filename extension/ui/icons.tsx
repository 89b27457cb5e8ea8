/** Drawings, all decorative: what they mean stands in words beside them. */
import type { ComponentChildren } from 'preact';
import type { Verdict } from '../lib/report';

function Drawing({ children, size = 16 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** A verdict's own shape: two bars, a triangle, three dots, a tick. */
export function VerdictIcon({ verdict, size }: { verdict: Verdict; size?: number }) {
  switch (verdict) {
    case 'stop':
      return (
        <Drawing size={size}>
          <circle cx="8" cy="8" r="6.5" />
          <path d="M6.2 5.7v4.6M9.8 5.7v4.6" stroke-width="1.9" />
        </Drawing>
      );
    case 'caution':
      return (
        <Drawing size={size}>
          <path d="M7 2.4 1.7 11.9a1.2 1.2 0 0 0 1 1.8h10.6a1.2 1.2 0 0 0 1-1.8L9 2.4a1.15 1.15 0 0 0-2 0Z" />
          <path d="M8 6.3v3M8 11.4v.01" />
        </Drawing>
      );
    case 'nudge':
      return (
        <Drawing size={size}>
          <path d="M2.4 13.6 3.2 11A5.6 5.6 0 1 1 5.6 13Z" />
          <path d="M5.7 8.1v.01M8 8.1v.01M10.3 8.1v.01" stroke-width="1.9" />
        </Drawing>
      );
    default:
      return (
        <Drawing size={size}>
          <circle cx="8" cy="8" r="6.5" />
          <path d="m5.2 8.2 2 2 3.7-4.2" />
        </Drawing>
      );
  }
}

export function CloseIcon() {
  return (
    <Drawing>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Drawing>
  );
}

/** An arrow head to the left (-1) or to the right (1). */
export function StepIcon({ to }: { to: -1 | 1 }) {
  return (
    <Drawing size={14}>
      <path d={to < 0 ? 'M10 3 5 8l5 5' : 'm6 3 5 5-5 5'} />
    </Drawing>
  );
}

export function LinkIcon() {
  return (
    <Drawing size={12}>
      <path d="M6.5 3.5H3.8A1.3 1.3 0 0 0 2.5 4.8v7.4a1.3 1.3 0 0 0 1.3 1.3h7.4a1.3 1.3 0 0 0 1.3-1.3V9.5M9.5 2.5h4v4M13.2 2.8 7.5 8.5" />
    </Drawing>
  );
}

export function PenIcon() {
  return (
    <Drawing>
      <path d="m10.6 2.9 2.5 2.5M2.5 13.5l.7-3.1 7.9-7.9a1 1 0 0 1 1.4 0l1 1a1 1 0 0 1 0 1.4l-7.9 7.9-3.1.7Z" />
    </Drawing>
  );
}

export function LockIcon({ size = 16 }: { size?: number }) {
  return (
    <Drawing size={size}>
      <rect x="3" y="7" width="10" height="6.8" rx="1.6" />
      <path d="M5.2 7V4.9a2.8 2.8 0 0 1 5.6 0V7" />
    </Drawing>
  );
}

/** The sign of Bedside: something said, with one word quietly underlined. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0e6468" />
      <path
        fill="#fff"
        d="M9.6 7h12.8A3.6 3.6 0 0 1 26 10.6v7.8a3.6 3.6 0 0 1-3.6 3.6h-5.2l-5 4.1a.7.7 0 0 1-1.1-.6V22H9.6A3.6 3.6 0 0 1 6 18.4v-7.8A3.6 3.6 0 0 1 9.6 7Z"
      />
      <path d="M10 11.7h12" stroke="#0e6468" stroke-width="2" stroke-linecap="round" />
      <path
        d="M10 16.9c1.2-1.6 2.3-1.6 3.5 0s2.3 1.6 3.5 0 2.3-1.6 3.5 0"
        fill="none"
        stroke="#c03a72"
        stroke-width="2"
        stroke-linecap="round"
      />
    </svg>
  );
}
