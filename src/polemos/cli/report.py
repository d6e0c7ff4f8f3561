"""`polemos report RUN`: a run to take away. stdout has the paths of what was written."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write into; else the run's own.")
@click.option("--case", type=click.Path(path_type=Path), help="Folder of the run's case, if it is not a shipped one.")
@click.option("--pdf", is_flag=True, help="Also write report.pdf (needs typst).")
def command(run: Path, out: Path | None, case: Path | None, pdf: bool) -> None:
    """Write RUN, a finished run folder, as explore.html: the whole app in one file that opens from disk.

    It holds map, fans, causal diagram, claims and parameters, asks nothing of the network, and starts nothing.
    """
    from polemos.ensemble.folder import read_manifest
    from polemos.web.material import read_material
    from polemos.web.single_file import write_single_file

    name = str(read_manifest(run)["case"]["name"])
    material = read_material(run, case or name)
    folder = out or run
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(str(write_single_file(material, folder / "explore.html")))
    if pdf:
        from polemos.report.page import page_of
        from polemos.report.pdf import write_pdf

        page = page_of(material.facts, material.dataset, material.manifest, material.causes, material.loops)
        click.echo(str(write_pdf(page, folder / "report.pdf")))
