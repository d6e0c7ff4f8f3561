// Taking things away: a picture as SVG or PNG with its words below it, a table as CSV that no spreadsheet runs, or Parquet.

const STYLED = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linejoin', 'paint-order',
  'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'visibility', 'display',
];
const SVG = 'http://www.w3.org/2000/svg';
// Below a picture: the size of its words and how wide a letter is, in the picture's own units.
const [SMALL, LETTER, LINE] = [8, 4.25, 11];

/** keys: the entries of the legend on the page, each with its picture. */
export interface Credits { title: string; lines: string[]; keys?: HTMLElement[] }

export function saveSvg(picture: SVGSVGElement, name: string, credits: Credits): void {
  save(new Blob([new XMLSerializer().serializeToString(standalone(picture, credits))], { type: 'image/svg+xml' }), `${name}.svg`);
}

export async function savePng(picture: SVGSVGElement, name: string, credits: Credits): Promise<void> {
  const whole = standalone(picture, credits);
  const [width, height] = [Number(whole.getAttribute('width')), Number(whole.getAttribute('height'))];
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(whole)], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (blob) save(blob, `${name}.png`);
}

export function saveCsv(name: string, headings: readonly string[], rows: readonly (readonly unknown[])[], credits: Credits): void {
  const about = [credits.title, ...credits.lines].map((text) => `# ${text.replace(/\s+/g, ' ')}`);
  const lines = [headings, ...rows].map((row) => row.map(cell).join(','));
  save(new Blob([[...about, ...lines].join('\n'), '\n'], { type: 'text/csv' }), `${name}.csv`);
}

/** The same rows as Parquet, which the server writes; refusals are thrown. */
export async function saveParquet(name: string, headings: readonly string[], rows: readonly (readonly unknown[])[], credits: Credits): Promise<void> {
  const body = JSON.stringify({ headings, rows, about: [credits.title, ...credits.lines] });
  const answer = await fetch('/api/tables/parquet', { method: 'POST', body, headers: { 'x-polemos': '1', 'content-type': 'application/json' }, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${answer.status}`);
  save(await answer.blob(), `${name}.parquet`);
}

export function saveText(name: string, kind: string, text: string): void {
  save(new Blob([text], { type: kind }), name);
}

function cell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = value === null || value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[^\w.-]+/g, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A copy that needs no style sheet: colours written in, a ground, the title above, credits below. */
function standalone(picture: SVGSVGElement, credits: Credits): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  writeStyles(picture, copy);
  const colours = getComputedStyle(document.documentElement);
  const { width, height } = picture.viewBox.baseVal;
  const lines = credits.lines.flatMap((text) => broken(text, Math.max(24, Math.floor((width - 16) / LETTER))));
  const keys = legend(credits.keys ?? [], width, colours);
  const foot = 24 + height + 8 + keys.rows * (LINE + 4);
  const total = foot + lines.length * LINE + 10;
  const whole = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height: total, viewBox: `0 0 ${width} ${total}` })) whole.setAttribute(name, String(value));
  const ground = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ width, height: total, fill: colours.getPropertyValue('--bg') })) ground.setAttribute(name, String(value));
  copy.setAttribute('y', '24');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  whole.append(ground, words(credits.title, 8, 16, 13, '600', colours), copy);
  keys.drawn.setAttribute('transform', `translate(8 ${24 + height + 8})`);
  whole.append(keys.drawn);
  lines.forEach((text, k) => whole.append(words(text, 8, foot + 8 + k * LINE, SMALL, '400', colours)));
  return whole;
}

/** The legend in rows as wide as the picture. */
function legend(keys: readonly HTMLElement[], width: number, colours: CSSStyleDeclaration): { drawn: SVGGElement; rows: number } {
  const drawn = document.createElementNS(SVG, 'g');
  let [x, rows] = [0, keys.length ? 1 : 0];
  for (const entry of keys) {
    const [key, text] = [entry.querySelector('svg'), (entry.dataset['say'] ?? entry.textContent ?? '').trim()];
    if (!key) continue;
    const { width: keyWidth, height: keyHeight, x: left, y: top } = key.viewBox.baseVal;
    const own = keyWidth * 0.7 + 4;
    const said = broken(text, Math.floor((width - 16 - own) / LETTER));
    const needed = own + Math.max(...said.map((part) => part.length)) * LETTER + 12;
    if (x && x + needed > width - 4) { x = 0; rows++; }
    const mark = key.cloneNode(true) as SVGSVGElement;
    writeStyles(key, mark);
    for (const [name, value] of Object.entries({ x, y: (rows - 1) * (LINE + 4), width: keyWidth * 0.7, height: keyHeight * 0.7, viewBox: `${left} ${top} ${keyWidth} ${keyHeight}` })) mark.setAttribute(name, String(value));
    drawn.append(mark, ...said.map((part, k) => words(part, x + own, (rows - 1 + k) * (LINE + 4) + 8.5, SMALL, '400', colours)));
    rows += said.length - 1;
    x = said.length > 1 ? width : x + needed;
  }
  return { drawn, rows };
}

function words(text: string, x: number, y: number, size: number, weight: string, colours: CSSStyleDeclaration): SVGTextElement {
  const out = document.createElementNS(SVG, 'text');
  const looks = { x, y, 'font-size': size, 'font-weight': weight, 'font-family': 'sans-serif', fill: colours.getPropertyValue('--text') };
  for (const [name, value] of Object.entries(looks)) out.setAttribute(name, String(value));
  out.textContent = text;
  return out;
}

function writeStyles(from: Element, to: Element): void {
  const found = getComputedStyle(from);
  for (const name of STYLED) {
    const value = found.getPropertyValue(name);
    if (value) to.setAttribute(name, value);
  }
  to.removeAttribute('class');
  for (let k = 0; k < from.children.length; k++) writeStyles(from.children[k]!, to.children[k]!);
}

function broken(text: string, letters: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1]!;
    if (last && last.length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
