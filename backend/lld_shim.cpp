// The only C++ of the project: what LLVM and lld offer in no other language.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "lld/Common/Driver.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Passes/PassPlugin.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"

#include "backend/lld_shim.h"

LLD_HAS_DRIVER(elf)
#ifdef GAEL_TARGET_WEBASSEMBLY
LLD_HAS_DRIVER(wasm)
#endif

// Debian's LLVM was built with Polly as a part of its LTO, which we never call.
llvm::PassPluginLibraryInfo getPollyPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "Polly", "0", [](llvm::PassBuilder &) {}};
}

extern "C" void lld_shim_jump_far(LLVMTargetMachineRef machine) {
  reinterpret_cast<llvm::TargetMachine *>(machine)->Options.MCOptions.MCRelaxAll = true;
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

// Members of an archive, or the object itself, at the end of `members`. Buffers live as long as the caller keeps them.
static llvm::Error add_members(const char *file, std::vector<llvm::NewArchiveMember> &members,
                               std::vector<std::unique_ptr<llvm::object::Archive>> &archives,
                               std::vector<std::unique_ptr<llvm::MemoryBuffer>> &buffers) {
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer) return llvm::errorCodeToError(buffer.getError());
  buffers.push_back(std::move(*buffer));
  llvm::MemoryBufferRef bytes = buffers.back()->getMemBufferRef();
  if (llvm::identify_magic(bytes.getBuffer()) != llvm::file_magic::archive) {
    members.emplace_back(bytes);
    members.back().MemberName = "program.o";
    return llvm::Error::success();
  }
  auto archive = llvm::object::Archive::create(bytes);
  if (!archive) return archive.takeError();
  archives.push_back(std::move(*archive));
  llvm::Error failure = llvm::Error::success();
  for (const llvm::object::Archive::Child &child : archives.back()->children(failure)) {
    auto member = llvm::NewArchiveMember::getOldMember(child, true);
    if (!member) return member.takeError();
    members.push_back(std::move(*member));
  }
  return failure;
}

extern "C" bool lld_shim_archive(const char *archive, size_t count, const char *const *files, const char **failed,
                                 lld_shim_say *say, void *context) {
  std::vector<llvm::NewArchiveMember> members;
  std::vector<std::unique_ptr<llvm::object::Archive>> archives;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;
  llvm::Error failure = llvm::Error::success();
  *failed = archive;
  for (size_t i = 0; i < count && !failure; i++) {
    failure = add_members(files[i], members, archives, buffers);
    if (failure) *failed = files[i];
  }
  if (!failure)
    failure = llvm::writeArchive(archive, members, llvm::SymtabWritingMode::NormalSymtab, llvm::object::Archive::K_GNU,
                                 true, false);
  if (!failure) return true;
  std::string words = llvm::toString(std::move(failure));
  say(context, words.data(), words.size());
  return false;
}

static std::unique_ptr<llvm::MCSubtargetInfo> machine_of(const char *triple) {
  std::string error;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, error);
  return std::unique_ptr<llvm::MCSubtargetInfo>(target ? target->createMCSubtargetInfo(triple, "", "") : nullptr);
}

extern "C" bool lld_shim_knows_cpu(const char *triple, const char *cpu) {
  std::unique_ptr<llvm::MCSubtargetInfo> machine = machine_of(triple);
  return machine != nullptr && machine->isCPUStringValid(cpu);
}

extern "C" void lld_shim_each_cpu(const char *triple, lld_shim_cpu *visit, void *context) {
  std::unique_ptr<llvm::MCSubtargetInfo> machine = machine_of(triple);
  if (machine == nullptr) return;
  for (const llvm::SubtargetSubTypeKV &row : machine->getAllProcessorDescriptions()) visit(context, row.Key);
}
