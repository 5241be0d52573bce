"""The machines on which tests run programs: by what, and whether that is here."""
import functools, os, pathlib, shutil, subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent


def linux(emulator):
    return lambda binary, args: [*emulator, binary, *args]


def wasm(binary, args):
    return ["node", *node_flags(), str(HERE / "wasi.mjs"), binary, *args]


def board(binary, args):
    words = ",".join("arg=" + a.replace(",", ",,") for a in [binary, *args])
    return ["qemu-system-arm", "-M", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "none",
            "-semihosting-config", f"enable=on,target=native,{words}", "-kernel", binary]


@functools.cache
def node_flags():
    """Node.js before 20 has tail calls of WebAssembly behind a flag, all say that WASI is an experiment, and of the 8 MB of stack use one."""
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip("v\n")
    return ["--no-warnings", "--stack-size=3900"] + (["--experimental-wasm-return-call"] if int(version.split(".")[0]) < 20 else [])


# name: what runs a binary, the tool it needs
TARGETS = {
    "x86_64-linux": (linux([]), None),
    "aarch64-linux": (linux(["qemu-aarch64"]), "qemu-aarch64"),
    "armv7-linux": (linux(["qemu-arm"]), "qemu-arm"),
    "thumbv7-linux": (linux(["qemu-arm"]), "qemu-arm"),
    "riscv64-linux": (linux(["qemu-riscv64"]), "qemu-riscv64"),
    "wasm32-wasi": (wasm, "node"),
    "thumbv7em-none": (board, "qemu-system-arm"),
}


def command(target, binary, args=()):
    return TARGETS[target][0](str(binary), list(args))


def missing(build, target, what):
    """Why programs of the target cannot be tried here, or None. Asks the build tree for the target's libraries (or its unit tests), which fetches what they
    are made of (scripts/foreign); what does not build although that was had is a failure."""
    tool = TARGETS[target][1]
    if tool and not shutil.which(tool):
        return f"{tool} is not here"
    made = subprocess.run(["cmake", "--build", build, "-j", str(os.cpu_count()), "--target", f"gael_{what}_{target}"], capture_output=True, text=True)
    if made.returncode == 0:
        return None
    if target != "x86_64-linux" and not (ROOT / "build/deps" / target / "unpacked").exists():
        return "its libraries cannot be had"
    raise SystemExit(f"{made.stdout[-3000:]}\nFAIL gael_{what}_{target} does not build")


def available(build, wanted, what="runtime"):
    """Those of `wanted` that can be tried; says which cannot."""
    found = []
    for target in wanted:
        why = missing(build, target, what)
        if why:
            print(f"skipped: {target}: {why}")
        else:
            found.append(target)
    return found
