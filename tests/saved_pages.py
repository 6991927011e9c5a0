# ruff: noqa: E501 - pages are kept as browsers and Word write them
"""Pages and Markdown files as people save them, each with the words that a person sees in its article."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Hold a file and what a person reads in it: words below the title, sections that have text, title and day."""

    name: str
    source: str
    seen: str
    sections: list[str]
    title: str
    published: str | None = None


def words(text: str) -> list[str]:
    """Give the words of a text, marks of lists and rows left out."""
    return re.findall(r"[^\s|•]+", text)


CMS = SavedPage(
    "cms.html",
    """<!doctype html><html lang=en><head><meta charset=utf-8><title>Flu vaccination | Hillside Surgery</title>
<meta property="og:site_name" content="Hillside Surgery"><meta property="og:title" content="Flu vaccination">
<meta property="article:published_time" content="2023-09-14T08:00:00+01:00"><style>.closed{display:none}</style></head>
<body class="page has-menu"><a class="skip-link" href="#main">Skip to content</a>
<div id="cookie-notice" class="cookie-banner"><p>We use cookies to make this website better.</p><button>OK</button></div>
<header class="site-header"><div class="logo"><a href="/">Hillside Surgery</a></div><nav><ul><li><a href="/">Home</a></li>
<li><a href="/team">Our team</a></li></ul></nav></header>
<div class="breadcrumbs"><a href="/">Home</a> &raquo; <a href="/v">Vaccines</a></div>
<div class="layout"><div class="content-area"><main id="main"><h1>Flu vaccination</h1>
<p class="meta">Published <time datetime="2023-09-14">14 September 2023</time></p>
<p>The flu vaccine is given every autumn. It is <strong>free</strong> for people over 65<sup>1</sup>.</p>
<div class="wp-block-heading">Who should have it</div>
<p>You should have it if you:</p><ul><li>are pregnant</li><li>have a long illness, such as<ul><li>asthma</li>
<li>diabetes</li></ul></li><li>work in a care home</li></ul>
<h2>Where to go</h2><table><caption>Clinics in October</caption><thead><tr><th>Day</th><th>Place</th><th>Hours</th></tr></thead>
<tbody><tr><td rowspan="2">Tuesday</td><td>Surgery</td><td>9:00&ndash;12:00<br>14:00&ndash;17:00</td></tr>
<tr><td>Town hall</td><td>18:00&ndash;20:00</td></tr></tbody></table>
<p>Bring <del>your letter</del> <ins>your card</ins> with you.<br>Parking is free.</p>
<p class="closed">The clinic of 2022 is over.</p>
<p><small>1. On the day of the vaccination.</small></p>
<div class="share-buttons"><span>Share this:</span> <a href="f">Facebook</a> <a href="t">Twitter</a></div>
<section class="related"><h2>Related articles</h2><ul><li><a href="/x">Travel vaccines</a></li></ul></section></main></div>
<div id="sidebar" class="sidebar"><h3>News</h3><ul><li><a href="/n1">New doctor</a></li><li><a href="/n2">Walk</a></li></ul>
</div></div><footer>&copy; 2015&ndash;2024 Hillside Surgery. <a href="/privacy">Privacy</a></footer></body></html>""",
    """Published 14 September 2023
The flu vaccine is given every autumn. It is free for people over 65¹.
Who should have it You should have it if you: are pregnant have a long illness, such as asthma diabetes
work in a care home Where to go Clinics in October Day Place Hours Tuesday Surgery 9:00–12:00; 14:00–17:00
Town hall 18:00–20:00 Bring your card with you. Parking is free. 1. On the day of the vaccination.""",
    ["", "Who should have it", "Where to go"],
    "Flu vaccination",
    "2023-09-14",
)

FAQ = SavedPage(
    "faq.html",
    """<html><head><title>Questions about our laboratory - Riverside Lab</title>
<meta property="og:site_name" content="Riverside Lab"></head><body>
<div class="top"><a href="/">Riverside Lab</a> <a href="/prices">Prices</a> <a href="/contact">Contact</a></div>
<div class="wrapper"><h1>Questions about our laboratory</h1><div class="intro">Short answers to what we are asked most.</div>
<div class="accordion"><div class="accordion-item"><h3><button aria-expanded="false" aria-controls="a1">Must I fast?</button></h3>
<div id="a1" class="accordion-collapse" style="display: none">Yes, for eight hours. Water is allowed.</div></div>
<div class="accordion-item"><h3><button aria-expanded="false" aria-controls="a2">When are results ready?</button></h3>
<div id="a2" class="accordion-collapse" style="display: none"><p>Within two days.</p><ol><li>You get a message.</li>
<li>You log in.</li></ol></div></div></div>
<dl><dt>What does it cost?</dt><dd>A blood count costs 12 euros.</dd><dt>Who pays?</dt><dd>Your insurer does.</dd></dl>
<details><summary>May children come?</summary><p>They may, with a parent.</p></details></div>
<div class="bottom">&copy; 2024 <a href="/imprint">Imprint</a></div></body></html>""",
    """Short answers to what we are asked most. Must I fast? Yes, for eight hours. Water is allowed.
When are results ready? Within two days. 1. You get a message. 2. You log in. What does it cost?
A blood count costs 12 euros. Who pays? Your insurer does. May children come? They may, with a parent.""",
    ["", "Must I fast?", "When are results ready?", "What does it cost?", "Who pays?", "May children come?"],
    "Questions about our laboratory",
)

