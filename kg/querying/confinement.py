"""What a worker may use: so much memory, no network, no life beyond that of its parent."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from errno import EACCES
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_SECCOMP_MODE_FILTER = 2
_SOCKET = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}
"""For each machine the number of the system call `socket`, and how its kernel names the architecture."""


def confine(parent: int, may_use_network: bool) -> None:
    """Bound this process for good: no core is dumped; on Linux it ends with this parent, and has no network.

    Opening an internet socket then fails with `EACCES`.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    _end_with(parent)
    if not may_use_network:
        _refuse_network()


def unbind_memory() -> None:
    """Let this process take what memory it needs, until `bind_memory`."""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def bind_memory(octets: int) -> None:
    """Let this process take so much beside what it has now. What goes beyond aborts: the engine cannot report it."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + octets, resource.RLIM_INFINITY))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _prctl(*arguments: int) -> None:
    c_library = ctypes.CDLL(None, use_errno=True)
    if c_library.prctl(*map(ctypes.c_ulong, arguments)) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {arguments[0]}")


def _end_with(parent: int) -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that was said
        os._exit(1)


def _refuse_network() -> None:
    """Let the kernel refuse sockets of the internet (seccomp, a filter in classic BPF; needs no privileges).

    Of an architecture that is not known nothing is refused: the guard before the engine stands there alone.
    """
    known = _SOCKET.get(platform.machine())
    if known is None:
        return
    number, architecture = known
    load, jump_if_equal, give = 0x20, 0x15, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | EACCES
    program = [
        (load, 0, 0, 4),  # the architecture
        (jump_if_equal, 0, 5, architecture),
        (load, 0, 0, 0),  # the number of the system call
        (jump_if_equal, 0, 3, number),
        (load, 0, 0, 16),  # its first argument, the family of addresses
        (jump_if_equal, 2, 0, 2),  # AF_INET
        (jump_if_equal, 1, 0, 10),  # AF_INET6
        (give, 0, 0, allow),
        (give, 0, 0, refuse),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    filtering = Program(len(program), ctypes.addressof(code))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(filtering), 0, 0)
