# The kept libraries: what native programs carry when they use it. docs/decisions/024-kept-libraries.md says which and
# why, cmake/kept.txt where they come from, scripts/kept fetches them.
#
#   gael_kept                             the host's copy, for the compiler and what it runs
#   gael_kept_target(NAME DIR FOREIGN COMPILE…)  DIR/libkept.a for a target, by its compile command, which needs the file
#                                         FOREIGN (or none), and the global property GAEL_KEPT_<NAME> naming it
#
# Each file is an object of its own, so that a program takes what it calls and nothing else.

set(GAEL_KEPT ${PROJECT_SOURCE_DIR}/build/deps) # one copy for all build trees
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/kept.txt)
execute_process(COMMAND ${PROJECT_SOURCE_DIR}/scripts/kept ${GAEL_KEPT} COMMAND_ERROR_IS_FATAL ANY)

# Compiled patterns are not matched by machine code: that needs writable code, and is larger than all the rest.
set(KEPT_PCRE2
    auto_possess chartables compile context error extuni find_bracket match match_data newline ord2utf pattern_info
    script_run string_utils study substring tables ucd valid_utf xclass)
list(TRANSFORM KEPT_PCRE2 REPLACE "(.+)" "${GAEL_KEPT}/pcre2/src/pcre2_\\1.c")
set(KEPT_PCRE2_FLAGS
    -DPCRE2_CODE_UNIT_WIDTH=8 -DPCRE2_STATIC -DSUPPORT_PCRE2_8 -DSUPPORT_UNICODE -DHAVE_MEMMOVE -DHAVE_STDINT_H
    -DHAVE_INTTYPES_H -DLINK_SIZE=2 -DHEAP_LIMIT=20000000 -DMATCH_LIMIT=10000000 -DMATCH_LIMIT_DEPTH=MATCH_LIMIT
    -DMAX_NAME_COUNT=10000 -DMAX_NAME_SIZE=32 -DNEWLINE_DEFAULT=2 -DPARENS_NEST_LIMIT=250)

# Digits live in the runtime's heap (runtime/big.c), so that the memory limit holds for them.
set(KEPT_TOMMATH
    mp_2expt mp_abs mp_add mp_add_d mp_addmod mp_clamp mp_clear mp_clear_multi mp_cmp mp_cmp_d mp_cmp_mag mp_cnt_lsb
    mp_copy mp_count_bits mp_div mp_div_2 mp_div_2d mp_div_3 mp_div_d mp_dr_is_modulus mp_dr_reduce mp_dr_setup mp_exch
    mp_expt_u32 mp_exptmod mp_gcd mp_grow mp_init mp_init_copy mp_init_multi mp_init_size mp_invmod mp_lshd mp_mod
    mp_mod_2d mp_montgomery_calc_normalization mp_montgomery_reduce mp_montgomery_setup mp_mul mp_mul_2 mp_mul_2d
    mp_mul_d mp_mulmod mp_reduce mp_reduce_2k mp_reduce_2k_l mp_reduce_2k_setup mp_reduce_2k_setup_l mp_reduce_is_2k
    mp_reduce_is_2k_l mp_reduce_setup mp_rshd mp_set mp_set_i64 mp_set_u64 mp_sqr mp_sqrt mp_sub mp_sub_d mp_zero
    s_mp_add s_mp_balance_mul s_mp_exptmod s_mp_exptmod_fast s_mp_invmod_fast s_mp_invmod_slow s_mp_karatsuba_mul
    s_mp_karatsuba_sqr s_mp_montgomery_reduce_fast s_mp_mul_digs s_mp_mul_digs_fast s_mp_mul_high_digs
    s_mp_mul_high_digs_fast s_mp_sqr s_mp_sqr_fast s_mp_sub s_mp_toom_mul s_mp_toom_sqr)
list(TRANSFORM KEPT_TOMMATH REPLACE "(.+)" "${GAEL_KEPT}/libtommath/bn_\\1.c")
set(KEPT_TOMMATH_FLAGS
    -DMP_NO_FILE -DMP_FIXED_CUTOFFS -DMP_USE_MEMSET -DMP_NO_ZERO_ON_FREE -DMP_MALLOC=rt_digits_alloc
    -DMP_REALLOC=rt_digits_realloc -DMP_CALLOC=rt_digits_zeroed -DMP_FREE=rt_digits_free)

