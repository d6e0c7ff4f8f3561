// Where documents come from: the server, or the page itself when it was written as one file.
import type { Documents, Run } from './types';

interface Carried { runs: Run[]; documents: Documents }

const holder = document.getElementById('polemos-data');
const carried: Carried | null = holder ? (JSON.parse(holder.textContent ?? '') as Carried) : null;
const kept = new Map<string, Promise<unknown>>();

/** Whether a server stands behind the page; without one nothing can be started or sent. */
export const served = carried === null;

export class Refused extends Error {}

export async function ask<T>(path: string, options: RequestInit = {}): Promise<T> {
  const headers = { 'x-polemos': '1', ...(options.headers as Record<string, string> | undefined) };
  const answer = await fetch(path, { ...options, headers, credentials: 'same-origin' });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(sentence(body) ?? `${answer.status}`);
  return body as T;
}

export function send<T>(path: string, body: unknown): Promise<T> {
  return ask<T>(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

export async function runs(): Promise<Run[]> {
  return carried ? carried.runs : (await ask<{ runs: Run[] }>('/api/runs')).runs;
}

export function load<K extends keyof Documents>(run: string, view: K): Promise<Documents[K]> {
  if (carried) return Promise.resolve(carried.documents[view]);
  const path = `/api/runs/${encodeURIComponent(run)}/${view}`;
  const known = kept.get(path) as Promise<Documents[K]> | undefined;
  if (known) return known;
  const found = ask<Documents[K]>(path);
  kept.set(path, found);
  found.catch(() => kept.delete(path));
  return found;
}

function sentence(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if ('error' in body && typeof body.error === 'string') return body.error;
  if ('detail' in body && Array.isArray(body.detail)) return body.detail.map((part: { msg?: string }) => part.msg ?? '').join('; ');
  return undefined;
}
