/// The page's looks: light and dark by the reader's setting, blue for the microphone and orange for the model so that
/// nobody's eyes are excluded, quiet on paper.
enum ReportStyle {
    static let sheet = """
        :root{color-scheme:light dark;--bg:#fafaf8;--card:#fff;--ink:#1d2228;--soft:#69727d;--line:#e3e5e1;--mic:#2f6fd0;\
        --model:#d9791e;--tool:#7b61c4;--alarm:#c4314b;--warn:#b7791f;--good:#2f8f5b;--socket:#9aa5b1}
        @media(prefers-color-scheme:dark){:root{--bg:#14171b;--card:#1c2026;--ink:#e6e9ec;--soft:#98a2ad;--line:#2d333b;\
        --mic:#6aa2f2;--model:#f0a04b;--tool:#a894e6;--alarm:#f0647c;--warn:#e0b04a;--good:#5fc48d;--socket:#5d6975}}
        *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);\
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:32px clamp(14px,3vw,24px) 64px}header{margin-bottom:20px}
        h1{font-size:26px;margin:0;letter-spacing:-.01em}h1 code{font-size:24px;color:var(--mic)}
        h2{font-size:13px;text-transform:uppercase;letter-spacing:.08em;color:var(--soft);margin:34px 0 10px}
        header p,footer,.legend,.place{color:var(--soft);margin:2px 0}header p,q,td,.finding p,.turn p{overflow-wrap:anywhere}
        .verdict{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--good);border-radius:10px;\
        padding:14px 18px;margin:0 0 14px}.verdict.error{border-left-color:var(--alarm)}.verdict.warning{border-left-color:\
        var(--warn)}.verdict p{margin:4px 0}.verdict .end{font-size:19px;font-weight:600}.verdict q{font-weight:400;color:\
        var(--soft);margin-left:8px}.verdict .worst{margin-top:8px}.more a{color:var(--mic)}
        code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.93em}
        .tag{font-size:13px;vertical-align:middle;border:1px solid var(--line);border-radius:20px;padding:2px 10px;\
        color:var(--soft);font-weight:400}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px}
        .card,.finding,.chart{background:var(--card);border:1px solid var(--line);border-radius:10px}
        .card{padding:12px 14px}.card b{display:block;font-size:22px;font-weight:600;font-variant-numeric:tabular-nums}
        .card small{font-size:12px;font-weight:400;color:var(--soft)}.card span{font-size:12px;color:var(--soft)}
        .chart{overflow-x:auto}svg{display:block;width:100%;min-width:860px;height:auto;padding:10px 4px}
        rect.mic{fill:var(--mic)}rect.model{fill:var(--model)}rect.tool{fill:var(--tool)}rect.socket{fill:var(--socket)}
        rect.faint{opacity:.38}path{fill:none}.grid{stroke:var(--line)}.alarm{stroke:var(--alarm);stroke-width:1.6}
        .name,.tick{fill:var(--soft);font-size:14px}.tick{text-anchor:middle}.name{text-anchor:end}.tokens{fill:none;stroke:var(--mic);\
        stroke-width:2.2;stroke-linejoin:round}
        .seg-endpointing{fill:var(--mic);background:var(--mic)}.seg-model{fill:var(--model);background:var(--model)}
        .seg-endpointing-model{fill:var(--soft);background:var(--soft)}.seg-tool{fill:var(--tool);background:var(--tool)}
        .seg-leading-silence{fill:var(--line);background:var(--line)}
        .legend{font-size:12px}.legend span{margin-right:16px}.legend i{display:inline-block;width:10px;height:10px;\
        border-radius:2px;margin-right:6px}
        .finding{padding:12px 16px;margin-bottom:10px;border-left:4px solid var(--soft)}.finding.error{border-left-color:\
        var(--alarm)}.finding.warning{border-left-color:var(--warn)}.finding.explained{margin-left:28px}
        .finding h3{font-size:16px;margin:0}.finding h3 span{font-size:11px;text-transform:uppercase;letter-spacing:.06em;\
        color:var(--soft);margin-right:6px}.finding p{margin:4px 0}.error h3 span{color:var(--alarm)}\
        .warning h3 span{color:var(--warn)}.fix::before{content:"→ ";color:var(--good);font-weight:600}
        details{color:var(--soft);font-size:13px}p.good{color:var(--good)}
        .turn{border-top:1px solid var(--line);padding:10px 0}.turn p{margin:3px 0}.place{font-size:13px;\
        font-variant-numeric:tabular-nums}.turn .place span{border:1px solid var(--line);border-radius:20px;\
        padding:0 8px;margin-left:8px;font-size:12px}
        .user,.model{padding-left:14px;border-left:3px solid var(--mic)}p.model{border-left-color:var(--model)}
        del{color:var(--soft)}audio{width:100%}footer{margin-top:40px;font-size:12px}
        @media(min-width:1500px){main{max-width:1360px}}@media(max-width:600px){h1{font-size:22px}.cards{grid-template-columns:\
        repeat(auto-fit,minmax(120px,1fr))}.finding.explained{margin-left:12px}.verdict .end{font-size:17px}.verdict q{\
        display:block;margin-left:0}}
        @media print{body{background:#fff}main{max-width:none;padding:0}.finding,.turn,.chart{break-inside:avoid}.chart{overflow:visible}svg{min-width:0}}
        """
}
