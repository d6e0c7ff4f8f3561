// What the view shows stands in the address after '#', so that a copied address shows the same again.

const WAIT = 250;

class Address {
  #values = $state<Record<string, string>>({});
  #timer = 0;

  constructor() {
    this.#values = read();
    window.addEventListener('hashchange', () => { this.#values = read(); });
  }

  get(name: string, otherwise = ''): string {
    return this.#values[name] ?? otherwise;
  }

  /** Change some values; '' removes one. */
  set(changes: Record<string, string>): void {
    for (const [name, value] of Object.entries(changes)) {
      if (value) this.#values[name] = value;
      else delete this.#values[name];
    }
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => history.replaceState(null, '', this.link({})), WAIT);
  }

  /** The address with some values changed. */
  link(changes: Record<string, string>): string {
    const all = { ...this.#values, ...changes };
    const words = Object.entries(all).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `#${words.join('&')}`;
  }
}

function read(): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

export const address = new Address();
