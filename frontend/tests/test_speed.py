"""How fast it is: first paint, the time slider, and how much script there is to load.

The slider is timed in a few rounds and the best counts: what other programs take from the machine is not the page's.
"""

from __future__ import annotations

import gzip
import os
import statistics
from pathlib import Path

from stage import Served, Watched, show

BUILT = Path(__file__).parents[2] / "src/polemos/web/static"
ROUNDS = 5
DRAG = """async () => {
  const slider = document.querySelector('[data-task=month]');
  const times = [];
  for (let k = 0; k < 100; k++) {
    const begun = performance.now();
    slider.value = String(k);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    }));
    times.push(performance.now() - begun);
  }
  return times;
}"""


def test_the_script_is_small() -> None:
    size = len(gzip.compress((BUILT / "app.js").read_bytes(), 9))
    print(f"app.js: {size:,} bytes compressed")
    assert size <= 150_000


def test_first_paint(served: Served, seen: Watched) -> None:
    show(seen.page, served, view="map")
    times = []
    for _ in range(5):
        seen.page.goto("about:blank")
        seen.page.goto(f"{served.base}/#view=map")
        seen.page.wait_for_selector("svg.map")
        times.append(seen.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    print(f"first contentful paint: median {statistics.median(times):.0f} ms of {sorted(round(t) for t in times)}")
    assert statistics.median(times) < 1500


def test_the_slider_paints_at_once(served: Served, seen: Watched) -> None:
    show(seen.page, served, view="map", place="mosul")
    seen.page.evaluate(DRAG)
    rounds = [sorted(seen.page.evaluate(DRAG)) for _ in range(ROUNDS)]
    best = min(rounds, key=lambda times: times[94])
    print(f"slider to painted frame: median {best[50]:.1f} ms, p95 {best[94]:.1f} ms; load {os.getloadavg()[0]:.1f}")
    assert best[94] < 50
    month = seen.page.locator(".slider output").inner_text()
    assert month in seen.page.locator("h2.title").inner_text()
