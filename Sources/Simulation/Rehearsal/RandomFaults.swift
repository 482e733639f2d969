import Cluster

extension Fault {
  /// Up to three random faults for a herd; about one run in four has none.
  public static func random(for herd: Herd, seed: UInt64) -> [Fault] {
    var random = SeededRandom(seed: seed ^ 0xFA_0175)
    let nodes = herd.nodes.map(\.name.rawValue)
    let guests = herd.guests.filter(\.isRunning).map(\.id.rawValue)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    return (0..<number(0...3)).map { _ in
      let node = nodes[number(0...nodes.count - 1)]
      let guest = guests.isEmpty ? 0 : guests[number(0...guests.count - 1)]
      let kind: FaultKind =
        switch number(0...13) {
        case 0: .migrationRefused(guest: guest, times: number(1...4))
        case 1: .migrationStartFails(guest: guest, times: number(1...6))
        case 2: .guestIgnoresShutdown(guest: guest)
        case 3: .guestLocked(guest: guest, seconds: Double(number(10...1200)))
        case 4: .lateDevice(node: node, path: "/dev/dri/renderD128", seconds: Double(number(5...200)))
        case 5: .aptLockHeld(node: node, seconds: Double(number(10...500)))
        case 6: .nodeNeverReturns(node: node)
        case 7: .oldKernelBoots(node: node)
        case 8: .stuckShutdown(node: node)
        case 9: .sshSilent(host: node, from: Double(number(0...900)), seconds: Double(number(5...400)))
        case 10: .repositoryUnauthorized(node: node)
        case 11: .upgradeRemovesProxmox(node: node)
        case 12: .noisyLogin(host: node)
        default: .clusterFilesBlink(node: node)
        }
      return Fault(kind)
    }
  }
}
