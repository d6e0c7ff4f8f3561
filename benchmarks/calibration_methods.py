"""Ways to calibrate, on simulated truths of a small case: cost, coverage, nats won, and a wrong observation model.

The case is `marawi`: its mechanisms, six places, eleven months, every target reported each month. Truths come from the
prior; each method gets the same reports. 'wrong' means reports that the method's observation model does not know of:
every other target is told at half its size, and all misfits are three times as large as drawn. Outputs are what a
history says of the last half-year, without misfit: what a posterior predicts of the world and not of the reports. Luck
is new there, except in the last methods, whose luck goes with the reports.
Run: python benchmarks/calibration_methods.py [histories] [truths] [copies]
"""

import sys
import time
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.special import ndtri

from polemos.calibration.evidence_weights import drawn, weighed
from polemos.calibration.histories import histories
from polemos.calibration.learner import Sample, learn_from
from polemos.calibration.likelihood import Likelihood
from polemos.calibration.particle_filter import filtered
from polemos.calibration.setup import set_up
from polemos.calibration.summaries import summaries_of
from polemos.calibration.training import Settings
from polemos.cases.load import load_case
from polemos.core.seeds import host_uniform
from polemos.ensemble.bank import Bank
from polemos.observation import misfit
from polemos.observation.panel import Row

HISTORIES = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
TRUTHS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
COPIES = int(sys.argv[3]) if len(sys.argv) > 3 else 12
EVERY = 2
DRAWS, NEAREST = 512, 0.02
LEVELS = (0.5, 0.8, 0.95)


def case_with_a_row_a_month():
    setup = set_up(load_case("marawi"), date(2017, 11, 30))
    kinds = {row.target: row for row in setup.design.panel.rows}
    rows = [
        Row(name, f"{name}_monthly", m, m, "end", 1.0, None, None, row.unit, date(2017, 11, 30), "", row.noise, 0.2)
        if row.noise == "lognormal"
        else replace(row, first=m, last=m, read="end", value=1.0, bias="", series=f"{name}_monthly")
        for name, row in kinds.items()
        for m in range(setup.design.months)
    ]
    return replace(setup, design=replace(setup.design, panel=replace(setup.design.panel, rows=tuple(rows))))


class World:
    """The case, a bank of prior histories, and reports of truths that no method has seen."""

    def __init__(self, bank, setup):
        self.setup, self.bank, self.used = setup, bank, 0
        ids = np.arange(HISTORIES + TRUTHS)
        z = setup.latent.draw(1, ids)
        read = histories(setup, z, 1, ids, bank)
        rows = read["rows"][:HISTORIES].astype(float)
        self.summaries = summaries_of(setup.design, rows, np.asarray(setup.model.attributes["in_country"].values))
        misfits = ndtri(host_uniform(1, ids, "misfit", len(self.summaries.misfits)))
        whole = Sample(z, misfits, read)
        self.seen, self.truth = whole.rows(slice(0, HISTORIES)), whole.rows(slice(HISTORIES, None))
        self.shared = len(setup.latent.shared)

    def reports(self, wrong):
        """Reports of the truths; the wrong ones lean by target and are off three times as far."""
        sd = misfit.log_sd(self.truth.misfit) * (3.0 if wrong else 1.0)
        shares = self.setup.design.shares(self.truth.read["held"])
        found, _ = self.summaries.reported(self.truth.read, shares, sd, np.random.default_rng(7))
        for _, at in self.summaries.blocks()[::2] if wrong else ():
            found[:, at] += np.log(0.5)
        return found

    def logs(self, z, ids):
        read = histories(self.setup, z, 1, ids, self.bank)
        self.used += len(z)
        self.last = np.log(read["outputs"] + np.array([self.summaries.floors[n] for n in self.setup.design.outputs]))
        return self.summaries.simulated(read["rows"], self.setup.design.shares(read["held"]))

    def outputs(self):
        floors = np.array([self.summaries.floors[n] for n in self.setup.design.outputs])
        return np.log(self.truth.read["outputs"] + floors)


def prior(world, _):
    yield from (np.random.default_rng(i).standard_normal((DRAWS, world.z_size)) for i in range(TRUTHS))


def rejection(world, reports):
    """The nearest histories of the bank, in units of the summaries' spread."""
    shares = world.setup.design.shares(world.seen.read["held"])
    x, _ = world.summaries.reported(world.seen.read, shares, misfit.log_sd(world.seen.misfit), np.random.default_rng(8))
    for report in reports:
        apart = (((x - report) / x.std(axis=0)) ** 2).sum(axis=1)
        nearest = np.argsort(apart)[: int(NEAREST * len(x))]
        yield world.seen.z[np.resize(nearest, DRAWS)]


