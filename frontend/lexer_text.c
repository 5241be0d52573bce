/* What the rules of lexer.l do. Expects valid UTF-8. Linear, but for a text with many unclosed strings: each is scanned
   to the end of the text once, so only the first few begin anew. */

#include "frontend/lexer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEXER_UNCLOSED_MAX = 20 };

static span lexer_span(const lexer *lx, uint32_t start, uint32_t end) { return (span){start, end, lx->file}; }

token *lexer_push(lexer *lx, token_kind kind, uint32_t at, uint32_t length) {
  token t = {.kind = kind, .spaced = lx->spaced, .first = lx->first, .where = lexer_span(lx, at, at + length)};
  t.margin = lx->first && (lx->tokens->len == 0 || lx->text[at - 1] == '\n');
  lx->spaced = lx->first = false;
  vec_push(lx->scratch, lx->tokens, t);
  return &vec_last(lx->tokens);
}

/* Dense text has a token in three bytes. More room is never touched; for a very long text it would not be given. */
static uint32_t lexer_room(uint32_t bytes) {
  enum { MOST = 1 << 20 };
  return bytes / 2 < MOST ? bytes / 2 : MOST;
}

void lexer_run(lexer *lx, uint32_t start) {
  vec_reserve(lx->scratch, lx->tokens, lexer_room(lx->end - start));
  lx->restart = start;
  lx->spaced = lx->first = true;
  while (lx->restart < lx->end) {
    lx->base = lx->restart;
    lx->restart = UINT32_MAX;
    lexer_scan(lx, lx->text + lx->base, lx->end - lx->base);
  }
}

void lexer_comment(lexer *lx, uint32_t at, uint32_t length) {
  while (strchr(" \t\r", lx->text[at + length - 1]) && lx->text[at + length - 1]) length--;
  ast_comment c = {lexer_span(lx, at, at + length)};
  vec_push(lx->home, lx->comments, c);
  lx->spaced = true;
}

void lexer_name(lexer *lx, token_kind kind, uint32_t at, uint32_t length) {
  sym name = intern_add(lx->names, (str){lx->text + at, length});
  lexer_push(lx, kind, at, length)->name = name;
}

/* Numbers. */

static str lexer_without_underscores(lexer *lx, uint32_t at, uint32_t length) {
  char *digits = arena_alloc(lx->home, length + 1, 1);
  size_t n = 0;
  for (uint32_t i = at; i < at + length; i++)
    if (lx->text[i] != '_') digits[n++] = lx->text[i];
  digits[n] = '\0';
  return (str){digits, n};
}

