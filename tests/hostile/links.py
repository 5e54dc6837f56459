"""Keys that are not ours, and values of another kind, wherever a user may write one."""

from __future__ import annotations

from tests.hostile.case import RELEASE, Case, release, theme, toml

CASES = (
    Case("config-with-unknown-key", "a key that would name a place to write", "unknown-key",
         {"diglot.toml": toml('output = "/etc"')}),
    Case("config-with-a-path", "a source language that is a path", "unknown-locale",
         {"diglot.toml": 'source = "../../secret"\nlocales = ["en", "/etc/passwd"]\n'}),
    Case("config-with-deep-tables", "ten thousand tables in one another", "broken-toml",
         {"diglot.toml": "name = " + "[" * 10_000 + "]" * 10_000 + "\n"}),
    Case("config-with-a-huge-number", "a number with a hundred thousand digits", "broken-toml",
         {"diglot.toml": f"name = {'9' * 100_000}\n"}),
    Case("config-with-dotted-keys", "a key with ten thousand dots", "broken-toml",
         {"diglot.toml": ".".join(["a"] * 10_000) + " = 1\n"}),
    Case("limits-lifted-by-infinity", "a limit that is no number", "wrong-value",
         {"diglot.toml": toml("[limits]\ndepth = inf\nengine_s = nan")}),
    Case("yaml-aliases", "a bomb of aliases", "yaml-alias",
         {RELEASE: release(front="a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n")}),
    Case("yaml-tags", "a tag that would make a thing of Python", "yaml-tag",
         {RELEASE: release(front='subtitle: !!python/object/apply:os.system ["id"]\n')}),
    Case("yaml-deep", "ten thousand lists in one another", "broken-yaml",
         {RELEASE: release(front=f"subtitle: {'[' * 10_000}{']' * 10_000}\n")}),
    Case("yaml-merge", "a merge key", "yaml-alias",
         {RELEASE: release(front="subtitle: {<<: *base}\n")}),
    Case("yaml-doubled-key", "a key twice, the second of another mind", "doubled-key",
         {RELEASE: release(front="title: Another title\n")}),
    Case("yaml-two-documents", "a second document behind the first is text", "",
         {RELEASE: "---\ntitle: A\ndate: 2024-05-01\n--- \ntitle: B\n---\n\nText.\n"}),
    Case("front-matter-too-long", "front matter of two hundred kilobytes", "endless-markup",
         {RELEASE: release(front=f"subtitle: {'x' * 200_000}\n")}),
    Case("number-too-long", "a figure with a hundred thousand digits", "endless-markup",
         {RELEASE: release("Here {n}.", f"facts:\n  n: {{value: {'9' * 90_000}}}\n")}),
    Case("number-with-many-places", "a figure with ten thousand decimals", "endless-markup",
         {RELEASE: release("Here {n}.", f"facts:\n  n: {{value: 0.{'3' * 10_000}}}\n")}),
    Case("number-of-another-script", "digits that only look like ours", "wrong-number",
         {RELEASE: release("Here {n}.", "facts:\n  n: {value: ١٢٣}\n")}),
    Case("date-out-of-range", "the year 0000", "wrong-date",
         {RELEASE: "---\ntitle: A\ndate: 0000-00-00\n---\n\nText.\n"}),
    Case("date-of-another-script", "a day in digits of another script", "wrong-date",
         {RELEASE: "---\ntitle: A\ndate: ２０２４-05-01\n---\n\nText.\n"}),
    Case("page-size-zero", "a page without a size", "bad-token",
         theme(theme_toml='parent = "plain"\n[format.none.page]\nwidth_mm = 0\nheight_mm = 0\n'
                          '[page]\nformat = "none"\n')
         | {"diglot.toml": toml(formats='"pdf"', theme="own")}),
    Case("token-with-markup", "a colour that ends the style", "bad-token",
         theme(theme_toml='parent = "plain"\n[color]\nprimary = "red; } </style><script>"\n')),
    Case("family-with-markup", "the name of a face ends the style", "bad-token",
         theme(theme_toml='parent = "plain"\n[font.own]\nLatn = "x\\"; } </style><script>"\n'
                          '[role]\nbody = "own"\n')),
    Case("token-name-with-markup", "the name of a colour ends the style", "bad-token",
         theme(theme_toml='parent = "plain"\n[color]\n"x: red } </style><script>" = "#112233"\n')),
    Case("theme-in-a-circle", "two themes, each the other's parent", "theme-loop",
         theme(theme_toml='parent = "other"\n') | {"templates/other/theme.toml": 'parent = "own"\n'}),
)  # fmt: skip
