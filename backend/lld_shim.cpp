// The only C++ of the project: what LLVM and lld offer in no other language.

#include <cstddef>
#include <memory>
#include <string>

#include "lld/Common/Driver.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassPlugin.h"
#include "llvm/Support/raw_ostream.h"

#include "backend/lld_shim.h"

LLD_HAS_DRIVER(elf)
#ifdef GAEL_TARGET_WEBASSEMBLY
LLD_HAS_DRIVER(wasm)
#endif

// Debian's LLVM was built with Polly as a part of its LTO, which we never call.
llvm::PassPluginLibraryInfo getPollyPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "Polly", "0", [](llvm::PassBuilder &) {}};
}

extern "C" lld_shim_result lld_shim_link(int argc, const char *const *argv, lld_shim_say *say, void *context) {
  std::string words;
  llvm::raw_string_ostream stream(words);
  const lld::DriverDef drivers[] = {
      {lld::Gnu, &lld::elf::link},
#ifdef GAEL_TARGET_WEBASSEMBLY
      {lld::Wasm, &lld::wasm::link},
#endif
  };
  lld::Result result = lld::lldMain(llvm::ArrayRef<const char *>(argv, size_t(argc)), stream, stream, drivers);
  stream.flush();
  if (!words.empty()) say(context, words.data(), words.size());
  return {result.retCode, result.canRunAgain};
}

extern "C" bool lld_shim_knows_cpu(const char *triple, const char *cpu) {
  std::string error;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, error);
  if (target == nullptr) return false;
  std::unique_ptr<llvm::MCSubtargetInfo> machine(target->createMCSubtargetInfo(triple, "", ""));
  return machine != nullptr && machine->isCPUStringValid(cpu);
}
