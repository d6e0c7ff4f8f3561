// Axes: a value to a pixel. Linear, or linear up to a threshold and logarithmic above it, so that zero has a place.

export class Axis {
  constructor(readonly low: number, readonly high: number, readonly start: number, readonly end: number, readonly threshold: number | null = null) {}

  /** The pixel of a value; values beyond the ends stick to them. */
  at(value: number): number {
    const share = (this.#bend(value) - this.#bend(this.low)) / (this.#bend(this.high) - this.#bend(this.low));
    return this.start + Math.min(Math.max(share, 0), 1) * (this.end - this.start);
  }

  ticks(): number[] {
    if (this.threshold === null) return linear(this.low, this.high);
    const decades = Math.ceil(Math.log10(this.high / this.threshold) - 1e-9);
    const every = Math.max(1, Math.ceil(decades / 5));
    const out = [0];
    for (let k = 0; k <= decades; k += every) {
      const value = this.threshold * 10 ** k;
      if (value <= this.high * 1.0001) out.push(value);
    }
    return out;
  }

  #bend(value: number): number {
    if (this.threshold === null) return value;
    return value <= this.threshold ? value / this.threshold : 1 + Math.log10(value / this.threshold);
  }
}

function linear(low: number, high: number): number[] {
  const raw = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999) ?? 10) * power;
  const out: number[] = [];
  for (let k = Math.ceil(low / step); k <= Math.floor(high / step + 1e-9); k++) out.push(k * step);
  return out;
}

/** The `d` of a line; gaps where a value is missing or above the axis. */
export function line(values: readonly (number | null)[], x: (k: number) => number, y: Axis): string {
  let pen = 'M';
  let out = '';
  values.forEach((value, k) => {
    if (value === null || value > y.high) { pen = 'M'; return; }
    out += `${pen}${x(k).toFixed(1)} ${y.at(value).toFixed(1)}`;
    pen = 'L';
  });
  return out;
}

/** The `d` of the area between two lines, in pieces where values are missing; a single month is a thin bar. */
export function area(low: readonly (number | null)[], high: readonly (number | null)[], x: (k: number) => number, y: Axis): string {
  const pieces: [string[], string[]][] = [];
  let isOpen = false;
  high.forEach((value, k) => {
    const other = low[k];
    if (value === null || other === null || other === undefined) { isOpen = false; return; }
    if (!isOpen) pieces.push([[], []]);
    isOpen = true;
    const [there, back] = pieces[pieces.length - 1]!;
    there.push(`${x(k).toFixed(1)} ${y.at(value).toFixed(1)}`);
    back.unshift(`${x(k).toFixed(1)} ${y.at(other).toFixed(1)}`);
  });
  return pieces.map(([there, back]) => (there.length > 1 ? `M${there.join('L')}L${back.join('L')}Z` : single(there[0]!, back[0]!))).join('');
}

function single(top: string, bottom: string): string {
  const [at, high] = top.split(' ').map(Number) as [number, number];
  const low = bottom.split(' ')[1];
  return `M${at - 0.8} ${high}L${at + 0.8} ${high}L${at + 0.8} ${low}L${at - 0.8} ${low}Z`;
}

/** The years whose January lies in the months, with its index; as many as have room. */
export function years(months: readonly string[], pixels: number): { year: string; k: number; named: boolean }[] {
  const found = months.flatMap((month, k) => (month.endsWith('-01') ? [{ year: month.slice(0, 4), k }] : []));
  const every = Math.max(1, Math.ceil(36 / Math.max((pixels / Math.max(months.length, 1)) * 12, 1)));
  return found.map((entry, i) => ({ ...entry, named: i % every === 0 }));
}
