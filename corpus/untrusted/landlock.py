"""Takes from a process the right to touch files, to connect and to signal, for good: Linux's Landlock, by its syscalls.

What holds depends on the kernel: nothing can be opened, removed, renamed or made from 5.13 on, nor truncated from
6.2, no TCP port be bound or connected to from 6.7, no process outside be signalled from 6.12; that none can be
traced holds throughout. Modes, owners and times of files are not covered. https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
import sys

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same on all architectures but Alpha
_TELL_VERSION = 1
_NO_NEW_PRIVILEGES = 38

# Version of the interface -> how many rights to files, to the network and of reach outside it knows.
_RIGHTS = ((1, 13, 0, 0), (2, 14, 0, 0), (3, 15, 0, 0), (4, 15, 2, 0), (5, 16, 2, 0), (6, 16, 2, 2))


def version() -> int:
    """Give the version of Landlock that the kernel offers, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_library().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _TELL_VERSION)))


def give_up_rights() -> None:
    """Deny this process all that the kernel can deny it; what is open stays open. OSError when the kernel refuses.

    Where the kernel has no Landlock nothing happens. Call it before the limit on open files: it opens one.
    """
    known = [rights for least, *rights in _RIGHTS if least <= version()]
    if not known:
        return
    library = _library()
    ruleset = (ctypes.c_uint64 * 3)(*((1 << count) - 1 for count in known[-1]))
    handle = library.syscall(_CREATE_RULESET, ruleset, ctypes.c_size_t(ctypes.sizeof(ruleset)), 0)
    if handle < 0:
        raise OSError(ctypes.get_errno(), "Landlock makes no rules")
    try:
        if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.syscall(_RESTRICT_SELF, handle, 0):
            raise OSError(ctypes.get_errno(), "Landlock does not take hold")
    finally:
        os.close(handle)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
