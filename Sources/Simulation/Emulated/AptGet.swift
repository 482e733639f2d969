/// `apt-get`.
/// - Source: facts/pve.md 9.
enum AptGet {
  private struct Order {
    var simulates = false
    var downloadsOnly = false
    var assumesYes = false
    var lockTimeout = 0.0
    var verb = ""
  }

  @Sendable static func run(_ process: Process) {
    var order = Order()
    var rest = process.arguments
    while let word = rest.popFirst() {
      switch word {
      case "-s", "--simulate", "--dry-run", "--just-print": order.simulates = true
      case "-d", "--download-only": order.downloadsOnly = true
      case "-y", "--yes", "--assume-yes": order.assumesYes = true
      case "-q", "-qq", "-f", "--fix-broken": break
      case "-o":
        let option = rest.popFirst() ?? ""
        if option.hasPrefix("DPkg::Lock::Timeout=") { order.lockTimeout = Double(option.dropFirst(20)) ?? 0 }
      case _ where word.hasPrefix("-"): break
      default: if order.verb.isEmpty { order.verb = word }
      }
    }
    switch order.verb {
    case "update": update(process)
    case "dist-upgrade", "full-upgrade":
      if order.simulates { simulate(process) } else { upgrade(order, process) }
    case "clean", "autoclean", "autoremove", "check", "install": process.finish()
    default: process.failUsage("E: Invalid operation \(order.verb)")
    }
  }

  private static func update(_ process: Process) {
    let node = process.node
    guard node.packages.listsHolder == nil else {
      process.err(
        "E: Could not get lock /var/lib/apt/lists/lock. It is held by process \(node.packages.listsHolder ?? 0) (apt-get)\n"
          + "E: Unable to lock directory /var/lib/apt/lists/\n")
      return process.finish(100)
    }
    let suite = node.release.suite
    let sources = [
      "http://security.debian.org \(suite)-security InRelease", "http://deb.debian.org/debian \(suite) InRelease",
      "http://deb.debian.org/debian \(suite)-updates InRelease",
      "http://download.proxmox.com/debian/\(node.kind == .cluster ? "pve" : "pbs") \(suite) InRelease",
    ]
    let step = node.cluster.varied(node.durations.packageLists) / Double(sources.count + 1)
    node.packages.listsHolder = process.pid
    func next(_ index: Int) {
      process.after(step) {
        guard index < sources.count else {
          process.out("Fetched 1,337 kB in \(Int(step * 5))s (223 kB/s)\nReading package lists...\n")
          node.packages.listsHolder = nil
          node.packages.listsAreOld = false
          return node.packages.isUnauthorized ? unauthorized(process) : process.finish()
        }
        process.out("\(index == 1 ? "Hit" : "Get"):\(index + 1) \(sources[index])\n")
        next(index + 1)
      }
    }
    process.onSignal = { [unowned node] _ in
      node.packages.listsHolder = nil
      return false
    }
    next(0)
  }

  /// - Source: facts/pve.md 9.3.
  private static func unauthorized(_ process: Process) {
    let site = "https://enterprise.proxmox.com/debian/pve"
    process.out("Err:5 \(site) bookworm InRelease\n  401  Unauthorized [IP: 51.91.38.34 443]\n")
    process.err(
      "E: Failed to fetch \(site)/dists/bookworm/InRelease  401  Unauthorized [IP: 51.91.38.34 443]\n"
        + "E: The repository '\(site) bookworm InRelease' is not signed.\n"
        + "N: Updating from such a repository can't be done securely, and is therefore disabled by default.\n")
    process.finish(100)
  }

  private static func simulate(_ process: Process) {
    let node = process.node
    process.after(node.cluster.varied(node.durations.upgradeSimulation)) {
      guard !node.packages.isStuck else { return refuseHeld(process) }
      let pending = node.packages.pending
      var text = "NOTE: This is only a simulation!\n      apt-get needs root privileges for real execution.\n"
      text =
        "Reading package lists...\nBuilding dependency tree...\nReading state information...\nCalculating upgrade...\n"
      text += summary(node)
      for name in node.packages.removals { text += "Remv \(name) [8.4.0]\n" }
      for verb in ["Inst", "Conf"] {
        for package in pending {
          let old = verb == "Inst" ? package.installed.map { " [\($0)]" } ?? "" : ""
          text += "\(verb) \(package.name)\(old) (\(package.available) \(package.origin) [\(package.architecture)])\n"
        }
      }
      process.out(text)
      process.finish()
    }
  }

  /// The lists of names and the line of counts that every upgrade begins with.
  private static func summary(_ node: SimulatedNode) -> String {
    let pending = node.packages.pending
    let new = pending.filter { $0.installed == nil }.map(\.name)
    let old = pending.filter { $0.installed != nil }.map(\.name)
    var text = ""
    if !new.isEmpty { text += "The following NEW packages will be installed:\n  \(new.joined(separator: " "))\n" }
    if !old.isEmpty { text += "The following packages will be upgraded:\n  \(old.joined(separator: " "))\n" }
    let removals = node.packages.removals
    if !removals.isEmpty {
      text += "The following packages will be REMOVED:\n  \(removals.joined(separator: " "))\n"
    }
    return text
      + "\(old.count) upgraded, \(new.count) newly installed, \(removals.count) to remove and 0 not upgraded.\n"
  }

