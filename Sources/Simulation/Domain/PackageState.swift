/// What apt knows on one host.
struct PackageState {
  /// Packages that are newer than what is installed.
  private(set) var newer: [Herd.Package]
  /// Packages that an upgrade would install, in the order in which apt lists them.
  var pending: [Herd.Package] { listsAreOld ? [] : newer }
  /// Whether its lists are from before there was anything new.
  var listsAreOld = false
  /// Packages are held or broken, so that apt finds no upgrade at all.
  var isStuck = false
  private(set) var installed: [String: String] = [:]
  private(set) var isDownloaded = false
  /// An upgrade was cut off and `dpkg --configure -a` is due.
  var isInterrupted = false
  /// Process that refreshes the package lists.
  var listsHolder: Int?
  /// Who holds dpkg's lock: process id and program.
  var lockHolder: (pid: Int, program: String)?

  /// No repository of Proxmox serves.
  var hasNoRepository = false
  /// A repository answers 401, as the enterprise one does without a subscription.
  var isUnauthorized = false
  /// The file system of the package cache has no room.
  var isDiskFull = false
  /// Packages that an upgrade would remove, as broken repositories make it.
  var removals: [String] = []

  init(_ pending: [Herd.Package]) {
    newer = pending
    for package in pending { installed[package.name] = package.installed }
  }

  var bytesToFetch: Int64 { isDownloaded ? 0 : pending.reduce(0) { $0 + $1.bytes } }

  mutating func download() { isDownloaded = true }

  mutating func install(_ package: Herd.Package) {
    installed[package.name] = package.available
    newer.removeAll { $0.name == package.name }
  }

  func version(of package: String, otherwise: String) -> String { installed[package] ?? otherwise }
}
