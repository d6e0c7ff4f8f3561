"""The single file: one policy, no address to load, no tag that data could open, small enough to send."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from polemos.core.errors import ResourceLimitError
from polemos.web import single_file as room
from polemos.web.single_file import single_file, write_single_file

HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>"


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_policy_names_exactly_what_is_inside(material) -> None:
    page = single_file(material)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    script = re.search(r'<script type="module">(.*?)</script>', page, re.S)[1]
    assert f"style-src 'sha256-{digest(style)}'" in policy and f"script-src 'sha256-{digest(script)}'" in policy
    assert "default-src 'none'" in policy and "connect-src" not in policy
    before_the_script = page.split('<script type="module">')[0]
    assert re.findall(r"<[a-z]+ [^>]*(?:src|href)=(\S+)", before_the_script) == ['"data:,">']


def test_hostile_words_stay_data(material) -> None:
    facts = replace(material.facts, title=HOSTILE, summary=HOSTILE)
    page = single_file(replace(material, facts=facts))
    assert page.count("<script") == 2 and page.count("</script>") == 2 and "<img" not in page
    data = json.loads(re.search(r'id="polemos-data">(.*?)</script>', page, re.S)[1])
    assert data["documents"]["overview"]["title"] == HOSTILE


def test_it_is_written_whole_the_same_each_time_and_small(material, tmp_path) -> None:
    path = write_single_file(material, tmp_path / "explore.html")
    assert path.read_text(encoding="utf-8") == single_file(material)
    assert path.stat().st_size < room.MOST and list(tmp_path.iterdir()) == [path]


def test_too_large_a_page_is_refused_with_a_way_out(material, monkeypatch) -> None:
    monkeypatch.setattr(room, "MOST", 1000)
    with pytest.raises(ResourceLimitError, match="polemos serve"):
        single_file(material)