static int lexer_digit(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* False: beyond 64 bits. */
static bool lexer_digits_value(str digits, int base, int64_t *value) {
  *value = 0;
  for (size_t i = 0; i < digits.len; i++)
    if (__builtin_mul_overflow(*value, base, value) ||
        __builtin_add_overflow(*value, lexer_digit(digits.ptr[i]), value))
      return false;
  return true;
}

void lexer_integer(lexer *lx, uint32_t at, uint32_t length, int base) {
  bool named_big = base == 10 && lx->text[at + length - 1] == 'n';
  uint32_t prefix = base == 10 ? 0 : 2;
  str digits = lexer_without_underscores(lx, at + prefix, length - prefix - named_big);
  token *t = lexer_push(lx, TOKEN_INT, at, length);
  bool fits = lexer_digits_value(digits, base, &t->integer);
  t->text = named_big || !fits ? digits : (str){0};
  if (fits || base == 10) return;
  diag_report(lx->sink, DIAG_bad_number, t->where, "this number is beyond 64 bits: write it in decimal");
  t->text = (str){0};
}

void lexer_float(lexer *lx, uint32_t at, uint32_t length) {
  token *t = lexer_push(lx, TOKEN_FLOAT, at, length);
  t->real = strtod(lexer_without_underscores(lx, at, length).ptr, NULL);
  if (isinf(t->real))
    diag_report(lx->sink, DIAG_bad_number, t->where,
                "this number is too large for a Float, whose largest is about 1.8e308");
}

static const char *const suffixes[] = {"L",  "l",   "u",   "U",   "f",   "F",   "d",   "D",
                                       "u8", "i32", "i64", "u32", "u64", "f32", "f64", "usize"};

static bool lexer_is_suffix(str text) {
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
    if (str_eq(text, str_of(suffixes[i]))) return true;
  return false;
}

static bool lexer_is_digit(char c) { return c >= '0' && c <= '9'; }

/* The number in front: a point and an underscore have digits on both sides. */
static uint32_t lexer_number_length(const char *text, uint32_t length) {
  uint32_t n = 0;
  while (n < length && (lexer_is_digit(text[n]) ||
                        ((text[n] == '_' || text[n] == '.') && n + 1 < length && lexer_is_digit(text[n + 1]))))
    n++;
  return n;
}

uint32_t lexer_bad_number(lexer *lx, uint32_t at, uint32_t length) {
  const char *text = lx->text + at;
  uint32_t digits = lexer_number_length(text, length);
  uint32_t letters = lexer_name_length(lx, at + digits, length - digits);
  if (letters == 0) {
    if (memchr(text, '.', digits)) lexer_float(lx, at, digits);
    else lexer_integer(lx, at, digits, 10);
    return digits;
  }
  length = digits + letters;
  token *t = lexer_push(lx, TOKEN_INT, at, length);
  t->integer = 0;
  t->text = (str){0};
  diag *d = diag_report(lx->sink, DIAG_bad_number, t->where,
                        "`%.*s` is neither a number nor a name: a name starts with a letter", (int)length, text);
  if (lexer_is_suffix((str){text + digits, letters})) {
    diag_hint(lx->sink, d, "the type of a number follows from its use; `12n` is a Big");
    diag_fix_edit(lx->sink, d, "take the suffix out", lexer_span(lx, at + digits, at + length), STR(""));
  } else {
    diag_fix_edit(lx->sink, d, "multiply", lexer_span(lx, at + digits, at + digits), STR("*"));
  }
  return length;
}

/* Characters outside the language. */

typedef struct lexer_stranger {
  uint32_t scalar;
  const char *instead; /* what is meant */
  token_kind kind;     /* the token it is, then; TOKEN_END: none */
} lexer_stranger;

static const lexer_stranger strangers[] = {
    {'&', "&&", TOKEN_AND},       {'^', "**", TOKEN_POW},       {0xA0, " ", TOKEN_END},       {0xAC, "!", TOKEN_NOT},
    {0xB2, "**2", TOKEN_END},     {0xB3, "**3", TOKEN_END},     {0xB7, "*", TOKEN_MUL},       {0xD7, "*", TOKEN_MUL},
    {0xF7, "/", TOKEN_DIV},       {0x2013, "-", TOKEN_SUB},     {0x2014, "-", TOKEN_SUB},     {0x2018, "'", TOKEN_END},
    {0x2019, "'", TOKEN_END},     {0x201C, "\"", TOKEN_END},    {0x201D, "\"", TOKEN_END},
    {0x2026, "..", TOKEN_RANGE},  {0x2190, "<-", TOKEN_LARROW}, {0x2192, "->", TOKEN_ARROW},
    {0x2208, "in", TOKEN_IN},     {0x2209, "!in", TOKEN_NOTIN},
    {0x2212, "-", TOKEN_SUB},     {0x2227, "&&", TOKEN_AND},    {0x2228, "||", TOKEN_OR},     {0x2260, "!=", TOKEN_NE},
    {0x2264, "<=", TOKEN_LE},     {0x2265, ">=", TOKEN_GE},     {0x3000, " ", TOKEN_END},     {0xFEFF, " ", TOKEN_END},
    {0xFF08, "(", TOKEN_LPAREN},  {0xFF09, ")", TOKEN_RPAREN},  {0xFF0C, ",", TOKEN_COMMA},
    {0xFF1A, ":", TOKEN_COLON},
    {0xFF1B, ";", TOKEN_SEP},     {0xFF1D, "=", TOKEN_ASSIGN},
};

typedef struct lexer_range {
  uint32_t first, last;
} lexer_range;

/* Beyond ASCII everything is a letter but these: punctuation, symbols, spaces, private use. */
static const lexer_range not_letters[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},       {0xBB, 0xBF},        {0xD7, 0xD7},
    {0xF7, 0xF7},     {0x2000, 0x206F}, {0x20A0, 0x20CF},   {0x2190, 0x2BFF},    {0x2E00, 0x2E7F},
    {0x3000, 0x3004}, {0x3008, 0x3020}, {0xD800, 0xF8FF},   {0xFE10, 0xFE6F},    {0xFEFF, 0xFF0F},
    {0xFF1A, 0xFF20}, {0xFFF0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF},
};

