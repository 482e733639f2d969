/// A guest carries a backup's lock for a while.
/// - Source: facts/pve.md 13.2.
struct GuestLocked: FaultKind {
  var guest: Int
  var seconds: Double
  var at: Double

  static let name = "guest-locked"
  static let places = "GUEST[:SECONDS][:AT]"
  var words: [String] { ["\(guest)", FaultWords.number(seconds), FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let seconds = words.number(1, otherwise: 120),
      let at = words.number(2, otherwise: 0)
    else { return nil }
    self.guest = guest
    self.seconds = seconds
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(10...1200), random.word(0...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in begin(in: cluster) }
  }

  private func begin(in cluster: SimulatedCluster) {
    guard let place = cluster.files.places[guest], let node = cluster.node(place.node), node.isQuorate,
      cluster.files.configuration(guest)?["lock"] == nil
    else { return }
    let files = cluster.files
    let task = WorkerTask("vzdump", "\(guest)", on: node, process: nil)
    task.log("INFO: Starting Backup of VM \(guest) (\(place.kind == .container ? "lxc" : "qemu"))")
    files.change(guest, by: node.name) { $0["lock"] = "backup" }
    task.after(seconds) {
      task.log("INFO: Finished Backup of VM \(guest) (\(task.duration))")
      files.change(guest, by: node.name) { configuration in
        if configuration["lock"] == "backup" { configuration["lock"] = nil }
      }
      task.succeed()
    }
  }
}
