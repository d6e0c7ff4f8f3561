// The documents as the server sends them; src/polemos/web/documents says what each part means.

export interface Run { name: string; case: string; draws: number; seed: number; start: string; months: number; polemos: string; calibrated: boolean; interventions: number }
export interface Grid { caption: string; headings: string[]; rows: string[][]; numeric: number[] }
export interface Overview {
  case: string; title: string; summary: string; movement: string; polemos: string; draws: number; seed: number;
  months: string[]; cut: string; changed: boolean; boundary: string; footer: string; manifest: [string, string][];
  box: { what: string[]; how: string[]; blind: string[]; scores: Grid };
}
export interface Place { id: string; name: string; country: string; population: number; x: number; y: number; r: number }
export interface MapDocument {
  months: string[]; cut: string; width: number; height: number; places: Place[]; edges: [number, number][];
  names: [string, number, number, 'start' | 'middle' | 'end'][]; graticule: ['lat' | 'lon', number, string][];
  movement: number[][]; nobody: number[][]; rival: number[][]; shade: string[]; hatched: string[];
  sentences: string[]; killed: Numbers[] | null; fled: Numbers[] | null; battle: number[][] | null; siege: number[][] | null; flows: Flows | null;
}
export interface Flow { mean: Numbers[]; low: Numbers[]; high: Numbers[] }
export interface Flows { provinces: { name: string; country: string; x: number; y: number }[]; left: Flow; home: Flow; sentences: string[] }
export type Numbers = (number | null)[];
export interface Bands { median: Numbers; bands: Record<string, [Numbers, Numbers]> }
export interface Spell { gained: string | null; lost: string | null; source: string; locator: string; basis: string }
export interface History { first: number[]; last: number[]; never: number; still: number; killed: Bands | null; observed: Spell[]; sentence: string }
export interface PlacesDocument { months: string[]; draws: number; places: Record<string, History> }
export interface Dot {
  month: number | null; date: string; value: number; low: number; high: number; series: string; source: string;
  locator: string; basis: string; known_from: string; circular_for: string; falls: string;
}
export interface Series { name: string; title: string; mark: string; colour: number }
export interface Target extends Bands {
  name: string; title: string; unit: string; note: string; sentence: string; low: number; high: number;
  threshold: number | null; traces: Numbers[]; series: Series[]; dots: Dot[];
}
export interface FansDocument { months: string[]; cut: string; targets: Target[] }
export interface Score { lead: string; method: string; rows: number; crps: number | null; log_crps: number | null; coverage_80: number | null }
export interface Point { month: string; low: number | null; median: number | null; high: number | null; series: string }
export interface Answer { claim: string; title: string; question: string; probability: number; draws: number; happened: boolean | null; brier: number | null }
export interface Forecast {
  origin: string; draws: number; parameters: string; first_month: string; last_month: string; answers: Answer[];
  losses: Record<string, Record<string, string | number | null>>;
  targets: Record<string, Bands & { months: string[] }>; baselines: Record<string, Record<string, Point[]>>; scores: Record<string, Score[]>;
}
export interface Counted { target: string; period: string; value: number; low: number; high: number; source: string }
export interface Parameter {
  mechanism: string; name: string; label: string; unit: string; meaning: string; prior: string;
  quantiles: [number, number, number]; basis: string; source: string; locator: string; known_from: string; note: string; learned?: string; posterior?: [number, number, number] | null;
}
export interface Method { name: string; says: string; equation: string; lines: string[]; raised_by: string[]; lowered_by: string[]; changes: string[] }
export interface Mechanism { name: string; summary: string; assumes: string; claims: string[]; grade: string; methods: Method[]; parameters: Parameter[] }
export interface Node { name: string; kind: string; x: number; y: number; width: number; height: number; lines: string[]; baseline: number }
export interface Link {
  cause: string; effect: string; look: 'plus' | 'minus' | 'both'; line: string; head: string; sign: string;
  sign_x: number; sign_y: number; mechanisms: string[]; grade: string;
}
export interface Loop { path: string[]; kind: 'R' | 'B'; text: string }
export interface CausesDocument {
  width: number; height: number; nodes: Node[]; links: Link[]; loops: Loop[]; grades: Record<string, string>;
  sentence: string; mechanisms: Record<string, Mechanism>;
}
export interface Claim {
  id: string; kind: string; title: string; text: string; paragraphs: number[]; shows: string; known: string;
  ours: string[]; question: string; outcome: string; verdict: string; reason: string; numbers: [string, string][]; refused: string[]; mechanisms: { name: string; summary: string }[];
}
export interface Revision { claim: string; word: string; reason: string; because: string; polemos: string }
export interface ClaimsDocument { claims: Claim[]; counts: Record<string, number>; sentence: string; revisions: Revision[] }
export interface Reference { key: string; text: string; url: string }
export interface ParametersDocument { note: string; weak: string[]; parameters: Parameter[]; references: Reference[] }
export interface Job { id: string; kind: string; title: string; run: string; draws: number; done: number; state: string; said: string; about: Record<string, unknown> }
export interface Receipt {
  file: string; sha256: string; source: string; title: string; release: string; rows_read: number; accepted: number;
  rejected: number; noted: number; deaths: Record<string, number>; first_day: string; last_day: string;
  countries: Record<string, number>; licence: string; citation: string; dataset: string; already_there: boolean; notes: string[];
}
export interface Documents {
  overview: Overview; map: MapDocument; places: PlacesDocument; fans: FansDocument; causes: CausesDocument;
  claims: ClaimsDocument; parameters: ParametersDocument;
}
