// Numbers as readers see them: three significant digits, thousands apart, millions in words.

const MINUS = '\u2212';

export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return 'unknown';
  const size = Math.abs(value);
  if (size >= 1e9) return `${short(value / 1e9)} billion`;
  if (size >= 1e6) return `${short(value / 1e6)} million`;
  if (size >= 100) return signed(Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 0 }));
  return short(value);
}

/** A share in thousandths as whole per cent; what is not quite 0 or 1 never reads as 0 or 100. */
export function percent(thousandths: number): string {
  if (thousandths > 0 && thousandths < 5) return 'under 1 %';
  if (thousandths < 1000 && thousandths > 995) return 'over 99 %';
  return `${Math.round(thousandths / 10)} %`;
}

export function range(low: number | null | undefined, high: number | null | undefined): string {
  return `${number(low)} to ${number(high)}`;
}

export function tick(value: number): string {
  for (const [size, letter] of [[1e9, 'bn'], [1e6, 'M'], [1e3, 'k']] as const)
    if (Math.abs(value) >= size) return number(value / size) + letter;
  return number(value);
}

function short(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) < 1e-4) return signed(value.toExponential(1));
  return signed(Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 7 }));
}

function signed(text: string): string {
  return text.replace('-', MINUS);
}
