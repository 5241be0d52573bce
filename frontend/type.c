/* Terms of types. */

#include "frontend/type.h"

#include "support/map.h"

type *type_find_far(type *t) {
  type *root = t;
  while (root->kind == TYPE_VAR && root->link) root = root->link;
  while (t != root) {
    type *next = t->link;
    t->link = root;
    t = next;
  }
  if (root->kind == TYPE_OPTION) {
    type *content = type_find(root->args[0]);
    if (content->kind == TYPE_OPTION || content->kind == TYPE_DYN) return content;
  }
  return root;
}

bool type_is_str(type *t) {
  t = type_find(t);
  return t->kind == TYPE_LIST && type_find(t->args[0])->kind == TYPE_CHAR;
}

bool type_is_concrete(type *t) {
  t = type_find(t);
  if (t->kind == TYPE_VAR || t->kind == TYPE_POISON) return false;
  for (uint32_t i = 0; i < t->count; i++)
    if (!type_is_concrete(t->args[i])) return false;
  return true;
}

bool type_same(type *a, type *b) {
  a = type_find(a);
  b = type_find(b);
  if (a == b) return true;
  if (a->kind != b->kind || a->kind == TYPE_VAR || a->count != b->count || a->name != b->name) return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!type_same(a->args[i], b->args[i])) return false;
  return true;
}

uint64_t type_hash(type *t) {
  t = type_find(t);
  uint64_t h = hash_mix(t->kind, t->name);
  for (uint32_t i = 0; i < t->count; i++) h = hash_mix(h, type_hash(t->args[i]));
  return hash_mix(h, t->count);
}

uint32_t type_arrows(type *t) {
  uint32_t n = 0;
  for (t = type_find(t); t->kind == TYPE_FUN; t = type_find(t->args[1])) n++;
  return n;
}

type *type_after(type *t, uint32_t arrows) {
  for (t = type_find(t); arrows && t->kind == TYPE_FUN; arrows--) t = type_find(t->args[1]);
  return t;
}
