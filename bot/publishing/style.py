"""How pages look: on a phone, in the dark, on paper; embedded, so that a page is one file."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --quiet: #62626a; --paper: #fff; --line: #d8d8de; --mark: #fff3bf;
  --link: #0b57d0 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6ea; --quiet: #a2a2ac; --paper: #16161a; --line: #5a5a64; --mark: #3f3712; --link: #8ab4f8 }
}
* { box-sizing: border-box }
html { scroll-padding-top: 20vh; -webkit-text-size-adjust: 100% }
body { margin: 0 auto; padding: 1rem 1.1rem 3rem; max-width: 44rem; background: var(--paper); color: var(--ink);
  font: 1.06rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }
a { color: var(--link) }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .4rem }
h2 { font-size: 1.28rem; line-height: 1.3; margin: 2rem 0 .5rem }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem }
h4 { font-size: 1rem; margin: 1.4rem 0 .3rem }
.about, footer, .place { color: var(--quiet) }
.about, footer { font-size: .92rem }
.notice { font-style: italic }
.about p { margin: .2rem 0 }
.paragraph { margin: .5rem 0; padding: .25rem .6rem; border-inline-start: 3px solid transparent; border-radius: 3px }
.paragraph > p, .paragraph > ul { margin: 0 }
.paragraph:target { background: var(--mark); border-color: var(--link) }
.place { float: inline-end; margin-inline-start: .6rem; font-size: .8rem; text-decoration: none }
.place:hover, .place:focus { text-decoration: underline }
ul { padding-inline-start: 1.1rem; list-style: none }
.wide { overflow-x: auto; clear: both }
table { border-collapse: collapse; font-size: .95rem }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top }
.articles { padding: 0 }
.articles > li { margin: 0; padding: .7rem 0; border-bottom: 1px solid var(--line) }
.articles .about { display: block }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line) }
@media print {
  :root { --ink: #000; --quiet: #444; --paper: #fff; --line: #999; --link: #000 }
  nav { display: none }
  body { max-width: none; font-size: 11pt; padding: 0 }
  .paragraph:target { background: none }
  h1, h2, h3, h4 { break-after: avoid }
  tr, li { break-inside: avoid }
}
"""
