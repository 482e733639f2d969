import Planning
import Remote

/// Package lists, downloads and upgrades, without a question asked.
/// - Source: facts/pve.md 9.1. Run as transient units, whose standard input is /dev/null.
enum PackageOrders {
  /// A list that can't be refreshed is said so and does not keep the rest from coming; the exit status is the
  /// download's.
  static let fetch = Command(
    script: #"apt-get update || echo "apt-get update failed with exit status $?" >&2; "#
      + "apt-get -y -o DPkg::Lock::Timeout=600 -d dist-upgrade"
  ).started(by: ["env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive"])

  /// `dist-upgrade`, since `upgrade` breaks Proxmox VE.
  static func upgrade(_ files: Policy.ConfigFiles) -> Command {
    Command(
      words: quiet(files) + ["apt-get", "-y"] + files.dpkgOptions.flatMap { ["-o", "Dpkg::Options::=\($0)"] } + [
        "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Use-Pty=0", "-o", "APT::Color=0", "dist-upgrade",
      ])
  }

  /// - Source: facts/pve.md 9.3.
  static func configure(_ files: Policy.ConfigFiles) -> Command {
    Command(words: quiet(files) + ["dpkg"] + files.dpkgOptions + ["--configure", "-a"])
  }

  /// Nothing asks, and no service is restarted behind the run's back.
  private static func quiet(_ files: Policy.ConfigFiles) -> [String] {
    [
      "env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "DEBIAN_PRIORITY=critical", "NEEDRESTART_MODE=a",
      "NEEDRESTART_SUSPEND=1", "APT_LISTCHANGES_FRONTEND=none",
      files == .keep ? "UCF_FORCE_CONFFOLD=1" : "UCF_FORCE_CONFFNEW=1",
    ]
  }
}

extension Policy.ConfigFiles {
  /// Where a package has a default of its own that holds; else the policy decides.
  fileprivate var dpkgOptions: [String] { ["--force-confdef", self == .keep ? "--force-confold" : "--force-confnew"] }
}
