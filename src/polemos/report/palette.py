"""The colours of the page, light and dark, as named variables: Okabe-Ito for series and signs, cividis for shares.

The hues were chosen to stay apart in all common forms of colour blindness; contrast is checked by a test.
"""

from __future__ import annotations

LIGHT = {
    "bg": "#ffffff",
    "surface": "#f5f6f8",
    "text": "#1a1d21",
    "muted": "#4a525d",
    "rule": "#cfd5dd",
    "grid": "#e3e6eb",
    "link": "#00568c",
    "band95": "#d5e6f3",
    "band80": "#a8cde6",
    "band50": "#6fabd4",
    "median": "#003a5d",
    "trace": "#5a6470",
    "plus": "#00629b",
    "minus": "#b34700",
    "both": "#5a5a5a",
    "dot0": "#d55e00",
    "dot1": "#e8e8e8",
    "dot2": "#009e73",
    "dot3": "#cc79a7",
    "dot4": "#f0e442",
    "stock": "#e7eef5",
    "derived": "#f4f0e4",
    "driver": "#ece8f2",
}
DARK = {
    "bg": "#12151a",
    "surface": "#1a1f26",
    "text": "#e9ebee",
    "muted": "#b6bec9",
    "rule": "#3b444f",
    "grid": "#2a313a",
    "link": "#82c5f2",
    "band95": "#1d3345",
    "band80": "#28506e",
    "band50": "#3a7aa8",
    "median": "#d8eefc",
    "trace": "#a3adb9",
    "plus": "#6db8ea",
    "minus": "#f0995a",
    "both": "#b5b5b5",
    "dot0": "#e07a2a",
    "dot1": "#30353c",
    "dot2": "#1fbf92",
    "dot3": "#dd93bb",
    "dot4": "#f0e442",
    "stock": "#22303d",
    "derived": "#332d1d",
    "driver": "#2d2738",
}
CIVIDIS = ("#fdea45", "#dcc95f", "#b8aa6f", "#958f78", "#757575", "#575c6d", "#36446c", "#00224e")


def style_variables() -> str:
    """The variables as CSS: light, dark when the reader's system asks for it, and either when the reader chooses."""
    light, dark = _block(LIGHT, "light", CIVIDIS), _block(DARK, "dark", CIVIDIS[::-1])
    return (
        f":root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f":root:has(#theme-light:checked){{{light}}}:root:has(#theme-dark:checked){{{dark}}}"
        f"@media print{{:root,:root:has(#theme-dark:checked){{{light}}}}}"
    )


def app_variables() -> str:
    """The same for the app, where the reader's choice is the attribute `data-theme` of the root."""
    light, dark = _block(LIGHT, "light", CIVIDIS), _block(DARK, "dark", CIVIDIS[::-1])
    return (
        f":root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}"
    )


def _block(colours: dict[str, str], scheme: str, shades: tuple[str, ...]) -> str:
    named = [f"--{name}:{value}" for name, value in colours.items()]
    steps = [f"--p{k}:{value}" for k, value in enumerate((colours["bg"], *shades[1:]))]
    return f"color-scheme:{scheme};" + ";".join([*named, *steps])
