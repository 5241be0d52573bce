# The Debian package: `make deb`. One package with the compiler, libgael and the libraries of all targets: who compiles for another
# machine, or embeds the compiler, needs no second one.

set(debian ${PROJECT_BINARY_DIR}/install/debian)
file(MAKE_DIRECTORY ${debian})
set(maintainer "The GAEL maintainers <gael@localhost>")

# Policy wants the licences as `copyright`, a changelog, and ldconfig by a trigger.
file(READ ${PROJECT_SOURCE_DIR}/NOTICE notice)
string(APPEND notice "\nOn Debian systems the GPL-3 is /usr/share/common-licenses/GPL-3, Apache-2.0 /usr/share/common-licenses/Apache-2.0.\n")
file(WRITE ${debian}/copyright "${notice}")
file(WRITE ${debian}/changelog "gael (${PROJECT_VERSION}) unstable; urgency=low

  * The state of the source tree that this package was built from.

 -- ${maintainer}  Thu, 01 Jan 1970 00:00:00 +0000
")
file(WRITE ${debian}/triggers "activate-noawait ldconfig\n")
file(WRITE ${debian}/shlibs "libgael ${PROJECT_VERSION_MAJOR} gael\n")
add_custom_command(OUTPUT ${debian}/changelog.gz
  COMMAND gzip -9nc ${debian}/changelog > ${debian}/changelog.gz
  DEPENDS ${debian}/changelog VERBATIM)
add_custom_target(gael_changelog ALL DEPENDS ${debian}/changelog.gz)
# Files for other machines are the point of the package; the compiler starts faster without PIE and RELRO
# (docs/decisions/001-build-and-jit.md); the library comes with it, not in a package of its own.
file(WRITE ${debian}/overrides "gael: binary-from-other-architecture [usr/lib/gael/*]
gael: no-code-sections [usr/lib/gael/wasm32-wasi/*]
gael: bogus-mail-host*
gael: hardening-no-pie [usr/bin/gael]
gael: hardening-no-relro *
gael: package-name-doesnt-match-sonames libgael${PROJECT_VERSION_MAJOR}
gael: link-to-shared-library-in-wrong-package *
gael: pkg-config-unavailable-for-cross-compilation *
")
install(FILES ${debian}/copyright ${debian}/changelog.gz DESTINATION share/doc/gael COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${debian}/overrides DESTINATION share/lintian/overrides RENAME gael COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gael)
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "dense, typed functional language: compiler, library, cross compiling")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "GAEL is a language for programs that models write. Its compiler runs
programs by a JIT within milliseconds, or makes static native binaries of
a few dozen kilobytes for x86-64, ARM, RISC-V, WebAssembly and bare
Cortex-M, without any other tool. libgael embeds it in C programs.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${debian}/triggers ${debian}/shlibs)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_STRIP_FILES OFF) # done
set(CPACK_THREADS 0)
include(CPack)
