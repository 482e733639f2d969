/// SSH from one member to another, as migrations use it.
enum NodeSSH {
  /// The command as Proxmox logs it.
  /// - Source: facts/pve.md 5.2.
  static func command(_ target: SimulatedNode, _ words: String) -> String {
    "/usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias=\(target.name)' -o "
      + "'UserKnownHostsFile=/etc/pve/nodes/\(target.name)/ssh_known_hosts' -o 'GlobalKnownHostsFile=none' "
      + "root@\(target.address) \(words)"
  }

  /// Most handshakes that sshd takes at once before it drops some (facts/pve.md 11.2: MaxStartups 10:30:100).
  private static let startupsMax = 10

  /// Connects.
  /// - Parameter done: gets ssh's own words when it fails.
  static func connect(to target: SimulatedNode, for task: WorkerTask, _ done: @escaping (String?) -> Void) {
    switch target.port {
    case .closed: done("ssh: connect to host \(target.address) port 22: Connection refused")
    case .silent:
      task.after(3) { done("ssh: connect to host \(target.address) port 22: No route to host") }
    case .open:
      let now = target.cluster.now
      target.handshakes.removeAll { $0 < now - 0.4 }
      target.handshakes.append(now)
      let isCrowded = target.handshakes.count > startupsMax
      if isCrowded, target.cluster.random.fraction() < 0.3 {
        return done("kex_exchange_identification: Connection closed by remote host")
      }
      task.after(0.4) { done(nil) }
    }
  }
}
