import Cluster
import Planning
import Simulation

@testable import Commands

/// A run in which one guard of the engine is all that stands between it and a broken rule.
struct MutantTrap {
  private var herd = RehearsalHerd.herd
  private var policy = Policy()
  private var faults: [String] = []

  init(for missing: Guard) {
    policy.reboot = .always
    switch missing {
    case .othersWhole:
      // pve1 falls out of the cluster while pve2 is upgraded.
      faults = ["corosync-flaps:pve1:\(moment("phase.started", "pve2", "update:") + 5):200"]
    case .quorumMargin: herd.nodes.removeAll { $0.name.rawValue == "pve3" }
    case .emptyNode: faults = ["started-by-hand:129:\(moment("phase.started", "pve2", "update:") + 5)"]
    case .consent: configure(200) { $0.append("hostpci0: 0000:00:02.0") }
    case .lease: faults = ["second-run:0"]
    case .strays:
      // A guest of a node that has had its turn is moved away by someone else while the last one is down.
      faults = ["moved-by-hand:130:\(moment("phase.started", "pve1", "reboot:") + 15)"]
    case .undoing: break
    case .wholeAgain: faults = ["late-device:pve1:/dev/dri/renderD128:60"]
    case .covering:
      policy.silence = SilenceRules()
      faults = ["silence-refused:0:6"]
    case .uncovering: policy.silence = SilenceRules()
    case .rebootProof:
      // The order to reboot never gets through, and no new kernel would give it away.
      for index in herd.nodes.indices { herd.nodes[index].machine.pending = [] }
      faults = ["reboot-order-lost:pve2"]
    case .foreignWork: faults = ["foreign-task:pve2:vzdump:0:1200"]
    case .noOlderMachine:
      for index in herd.nodes.indices where herd.nodes[index].name.rawValue != "pve1" {
        herd.nodes[index].version = "8.3.0"
        herd.nodes[index].machine.pending = herd.nodes[index].machine.pending.map { package in
          var package = package
          if package.name == "pve-manager" { (package.installed, package.available) = ("8.3.0", "8.3.1") }
          if package.name == "pve-qemu-kvm" { (package.installed, package.available) = ("9.0.2-1", "9.0.2-2") }
          return package
        }
      }
    case .force: faults = ["ignores-shutdown:102"]
    case .secrets:
      // Its line is the first that nobody can make sense of.
      configure(200) { lines in lines = lines.filter { $0 > "cipassword" } + ["cipassword: \(Secret.canary)"] }
      faults = ["stray-config:200:\(moment("phase.started", "pve2", "update:")):300:odd"]
    case .cephTold: herd.cephFlags = []
    case .lookingAgain: faults = ["foreign-task:pve3:vzdump:0:200"]
    case .turnsDone:
      // Two of three turns are over.
      faults = ["controller-lost:380"]
    case .quoting:
      for index in herd.nodes.indices { herd.nodes[index].devices.append(HostileName.device) }
      configure(101) { $0.append("dev7: \(HostileName.device)") }
    case .quieting: configure(129) { lines in lines = lines.map { $0 == "onboot: 0" ? "onboot: 1" : $0 } }
    }
    herd.guests.removeAll { !herd.nodes.map(\.name).contains($0.node) }
  }

  var rehearsal: Rehearsal { rehearsal(faults) }

  private func rehearsal(_ faults: [String]) -> Rehearsal {
    Rehearsal(herd: herd, faults: faults.compactMap { Fault($0) }, policy: policy, seed: 1)
  }

  /// Seconds after the start at which that is said in a run without faults.
  private func moment(_ event: String, _ node: String, _ beginning: String) -> Double {
    var found: Double?
    _ = rehearsal([]).carryOut { record in
      let notice = record.notice
      guard notice.event == event, notice.node?.rawValue == node, notice.message.hasPrefix(beginning) else { return }
      found = found ?? record.time - VirtualDemo.epoch
    }
    return found ?? 0
  }

  private mutating func configure(_ id: Int, _ change: (inout [String]) -> Void) {
    for index in herd.guests.indices where herd.guests[index].id == GuestID(id) {
      change(&herd.guests[index].configuration)
      herd.guests[index].configuration.sort()
    }
  }
}