static bool lexer_is_letter(uint32_t scalar) {
  for (size_t i = 0; i < sizeof not_letters / sizeof *not_letters; i++)
    if (scalar >= not_letters[i].first && scalar <= not_letters[i].last) return false;
  return true;
}

uint32_t lexer_name_length(const lexer *lx, uint32_t at, uint32_t length) {
  const char *p = lx->text + at, *end = p + length;
  while (p < end) {
    const char *next = p + 1;
    if (*p & 0x80) {
      next = p;
      if (!lexer_is_letter(utf8_next(&next, end))) break;
    }
    p = next;
  }
  return (uint32_t)(p - (lx->text + at));
}

uint32_t lexer_unknown(lexer *lx, uint32_t at) {
  const char *p = lx->text + at;
  uint32_t scalar = utf8_next(&p, lx->text + lx->end);
  uint32_t length = (uint32_t)(p - (lx->text + at));
  span where = lexer_span(lx, at, at + length);
  const char *instead = NULL;
  token_kind kind = TOKEN_END;
  for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
    if (strangers[i].scalar == scalar) {
      instead = strangers[i].instead;
      kind = strangers[i].kind;
    }
  if (kind != TOKEN_END) lexer_push(lx, kind, at, length);
  else lx->spaced = true;
  if (!instead) {
    diag_report(lx->sink, DIAG_unknown_character, where, "the character U+%04X has no meaning here: take it out",
                scalar);
    return length;
  }
  bool blank = *instead == ' ';
  diag *d =
      blank ? diag_report(lx->sink, DIAG_unknown_character, where, "the character U+%04X is not a plain space", scalar)
            : diag_report(lx->sink, DIAG_unknown_character, where, "`%.*s` is written `%s`", (int)length, lx->text + at,
                          instead);
  diag_fix_edit(lx->sink, d, blank ? "write a plain space" : "write it so", where, str_of(instead));
  return length;
}

/* Strings. */

typedef struct lexer_escape {
  char letter, meaning;
} lexer_escape;

static const lexer_escape escapes[] = {{'n', '\n'},  {'t', '\t'}, {'r', '\r'}, {'0', '\0'},
                                       {'\\', '\\'}, {'"', '"'},  {'\'', '\''}};

static uint32_t lexer_hex_run(const char *p, const char *end) {
  const char *start = p;
  while (p < end && strchr("0123456789abcdefABCDEF", *p) && *p) p++;
  return (uint32_t)(p - start);
}

static const char *lexer_scalar(lexer *lx, const char *p, const char *end, strbuf *out) {
  uint32_t digits = lexer_hex_run(p + 3, end);
  const char *behind = p + 3 + digits + 1;
  uint32_t at = (uint32_t)(p - lx->text);
  unsigned long scalar = digits && digits <= 6 ? strtoul(p + 3, NULL, 16) : 0x110000;
  if (scalar < 0x110000 && !(scalar >= 0xD800 && scalar < 0xE000))
    strbuf_utf8(out, (uint32_t)scalar);
  else
    diag_report(lx->sink, DIAG_unknown_escape, lexer_span(lx, at, at + digits + 4),
                "\\u{…} holds the number of a character in hexadecimal, at most 10ffff");
  return behind;
}

static void lexer_bad_escape(lexer *lx, const char *p, const char *end) {
  uint32_t at = (uint32_t)(p - lx->text), wanted = p[1] == 'x' ? 2 : p[1] == 'u' ? 4 : 0;
  const char *next = p + 1;
  uint32_t scalar = utf8_next(&next, end);
  span where = lexer_span(lx, at, at + (uint32_t)(next - p));
  diag *d = scalar < ' '
                ? diag_report(lx->sink, DIAG_unknown_escape, where, "a backslash stands before nothing here")
                : diag_report(lx->sink, DIAG_unknown_escape, where, "`%.*s` is no escape of GAEL", (int)(next - p), p);
  diag_hint(lx->sink, d, "the escapes are \\n \\t \\r \\0 \\\\ \\\" \\' \\u{…}");
  if (wanted && lexer_hex_run(next, end) >= wanted) {
    str code = str_printf(diag_arena(lx->sink), "\\u{%.*s}", (int)wanted, next);
    diag_fix_edit(lx->sink, d, "write the character's number in braces", lexer_span(lx, at, at + 2 + wanted), code);
  } else {
    diag_fix_edit(lx->sink, d, "write the backslash twice", lexer_span(lx, at, at + 1), STR("\\\\"));
  }
}

