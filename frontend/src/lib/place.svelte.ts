// What every view knows: the runs, the chosen run and its overview, and the words that go with whatever is taken away.
import { load, runs } from './api';
import { address } from './address.svelte';
import type { Credits } from './take';
import type { Overview, Run } from './types';

class Shown {
  runs = $state.raw<Run[]>([]);
  overview = $state.raw<Overview | null>(null);
  trouble = $state('');
  /** Whether the list of runs has come, be it empty. */
  asked = $state(false);

  /** The chosen run: the one in the address if it is there, else the first. */
  get run(): Run | undefined {
    const wanted = address.get('run');
    return this.runs.find((run) => run.name === wanted) ?? this.runs[0];
  }

  async renew(): Promise<void> {
    try {
      this.runs = await runs();
      this.overview = this.run ? await load(this.run.name, 'overview') : null;
      this.asked = true;
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  credits(title: string, sentence: string): Credits {
    const about = this.overview;
    if (!about) return { title, lines: [sentence] };
    const made = `polemos ${about.polemos}, ${about.title}; ${about.draws} draws, seed ${about.seed}.`;
    return { title, lines: [sentence, made, about.box.what[1] ?? '', about.box.how[0] ?? '', about.boundary, about.footer] };
  }
}

export const shown = new Shown();
