/* Hashes: the published test vectors, and wide texts longer than a piece. */

#include "tests/unit/test_rt.h"

static bool hash_is(gl_list *(*hash)(gl_list *), const char *text, const char *digits) {
  gl_list *s = str(text), *out = hash(s);
  gl_drop_list(s, &CHAR);
  return is_text(out, digits);
}

static void test_md5(void) {
  CU_ASSERT(hash_is(gl_md5, "", "d41d8cd98f00b204e9800998ecf8427e"));
  CU_ASSERT(hash_is(gl_md5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"));
  CU_ASSERT(hash_is(gl_md5, "Hello world", "3e25960a79dbc69b674cd4ec67a72c62"));
  CU_ASSERT(hash_is(gl_md5, "\xE2\x82\xAC", "bca53fde466a76b7bee3e18997e94a7a"));
}

static void test_sha256(void) {
  CU_ASSERT(hash_is(gl_sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  CU_ASSERT(hash_is(gl_sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

static void test_long(void) {
  enum { CHARS = 5000 };
  char *text = malloc(3 * CHARS + 1);
  for (int i = 0; i < CHARS; i++) memcpy(text + 3 * i, "\xE2\x82\xAC", 4);
  CU_ASSERT(hash_is(gl_md5, text, "5e5980b63e8a64178d830d35b756ca41"));
  CU_ASSERT(hash_is(gl_sha256, text, "1c91f5fc3dc25aeb6b69aba9ef2d2ba13b653c3cf431f0e8e804d081f871a997"));
  free(text);
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static const unit_case CASES[] = {{"md5", test_md5}, {"sha256", test_sha256}, {"long", test_long}};
UNIT_MAIN("rt_digest", CASES)
