import Cluster
import Planning

/// All that is known of one guest.
struct GuestDetail {
  let state: ScreenState

  func add(_ id: GuestID, to text: inout LabelledText) {
    guard let guest = state.inventory?.guest(id) else {
      return text.add(StyledLine("no longer in the cluster", .dim))
    }
    let place = state.place(of: guest)
    let home = state.home(of: guest)
    text.add("state", [guest.status.rawValue + (guest.lock.map { ", locked: \($0)" } ?? "")], style: .bright)
    text.add("place", [place == home ? "\(place), its home" : "\(place); its home is \(home)"])
    text.add("policy", GuestDetail.words(state.options.policy.of(guest)))
    text.add("memory", [Figures.bytes(guest.memoryBytes)])
    text.add("cores", [guest.cores.map(String.init) ?? "no limit"])
    text.add("boot", [guest.startsAtBoot ? "its node starts it" : "not started by its node"])
    if let state = guest.haState { text.add("HA", [state]) }
    text.add("tags", guest.tags.isEmpty ? [] : [guest.tags.joined(separator: " ")])
    text.add("devices", guest.devices + guest.passthrough)
    text.add("paths", guest.paths)
    if let seconds = state.lastOutage(of: id) {
      text.add("outage", ["\(Figures.brief(seconds)) the last time it moved"])
    }
    text.space()
    for disk in guest.disks { text.add(disk.key, [GuestDetail.words(disk)]) }
    text.space()
    addMobility(guest, to: &text)
  }

  private func addMobility(_ guest: Guest, to text: inout LabelledText) {
    if state.shownStatus(of: guest) == .stopped, guest.haState == nil {
      return text.add("stays", ["it is stopped, and no run moves it"])
    }
    let obstacles = Mobility.obstacles(of: guest)
    if obstacles.isEmpty { text.add("moves", [Mobility.way(of: guest) == .live ? "live" : "by restart"]) }
    for obstacle in obstacles {
      text.add("stays", [obstacle.message], style: .bright)
      text.add("do", [obstacle.remedy])
    }
    let source = state.inventory?.node(guest.node)
    for node in state.inventory?.nodes ?? [] where node.name != guest.node && node.isOnline {
      for objection in Mobility.objections(to: node, for: guest, from: source) {
        text.add("not \(node.name)", [objection])
      }
    }
  }

  private static func words(_ policy: GuestPolicy) -> [String] {
    var words: [String]
    switch policy.handling {
    case .auto: words = []
    case .live: words = ["moves live or not at all"]
    case .restart: words = ["is shut down, moved and started"]
    case .shutdown: words = ["is shut down with its node and started after it"]
    case .ignore: words = ["is left alone: it stops and starts with its node"]
    }
    if policy.mayForceStop {
      words.append("is stopped by force after \(Figures.brief(Double(policy.shutdownSeconds)))")
    }
    if policy.probe != nil { words.append("has to prove that it is well after a move") }
    return words
  }

  private static func words(_ disk: Guest.Disk) -> String {
    let size = disk.sizeBytes.map { ", \(Figures.bytes($0))" } ?? ""
    switch disk.backing {
    case .volume(let storage): return "on \(storage)\(size)"
    case .hostPath(let path, let shared): return "bound to \(path)\(shared ? ", the same on every node" : "")"
    case .image(let storage): return "an image on \(storage)"
    case .hostDrive: return "the node's own drive"
    }
  }
}
