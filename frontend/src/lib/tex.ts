// The TeX in which mechanisms say their equations, as a tree for MathML. It knows what they use; anything else stays as it is.

/** A text, or the name of an element followed by what is in it. */
export type Formula = string | Parts;
interface Parts extends Array<Formula> {}

const SIGNS: Record<string, string> = {
  cdot: '·', le: '≤', ge: '≥', wedge: '∧', vee: '∨', neg: '¬', sum: '∑', times: '×', ell: 'ℓ', lfloor: '⌊', rfloor: '⌋', lceil: '⌈', rceil: '⌉',
  ne: '≠', in: '∈', infty: '∞', pm: '±', quad: '\u2003', qquad: '\u2003\u2003', to: '→', dots: '…', ldots: '…',
};
const GREEK = 'alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ chi χ psi ψ omega ω Phi Φ Delta Δ Sigma Σ'.split(' ');
const ACCENTS: Record<string, string> = { dot: '˙', hat: '^', bar: '¯', tilde: '~' };
const WORDS = ['max', 'min', 'arg', 'log', 'exp', 'ln'];
const SPACES: Record<string, string> = { ',': '\u2009', ';': '\u2005', ':': '\u2005', ' ': '\u2009', '!': '' };
// What ends a cell, a row and an environment.
const ENDS = ['&', '\\\\', '\\end'];
const TOKEN = /\\[a-zA-Z]+|\\[^a-zA-Z]|\d+(?:\.\d+)?|[a-zA-Z]|[^\s]/g;

class Reader {
  at = 0;
  constructor(readonly tokens: string[]) {}

  /** Everything up to a closing sign, which is taken too; without one, to the end. */
  row(closing = ''): Formula {
    const out: Formula[] = [];
    while (this.at < this.tokens.length) {
      if (closing && this.tokens[this.at] === closing) { this.at++; break; }
      if (ENDS.includes(this.tokens[this.at]!)) break;
      out.push(this.scripts(this.one()));
    }
    return out.length === 1 ? out[0]! : ['mrow', ...out];
  }

  private scripts(base: Formula): Formula {
    let [below, above]: [Formula | null, Formula | null] = [null, null];
    for (;;) {
      const sign = this.tokens[this.at];
      if (sign !== '_' && sign !== '^') break;
      this.at++;
      if (sign === '_') below = this.one();
      else above = this.one();
    }
    const tall = Array.isArray(base) && base[0] === 'mo' && base[1] === '∑';
    if (below && above) return [tall ? 'munderover' : 'msubsup', base, below, above];
    if (below) return [tall ? 'munder' : 'msub', base, below];
    return above ? ['msup', base, above] : base;
  }

  private one(): Formula {
    const token = this.tokens[this.at++] ?? '';
    if (token === '{') return this.row('}');
    if (token.startsWith('\\')) return this.command(token.slice(1));
    if (/^\d/.test(token)) return ['mn', token];
    if (/^[a-zA-Z]$/.test(token)) return ['mi', token];
    return ['mo', token === '-' ? '−' : token];
  }

  private command(name: string): Formula {
    if (name === 'text' || name === 'mathit' || name === 'mathrm') return [name === 'mathit' ? 'mi' : 'mtext', this.words()];
    if (name === 'frac') return ['mfrac', this.one(), this.one()];
    if (name === 'sqrt') return ['msqrt', this.one()];
    if (name in ACCENTS) return ['mover', this.one(), ['mo', ACCENTS[name]!]];
    if (name === 'left') return this.fenced();
    if (name === 'begin') return this.cases();
    if (name === 'right') return this.one();
    if (WORDS.includes(name)) return ['mi', name];
    if (name in SPACES) return ['mtext', SPACES[name]!];
    const letter = GREEK.indexOf(name);
    if (letter >= 0) return ['mi', GREEK[letter + 1]!];
    return name in SIGNS ? ['mo', SIGNS[name]!] : ['mtext', name];
  }

  private fenced(): Formula {
    const open = this.tokens[this.at++] ?? '';
    const inner = this.row('\\right');
    const close = this.tokens[this.at++] ?? '';
    return ['mrow', ['mo', open], inner, ['mo', close === '.' ? '' : close]];
  }

  /** Values and when each of them holds, a row for each: the one environment that is used within a line. */
  private cases(): Formula {
    this.words();
    const rows: Formula[] = [['mtr']];
    while (this.at < this.tokens.length) {
      (rows[rows.length - 1] as Parts).push(['mtd', this.row()]);
      const sign = this.tokens[this.at++];
      if (sign === '\\\\') rows.push(['mtr']);
      else if (sign !== '&') break;
    }
    this.words();
    return ['mrow', ['mo', '{'], ['mtable', ...rows]];
  }

  /** The words of \text: letters are kept with the spaces that the reader of signs leaves out. */
  private words(): string {
    let text = '';
    if (this.tokens[this.at] === '{') this.at++;
    while (this.at < this.tokens.length && this.tokens[this.at] !== '}') {
      const token = this.tokens[this.at++]!;
      text += token.startsWith('\\') ? token.slice(1) : token;
    }
    this.at++;
    return text.replaceAll('_', ' ');
  }
}

export function formula(tex: string): Formula {
  // A space counts within \text alone; there it becomes one that is no blank to the reader of signs.
  const kept = tex.replace(/\\(?:text|mathit|mathrm)\{[^}]*\}/g, (words) => words.replaceAll(' ', '\u00a0'));
  return new Reader(kept.match(TOKEN_KEPT) ?? []).row();
}
const TOKEN_KEPT = new RegExp(`\u00a0|${TOKEN.source}`, 'g');

/** A text with formulas between dollar signs, in pieces. */
export function pieces(text: string): { text: string; isFormula: boolean }[] {
  return text.split('$').map((part, k) => ({ text: part, isFormula: k % 2 === 1 })).filter((part) => part.text);
}
