"""The questionnaire on paper and as a table for survey tools."""

from __future__ import annotations

import csv
import html
import io

from treue.segments.radar.questionnaire import Questionnaire

_STYLE = """
body { font: 1rem/1.5 system-ui, "Segoe UI", Arial, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1f24; }
h1 { font-size: 1.5rem; } table { border-collapse: collapse; width: 100%; }
th, td { padding: .5rem .35rem; border-bottom: 1px solid #ddd; text-align: center; vertical-align: middle; }
th { font-size: .8125rem; font-weight: 500; color: #59626c; vertical-align: bottom; width: 4.2rem; }
th:first-child, td:first-child { text-align: left; width: auto; } input { width: 1.15rem; height: 1.15rem; }
tr { break-inside: avoid; } .consent { display: flex; gap: .75rem; margin-top: 2rem; } .consent input { flex: none; }
.note { color: #59626c; font-size: .875rem; } .line { display: inline-block; border-bottom: 1px solid #59626c; min-width: 16rem; }
"""  # noqa: E501  # rules stay whole


def as_csv(asked: Questionnaire, language: str, shop: str) -> str:
    """One statement a row with its id and the five labels; the question of consent comes last.

    Args:
        asked: what is asked.
        language: "de" or "en".
        shop: named in the consent.
    """
    text, around, labels = io.StringIO(newline=""), asked.around[language], asked.labels[language]
    write = csv.writer(text, delimiter=";" if language == "de" else ",", lineterminator="\n").writerow
    write(
        [around["id"], around["statement"], *(f"{score} = {label}" for score, label in enumerate(labels, 1))]
    )
    for each in asked.asked():
        write([each.id, each.said[language], *range(1, len(labels) + 1)])
    write(["consent", around["consent"].format(shop=shop), *[""] * len(labels)])
    return text.getvalue()


def as_page(asked: Questionnaire, language: str, shop: str) -> str:
    """A page to print, or to look at before building it in a survey tool; it loads nothing and sends nothing.

    Args:
        asked: what is asked.
        language: "de" or "en".
        shop: named in the consent.
    """
    around = {key: html.escape(text.format(shop=shop)) for key, text in asked.around[language].items()}
    labels = [html.escape(label) for label in asked.labels[language]]
    heads = "".join(f'<th scope="col">{label}</th>' for label in labels)
    rows = "\n".join(_row(each.id, html.escape(each.said[language]), labels) for each in asked.asked())
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{around["title"]}</title><style>{_STYLE}</style></head>
<body><h1>{around["title"]}</h1><p>{around["intro"]}</p>
<table><thead><tr><th></th>{heads}</tr></thead><tbody>
{rows}
</tbody></table>
<label class="consent"><input type="checkbox" name="consent"><span>{around["consent"]}</span></label>
<p class="note">{around["consent_note"]}</p>
<p>{around["number"]}: <span class="line">&nbsp;</span></p>
<p>{around["thanks"]}</p></body></html>
"""


def _row(key: str, sentence: str, labels: list[str]) -> str:
    cells = "".join(
        f'<td><input type="radio" name="{key}" value="{score}" aria-label="{label}"></td>'
        for score, label in enumerate(labels, 1)
    )
    return f"<tr><td>{sentence}</td>{cells}</tr>"