/* Decodes the escape at p; where it ends. */
static const char *lexer_escape_decode(lexer *lx, const char *p, const char *end, strbuf *out) {
  if (p + 1 == end) return end;
  if (p[1] == 'u' && p + 2 < end && p[2] == '{') {
    uint32_t digits = lexer_hex_run(p + 3, end);
    if (p + 3 + digits < end && p[3 + digits] == '}') return lexer_scalar(lx, p, end, out);
  }
  for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
    if (escapes[i].letter == p[1]) {
      strbuf_byte(out, escapes[i].meaning);
      return p + 2;
    }
  lexer_bad_escape(lx, p, end);
  strbuf_byte(out, '\\');
  return p + 1;
}

/* Line ends are \n whatever the file has. */
static str lexer_decode(lexer *lx, uint32_t at, uint32_t length) {
  const char *p = lx->text + at, *end = p + length;
  if (!memchr(p, '\\', length) && !memchr(p, '\r', length)) return (str){p, length};
  strbuf out = strbuf_new(lx->home);
  while (p < end) {
    if (*p == '\\')
      p = lexer_escape_decode(lx, p, end, &out);
    else if (*p == '\r' && p + 1 < end && p[1] == '\n')
      p++;
    else
      strbuf_byte(&out, *p++);
  }
  return strbuf_str(&out);
}

void lexer_string(lexer *lx, uint32_t at, uint32_t length) {
  str text = lexer_decode(lx, at + 1, length - 2);
  const char *p = text.ptr, *end = text.ptr + text.len;
  uint32_t scalar = p < end ? utf8_next(&p, end) : 0;
  bool one = lx->text[at] == '\'' && text.len && p == end;
  token *t = lexer_push(lx, one ? TOKEN_CHAR : TOKEN_STR, at, length);
  if (length == 2 && lx->text[at] == '\'') {
    diag *d = diag_report(lx->sink, DIAG_bad_char_literal, t->where, "a character is missing; the empty text is \"\"");
    diag_fix_edit(lx->sink, d, "write the empty text", t->where, STR("\"\""));
  }
  t->integer = scalar;
  t->text = text;
  if (lx->multiline.file == UINT32_MAX && memchr(lx->text + at, '\n', length)) lx->multiline = t->where;
}

/* Forgets what was read of the outermost f-string. */
static void lexer_format_abandon(lexer *lx) {
  lexer_format outer = lx->formats.items[0];
  lx->tokens->len = outer.token;
  lx->formats.len = 0;
  while (lx->comments->len && vec_last(lx->comments).where.start > outer.start) lx->comments->len--;
}

static void lexer_report_hole(lexer *lx, uint32_t hole, uint32_t noticed, uint32_t end) {
  diag *d = diag_report(lx->sink, DIAG_bad_format_spec, lexer_span(lx, hole, hole + 1),
                        "this hole of an f-string is not closed: a `}` is missing");
  diag_hint(lx->sink, d, "a brace that stands for itself is written twice");
  if (noticed < end)
    diag_note(lx->sink, d, lexer_span(lx, noticed, noticed + 1), "in the hole, this quote opens a string of its own");
}

static void lexer_report_string(lexer *lx, uint32_t start, uint32_t end, char quote) {
  diag *d = diag_report(lx->sink, DIAG_unclosed_string, lexer_span(lx, start, end),
                        "this string is not closed: write its closing %c", quote);
  if (lx->multiline.file != UINT32_MAX)
    diag_note(lx->sink, d, lx->multiline, "this string goes over several lines: is its closing quote missing?");
}

/* The rest of the line stands for the string, and reading goes on with the next line. */
void lexer_unclosed(lexer *lx, uint32_t at) {
  bool format = lx->formats.len > 0;
  uint32_t start = format ? lx->formats.items[0].start : at, hole = format ? lx->formats.items[0].hole : UINT32_MAX;
  const char *line_end = memchr(lx->text + start, '\n', lx->end - start);
  uint32_t end = line_end ? (uint32_t)(line_end - lx->text) : lx->end;
  if (format) lexer_format_abandon(lx);
  if (hole != UINT32_MAX)
    lexer_report_hole(lx, hole, at, end);
  else
    lexer_report_string(lx, start, end, lx->text[start + format]);
  lexer_push(lx, TOKEN_STR, start, end - start)->text = (str){lx->text + start, end - start};
  lx->restart = ++lx->unclosed < LEXER_UNCLOSED_MAX ? end : lx->end;
}

