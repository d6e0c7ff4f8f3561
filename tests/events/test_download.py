"""Fetching from a publisher, played by a real server on loopback: sound, slow, broken and hostile answers."""

from __future__ import annotations

import random
import threading
import time

import pytest
from click.testing import CliRunner
from defects import HEADER, ROWS, render, sample
from publisher_server import TOKEN, Server

from polemos.cli import cli
from polemos.core.errors import InputError, UsageError
from polemos.events import download, publishers
from polemos.events.download import fetch
from polemos.events.importing import import_events

ROWS_SENT = sample(random.Random(8))
BODY = render(ROWS_SENT)
ENTRY = """
[{kind}]
url = "http://{host}/{kind}/ged{{compact}}.csv{query}"
file = "ged{{compact}}.csv"
release = '^\\d\\d\\.\\d$'
example = "25.1"
hosts = ["{host}"]
kind = "{how}"
token_header = "x-token"
token_variable = "PLAY_TOKEN"
"""


@pytest.fixture
def play(tmp_path, monkeypatch):
    """Ask the server for an answer of a kind; returns what came, what was said and what was waited."""
    server = Server(BODY, [dict(zip(HEADER, row, strict=True)) for row in ROWS_SENT])
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("PLAY_TOKEN", raising=False)
    listing = tmp_path / "publishers.toml"
    listing.touch()
    monkeypatch.setenv(publishers.VARIABLE, str(listing))

    def ask(kind, extra="", **options):
        how, query = ("pages", "?page={page}") if kind == "pages" else ("file", "")
        listing.write_text(ENTRY.format(kind=kind, host=server.host, how=how, query=query) + extra)
        said, waited = [], []
        path = fetch(kind, "25.1", tmp_path / "downloads", said.append, wait=waited.append, **options)
        return path, said, waited

    ask.server, ask.folder = server, tmp_path / "downloads"
    yield ask
    server.shutdown()
    server.server_close()


def test_a_release_is_fetched_said_and_imported(play, store):
    path, said, _ = play("sound")
    assert said[0] == f"asking http://{play.server.host}/sound/ged251.csv"
    assert said[-1].startswith("sha256 ") and path.read_bytes() == BODY
    done = import_events(path, store)
    assert (done.accepted, done.release) == (ROWS, "25.1")


def test_a_finished_file_is_not_sent_again(play):
    play("sound")
    path, _, _ = play("sound")
    assert play.server.asked[1][1]["If-None-Match"] == '"v1"'
    assert path.read_bytes() == BODY


def test_a_broken_transfer_goes_on_where_it_stopped(play):
    path, said, waited = play("broken-once")
    assert path.read_bytes() == BODY
    assert play.server.asked[1][1]["Range"] == f"bytes={len(BODY) // 2}-"
    assert len(waited) == 1 and any("broke off after" in text for text in said)


def test_a_file_that_changed_meanwhile_is_fetched_anew(play):
    path, _, _ = play("changed")
    assert path.read_bytes() == BODY


def test_a_busy_publisher_is_left_the_time_it_asks_for(play):
    path, _, waited = play("busy")
    assert path.read_bytes() == BODY and waited == [7.0, 14.0]


def test_a_redirect_on_the_same_host_is_followed(play):
    assert play("moved")[0].read_bytes() == BODY


def test_a_token_opens_what_is_locked(play, monkeypatch):
    monkeypatch.setenv("PLAY_TOKEN", TOKEN)
    assert play("locked")[0].read_bytes() == BODY


def test_pages_become_one_file(play, store):
    path, _, _ = play("pages")
    assert len(play.server.asked) == ROWS // 3
    assert import_events(path, store).accepted == ROWS


FAILURES = {
    "locked": "asks for credentials and none were sent.*set PLAY_TOKEN",
    "denied": "denies access",
    "missing": "no such release",
    "empty": "answer is empty",
    "always-broken": "broke off after 3 of 100,000 bytes",
    "page": "a web page, not with data",
    "disguised": "a web page, not with data",
    "elsewhere": "only 127.0.0.1:.* may be asked",
    "to-file": "may be asked",
    "circle": "redirects more than",
    "packed": "compressed body",
}


@pytest.mark.parametrize("kind", FAILURES)
def test_every_failure_has_its_own_sentence(play, kind):
    with pytest.raises(InputError, match=FAILURES[kind]):
        play(kind)
    assert not (play.folder / "ged251.csv").exists()


def test_a_wrong_token_is_denied(play, monkeypatch):
    monkeypatch.setenv("PLAY_TOKEN", "wrong")
    with pytest.raises(InputError, match="denies access"):
        play("locked")


def test_a_wrong_checksum_is_thrown_away(play):
    with pytest.raises(InputError, match="not the expected one"):
        play("sound", extra='sha256 = "00"\n')
    assert list(play.folder.glob("*.csv*")) in ([], [play.folder / "ged251.csv.part.json"])


def test_a_trickle_ends_at_the_deadline(play):
    begun = time.monotonic()
    with pytest.raises(InputError, match="longer than it may"):
        play("slow", deadline=0.4)
    assert time.monotonic() - begun < 3


def test_an_endless_answer_is_cut(play, monkeypatch):
    monkeypatch.setattr(download, "LARGEST", 1_000_000)
    with pytest.raises(InputError, match="larger than"):
        play("endless")


def test_pages_that_do_not_add_up_are_refused(play):
    play.server.lie = 4
    with pytest.raises(InputError, match=f"hold {ROWS} events and promise {ROWS + 4}"):
        play("pages")


def test_a_server_that_is_not_there_is_said(play):
    play.server.shutdown()
    play.server.server_close()
    with pytest.raises(InputError, match="cannot be reached"):
        play("sound")


def test_zero_rows_are_never_success(play, store):
    path, _, _ = play("header-only")
    with pytest.raises(InputError, match="none of 0 rows"):
        import_events(path, store)
    assert store.names() == []


@pytest.mark.parametrize("release", ["", "../../etc", "25", "25.1/../x", "latest"])
def test_a_release_that_cannot_be_is_refused_before_anything_is_sent(play, release):
    with pytest.raises(UsageError, match="read like"):
        fetch("ucdp-ged", release, play.folder)
    assert play.server.asked == []


def test_the_token_goes_to_no_other_host(play, monkeypatch):
    monkeypatch.setenv("PLAY_TOKEN", TOKEN)
    with pytest.raises(InputError, match="nothing was sent there"):
        play("elsewhere")
    assert len(play.server.asked) == 1


def test_import_from_the_command_line(play, tmp_path):
    play("sound")
    done = CliRunner().invoke(
        cli, ["import", "--from", "sound", "--release", "25.1", "--store", str(tmp_path / "store")]
    )
    assert done.exit_code == 0, done.output
    assert f"{ROWS} read = {ROWS} accepted + 0 rejected" in done.output
    assert threading.active_count() < 40