def linear(world, reports):
    """One normal over coordinates and summaries, fitted to the bank, conditioned on the report."""
    shares = world.setup.design.shares(world.seen.read["held"])
    x, _ = world.summaries.reported(world.seen.read, shares, misfit.log_sd(world.seen.misfit), np.random.default_rng(8))
    z, mean, sd = world.seen.z[:, : world.shared], x.mean(axis=0), x.std(axis=0)
    scaled = np.clip((x - mean) / sd, -4, 4)
    gain = np.linalg.solve(scaled.T @ scaled + 0.01 * len(x) * np.eye(x.shape[1]), scaled.T @ z)
    spread = np.linalg.cholesky(np.cov((z - scaled @ gain).T))
    for i, report in enumerate(reports):
        centre = np.clip((report - mean) / sd, -4, 4) @ gain
        luck = np.random.default_rng(i).standard_normal((DRAWS, world.z_size))
        luck[:, : world.shared] = centre + luck[:, : world.shared] @ spread.T
        yield luck


def learned(world, reports):
    """The network's draws of shared coordinates; places stay at their prior."""
    learner = learn_from(world.setup, world.summaries, world.seen, 1, Settings())
    for i, report in enumerate(reports):
        luck = np.random.default_rng(i).standard_normal((DRAWS, world.z_size))
        luck[:, : world.shared] = learner.draw(report, DRAWS, np.random.default_rng(i))
        yield luck


def followed(world, reports, weigh=False):
    """The network's draws, each with the luck that goes with the reports, two months by two months."""
    learner = learn_from(world.setup, world.summaries, world.seen, 1, Settings())
    likelihood, months = Likelihood(world.summaries), world.setup.design.months
    windows = [(first, min(first + EVERY, months) - 1) for first in range(0, months, EVERY)]
    for i, report in enumerate(reports):
        chance = np.random.default_rng(100 + i)
        z = chance.standard_normal((DRAWS * COPIES, world.z_size))
        z[:, : world.shared] = np.repeat(learner.draw(report, DRAWS, chance), COPIES, axis=0)

        def look(z, luck, number):
            return {"logs": world.logs(z, luck), "outputs": world.last}

        def fit(read, month, report=report):
            errors = likelihood.before(month)
            found = sum((own.over_misfits(report[own.at] - read["logs"][:, own.at])[0] for own in errors), np.zeros(1))
            return np.maximum(np.nan_to_num(np.broadcast_to(found, len(read["logs"])), nan=-1e6), -1e6)

        end = filtered(z, 10**6, COPIES, windows, look, fit, chance)
        shared = end.z[:, : world.shared]
        learned = learner.log_density(report, shared, chance)
        rows = drawn(weighed(end.evidence, shared, learned)[1], chance) if weigh else np.arange(DRAWS)
        yield end.z[rows], end.read["outputs"][rows]


METHODS = {
    "prior": prior,
    "rejection, nearest 2 %": rejection,
    "linear regression": linear,
    "network": learned,
    "network, luck that goes with the reports": followed,
    "the same, draws weighed": lambda w, r: followed(w, r, weigh=True),
}


def judged(world, draws, wrong):
    """Coverage of parameters by level, places' own too; nats won; coverage and width of predicted outputs."""
    draws = list(draws)
    truth, outputs = world.truth.z, world.outputs()
    inside = {level: [] for level in LEVELS}
    width, hit, log_score = [], [], []
    for i, found in enumerate(draws):
        own, predicted = found if isinstance(found, tuple) else (found, None)
        rank = (own < truth[i]).mean(axis=0)
        for level in LEVELS:
            inside[level].append(np.abs(rank - 0.5) <= level / 2)
        sd = own.std(axis=0)
        log_score.append((-0.5 * ((truth[i] - own.mean(axis=0)) / sd) ** 2 - np.log(sd) + 0.5 * truth[i] ** 2).sum())
        if predicted is None:
            world.logs(own[:128], 2 * 10**6 + np.arange(128))
            predicted = world.last
        low, high = np.quantile(predicted, [0.1, 0.9], axis=0)
        hit.append((outputs[i] >= low - 1e-6) & (outputs[i] <= high + 1e-6))
        width.append(high - low)
    return [np.mean(inside[level]) for level in LEVELS] + [np.mean(log_score), np.mean(hit), np.mean(width)]


def main():
    setup = case_with_a_row_a_month()
    with Bank(setup.model, setup.design.record, None) as bank:
        world = World(bank, setup)
        world.z_size = len(setup.latent.names)
        print(f"{HISTORIES} histories in the bank, {TRUTHS} truths, {world.z_size} parameters,")
        print(f"{world.z_size - world.shared} of them of single places,", end=" ")
        print(f"{len(setup.design.panel.rows)} figures\n")
        print("| method | reports | 50 % | 80 % | 95 % | nats won | outputs in 80 % | width | more histories | CPU s |")
        print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        for wrong in (False, True):
            reports = world.reports(wrong)
            for name, method in METHODS.items():
                begun, world.used = time.process_time(), 0
                draws = list(method(world, reports))
                cost, used = time.process_time() - begun, world.used
                c50, c80, c95, nats, hit, width = judged(world, draws, wrong)
                print(
                    f"| {name} | {'wrong' if wrong else 'right'} | {c50:.1%} | {c80:.1%} | {c95:.1%} | {nats:.2f} | "
                    f"{hit:.1%} | {width:.2f} | {used // TRUTHS} | {cost / TRUTHS:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