set(KEPT_MD ${GAEL_KEPT}/libmd/src/md5.c ${GAEL_KEPT}/libmd/src/sha2.c)
set(KEPT_MD_FLAGS "")

# The elementary functions (runtime/elementary.h). What a machine has in hardware, roots and roundings, is exact everywhere; a product is never fused with
# a sum, which some machines can and others cannot.
set(KEPT_MUSL
    __cos __expo2 __math_divzero __math_invalid __math_oflow __math_uflow __math_xflow __rem_pio2 __rem_pio2_large __sin __tan acos asin
    atan atan2 cbrt cos cosh exp exp_data expm1 hypot log log10 log2 log2_data log_data pow pow_data sin sinh tan tanh)
# Without musl (picolibc's floor is wrong from 2**21 on) these, too, by their own names, which LLVM calls.
set(KEPT_MUSL_ALONE ceil copysign floor fmod nearbyint rint round scalbn sqrt sqrt_data trunc)
list(TRANSFORM KEPT_MUSL_ALONE REPLACE "(.+)" "${GAEL_KEPT}/musl/src/math/\\1.c")
list(TRANSFORM KEPT_MUSL REPLACE "(.+)" "${GAEL_KEPT}/musl/src/math/\\1.c")
set(KEPT_MUSL_FLAGS
    -include ${PROJECT_SOURCE_DIR}/runtime/elementary.h -iquote ${GAEL_KEPT}/musl/src/internal -iquote ${GAEL_KEPT}/musl/arch/generic
    -idirafter ${GAEL_KEPT}/musl/include -ffp-contract=off -U__FP_FAST_FMA)

set(KEPT_LIBRARIES PCRE2 TOMMATH MD MUSL)
set(KEPT_HEADERS ${GAEL_KEPT}/pcre2/src ${GAEL_KEPT}/libtommath ${GAEL_KEPT}/libmd/include)
set(KEPT_HEADER_FLAGS ${KEPT_HEADERS})
list(TRANSFORM KEPT_HEADER_FLAGS PREPEND "-isystem;")

add_library(gael_kept STATIC ${KEPT_PCRE2} ${KEPT_TOMMATH} ${KEPT_MD} ${KEPT_MUSL})
target_include_directories(gael_kept SYSTEM PUBLIC ${KEPT_HEADERS})
target_compile_options(gael_kept PRIVATE -w -O2 -fvisibility=hidden -ffunction-sections -fdata-sections -fPIC)
foreach(library ${KEPT_LIBRARIES})
  set_source_files_properties(${KEPT_${library}} PROPERTIES COMPILE_OPTIONS "${KEPT_${library}_FLAGS}")
endforeach()

# Linux libraries for C are made of the same objects, so those are position-independent.
function(gael_kept_target name directory foreign)
  set(independent "")
  if(name MATCHES "-linux$")
    set(independent -fPIC)
  endif()
  set(work ${PROJECT_BINARY_DIR}/runtime/${name}/kept)
  file(MAKE_DIRECTORY ${work})
  set(objects "")
  set(alone_MUSL "")
  if(name MATCHES "-none$")
    set(alone_MUSL ${KEPT_MUSL_ALONE})
  endif()
  foreach(library ${KEPT_LIBRARIES})
    foreach(source ${KEPT_${library}} ${alone_${library}})
      get_filename_component(stem ${source} NAME_WE)
      set(object ${work}/${stem}.o)
      add_custom_command(
        OUTPUT ${object}
        COMMAND ${ARGN} ${KEPT_HEADER_FLAGS} ${KEPT_${library}_FLAGS} ${independent} -w -c ${source} -o ${object}
        DEPENDS ${source} ${foreign} ${PROJECT_SOURCE_DIR}/runtime/elementary.h
        COMMENT "Compiling ${stem}.c for ${name}"
        VERBATIM COMMAND_EXPAND_LISTS)
      list(APPEND objects ${object})
    endforeach()
  endforeach()
  set(archive ${directory}/libkept.a)
  gael_target_archive(${archive} ${objects})
  set_property(GLOBAL PROPERTY GAEL_KEPT_${name} ${archive})
endfunction()
