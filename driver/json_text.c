#include "driver/json_text.h"

#include <ctype.h>
#include <string.h>

/* Behind the string that begins at `at`. */
static size_t string_end(str text, size_t at) {
  for (at++; at < text.len && text.ptr[at] != '"'; at++)
    if (text.ptr[at] == '\\') at++;
  return at + 1;
}

static bool is_number_byte(char c) { return isdigit((unsigned char)c) || strchr("+-.eE", c) != NULL; }

static bool fits(str digits) {
  const char *most = *digits.ptr == '-' ? "9223372036854775808" : "9223372036854775807";
  if (*digits.ptr == '-') digits = (str){digits.ptr + 1, digits.len - 1};
  size_t n = strlen(most);
  return digits.len < n || (digits.len == n && memcmp(digits.ptr, most, n) <= 0);
}

/* A number that starts with a zero is none in JSON, and left to the reader to refuse. */
static bool is_large_integer(str number) {
  size_t first = *number.ptr == '-';
  for (size_t i = first; i < number.len; i++)
    if (!isdigit((unsigned char)number.ptr[i])) return false;
  return number.len > first && number.ptr[first] != '0' && !fits(number);
}

/* The text with large integers marked; the same text where it has none. */
static str marked(arena *home, str text) {
  strbuf out = strbuf_new(home);
  size_t copied = 0;
  for (size_t at = 0; at < text.len;) {
    size_t start = at;
    if (text.ptr[at] == '"') {
      at = string_end(text, at);
      continue;
    }
    while (at < text.len && text.ptr[at] && is_number_byte(text.ptr[at])) at++;
    str number = {text.ptr + start, at - start};
    if (at == start) {
      at++;
    } else if (is_large_integer(number)) {
      strbuf_add(&out, (str){text.ptr + copied, start - copied});
      strbuf_printf(&out, "{\"$big\":\"" STR_FMT "\"}", STR_ARG(number));
      copied = at;
    }
  }
  if (!copied) return text;
  strbuf_add(&out, (str){text.ptr + copied, text.len - copied});
  return strbuf_str(&out);
}

json_t *json_text_load(arena *home, str text, size_t flags, json_error_t *where) {
  str known = marked(home, text);
  return json_loadb(known.ptr, known.len, flags, where);
}
