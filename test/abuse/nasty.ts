/** What abusers type: values that break parsers, stores, headers, templates, documents or spreadsheets. */
import fc from "fast-check";

/** Pieces of text that mean something to somebody: a parser, a template, a shell, a spreadsheet, a mail server. */
export const nastyTexts: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\u0001\u0008\u000b\u001f\u007f\u0085",
  "\u200b\u200d\ufeff",
  "\u202eevil\u202c and \u2066more",
  "\ud800",
  "\udfff tail",
  "\uffff\ufffe",
  "é and e\u0301 are not one",
  "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "\u2028\u2029",
  "line\r\nBcc: thief@elsewhere.example\r\n\r\nHello",
  "{{7*7}} {% raise %} ${7*7} #{7*7} <%= 7*7 %> {# x #}",
  "{{constructor.constructor('return process')()}}",
  '<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="alert(1)',
  "]]></w:t><!-- &amp; &#0; &unknown;",
  "=cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "+1+1",
  "-1+1",
  "\t=1+1",
  '=HYPERLINK("https://elsewhere.example","x")',
  "'; DROP TABLE record; --",
  "../../../../etc/passwd",
  "..\\..\\windows",
  "%00%0d%0aSet-Cookie: a=b",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "NaN",
  "undefined",
  "null",
  "1e999",
  "-0",
  "9007199254740993",
  "0000-00-00",
  "2026-02-30",
  "9999-12-31",
  "2026-11-20T25:61:61.999Z",
  "+275760-09-13T00:00:00.000Z",
  "a@b",
  '"a b"@whitebeam-primary.example',
  "a@whitebeam-primary.example\r\nBcc:b@x.example",
  "A@WHITEBEAM-PRIMARY.EXAMPLE",
  "s.carter@whitebeam-primary.example@elsewhere.example",
  "ſ@whitebeam-primary.example",
  "x".repeat(200),
  "x".repeat(201),
  "x".repeat(10_000),
  "x".repeat(10_001),
  "ﷺ".repeat(5_000),
  "a ".repeat(5_000),
];

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nastyTexts) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...nastyTexts), fc.constantFrom(...nastyTexts)).map((two) => two.join("")),
  },
);

/** Names that objects have already, and names that are no names. */
export const nastyNames = ["__proto__", "constructor", "prototype", "toString", "", "\u0000", "a.b[0]", "$ref", "é"];

const deep = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

/** JSON text of a value of the wrong kind, where another was wanted. */
export const nastyJson: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...'null true false 0 -0 -1 1.5 1e308 1e999 9007199254740993 [] {} [[]] [null] {"a":{}}'.split(" "),
      '{"__proto__":{"polluted":true}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      '{"length":1e9}',
      '{"toString":1}',
      '["a","a","a"]',
      deep(500, "[", "]"),
      deep(20_000, "[", "]"),
      `${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}`,
      JSON.stringify(Array.from({ length: 2_000 }, (_, index) => index)),
    ),
  },
  { weight: 5, arbitrary: nastyText.map((text) => JSON.stringify(text)) },
);