LEAFLET = SavedPage(
    "leaflet.html",
    """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Leaflet</title>
<style><!-- p.MsoNormal {margin:0cm} --></style><!--[if gte mso 9]><xml><o:Author>x</o:Author></xml><![endif]--></head>
<body lang=EN-GB><div class=WordSection1><p class=MsoTitle>Sumac tablets<o:p></o:p></p>
<p class=MsoNormal>Keep this leaflet. You may need to read it again.<o:p></o:p></p>
<p class=MsoNormal><b><span style='font-size:14.0pt'>1. What the tablets are for</span></b></p>
<p class=MsoNormal>They ease a dry cough in adults.</p>
<p class=MsoNormal><b>2. How to take them</b></p>
<p class=MsoNormal>Unless your doctor says otherwise:</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>&middot;<span
 style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>one tablet in the morning</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>&middot;<span
 style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span class=msoDel>two</span> one at night</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Weight</b></p></td><td><p class=MsoNormal><b>Dose</b></p></td></tr>
<tr><td><p class=MsoNormal>under 50 kg</p></td><td><p class=MsoNormal>5 mg</p></td></tr></table>
<p class=MsoNormal><b>Do not take more than two tablets a day.</b></p><p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>""",
    """Keep this leaflet. You may need to read it again. 1. What the tablets are for They ease a dry cough in adults.
2. How to take them Unless your doctor says otherwise: one tablet in the morning one at night Weight Dose
under 50 kg 5 mg Do not take more than two tablets a day.""",
    ["", "1. What the tablets are for", "2. How to take them"],
    "Sumac tablets",
)

WIKI = SavedPage(
    "wiki.html",
    """<!doctype html><html><head><meta charset=utf-8><title>Rose hip - Herbpedia</title></head><body>
<div id="mw-navigation"><ul><li><a href="/">Main page</a></li><li><a href="/r">Random article</a></li></ul></div>
<div id="content" class="mw-body"><h1 id="firstHeading">Rose hip</h1><div id="siteSub" class="noprint">From Herbpedia</div>
<div id="mw-content-text"><table class="infobox"><tr><th>Kind</th><td>Fruit</td></tr><tr><th>First named</th><td>1753</td></tr></table>
<p>The <b>rose hip</b> is the fruit of the rose.<sup class="reference"><a href="#n1">[1]</a></sup> It holds vitamin C,
C<sub>6</sub>H<sub>8</sub>O<sub>6</sub>.</p>
<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#Use">1 Use</a></li><li><a href="#Tea">1.1 Tea</a></li>
<li><a href="#See">2 See also</a></li></ul></div>
<h2><span class="mw-headline" id="Use">Use</span><span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>
<p>It is eaten raw, like a <a href="/berry">berry</a>.</p><div class="thumb"><img src="hip.jpg" alt="A hip in autumn">
<div class="thumbcaption">A hip in October</div></div><h3>Tea</h3><p>Pour on water of about 10<sup>2</sup> degrees.</p>
<h2>Notes</h2><ol class="references"><li id="n1">So named <i>since</i> the Middle Ages.</li></ol></div>
<div id="catlinks" class="catlinks"><a href="/c">Categories</a>: <a href="/c1">Fruits</a></div></div>
<div id="footer"><ul><li>This page was last edited on 3 May 2024.</li></ul></div></body></html>""",
    """Kind Fruit First named 1753 The rose hip is the fruit of the rose.[1] It holds vitamin C, C6H8O6.
Use It is eaten raw, like a berry. A hip in October Tea Pour on water of about 10² degrees.
Notes 1. So named since the Middle Ages.""",
    ["", "Use", "Use › Tea", "Notes"],
    "Rose hip",
)

HANDBOOK = SavedPage(
    "handbook.md",
    """---
title: Ward handbook
date: 2024-02-29
review: 2025-02-28
tags: [ward, hygiene]
---
[![checks](https://example.org/badge.svg)](https://example.org)

# Ward handbook

Read this *before* your first shift[^hours].

**Hand hygiene**

Wash your hands:

1. before you touch a patient
   - with ~~cold~~ warm water
   - for 30 seconds
2. after it

| Area | Colour |
|------|--------|
| Kitchen | green |

<details>
<summary>What if there is no soap?</summary>

Use the gel, **not** water alone.

</details>

## Visitors

- [x] told of the hours
- [ ] given a gown

<div class="note">Never let <b>children</b> in alone.<br>Ask the nurse.</div>

[^hours]: Shifts begin at 6:45.
""",
    """Read this before your first shift[hours]. Hand hygiene Wash your hands: 1. before you touch a patient
with warm water for 30 seconds 2. after it Area Colour Kitchen green What if there is no soap?
Use the gel, not water alone. Visitors ☑ told of the hours ☐ given a gown Never let children in alone. Ask the nurse.
[hours]: Shifts begin at 6:45.""",
    ["", "Hand hygiene", "Hand hygiene › What if there is no soap?", "Visitors"],
    "Ward handbook",
    "2024-02-29",
)

NOTES = SavedPage(
    "notes.md",
    """+++
title = "Vaccine fridge"
date = 2024-03-01
+++

Rules for the fridge
====================

Keep it between 2 and 8 °C; the log is `fridge.csv`.

- Read the display:
    1. in the morning
    2. at night

Call <ward phone> when it is *warmer*.

<table><tr><th>Colour</th><th>Means</th></tr><tr><td>red</td><td>too warm</td></tr></table>

Alarm
-----

> Do not open the door.

```
alarm off: press 3 s
```

**Never**: switch it off.
""",
    """Rules for the fridge Keep it between 2 and 8 °C; the log is fridge.csv. Read the display: 1. in the morning
2. at night Call <ward phone> when it is warmer. Colour Means red too warm
Alarm Do not open the door. alarm off: press 3 s Never: switch it off.""",
    ["Rules for the fridge", "Rules for the fridge › Alarm"],
    "Vaccine fridge",
    "2024-03-01",
)

PAGES = (CMS, FAQ, LEAFLET, WIKI, HANDBOOK, NOTES)
