/// The files that every host has.
enum NodeTree {
  static func fill(_ node: SimulatedNode) {
    let tree = node.files.tree
    for folder in [
      "tmp", "root", "dev", "sys", "boot", "var/lib/lxc", "var/log/pve/tasks", "var/cache/apt/archives", "etc/kernel",
    ] {
      tree.place("/" + folder, .directory([:]), mode: 0o755)
    }
    for (link, target) in [
      ("/bin", "/usr/bin"), ("/sbin", "/usr/sbin"), ("/var/run", "/run"), ("/var/lock", "/run/lock"),
    ] {
      tree.place(link, .link(target), mode: 0o777)
    }
    for name in Programs.names(on: node) {
      if let path = Programs.path(of: name, on: node) { tree.place(path, .file([]), mode: 0o755) }
    }
    for device in ["null", "zero", "tty", "kvm", "fuse", "net/tun"] {
      tree.place("/dev/\(device)", .device(.characterDevice), mode: 0o666)
    }
    for disk in ["sda", "nvme0n1"] { tree.place("/dev/\(disk)", .device(.blockDevice), mode: 0o660) }
    BootPartition.place(freeBytes: 400 << 20, in: tree)
    for release in node.machine.kernels { tree.place("/boot/vmlinuz-\(release)", .file([])) }
    if let pin = node.machine.pinnedKernel {
      tree.place("/etc/kernel/proxmox-boot-pin", .file(Array((pin + "\n").utf8)))
    }
    for bridge in node.bridges { tree.place("/sys/class/net/\(bridge)/bridge", .directory([:])) }
    for net in ["lo", "eno1"] { tree.place("/sys/class/net/\(net)", .directory([:])) }
    let release = Release(node.kind == .cluster ? node.version : "8")
    let texts = [
      ("/etc/hostname", node.name + "\n"), ("/etc/debian_version", "\(release.debian).10\n"),
      (
        "/etc/os-release",
        "PRETTY_NAME=\"Debian GNU/Linux \(release.debian) (\(release.suite))\"\nID=debian\nVERSION_ID=\"\(release.debian)\"\n"
      ),
      ("/etc/machine-id", node.cluster.random.hex(32) + "\n"), ("/var/lib/dpkg/lock-frontend", ""),
      ("/etc/hosts", "127.0.0.1 localhost\n\(node.address) \(node.name).example.org \(node.name)\n"),
    ]
    for (path, text) in texts { tree.place(path, .file(Array(text.utf8))) }
    fillRun(node)
    fillKernel(node)
    fillSources(node, release)
    if node.kind == .cluster {
      tree.place("/var/log/pve/tasks/active", .generated { [unowned node] in TaskList.active(node) })
    }
  }

  /// Repositories: lines up to release 8, paragraphs from 9 on.
  private static func fillSources(_ node: SimulatedNode, _ release: Release) {
    let site = "http://download.proxmox.com/debian/\(node.kind == .cluster ? "pve" : "pbs")"
    let text =
      release.hasParagraphSources
      ? "Types: deb\nURIs: \(site)\nSuites: \(release.suite)\nComponents: pve-no-subscription\n"
      : "deb \(site) \(release.suite) pve-no-subscription\n"
    let ending = release.hasParagraphSources ? "sources" : "list"
    node.files.tree.place("/etc/apt/sources.list.d/proxmox.\(ending)", .file(Array(text.utf8)))
  }

  /// /run starts empty at every boot.
  static func fillRun(_ node: SimulatedNode) {
    for folder in ["lock/lxc", "lock/qemu-server", "pve", "qemu-server", "systemd"] {
      node.files.tree.place("/run/\(folder)", .directory([:]), mode: 0o755)
    }
  }

  private static func fillKernel(_ node: SimulatedNode) {
    let generators: [(String, (SimulatedNode) -> String)] = [
      ("sys/kernel/random/boot_id", { $0.bootID + "\n" }),
      ("sys/kernel/hostname", { $0.name + "\n" }),
      ("sys/kernel/osrelease", { $0.kernel + "\n" }),
      ("uptime", { "\(Pad.decimals($0.uptime, 2)) \(Pad.decimals($0.uptime * 0.9 * Double($0.machine.cores), 2))\n" }),
      (
        "loadavg",
        { node in
          "\(node.loads.map { Pad.decimals($0, 2) }.joined(separator: " ")) 1/\(600 + node.running.count * 40) 4242\n"
        }
      ),
      ("meminfo", memory),
      ("cpuinfo", processors),
      ("version", { "Linux version \($0.kernel) (build@proxmox) (gcc 12.2.0) #1 SMP PREEMPT_DYNAMIC\n" }),
      ("net/unix", sockets),
    ]
    for (path, make) in generators {
      node.files.tree.place("/proc/\(path)", .generated { [unowned node] in make(node) }, mode: 0o444)
    }
    node.files.tree.place("/proc/sys/kernel/sysrq", .file(Array("1\n".utf8)))
    // `b` reboots at once, without sync or shutdown (facts/pve.md 8.1).
    node.files.tree.place(
      "/proc/sysrq-trigger",
      .trigger { [unowned node] text in
        guard text.hasPrefix("b") else { return }
        node.cluster.ledger.deeds.forced.append(.init(verb: "sysrq", subject: node.name))
        node.recordRebootOrder()
        node.isOrderedDown = true
        node.after(0) { node.goDown() }
      },
      mode: 0o200)
  }

  private static func processors(_ node: SimulatedNode) -> String {
    (0..<node.machine.cores).map { "processor\t: \($0)\nmodel name\t: \(node.machine.processor)\n\n" }.joined()
  }

  private static func memory(_ node: SimulatedNode) -> String {
    let total = node.machine.memoryBytes >> 10
    let used = node.memoryUsed >> 10
    let rows = [
      ("MemTotal", total), ("MemFree", (total - used) * 7 / 10), ("MemAvailable", total - used),
      ("Buffers", total / 200), ("Cached", (total - used) / 4), ("SwapTotal", 8_388_604), ("SwapFree", 8_388_604),
    ]
    return rows.map { Pad.right($0.0 + ":", 16) + Pad.left(String($0.1), 8) + " kB\n" }.joined()
  }

  /// A running container's monitor listens on an abstract socket (facts/pve.md 11.3).
  private static func sockets(_ node: SimulatedNode) -> String {
    "Num       RefCount Protocol Flags    Type St Inode Path\n"
      + node.running.keys.sorted().filter { node.cluster.files.places[$0]?.kind == .container }.map {
        "0000000000000000: 00000002 00000000 00010000 0001 01 \(40000 + $0) @/var/lib/lxc/\($0)/command\n"
      }.joined()
  }
}

extension SimulatedNode {
  /// Load averages: what its guests and moves make.
  var loads: [Double] {
    let load = 0.15 + Double(running.count) * 0.04 + Double(containerMoves) * 0.5 + (packages.lockHolder == nil ? 0 : 1)
    return [load, load * 0.9, load * 0.8]
  }
}
