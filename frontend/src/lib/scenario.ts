// A scenario as the view edits it, and as the TOML file that the command line reads.
import type { Bands } from './types';

export interface Act {
  target: string; how: 'set' | 'scale' | 'add' | 'clamp' | 'hold' | 'shift';
  value?: number | null; low?: number | null; high?: number | null; by?: number | null; unit?: string;
  start?: string | null; end?: string | null; label?: string; note?: string;
  when?: { quantity: string; above?: number | null; below?: number | null } | null;
}
export interface Scenario { title: string; question: string; identification: string; because: string; off: string[]; acts: Act[] }
export interface Lever { name: string; unit: string; unit_text: string; labels: string[]; is_share: boolean; how: 'scale' | 'set'; tops: { scale: number; set: number }; rest: number | null; note: string }
export interface Named { name: string; title: string; question: string; identification: string; because: string; toml: string }
export interface Levers { case: string; months: string[]; levers: Lever[]; off: { claim: string; title: string; parameters: string[] }[]; scenarios: Named[]; emulator: { settings: number; fresh: number } | null }
export interface Emulated {
  why: string; settings?: number; fresh?: number; draws?: number; draws_from?: string; lever?: string; is_run?: boolean; months?: string[];
  series: SideBySide[]; rows: EmulatedRow[]; computing: string[];
}
export interface EmulatedRow { outcome: string; unit: string; civilian: boolean; a: Spread | null; b: Spread; difference: Spread | null }
export interface SideBySide { name: string; title: string; unit: string; high: number; a: Bands; b: Bands }
export interface Spread { median: number; low: number; high: number }
export interface Row { outcome: string; unit: string; civilian: boolean; a: Spread; b: Spread; difference: Spread; mean: number; mean_low: number; mean_high: number; above: number; below: number }

export const EMPTY: Scenario = { title: '', question: '', identification: 'not identified', because: '', off: [], acts: [] };

/** Whether an act is one that a slider shows: a factor or a value, with a label and months. */
export function simple(act: Act): boolean {
  return (act.how === 'scale' || act.how === 'set') && !act.when;
}

export function changesNothing(scenario: Scenario): boolean {
  return scenario.acts.length === 0 && scenario.off.length === 0;
}

export function toToml(scenario: Scenario): string {
  const lines = [
    `title = ${text(scenario.title || 'A scenario of my own')}`,
    `question = ${text(scenario.question || 'What if this had been otherwise?')}`,
    `identification = ${text(scenario.identification)}`,
    `because = ${text(scenario.because || 'Made by hand; no trial says how far the data could tell its effect.')}`,
  ];
  if (scenario.off.length) lines.push(`off = [${scenario.off.map(text).join(', ')}]`);
  for (const act of scenario.acts) {
    lines.push('', '[[acts]]');
    for (const key of ['target', 'how', 'value', 'low', 'high', 'by', 'unit', 'start', 'end', 'label', 'note'] as const) {
      const value = act[key];
      if (value === undefined || value === null || value === '') continue;
      lines.push(`${key} = ${typeof value === 'number' ? number(value, key) : text(value)}`);
    }
    if (act.when) {
      const [side, level] = act.when.above === null || act.when.above === undefined ? ['below', act.when.below] : ['above', act.when.above];
      lines.push(`when = { quantity = ${text(act.when.quantity)}, ${side} = ${number(level ?? 0, 'value')} }`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function number(value: number, key: string): string {
  return key === 'by' || !Number.isInteger(value) ? String(value) : `${value}.0`;
}

/** A basic string of TOML: quotes, backslashes and control characters escaped. */
function text(value: string): string {
  const safe = value.replace(/[\u0000-\u001f"\\\u007f]/g, (sign) => (sign === '"' || sign === '\\' ? `\\${sign}` : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`));
  return `"${safe}"`;
}
