"""The command that installs Pango, the library behind the PDF, on each kind of system."""

import shlex

# Package names: WeasyPrint 70's "First Steps", which names these for each system.
_BY_FAMILY = {
    "debian": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "dnf install pango",
    "rhel": "dnf install pango",
    "suse": "zypper install libpango-1_0-0 libpangoft2-1_0-0 libharfbuzz-subset0",
    "arch": "pacman -S pango",
    "alpine": "apk add pango",
}
_ELSEWHERE = {
    "Darwin": "brew install pango",
    "Windows": "pacman -S mingw-w64-ucrt-x86_64-pango  (in the MSYS2 UCRT64 shell; then set "
    r"WEASYPRINT_DLL_DIRECTORIES=C:\msys64\ucrt64\bin)",
}


def install_line(system: str, os_release: str) -> str:
    """Return the command for `platform.system()` and the text of /etc/os-release."""
    if system in _ELSEWHERE:
        return _ELSEWHERE[system]
    line = next((_BY_FAMILY[name] for name in _families(os_release) if name in _BY_FAMILY), None)
    return f"sudo {line}" if line else "your system's package manager: install Pango 1.44 or later"


def _families(os_release: str) -> list[str]:
    """Return the ID of the system, then the systems that it is like (ID_LIKE)."""
    values = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    words = (word for key in ("ID", "ID_LIKE") for word in shlex.split(values.get(key, "")))
    names = [name for word in words for name in word.split()]
    return ["suse" if "suse" in name else name for name in names]
