/** How the exported page looks: light and dark by the reader's wish, narrow and wide, on paper. */
export const PAGE_STYLE = `
:root{--paper:#fbfaf8;--card:#fff;--ink:#22242a;--soft:#62656f;--line:#e4e2dd;--tint:#f3f1ed;--accent:#0f6f8a;--accent-tint:#e4f1f4;
--good:#2c8a57;--bad:#c0392f;--bad-tint:#fbeceb;--warn:#a96a00;--model:#4b6bd6;--tool:#a9b8ee;--stopped:#9a9ca4;
--kw:#8a3fa0;--str:#2f7d4f;--num:#b0561a;--com:#7c7f88;--name:#1f62b0;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Code","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#16171b;--card:#1e2025;--ink:#e4e5e9;--soft:#9a9da8;--line:#31343c;--tint:#24262c;--accent:#5cc0dc;--accent-tint:#17313a;
--good:#57bd86;--bad:#ef7b70;--bad-tint:#38211f;--warn:#dfa548;--model:#7f9af2;--tool:#45538c;--stopped:#70737d;
--kw:#cf9ae0;--str:#84cf9f;--num:#e5a36d;--com:#868a95;--name:#86b7f5}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 var(--sans);overflow-wrap:anywhere}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:3.25rem}
h1{font-size:clamp(1.35rem,1rem + 1.6vw,1.95rem);line-height:1.25;font-weight:650;letter-spacing:-.012em;margin:.2rem 0 1.4rem;text-wrap:balance}
h2{font-size:.78rem;font-weight:650;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);margin:3rem 0 1rem}
.place{margin:0;color:var(--soft);font-size:.9rem}.place i{font-style:normal;opacity:.5;padding:0 .15em}
.facts{display:flex;flex-wrap:wrap;gap:1rem 2.4rem;margin:0;padding:1rem 0;border-block:1px solid var(--line)}
.facts div{display:flex;flex-direction:column-reverse}
.facts dt{color:var(--soft);font-size:.8rem}.facts dd{margin:0;font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
code,pre{font-family:var(--mono);font-size:.86em}
pre{margin:.6rem 0 0;padding:.8rem 1rem;background:var(--tint);border-radius:.5rem;overflow:auto;max-height:32rem;line-height:1.5;white-space:pre-wrap;tab-size:4}
pre.code{white-space:pre;overflow-wrap:normal}
pre.input{background:none;border:1px solid var(--line)}
pre code{font-size:1em;background:none;padding:0}
:not(pre)>code{background:var(--tint);padding:.1em .32em;border-radius:.3em}
summary code,.shell code{background:none!important;padding:0!important}
.faint,.note{color:var(--soft);font-size:.88rem}
#over-time{overflow-x:auto}
.timeline{display:block;width:100%;min-width:44rem;height:auto;background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:.9rem .8rem .6rem}
.timeline text{font:11px var(--sans);fill:var(--soft);font-variant-numeric:tabular-nums}
.timeline .label{font-size:12px;fill:var(--ink)}
.timeline .tick{stroke:var(--line);stroke-width:1}
.timeline .cut rect{fill:var(--card)}.timeline .cut text{font-size:14px}
.bar.model{fill:var(--model)}.bar.tool{fill:var(--tool)}.bar.good{fill:var(--good)}.bar.bad{fill:var(--bad)}.bar.stopped{fill:var(--stopped)}.bar.alive{fill:var(--accent)}
#conversation>:not(h2){margin:0 0 .55rem}
.prompt{position:relative;background:var(--accent-tint);border-radius:.7rem;padding:.75rem 1rem;margin:1.9rem 0 1.1rem!important}
.prompt:first-of-type{margin-top:0!important}
.prompt .text,.thinking .text{white-space:pre-wrap}
.prompt .text{font-weight:520;padding-right:3.2rem}
.prompt time{position:absolute;right:1rem;top:.85rem;font-size:.78rem;color:var(--soft);font-variant-numeric:tabular-nums}
.answer{padding:.35rem 0;max-width:46rem}
.answer>:first-child{margin-top:0}.answer>:last-child{margin-bottom:0}
.answer h1,.answer h2,.answer h3,.answer h4{font-size:1.05rem;letter-spacing:0;text-transform:none;color:inherit;margin:1.3rem 0 .4rem}
.answer h1{font-size:1.25rem}.answer h2{font-size:1.12rem}
.answer blockquote{margin:.8rem 0;padding-left:1rem;border-left:3px solid var(--line);color:var(--soft)}
.answer ul,.answer ol{padding-left:1.4rem}.answer li>p{margin:.2rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.93em;overflow-wrap:normal}th,td{border-bottom:1px solid var(--line);padding:.35rem .8rem .35rem 0;text-align:left;vertical-align:top}
th{font-weight:650}.right{text-align:right}.center{text-align:center}
details>summary{cursor:pointer;list-style:none}details>summary::-webkit-details-marker{display:none}
summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:.3rem}
.call,.shell,.thinking{font-size:.92rem}
.call>summary,.shell,.thinking>summary{display:flex;gap:.55rem;align-items:baseline;padding:.12rem 0}
.call>summary::before,.thinking>summary::before,.task>summary::before{content:"›";color:var(--soft);width:.7em;flex:none;transition:transform .12s}
details[open]>summary::before{transform:rotate(90deg)}
.thinking>summary{color:var(--soft);font-style:italic}.thinking .text{color:var(--soft);padding:.2rem 0 .4rem 1.2rem}
.call>:not(summary){margin-left:1.25rem}.shell{padding-left:1.2em}
.verb{color:var(--soft);flex:none;min-width:6.4em}
.call summary code,.shell code{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.call[open] summary code{white-space:normal}
.sum{color:var(--soft);margin-left:auto;flex:none;font-size:.86em;font-variant-numeric:tabular-nums;padding-left:.6rem}
.call.bad .sum{color:var(--bad)}
.notice{border-left:3px solid var(--accent);padding:.15rem 0 .15rem .9rem;margin:.9rem 0!important;font-size:.92rem}.notice p{margin:0}.notice.good{border-color:var(--good)}.notice.bad{border-color:var(--bad)}
.problem{color:var(--bad);background:var(--bad-tint);padding:.6rem .9rem;border-radius:.5rem;font-size:.92rem}
.task{border-top:1px solid var(--line);padding:.55rem 0}.task:last-of-type{border-bottom:1px solid var(--line)}
.task>summary{display:flex;gap:.7rem;align-items:baseline}
.state{flex:none;width:6em;font-size:.86rem;font-weight:600}.state.good{color:var(--good)}.state.bad{color:var(--bad)}.state.stopped{color:var(--soft)}.state.alive{color:var(--accent)}
.what{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.task[open] .what{white-space:normal}.task pre{max-height:none}
.task .sum span+span::before{content:" · "}
.task:target{background:var(--accent-tint);border-radius:.4rem}
.x-keyword{color:var(--kw)}.x-string,.x-added{color:var(--str)}.x-number{color:var(--num)}.x-comment{color:var(--com);font-style:italic}.x-name{color:var(--name)}.x-removed{color:var(--bad)}
footer{color:var(--soft);font-size:.82rem;padding-top:3rem;padding-bottom:3rem}
@media (max-width:40rem){body{font-size:15px}header,main,footer{padding-inline:1rem}header{padding-top:1.75rem}.facts{gap:.8rem 1.6rem}
.call>summary,.task>summary,.shell{flex-wrap:wrap;column-gap:.5rem;row-gap:0}.sum{margin-left:0;padding-left:1.2rem;flex-basis:100%}.verb{min-width:0}.call summary code,.what{white-space:normal;flex:1 1 12rem}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}html{scroll-behavior:auto}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#111;--soft:#555;--line:#ccc;--tint:#f5f5f5;--accent:#0b5a70;--accent-tint:#eef5f7;--good:#1f7a49;--bad:#b02a20;--model:#4b6bd6;--tool:#a9b8ee}
body{font-size:10.5pt}header{padding-top:0}pre{max-height:none;overflow:visible}pre.code{white-space:pre-wrap}details::details-content{content-visibility:visible;block-size:auto}
.timeline,.prompt,.task,summary{break-inside:avoid}h2{break-after:avoid}.timeline{min-width:0}.call summary code,.what{white-space:normal}a{color:inherit}}
`;
