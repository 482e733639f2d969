import Remote

/// Package lists, downloads and upgrades, without a question asked.
/// - Source: facts/pve.md 9.1. Run as transient units, whose standard input is /dev/null.
enum PackageOrders {
  /// A list that can't be refreshed is said so and does not keep the rest from coming; the exit status is the
  /// download's.
  static let fetch = Command(words: [
    "env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "/bin/sh", "-c",
    "apt-get update || echo \"apt-get update failed with exit status $?\" >&2; "
      + "apt-get -y -o DPkg::Lock::Timeout=600 -d dist-upgrade",
  ])

  /// `dist-upgrade`, since `upgrade` breaks Proxmox VE. Changed configuration files of the operator stay.
  static let upgrade = Command(words: [
    "env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "DEBIAN_PRIORITY=critical", "NEEDRESTART_MODE=a",
    "NEEDRESTART_SUSPEND=1", "APT_LISTCHANGES_FRONTEND=none", "UCF_FORCE_CONFFOLD=1", "apt-get", "-y", "-o",
    "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold", "-o", "DPkg::Lock::Timeout=600", "-o",
    "Dpkg::Use-Pty=0", "-o", "APT::Color=0", "dist-upgrade",
  ])
}
