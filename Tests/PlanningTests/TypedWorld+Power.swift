import Cluster

@testable import Planning

/// Restarts of the world's nodes, and what is set on its cluster.
extension TypedWorld {
  mutating func set(_ request: RunRequest) {
    switch request {
    case .maintain(let name, let isOn): maintain(name, isOn: isOn)
    case .migrateManaged(let guest, _, let target): ha.called[guest] = (target, now + 20)
    case .setCephFlag(let flag, let isOn): if isOn { cephFlags.insert(flag) } else { cephFlags.remove(flag) }
    case .setUnit(let unit, let isActive):
      if isActive { stoppedUnits.remove(unit) } else { stoppedUnits.insert(unit) }
    case .setBackupJob(let job, let isEnabled):
      if isEnabled { stoppedJobs.remove(job) } else { stoppedJobs.insert(job) }
    case .setHAScheduling(let option):
      for index in inventory.nodes.indices {
        inventory.nodes[index].health.haBalancing = HABalancing(option: option)
      }
    default: break
    }
  }

  mutating func order(_ node: NodeName) {
    if faults.ignoresReboot == node { return }
    guard faults.stuckShutdown == node else { return reboot(node) }
    stuck.insert(node)
    if let guest = faults.startsWhileStuck, let index = index(guest) {
      inventory.guests[index].node = node
      inventory.guests[index].status = .running
    }
  }

  /// Someone walks up to the node and presses its button.
  mutating func restartByHand(_ node: NodeName) {
    stuck.remove(node)
    reboot(node)
  }

  mutating func reboot(_ node: NodeName) {
    let runs = inventory.guests.contains { $0.node == node && $0.status == .running }
    let arrives = jobs.values.contains { !$0.isApplied && $0.order.target == node }
    if runs || arrives { rebootsWithGuests.append(node) }
    if inventory.nodes.contains(where: { $0.name != node && isDown($0.name) }) { rebootsBesideDown.append(node) }
    bootCount[node, default: 0] += 1
    if inventory.nodes.contains(where: { $0.health.ceph != nil }), !cephFlags.contains("noout") {
      untoldReboots.append(node)
    }
    downUntil[node] = faults.staysDown == node ? .infinity : now + 60
    mostNodesDown = max(mostNodesDown, downUntil.values.count { $0 > now })
    startsGuests.insert(node)
    jobs = jobs.filter { $0.value.node != node }
    if let index = inventory.nodes.firstIndex(where: { $0.name == node }), faults.bootsOldKernel != node {
      inventory.nodes[index].kernel = inventory.nodes[index].bootKernel
    }
  }

  mutating func upgrade(_ name: NodeName) -> (Int32, [String]) {
    if let intruder = faults.intruder, intruder.node == name, let index = index(intruder.guest) {
      inventory.guests[index].status = .running
    }
    if faults.interruptedUpgrades.contains(name) {
      return (
        100, ["E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."]
      )
    }
    guard faults.upgradeFails != name, let index = inventory.nodes.firstIndex(where: { $0.name == name }) else {
      return (100, ["E: Sub-process /usr/bin/dpkg returned an error code (1)"])
    }
    inventory.nodes[index].bootKernel = inventory.nodes[index].updates.kernel ?? inventory.nodes[index].bootKernel
    inventory.nodes[index].updates = PendingUpdates()
    return (0, [])
  }

  mutating func unlock(_ guest: GuestID) -> RunAnswer {
    unlockedByUs.append(guest)
    if faults.locks[guest]?.word == "migrate" { faults.locks[guest] = nil }
    return .done
  }

  mutating func sendGuest(to node: NodeName) {
    guard let sender = faults.sender, sender.node == node, sender.times > 0, bootCount[node] == nil,
      inventory.node(node)?.updates.count == 0, let index = index(sender.guest), inventory.guests[index].node != node
    else { return }
    faults.sender?.times -= 1
    inventory.guests[index].node = node
  }
}