  private static func upgrade(_ order: Order, _ process: Process) {
    let node = process.node
    if let holder = node.packages.lockHolder, holder.pid != process.pid {
      return waitForLock(order, holder, process)
    }
    if node.packages.isInterrupted {
      process.err(
        "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n")
      return process.finish(100)
    }
    guard !node.packages.isStuck else { return refuseHeld(process) }
    node.packages.lockHolder = (process.pid, "apt-get")
    process.onSignal = { [unowned node] _ in
      node.packages.lockHolder = nil
      return false
    }
    process.out(
      "Reading package lists...\nBuilding dependency tree...\nReading state information...\nCalculating upgrade...\n"
        + summary(node))
    guard !node.packages.pending.isEmpty else { return end(process) }
    guard order.assumesYes else {
      process.out("Do you want to continue? [Y/n] Abort.\n")
      node.packages.lockHolder = nil
      return process.finish(1)
    }
    if node.packages.removals.contains("proxmox-ve"), !order.downloadsOnly { return refuseRemoval(process) }
    guard !node.packages.isDiskFull || node.packages.bytesToFetch == 0 else {
      node.packages.lockHolder = nil
      return process.fail("E: You don't have enough free space in /var/cache/apt/archives/.", status: 100)
    }
    download(process) {
      if order.downloadsOnly {
        process.out("Download complete and in download only mode\n")
        return end(process)
      }
      install(process)
    }
  }

  /// What the resolver says of packages that are held back while others need them newer.
  private static func refuseHeld(_ process: Process) {
    process.out("Reading package lists...\nBuilding dependency tree...\nReading state information...\n")
    process.err("E: Unable to correct problems, you have held broken packages.\n")
    process.finish(100)
  }

  /// - Source: facts/pve.md 9.3.
  private static func refuseRemoval(_ process: Process) {
    process.node.packages.lockHolder = nil
    process.err(
      "W: (pve-apt-hook) !! WARNING !!\nW: (pve-apt-hook) You are attempting to remove the meta-package 'proxmox-ve'!\n"
        + "E: Sub-process /usr/share/proxmox-ve/pve-apt-hook returned an error code (1)\n")
    process.finish(100)
  }

  /// One line a second on a pipe, until the lock is free or time is up (facts/pve.md 9.3).
  private static func waitForLock(_ order: Order, _ holder: (pid: Int, program: String), _ process: Process) {
    let text = "Could not get lock /var/lib/dpkg/lock-frontend. It is held by process \(holder.pid) (\(holder.program))"
    guard order.lockTimeout > 0 else {
      process.err(
        "E: \(text)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process "
          + "using it?\n")
      return process.finish(100)
    }
    process.out("Waiting for cache lock: \(text)...\n")
    process.after(1) {
      var later = order
      later.lockTimeout -= 1
      upgrade(later, process)
    }
  }

  private static func end(_ process: Process) {
    process.node.packages.lockHolder = nil
    process.onSignal = nil
    process.finish()
  }

  private static func download(_ process: Process, then: @escaping () -> Void) {
    let node = process.node
    let bytes = node.packages.bytesToFetch
    let packages = node.packages.pending
    process.out(
      bytes == 0
        ? "Need to get 0 B of archives.\n"
        : "Need to get \(Pad.decimals(Double(bytes) / 1_000_000, 1)) MB of archives.\n")
    guard bytes > 0 else { return then() }
    let total = node.cluster.varied(node.durations.packageDownload)
    func next(_ index: Int) {
      guard index < packages.count else {
        process.out("Fetched \(Pad.decimals(Double(bytes) / 1_000_000, 1)) MB in \(Int(total))s\n")
        node.packages.download()
        return then()
      }
      let package = packages[index]
      process.after(total * Double(package.bytes) / Double(max(bytes, 1))) {
        process.out(
          "Get:\(index + 1) \(package.origin) \(package.name) \(package.architecture) \(package.available)\n")
        next(index + 1)
      }
    }
    next(0)
  }

  private static func install(_ process: Process) {
    let node = process.node
    let packages = node.packages.pending
    let step = node.cluster.varied(node.durations.packageUpgrade) / Double(packages.count * 2)
    process.onSignal = { [unowned node] _ in
      node.packages.lockHolder = nil
      node.packages.isInterrupted = true
      return false
    }
    func unpack(_ index: Int) {
      guard index < packages.count else { return setUp(0) }
      process.after(step) {
        let package = packages[index]
        let over = package.installed.map { " over (\($0))" } ?? ""
        process.out(
          "Preparing to unpack .../\(package.name)_\(package.available)_\(package.architecture).deb ...\n"
            + "Unpacking \(package.name) (\(package.available))\(over) ...\n")
        unpack(index + 1)
      }
    }
    func setUp(_ index: Int) {
      guard index < packages.count else { return end(process) }
      if index == packages.count / 2, node.cluster.hooks.asksInUpgrade(node) {
        return process.out(AptGet.question)
      }
      process.after(step) {
        let package = packages[index]
        process.out("Setting up \(package.name) (\(package.available)) ...\n")
        node.packages.install(package)
        node.cluster.hooks.afterSetUp(node, package.name)
        if let kernel = package.kernel {
          node.files.tree.place("/boot/vmlinuz-\(kernel)", .file([]))
          process.out(
            "update-initramfs: Generating /boot/initrd.img-\(kernel)\nRunning hook script 'zz-proxmox-boot'..\n")
        }
        setUp(index + 1)
      }
    }
    unpack(0)
  }

  /// As dpkg asks; it ends no line behind the question.
  private static let question = """
    Configuration file '/etc/issue'
     ==> Modified (by you or by a script) since installation.
     ==> Package distributor has shipped an updated version.
       What would you like to do about it ?  Your options are:
        Y or I  : install the package maintainer's version
        N or O  : keep your currently-installed version
          D     : show the differences between the versions
          Z     : start a shell to examine the situation
     The default action is to keep your current version.
    *** issue (Y/I/N/O/D/Z) [default=N] ?\u{20}
    """
}
