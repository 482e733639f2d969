/// What apt knows on one host.
struct PackageState {
  /// Packages that an upgrade would install, in the order in which apt lists them.
  private(set) var pending: [Herd.Package]
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
    self.pending = pending
    for package in pending { installed[package.name] = package.installed }
  }

  var bytesToFetch: Int64 { isDownloaded ? 0 : pending.reduce(0) { $0 + $1.bytes } }

  mutating func download() { isDownloaded = true }

  mutating func install(_ package: Herd.Package) {
    installed[package.name] = package.available
    pending.removeAll { $0.name == package.name }
  }

  func version(of package: String, otherwise: String) -> String { installed[package] ?? otherwise }
}
