#ifndef GAEL_TESTS_RT_OBJECT_H
#define GAEL_TESTS_RT_OBJECT_H

/* Declared types as the compiler would emit them:

     type Chain=End|Link(Int,Chain)              type Tree=Leaf|Node(Tree,Int,Tree)
     type Rose=Rose(Str,[Rose])                  type Point={x:Int,y:Int}, side by side
     type Box={text:Str,more:Box?}               type Color=Red|Green|Blue */

#include "tests/unit/test_rt_dict.h"

typedef struct link {
  gl_object head;
  int64_t number;
  gl_object *rest;
} link;

typedef struct node {
  gl_object head;
  gl_object *left;
  int64_t number;
  gl_object *right;
} node;

typedef struct rose {
  gl_object head;
  gl_list *name;
  gl_list *children;
} rose;

typedef struct box_option {
  uint8_t some;
  gl_object *box;
} box_option;

typedef struct box {
  gl_object head;
  gl_list *text;
  box_option more;
} box;

typedef struct point {
  int64_t x, y;
} point;

static const gl_type CHAIN, TREE, ROSE, BOX;

static const gl_type *const LINK_PARTS[] = {&INT, &CHAIN};
static const uint32_t LINK_OFFSETS[] = {offsetof(link, number), offsetof(link, rest)};
static const gl_con CHAIN_CONS[] = {
    {.name = "End", .size = sizeof(gl_object)},
    {.name = "Link", .count = 2, .size = sizeof(link), .parts = LINK_PARTS, .offsets = LINK_OFFSETS}};
static const gl_type CHAIN = {
    .kind = GL_NAMED, .pointers = 1, .count = 2, .size = sizeof(gl_object *), .name = "Chain", .cons = CHAIN_CONS};

static const gl_type *const NODE_PARTS[] = {&TREE, &INT, &TREE};
static const uint32_t NODE_OFFSETS[] = {offsetof(node, left), offsetof(node, number), offsetof(node, right)};
static const gl_con TREE_CONS[] = {
    {.name = "Leaf", .size = sizeof(gl_object)},
    {.name = "Node", .count = 3, .size = sizeof(node), .parts = NODE_PARTS, .offsets = NODE_OFFSETS}};
static const gl_type TREE __attribute__((unused)) = {
    .kind = GL_NAMED, .pointers = 1, .count = 2, .size = sizeof(gl_object *), .name = "Tree", .cons = TREE_CONS};

LIST_OF(ROSES, ROSE, "[Rose]")
static const gl_type *const ROSE_FIELDS[] = {&STR, &ROSES};
static const uint32_t ROSE_OFFSETS[] = {offsetof(rose, name), offsetof(rose, children)};
static const gl_con ROSE_CONS[] = {
    {.name = "Rose", .count = 2, .size = sizeof(rose), .parts = ROSE_FIELDS, .offsets = ROSE_OFFSETS}};
static const gl_type ROSE = {
    .kind = GL_NAMED, .pointers = 1, .count = 1, .size = sizeof(gl_object *), .name = "Rose", .cons = ROSE_CONS};

static const gl_type *const BOX_OPTION_PARTS[] = {&BOX};
static const uint32_t BOX_OPTION_OFFSETS[] = {offsetof(box_option, some), offsetof(box_option, box)};
static const gl_type BOX_OPTION = {.kind = GL_OPTION, .pointers = 1, .count = 1, .size = sizeof(box_option),
                                   .parts = BOX_OPTION_PARTS, .offsets = BOX_OPTION_OFFSETS, .name = "Box?"};
static const gl_type *const BOX_FIELDS[] = {&STR, &BOX_OPTION};
static const uint32_t BOX_OFFSETS[] = {offsetof(box, text), offsetof(box, more)};
static const char *const BOX_LABELS[] = {"text", "more"};
static const gl_con BOX_CONS[] = {{.name = "Box", .count = 2, .size = sizeof(box), .parts = BOX_FIELDS,
                                   .offsets = BOX_OFFSETS, .labels = BOX_LABELS}};
static const gl_type BOX __attribute__((unused)) = {
    .kind = GL_NAMED, .pointers = 1, .count = 1, .size = sizeof(gl_object *), .name = "Box", .cons = BOX_CONS};

static const gl_type *const POINT_PARTS[] = {&INT, &INT};
static const uint32_t POINT_OFFSETS[] = {offsetof(point, x), offsetof(point, y)};
static const char *const POINT_LABELS[] = {"x", "y"};
static const gl_con POINT_CON = {.name = "Point", .count = 2, .labels = POINT_LABELS};
static const gl_type POINT __attribute__((unused)) = {.kind = GL_RECORD, .count = 2, .size = sizeof(point),
                                                      .parts = POINT_PARTS, .offsets = POINT_OFFSETS, .name = "Point",
                                                      .cons = &POINT_CON};

static const gl_con COLOR_CONS[] = {{.name = "Red"}, {.name = "Green"}, {.name = "Blue"}};
static const gl_type COLOR __attribute__((unused)) = {
    .kind = GL_ENUM, .count = 3, .size = 8, .name = "Color", .cons = COLOR_CONS};

static gl_object chain_end = {.rc = 0, .tag = 0};

static inline gl_object *chain_link(int64_t number, gl_object *rest) {
  link *l = (link *)gl_object_new(1, sizeof(link));
  l->number = number;
  l->rest = rest;
  return &l->head;
}

static inline gl_object *chain_of(int64_t n) {
  gl_object *chain = &chain_end;
  while (n--) chain = chain_link(n, chain);
  return chain;
}

static inline gl_object *tree_node(gl_object *left, int64_t number, gl_object *right) {
  node *t = (node *)gl_object_new(1, sizeof(node));
  t->left = left;
  t->number = number;
  t->right = right;
  return &t->head;
}

static inline gl_object *rose_of(const char *name, gl_list *children) {
  rose *r = (rose *)gl_object_new(0, sizeof(rose));
  r->name = str(name);
  r->children = children;
  return &r->head;
}

static inline gl_object *box_of(const char *text, gl_object *more) {
  box *b = (box *)gl_object_new(0, sizeof(box));
  b->text = str(text);
  b->more = (box_option){more != NULL, more};
  return &b->head;
}

#endif
