#include "support/glyph.h"

#include <stdbool.h>

#include "support/source.h"

enum { TAB_STOP = 4, REPLACEMENT = 0xFFFD, CONTROL_PICTURES = 0x2400, DELETE = 0x7F, DELETE_PICTURE = 0x2421 };

typedef struct scalar_range {
  uint32_t first, last;
} scalar_range;

/* Unicode's East Asian wide and full-width blocks, and the emoji. */
static const scalar_range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},
    {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18AFF}, {0x1AFF0, 0x1B2FF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F265},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
};

/* Combining marks, joiners and variation selectors. */
static const scalar_range narrow[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD},   {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0900, 0x0902}, {0x093C, 0x093C},   {0x0941, 0x0948},   {0x094D, 0x094D}, {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF},   {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
    {0x20D0, 0x20FF}, {0x302A, 0x302D},   {0x3099, 0x309A},   {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF},
};

/* Controls of the second block, line separators, direction marks. */
static const scalar_range harmful[] = {{0x80, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}};

static bool range_has(const scalar_range *ranges, size_t count, uint32_t scalar) {
  size_t low = 0;
  while (low < count) {
    size_t middle = low + (count - low) / 2;
    if (scalar > ranges[middle].last) low = middle + 1;
    else if (scalar < ranges[middle].first) count = middle;
    else return true;
  }
  return false;
}

#define IN(ranges, scalar) range_has((ranges), sizeof(ranges) / sizeof *(ranges), (scalar))

glyph glyph_of(uint32_t scalar, uint32_t column) {
  if (scalar == '\t') return (glyph){' ', TAB_STOP - column % TAB_STOP};
  if (scalar < ' ') return (glyph){CONTROL_PICTURES + scalar, 1};
  if (scalar < DELETE) return (glyph){scalar, 1};
  if (scalar == DELETE) return (glyph){DELETE_PICTURE, 1};
  if (IN(harmful, scalar)) return (glyph){REPLACEMENT, 1};
  if (IN(narrow, scalar)) return (glyph){scalar, 0};
  return (glyph){scalar, IN(wide, scalar) ? 2 : 1};
}

void glyph_add(strbuf *out, glyph g) {
  strbuf_utf8(out, g.shown);
  if (g.shown == ' ')
    for (uint32_t i = 1; i < g.columns; i++) strbuf_byte(out, ' ');
}

void glyph_add_text(strbuf *out, str text) {
  for (const char *p = text.ptr, *end = p + text.len; p < end;) {
    uint32_t scalar = utf8_next(&p, end);
    if (scalar == '\n') strbuf_byte(out, '\n');
    else glyph_add(out, glyph_of(scalar, 0));
  }
}
