import Cluster

/// Fills a new cluster with what its herd describes.
enum HerdSetup {
  static func fill(_ cluster: SimulatedCluster) {
    let herd = cluster.herd
    let files = cluster.files
    let first = herd.nodes.first?.name.rawValue ?? ""
    files.put("priv/lock", nil, by: first)
    for node in herd.nodes {
      files.put("nodes/\(node.name)/lxc", nil, by: node.name.rawValue)
      files.put("nodes/\(node.name)/qemu-server", nil, by: node.name.rawValue)
      files.put("nodes/\(node.name)/ssh_known_hosts", text: "\(node.name) ssh-ed25519 AAAA\n", by: node.name.rawValue)
    }
    files.put("storage.cfg", text: storageConfiguration(herd), by: first)
    files.put("datacenter.cfg", text: "keyboard: en-us\n", by: first)
    if herd.nodes.count > 1 { files.put("corosync.conf", text: corosync(herd), by: first) }
    files.put("user.cfg", text: "user:root@pam:1:0:::root@example.org::\n", by: first)
    if !herd.managed.isEmpty { files.put("ha/resources.cfg", text: resources(herd), by: first) }
    for file in PlacementRules(herd).files { files.put(file.name, text: file.text, by: first) }
    if !herd.mappings.isEmpty { files.put("mapping/pci.cfg", text: mappings(herd), by: first) }
    if herd.cephFlags != nil {
      files.put("ceph.conf", text: "[global]\n", by: first)
      for (index, node) in cluster.members.enumerated() {
        for folder in SimulatedCeph.folders(index) { node.files.tree.place(folder, .directory([:])) }
      }
    }
    for job in herd.backupJobs { cluster.setBackupJob(job, isEnabled: true) }
    for guest in herd.guests { add(guest, to: cluster) }
    for (node, member) in zip(herd.nodes, cluster.members) {
      for path in node.paths { place(path, on: member) }
    }
  }

  /// Puts what the guests' configurations call by that name on a node.
  private static func place(_ name: String, on node: SimulatedNode) {
    if let script = HookScript(name, in: node.cluster.herd) {
      node.files.tree.place(script.path, .file(Array("#!/bin/sh\n".utf8)), mode: 0o755)
    } else {
      node.files.tree.place(name, .directory([:]), mode: 0o755)
    }
  }

  private static func add(_ guest: Herd.Guest, to cluster: SimulatedCluster) {
    let id = guest.id.rawValue
    let node = guest.node.rawValue
    let text = guest.configuration.joined(separator: "\n") + "\n"
    cluster.files.put(ClusterFiles.path(of: id, guest.kind, on: node), text: text, by: node)
    cluster.ledger.guests[id] = Ledger.Guest(
      kind: guest.kind, startNode: node, startRunning: guest.isRunning, downSince: guest.isRunning ? nil : 0)
    guard let home = cluster.node(node) else { return }
    if guest.kind == .container { _ = home.files.makeDirectory("/var/lib/lxc/\(id)") }
    guard guest.isRunning else { return }
    home.running[id] = SimulatedNode.RunningGuest(
      pid: home.nextPID(), since: home.bootedAt + 30, machineVersion: home.machineVersion)
  }

  private static func storageConfiguration(_ herd: Herd) -> String {
    herd.storages.map { storage in
      var lines = ["\(storage.type): \(storage.name)", "\tcontent \(storage.content)"]
      if storage.isShared, storage.type == "dir" { lines.append("\tshared 1") }
      lines += storage.options.map { "\t" + $0 }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }

  private static func resources(_ herd: Herd) -> String {
    let rules = PlacementRules(herd)
    return herd.managed.keys.sorted().map { id in
      let kind = herd.guests.first { $0.id == id }?.kind ?? .container
      let group = rules.group(of: id).map { "\tgroup \($0)\n" } ?? ""
      return "\(kind.rawValue): \(id)\n\(group)\tstate \(herd.managed[id] ?? "started")\n"
    }.joined(separator: "\n")
  }

  private static func mappings(_ herd: Herd) -> String {
    herd.mappings.sorted { $0.key < $1.key }.map { name, mapping in
      let maps = mapping.nodes.map { "\tmap id=10de:2236,iommugroup=1,node=\($0),path=0000:01:00.0\n" }
      return "\(name)\n" + (mapping.isLive ? "\tlive-migration-capable 1\n" : "") + maps.joined()
    }.joined(separator: "\n")
  }

  private static func corosync(_ herd: Herd) -> String {
    let nodes = herd.nodes.enumerated().map { index, node in
      "  node {\n    name: \(node.name)\n    nodeid: \(index + 1)\n    quorum_votes: 1\n    ring0_addr: \(node.address)\n  }\n"
    }
    return "logging {\n  debug: off\n  to_syslog: yes\n}\n\nnodelist {\n\(nodes.joined())}\n\nquorum {\n"
      + "  provider: corosync_votequorum\n}\n\ntotem {\n  cluster_name: \(herd.name)\n"
      + "  config_version: \(herd.nodes.count)\n  interface {\n    linknumber: 0\n  }\n  ip_version: ipv4-6\n"
      + "  link_mode: passive\n  secauth: on\n  version: 2\n}\n"
  }
}