/* f-strings. */

void lexer_format_begin(lexer *lx, uint32_t at) {
  lexer_format f = {.quote = lx->text[at + 1], .start = at, .hole = UINT32_MAX, .token = lx->tokens->len};
  vec_push(lx->home, &lx->formats, f);
  lexer_push(lx, TOKEN_FSTR_BEGIN, at, 2);
  lx->piece = strbuf_new(lx->home);
  lx->piece_start = at + 2;
}

void lexer_format_text(lexer *lx, uint32_t at, uint32_t length) {
  strbuf_add(&lx->piece, (str){lx->text + at, length});
}

void lexer_format_escape(lexer *lx, uint32_t at, uint32_t length) {
  const char *p = lx->text + at, *end = p + length;
  p = lexer_escape_decode(lx, p, end, &lx->piece);
  strbuf_add(&lx->piece, (str){p, (size_t)(end - p)});
}

void lexer_format_lone_brace(lexer *lx, uint32_t at) {
  span where = lexer_span(lx, at, at + 1);
  diag *d = diag_report(lx->sink, DIAG_bad_format_spec, where,
                        "this } closes nothing: a brace in an f-string is written twice");
  diag_fix_edit(lx->sink, d, "write it twice", where, STR("}}"));
  lexer_format_text(lx, at, 1);
}

static void lexer_format_flush(lexer *lx, uint32_t at) {
  if (lx->piece.len) {
    token *t = lexer_push(lx, TOKEN_FSTR_TEXT, lx->piece_start, at - lx->piece_start);
    t->text = strbuf_str(&lx->piece);
  }
  lx->piece = strbuf_new(lx->home);
}

void lexer_format_open(lexer *lx, uint32_t at) {
  lexer_format_flush(lx, at);
  lexer_push(lx, TOKEN_FSTR_OPEN, at, 1);
  vec_last(&lx->formats).hole = at;
}

bool lexer_format_ends(lexer *lx, uint32_t at) {
  if (lx->text[at] != vec_last(&lx->formats).quote) {
    lexer_format_text(lx, at, 1);
    return false;
  }
  lexer_format_flush(lx, at);
  lexer_push(lx, TOKEN_FSTR_END, at, 1);
  (void)vec_pop(&lx->formats);
  return true;
}

void lexer_bracket(lexer *lx, token_kind kind, uint32_t at) {
  lexer_push(lx, kind, at, 1);
  if (!lx->formats.len) return;
  lexer_format *f = &vec_last(&lx->formats);
  if (kind == TOKEN_LBRACE) f->braces++;
  if (token_is(kind, TOKEN_IS_OPEN))
    f->brackets++;
  else if (f->brackets)
    f->brackets--;
}

bool lexer_brace_close(lexer *lx, uint32_t at) {
  if (!lx->formats.len || vec_last(&lx->formats).braces) {
    if (lx->formats.len) vec_last(&lx->formats).braces--;
    lexer_bracket(lx, TOKEN_RBRACE, at);
    return false;
  }
  lexer_push(lx, TOKEN_FSTR_CLOSE, at, 1);
  lexer_format *f = &vec_last(&lx->formats);
  f->brackets = f->questions = 0;
  f->hole = UINT32_MAX;
  lx->piece = strbuf_new(lx->home);
  lx->piece_start = at + 1;
  return true;
}

void lexer_question(lexer *lx, uint32_t at) {
  lexer_push(lx, TOKEN_QUESTION, at, 1);
  if (lx->formats.len && !vec_last(&lx->formats).brackets) vec_last(&lx->formats).questions++;
}

bool lexer_colon(lexer *lx, uint32_t at) {
  lexer_format *f = lx->formats.len ? &vec_last(&lx->formats) : NULL;
  if (f && !f->brackets && !f->questions) return true;
  if (f && !f->brackets) f->questions--;
  lexer_push(lx, TOKEN_COLON, at, 1);
  return false;
}
