import Cluster

extension Herd {
  /// What guests find outside of their own disks: folders of the node, hook scripts, devices passed through by raw lines,
  /// the node's processor. In some herds some nodes lack something of it, but none that runs a guest which needs it.
  mutating func addFiles(_ random: inout SeededRandom) {
    for index in guests.indices {
      let lines = guests[index].kind == .container ? random.containerFiles() : random.machineFiles()
      guests[index].configuration.insert(contentsOf: lines, at: 0)
    }
    let lacks = random.one(in: 3)
    for index in nodes.indices {
      let own = guests.filter { $0.node == nodes[index].name }.flatMap(\.configuration)
      nodes[index].paths = RandomFiles.paths.filter { path, word in
        !lacks || word.isEmpty || own.contains { $0.contains(word) } || random.one(in: 2)
      }.map(\.path)
      if lacks, random.one(in: 3) { nodes[index].machine.processor = RandomFiles.olderProcessor }
    }
  }
}

private enum RandomFiles {
  /// Paths, and how a configuration that names one can be told; without a word all nodes have it.
  static let paths = [
    ("/mnt/media", "/mnt/media"), ("/lib/modules", "/lib/modules"), ("local:snippets/hook.sh", "local:snippets"),
    ("nfs-ct:snippets/hook.sh", ""), ("/sys/dev/char/226:128", "226:128"),
  ].map { (path: $0, word: $1) }
  static let olderProcessor = "Intel(R) Core(TM) i5-6500T CPU @ 2.50GHz"
}

extension SeededRandom {
  fileprivate mutating func containerFiles() -> [String] {
    switch number(0...39) {
    case 0, 1: ["hookscript: local:snippets/hook.sh"]
    case 2: ["hookscript: nfs-ct:snippets/hook.sh"]
    case 3: ["mp1: /mnt/media,mp=/srv,shared=1"]
    case 4: ["lxc.mount.entry: /mnt/media srv none bind 0 0"]
    case 5: ["lxc.mount.entry: /lib/modules lib/modules none bind,ro,optional 0 0"]
    case 6, 7:
      [
        "lxc.cgroup2.devices.allow: c 226:128 rwm",
        "lxc.mount.entry: /dev/dri dev/dri none bind,optional,create=dir",
      ]
    default: []
    }
  }

  fileprivate mutating func machineFiles() -> [String] {
    switch number(0...9) {
    case 0: ["hookscript: local:snippets/hook.sh"]
    case 1, 2: ["cpu: host"]
    default: []
    }
  }
}
